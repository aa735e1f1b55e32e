# SPDX-License-Identifier: MIT
"""What tests know of the archives they share."""

LIST = "ismo@munet.cz"
"""The list of the archive that ``conftest.archive`` fills."""
