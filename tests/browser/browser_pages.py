# SPDX-License-Identifier: MIT
"""The site that the browser visits."""

from __future__ import annotations

from dataclasses import dataclass

from odd_texts import CODE, COLUMNS, DEEP, LONG, MANY, NAMELESS, RIGHT_TO_LEFT

from archiver.config import Config
from archiver.directory import person_id
from archiver.mail.message import message_id_hash
from archiver.store import open_authors, open_reader


@dataclass(frozen=True, slots=True)
class Server:
    """A running site and a page of each kind on it."""

    base: str
    paths: dict[str, str]

    def url(self, name: str) -> str:
        return self.base + self.paths[name]


ODD_LIST = "ismo@munet.example"
STATUSES = (400, 403, 404, 405, 410, 413, 429, 500, 503)
"""Errors that have a page."""


def several_paths() -> dict[str, str]:
    """Return pages of a site with several lists, one of them without mail, and its errors."""
    errors = {f"error {code}": f"/error/{code}" for code in STATUSES}
    return {
        "home": "/",
        "empty": "/list/empty@munet.example/",
        "people": f"/list/{ODD_LIST}/people/",
        "search": "/search",
        "found": "/search?q=server",
        "found in one": f"/search?q=server&list={ODD_LIST}",
        **errors,
    }


def odd_paths() -> dict[str, str]:
    """Return pages of messages that are formatted, encrypted, defective or hard to set."""
    names = ("only@obec", "both@obec", "sealed@obec", "odd@obec")
    names += (LONG, COLUMNS, CODE, RIGHT_TO_LEFT, NAMELESS)
    messages, threads = (f"/list/{ODD_LIST}/{kind}/" for kind in ("message", "thread"))
    found = {name.partition("@")[0]: f"{messages}{message_id_hash(name)}/" for name in names}
    long = f"{threads}{message_id_hash(MANY)}/"
    return {
        **found,
        "list": f"/list/{ODD_LIST}/",
        "files": f"/list/{ODD_LIST}/attachments/",
        "formatted": f"{found['both']}?view=html",
        "thread": f"{threads}{message_id_hash('both@obec')}/",
        "thread of long words": f"{threads}{message_id_hash(LONG)}/",
        "deep thread": f"{threads}{message_id_hash(DEEP)}/",
        "long thread": long,
        "middle of it": f"{long}?page=12",
        "long thread by date": f"{long}?view=date&text=all",
    }


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
        "thin": "/search?q=%22spisov%C3%A1+slu%C5%BEba%22+rok:2012+od:vesel%C3%A1",
        "conditions": "/search?q=smlouva+rok:2005-2020+priloha:pdf&sort=newest",
        "corrected": "/search?q=zalohovnai+serveru",
        "filtered": f"/list/{address}/attachments/?type=pdf",
        "no_files": f"/list/{address}/attachments/?year=1999",
        "began": f"/list/{address}/person/{person_id(key, long.author.address)}/?role=began",
        "topic": "/topic/dotace/",
        "help": "/help/search",
        "about": "/about",
        "privacy": "/privacy",
        "accessibility": "/accessibility",
        "missing": "/no/such/page",
    }


def person_path(config: Config, address: str, sender: str) -> str:
    """Return the page of somebody who wrote to a list."""
    return f"/list/{address}/person/{person_id(open_authors(config).key(), sender)}/"
