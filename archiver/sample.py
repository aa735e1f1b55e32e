# SPDX-License-Identifier: MIT
"""An archive to try: the bundled conference, or one's own mail, with a config to start from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from importlib.resources import files
from itertools import islice
from pathlib import Path

from archiver.demo import LIST_ADDRESS, ORGANISATIONS, write_mbox
from archiver.mail.head import headers_of
from archiver.sources import sources_at
from archiver.sources.source import Position

CONFIG_NAME = "config.toml"
MBOX_NAME = "sample.mbox"
_POST = re.compile(r"mailto:([^>?\s]+@[^>?\s]+)", re.IGNORECASE)
_LIST_ID = re.compile(r"<([^<>\s.]+)\.([^<>\s]+)>")
# How many messages are asked for the list's address.
_ASKED = 20


def write_sample(folder: Path, own_mail: Sequence[Path]) -> Path:
    """Write a config into *folder*, beside it the sample conference unless there is own mail.

    Return the config's path. Written anew each time; what was ingested stays.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if own_mail:
        address = _address_in(own_mail) or f"{_plain_stem(own_mail[0])}@archive.invalid"
        text = _config(address, address, own_mail, {})
    else:
        write_mbox(folder / MBOX_NAME)
        text = _config(LIST_ADDRESS, "ISMO", [Path(MBOX_NAME)], ORGANISATIONS)
        text += f"\n{files('archiver.demo').joinpath('topics.toml').read_text('utf-8')}"
    path = folder / CONFIG_NAME
    path.write_text(text, "utf-8")
    return path


def _address_in(paths: Sequence[Path]) -> str | None:
    """Return the list that the first messages say they came through (RFC 2369, RFC 2919)."""
    for source in (source for path in paths for source in sources_at(path)):
        for fetched in islice(source.fetch(Position()), _ASKED):
            headers = headers_of(fetched.raw.data)
            post = _POST.search(headers.text("list-post"))
            by_id = _LIST_ID.search(headers.text("list-id"))
            if post:
                return post[1].lower()
            if by_id:
                return f"{by_id[1]}@{by_id[2]}".lower()
    return None


def _plain_stem(path: Path) -> str:
    return re.sub(r"[^a-z0-9.-]+", "-", path.name.partition(".")[0].lower()).strip("-") or "mail"


def _config(
    address: str, name: str, paths: Sequence[Path], organisations: Mapping[str, str]
) -> str:
    sources = "".join(
        f"\n[[lists.sources]]\ntype = {_quoted(_kind(path))}\npath = {_quoted(str(path))}\n"
        for path in paths
    )
    names = "".join(f"{_quoted(domain)} = {_quoted(n)}\n" for domain, n in organisations.items())
    return (
        '[archive]\ndata_dir = "data"\nshow_addresses = true\n'
        f"\n[[lists]]\naddress = {_quoted(address)}\nname = {_quoted(name)}\n"
        f'access = "public"\n{sources}\n[organisations]\n{names}'
    )


def _kind(path: Path) -> str:
    return "maildir" if (path / "cur").is_dir() or (path / "new").is_dir() else "mbox"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
