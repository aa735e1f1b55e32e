# SPDX-License-Identifier: MIT
"""The site that the browser visits."""

from __future__ import annotations

from dataclasses import dataclass

from archiver.config import Config
from archiver.directory import person_id
from archiver.mail.message import message_id_hash
from archiver.store import open_authors, open_reader

PAGES = (
    "list",
    "year",
    "month",
    "thread",
    "by_date",
    "new_text",
    "message",
    "files",
    "people",
    "person",
    "organisation",
    "search",
    "found",
    "narrowed",
    "nothing",
    "topic",
    "help",
    "about",
    "privacy",
    "accessibility",
    "missing",
)


@dataclass(frozen=True, slots=True)
class Server:
    """A running site and a page of each kind on it."""

    base: str
    paths: dict[str, str]

    def url(self, name: str) -> str:
        return self.base + self.paths[name]


ODD_LIST = "ismo@munet.example"


def odd_paths() -> dict[str, str]:
    """Return pages of formatted, encrypted and defective messages."""
    hashes = {name: message_id_hash(f"{name}@obec") for name in ("only", "both", "sealed", "odd")}
    found = {name: f"/list/{ODD_LIST}/message/{hash_}/" for name, hash_ in hashes.items()}
    thread = f"/list/{ODD_LIST}/thread/{hashes['both']}/"
    return {**found, "formatted": found["both"] + "?view=html", "thread": thread}


def paths(config: Config) -> dict[str, str]:
    """Return a page of each kind, the richest where there is a choice."""
    reader, address = open_reader(config), config.lists[0].address
    threads = reader.newest_threads(address, limit=1000)
    long = max(threads, key=lambda thread: thread.messages)
    files = next(thread for thread in threads if thread.attachments)
    month = max(reader.months(address), key=lambda month: month.messages)
    carrier = next(r for r in reader.thread_outline(files.id) if r.attachments)
    key = open_authors(config).key()
    return {
        "list": f"/list/{address}/",
        "year": f"/list/{address}/{month.year}/",
        "month": f"/list/{address}/{month.year}/{month.month}/",
        "thread": f"/list/{address}/thread/{long.hash}/",
        "by_date": f"/list/{address}/thread/{long.hash}/?view=date",
        "new_text": f"/list/{address}/thread/{long.hash}/?text=new",
        "files": f"/list/{address}/attachments/",
        "people": f"/list/{address}/people/",
        "person": f"/list/{address}/person/{person_id(key, carrier.author.address)}/",
        "organisation": f"/list/{address}/organisation/{carrier.author.domain}/",
        "message": f"/list/{address}/message/{carrier.hash}/",
        "search": "/search",
        "found": "/search?q=server",
        "narrowed": "/search?q=server+rok:2005-2020",
        "nothing": "/search?q=%22strecha+server%22",
        "topic": "/topic/dotace/",
        "help": "/help/search",
        "about": "/about",
        "privacy": "/privacy",
        "accessibility": "/accessibility",
        "missing": "/no/such/page",
    }
