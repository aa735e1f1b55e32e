# SPDX-License-Identifier: MIT
"""Where mail comes from. Each source yields raw messages and remembers where it was."""

from __future__ import annotations

from pathlib import Path

from archiver.config import MaildirSource, SourceConfig
from archiver.errors import TemporaryError
from archiver.sources.eml import EmlFile
from archiver.sources.maildir import Maildir
from archiver.sources.mbox import MboxFile, is_mbox
from archiver.sources.source import Source

MBOX_PATTERNS = ("*.mbox", "*.mbox.gz")


def open_sources(entry: SourceConfig) -> tuple[Source, ...]:
    """Return what a source of the config stands for; TemporaryError when it is not there (yet)."""
    if not entry.path.exists():
        raise TemporaryError(f"{entry.path}: the source is not there; see lists.sources.path")
    if isinstance(entry, MaildirSource):
        return (Maildir(entry.path),)
    if entry.path.is_dir():
        return tuple(map(MboxFile, _mboxes_in(entry.path)))
    return (MboxFile(entry.path),)


def _mboxes_in(folder: Path) -> list[Path]:
    return sorted(path for pattern in MBOX_PATTERNS for path in folder.glob(pattern))


def sources_at(path: Path) -> tuple[Source, ...]:
    """Return what can be imported at *path*: an mbox, mbox.gz, Maildir, message or folder of these.

    TemporaryError when there is nothing to import.
    """
    if path.is_file():
        return (MboxFile(path) if is_mbox(path) else EmlFile(path),)
    if (path / "cur").is_dir() or (path / "new").is_dir():
        return (Maildir(path),)
    found = tuple(map(MboxFile, _mboxes_in(path))) + tuple(map(EmlFile, sorted(path.glob("*.eml"))))
    if not found:
        raise TemporaryError(
            f"{path}: nothing to import; name an mbox, an mbox.gz, a Maildir, a message (.eml)"
            " or a folder of them"
        )
    return found
