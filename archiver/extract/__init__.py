# SPDX-License-Identifier: MIT
"""The text inside attachments, read in a child process that may not take more than its share."""

from archiver.extract.extractor import Extractor, File
from archiver.extract.result import Extracted

__all__ = ["Extracted", "Extractor", "File"]
