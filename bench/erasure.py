# SPDX-License-Identifier: MIT
"""Erase the person who wrote most to a list, then look for them everywhere.

``python bench/erasure.py MBOX FOLDER [ADDRESS]`` builds an archive of MBOX in FOLDER (kept when it
is there), erases and prints what was found where: every line should end in 0.
"""

from __future__ import annotations

import html
import re
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from pathlib import Path

import zstandard

from archiver.config import Config, load_config
from archiver.erase import carry_out
from archiver.erase_plan import plan_person
from archiver.erasure.identity import Identity
from archiver.erasure.runs import LENGTH, runs, words
from archiver.export import export
from archiver.ingest import import_sources, ingest
from archiver.lock import writing
from archiver.mail.message import SegmentKind
from archiver.people import full_name
from archiver.sources import sources_at
from archiver.store import open_auditor, open_reader
from archiver.store.pack import unpack, unpack_segments
from archiver.store.spoken import open_spoken
from archiver.verify import verify
from web import create_app

LIST = "list@erasure.example"
REFUSED = frozenset({400, 404, 500})
"""No link of ours should end so; an erased message's page answers 410."""
_PACKED = """
    SELECT b.data, p.data, r.start, r.length FROM packs p JOIN raws r ON r.pack_id = p.id
    JOIN messages m ON m.id = r.message_id
    LEFT JOIN bodies b ON b.message_id = m.id AND m.digest = r.digest
"""
_ZSTD = b"\x28\xb5\x2f\xfd"
_LINK = re.compile(r'href="(/[^"#]*)')
_TAGS = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Needles:
    """What must be found nowhere."""

    identity: Identity
    exact: tuple[str, ...]
    lines: dict[str, list[str]]
    """The words of each line that they alone wrote, by the first run of it."""

    def in_text(self, text: str) -> Iterator[str]:
        """Yield what of them a text has."""
        lower = text.lower()
        yield from (one for one in self.exact if one in lower)
        begun = runs(text) & self.lines.keys()
        joined = " ".join(word.key for word in words(text)) if begun else ""
        for run in begun:
            yield from (line for line in self.lines[run] if line in joined)


def main() -> None:
    """Build, erase, look."""
    mbox, folder = Path(sys.argv[1]), Path(sys.argv[2])
    config = build(mbox, folder)
    address = sys.argv[3] if len(sys.argv) > 3 else most_active(config)
    threads = thread_sizes(config)
    needles = needles_of(config, address)
    print(
        f"{address}: {len(needles.exact) - 1} names, {sum(map(len, needles.lines.values()))} lines"
    )
    open_pages_of(config, address)
    begun = time.process_time()
    with writing(config.archive.data_dir):
        plan = plan_person(config, address)
        print(f"planned in {time.process_time() - begun:.0f} s of CPU: {plan.counts()}")
        carry_out(config, plan, "bench", "a proof", datetime.now(UTC))
    print(f"erased in {time.process_time() - begun:.0f} s of CPU, all in all")
    report("database", database(config.archive.data_dir), needles)
    report("files", files(config.archive.data_dir), needles)
    report("export", mail(export(open_auditor(config), config.lists[0].address)), needles)
    report("pages", pages(config, needles), needles)
    print(f"threads of another size: {len(compare(threads, thread_sizes(config)))}")
    print(f"verify: {[finding.text for finding in verify(config)]}")
    again = import_sources(config, config.lists[0], sources_at(mbox.absolute()))
    print(f"imported again: {again.added} added, {again.copies} copies")
    report("database", database(config.archive.data_dir), needles)


def build(mbox: Path, folder: Path) -> Config:
    """Return the config of an archive of the mbox."""
    path = folder / "config.toml"
    if not path.exists():
        folder.mkdir(parents=True)
        path.write_text(
            f'[archive]\ndata_dir = "data"\nshow_addresses = true\n[[lists]]\naddress = "{LIST}"\n'
            f'access = "public"\n[[lists.sources]]\ntype = "mbox"\npath = "{mbox.absolute()}"\n',
            "utf-8",
        )
        config = load_config(path)
        ingest(config, config.lists)
    return load_config(path)


def most_active(config: Config) -> str:
    """Return the address with a full name from which most came."""
    heads = open_spoken(config).heads()
    counts = Counter(one.author.address.lower() for one in heads if full_name(one.author.name))
    # Where a list writes in its members' names, its own address has most.
    return max(counts, key=lambda address: (counts[address] * ("list" not in address), address))


def open_pages_of(config: Config, address: str) -> None:
    """Open what they wrote and its threads, so that there is something kept that has to go."""
    own = [one.key for one in open_spoken(config).heads() if one.author.address.lower() == address]
    client, root = create_app(config).test_client(), f"/list/{LIST}"
    for record in open_reader(config).records(own, file_texts=False).values():
        client.get(f"{root}/message/{record.hash}/")
        client.get(f"{root}/thread/{record.hash}/")


