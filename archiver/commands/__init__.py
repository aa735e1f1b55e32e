# SPDX-License-Identifier: MIT
"""The commands: what is typed to what is done, and back to what is printed."""
