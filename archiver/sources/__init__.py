# SPDX-License-Identifier: MIT
"""Where mail comes from. Each source yields raw messages and remembers where it was."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from archiver.config import (
    Config,
    HyperkittySource,
    ImapSource,
    ListConfig,
    MaildirSource,
    MboxSource,
    PipermailSource,
    SourceConfig,
)
from archiver.errors import TemporaryError
from archiver.sources.eml import EmlFile
from archiver.sources.maildir import Maildir
from archiver.sources.mbox import MboxFile, is_mbox
from archiver.sources.source import Source
from archiver.sources.spool import Spool
from archiver.spool import spool_dir

MBOX_PATTERNS = ("*.mbox", "*.mbox.gz")

Opener = Callable[[], Sequence[Source]]
"""Opens what stands for one source of the config; TemporaryError when it is not there (yet)."""


def openers(config: Config, entry: ListConfig) -> list[Opener]:
    """Return what opens each source of a list: the configured ones, then its spool."""
    spool = Spool(spool_dir(config.archive.data_dir, entry.address))
    return [*(partial(open_sources, source) for source in entry.sources), lambda: (spool,)]


def open_sources(entry: SourceConfig) -> tuple[Source, ...]:
    """Return what a source of the config stands for; TemporaryError when it is not there (yet)."""
    match entry:
        case MboxSource():
            return _mboxes(_there(entry.path))
        case MaildirSource():
            return (Maildir(_there(entry.path)),)
        case PipermailSource():
            return (_pipermail(entry),)
        case HyperkittySource():
            return (_hyperkitty(entry),)
        case ImapSource():
            return (_imap(entry),)


def _there(path: Path) -> Path:
    if not path.exists():
        raise TemporaryError(f"{path}: the source is not there; see lists.sources.path")
    return path


# These three load much; `archiver deliver`, run for each message, does without them.


def _pipermail(entry: PipermailSource) -> Source:
    from archiver.sources.pipermail import Pipermail  # noqa: PLC0415 - see above

    if entry.path:
        return Pipermail(_there(entry.path))
    # Links of the list's page lead on from its folder.
    return Pipermail(entry.url if entry.url.endswith((".html", "/")) else f"{entry.url}/")


def _imap(entry: ImapSource) -> Source:
    from archiver.sources.imap import Imap  # noqa: PLC0415 - see above

    return Imap(entry)


def _hyperkitty(entry: HyperkittySource) -> Source:
    from archiver.sources.hyperkitty import Account, Hyperkitty  # noqa: PLC0415 - see above

    account = Account(entry.user, entry.password_file) if entry.password_file else None
    return Hyperkitty(f"{entry.url.rstrip('/')}/", entry.list, entry.since, account)


def _mboxes(path: Path) -> tuple[Source, ...]:
    return tuple(map(MboxFile, _mboxes_in(path) if path.is_dir() else [path]))


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