def needles_of(config: Config, address: str) -> Needles:
    """Return what to look for: names, addresses, lines of six words that nobody else wrote."""
    spoken = open_spoken(config)
    own = [one for one in spoken.said() if one.author.address.lower() == address]
    names = {one.author.name for one in own if full_name(one.author.name)}
    lines: dict[str, list[str]] = {}
    threads = {one.thread for one in own}
    for text in (part.text for one in own for part in one.segments if _is_own(part.kind)):
        for line in text.splitlines():
            keys = [word.key for word in words(line)]
            if len(keys) >= LENGTH:
                lines.setdefault(" ".join(keys[:LENGTH]), []).append(" ".join(keys))
    for other in spoken.said():
        if other.author.address.lower() == address:
            continue
        text = "\n".join(part.text for part in other.segments if _is_own(part.kind))
        earlier = min((one.date for one in own if one.thread == other.thread), default=0)
        if other.thread in threads and other.date >= earlier:
            continue
        joined = " ".join(word.key for word in words(text))
        for run in runs(text) & lines.keys():
            lines[run] = [line for line in lines[run] if line not in joined]
    exact = (address, *sorted(name.lower() for name in names))
    return Needles(Identity(frozenset({address}), frozenset(names)), exact, lines)


def _is_own(kind: SegmentKind) -> bool:
    return kind in {SegmentKind.NEW, SegmentKind.SIGNATURE}


def database(data_dir: Path) -> Iterator[tuple[str, str]]:
    """Yield every value of every table, packed ones unpacked and mail decoded."""
    with closing(sqlite3.connect(data_dir / "archive.sqlite")) as store:
        for said, packed, start, length in store.execute(_PACKED):
            raw = unpack(packed)[start : start + length]
            yield from (("raws", text) for text in (raw.decode("utf-8", "replace"), *decoded(raw)))
            if said:
                yield from (("bodies", part.text) for part in unpack_segments(said, raw))
    for path in sorted(data_dir.glob("*.sqlite")):
        yield from _values(path)


def _values(path: Path) -> Iterator[tuple[str, str]]:
    """Yield every value of all tables but ``bodies``, which needs raw messages to be read."""
    with closing(sqlite3.connect(path)) as store:
        (free,) = store.execute("PRAGMA freelist_count").fetchone()
        print(f"{path.name}: {free} free pages")
        tables = store.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in tables:
            rows = store.execute(f"SELECT * FROM {table}") if table != "bodies" else ()
            for value in (value for row in rows for value in row):
                yield from ((table, text) for text in texts(value))


def texts(value: object) -> Iterator[str]:
    """Yield what a value says."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, bytes) and value.startswith(_ZSTD):
        data = zstandard.ZstdDecompressor().decompress(value)
        yield data.decode("utf-8", "replace")
        yield from decoded(data)
    elif isinstance(value, bytes):
        yield value.decode("utf-8", "replace")


def decoded(data: bytes) -> Iterator[str]:
    """Yield the texts of a raw message."""
    try:
        parts = list(message_from_bytes(data).walk())
    except Exception as error:  # noqa: BLE001 - the standard library gives up on some mail
        print(f"not decoded: {type(error).__name__}")
        return
    for part in parts:
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes):
            for charset in ("utf-8", "cp1250"):
                text = payload.decode(charset, "replace")
                yield html.unescape(_TAGS.sub(" ", text))


def files(data_dir: Path) -> Iterator[tuple[str, str]]:
    """Yield every file as it lies on the disk."""
    for path in data_dir.rglob("*"):
        if path.is_file():
            yield path.name, path.read_bytes().decode("latin-1")


def mail(pieces: Iterable[bytes]) -> Iterator[tuple[str, str]]:
    """Yield messages, decoded."""
    for piece in pieces:
        yield "export", piece.decode("utf-8", "replace")
        yield from (("export", text) for text in decoded(piece.partition(b"\n")[2]))


def pages(config: Config, needles: Needles) -> Iterator[tuple[str, str]]:
    """Yield every page of the site that links lead to, and feeds and answers of the API."""
    client = create_app(config).test_client()
    address = config.lists[0].address
    queue, seen = ["/", f"/api/v1/lists/{address}/threads"], set[str]()
    queue += [f"/search?q={name}" for name in needles.exact]
    statuses: Counter[int] = Counter()
    while queue:
        path = queue.pop()
        if path in seen:
            continue
        seen.add(path)
        answer = client.get(path)
        statuses[answer.status_code] += 1
        if answer.status_code in REFUSED:
            print(f"  {answer.status_code} {path}")
        page = answer.get_data(as_text=False).decode("utf-8", "replace")
        text = html.unescape(page)
        if "/search" not in path:
            yield path, text
            yield path, _TAGS.sub(" ", text)
            # of the page as it is: unescaped, what messages say of links would be some
            queue += [link for link in map(html.unescape, _LINK.findall(page)) if _wanted(link)]
    print(f"pages: {len(seen)}, by status {dict(statuses)}")


def _wanted(link: str) -> bool:
    return not link.startswith(("/static", "/search")) and "?" not in link.replace("?page=", "")


def thread_sizes(config: Config) -> dict[str, int]:
    """Return how many messages and tombstones each thread shows."""
    reader = open_reader(config)
    found = reader.newest_threads(config.lists[0].address, limit=1_000_000)
    return {
        outline[0].hash: len(outline)
        for thread in found
        for outline in [reader.thread_outline(thread.id, tombstones=True)]
    }


def compare(before: dict[str, int], after: dict[str, int]) -> list[str]:
    """Return the threads that are left and have lost messages."""
    return [hash_ for hash_, size in after.items() if before.get(hash_) != size]


def report(name: str, haystack: Iterable[tuple[str, str]], needles: Needles) -> None:
    """Print what was found."""
    found: Counter[str] = Counter()
    number = 0
    for place, text in haystack:
        number += 1
        for needle in needles.in_text(text):
            found[needle] += 1
            if found.total() <= 10:
                print(f"  {place}: {needle}")
    print(f"{name}: {number} texts, found {found.total()}")


if __name__ == "__main__":
    main()
