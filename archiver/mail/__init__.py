# SPDX-License-Identifier: MIT
"""Understanding mail: bytes to message, links to forest. Pure functions, no disk, no database."""
