# SPDX-License-Identifier: MIT
"""The kinds of sources that the config may name."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import msgspec


class MboxSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="mbox"):
    """A growing mbox, an mbox.gz, or a folder of such files."""

    path: Path


class MaildirSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="maildir"):
    """A Maildir, e.g. the one that Mailman's prototype archiver writes."""

    path: Path


class PipermailSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="pipermail"):
    """The archive of a Mailman 2 list: the page that links its months, or their folder."""

    url: str = ""
    path: Path | None = None

    def __post_init__(self) -> None:
        """Refuse a source that stands nowhere, or in two places."""
        if bool(self.url) == (self.path is not None):
            raise ValueError('give either "url" or "path"')
        if self.url:
            check_http(self.url)


class HyperkittySource(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="hyperkitty"):
    """A list in HyperKitty, by its export."""

    url: str
    """Where HyperKitty's own start page is."""
    list: str = ""
    """The list's address there; "" for the address it has here."""
    since: date = date(1970, 1, 1)
    user: str = ""
    password_file: Path | None = None

    def __post_init__(self) -> None:
        """Refuse a user without a password."""
        check_http(self.url)
        if bool(self.user) != (self.password_file is not None):
            raise ValueError('"user" and "password_file" belong together')


class ImapSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="imap"):
    """A folder of a mailbox that is subscribed to the list."""

    host: str
    user: str
    port: int = 0
    """0 stands for the usual port: 993 with tls, else 143."""
    security: Literal["tls", "starttls", "none"] = "tls"
    password_file: Path | None = None
    oauth2_token_file: Path | None = None
    folder: str = "INBOX"

    def __post_init__(self) -> None:
        """Refuse a source with no way to sign in, or two."""
        if (self.password_file is None) == (self.oauth2_token_file is None):
            raise ValueError('give either "password_file" or "oauth2_token_file"')


SourceConfig = MboxSource | MaildirSource | PipermailSource | HyperkittySource | ImapSource


def check_http(url: str) -> None:
    """Raise ValueError unless *url* is an http or https address."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise ValueError(f'"{url}" is not an http(s) address')
