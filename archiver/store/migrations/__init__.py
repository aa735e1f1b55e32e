# SPDX-License-Identifier: MIT
"""Steps from one schema of the store to the next."""
