# SPDX-License-Identifier: MIT
"""The sample conference: invented people of invented town halls, shipped with the package."""

from archiver.demo.build import write_mbox
from archiver.demo.data import LIST_ADDRESS, ORGANISATIONS

__all__ = ["LIST_ADDRESS", "ORGANISATIONS", "write_mbox"]
