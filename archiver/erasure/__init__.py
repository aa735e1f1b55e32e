# SPDX-License-Identifier: MIT
"""What is left of somebody, found and taken out of mail: pure functions, no disk, no database."""
