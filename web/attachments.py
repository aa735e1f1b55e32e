# SPDX-License-Identifier: MIT
"""The library: all files of a list, by type, year and sender."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from archiver.directory import Directory
from archiver.store import AttachmentRecord, FileCounts, FilesWanted, MessageRecord
from index.query import MOST_CHARACTERS
from index.stem import fold
from web.access import addresses_shown, readable_list
from web.current import current, listing
from web.facets import narrowed
from web.format import author_name, author_of, type_name
from web.language import language
from web.paging import Paging, paging
from web.people import directory_of

FILES_A_PAGE = 50
MOST_SENDERS = 60
"""Senders to choose from: those of whom there is most."""

blueprint = Blueprint("attachments", __name__)


@dataclass(frozen=True, slots=True)
class Option:
    """A value that the library can be narrowed to."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Options:
    """What the library can be narrowed by."""

    types: Sequence[Option]
    years: Sequence[Option]
    people: Sequence[Option]


@dataclass(frozen=True, slots=True)
class Selection:
    """What the reader wants to see; "" stands for all."""

    type: str
    year: str
    person: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A file as the page of the library shows it."""

    attachment: AttachmentRecord
    message: MessageRecord


@blueprint.get("/list/<address>/attachments/")
def documents(address: str) -> Response | str:
    """Show the files of a list, the newest first; a search in them is handed on."""
    directory = directory_of(address)
    chosen = Selection(*(request.args.get(name, "") for name in ("type", "year", "person")))
    words = request.args.get("q", "")[:MOST_CHARACTERS].split()
    if words:
        query = _query(words, chosen, directory, address)
        return redirect(url_for("search.search", q=query, list=address), 302)
    counts = listing(("file counts", address), lambda: current().files.counts(address))
    wanted = _wanted(chosen, directory, counts)
    place = paging(FILES_A_PAGE, _count(address, wanted) if wanted else 0)
    return render_template(
        "attachments.html",
        mailing_list=readable_list(address),
        files=_shown(address, wanted, place) if wanted else (),
        paging=place,
        selection=chosen,
        options=listing(
            ("file options", address, language(), addresses_shown(address)),
            lambda: _options(counts, directory, address),
        ),
    )


def _wanted(chosen: Selection, directory: Directory, counts: FileCounts) -> FilesWanted | None:
    """Return which files are chosen; None when no file is like that."""
    years = {str(year): year for year in counts.years}
    sender = directory.by_id.get(chosen.person)
    known = (
        chosen.type in {"", *counts.types}
        and chosen.year in {"", *years}
        and (sender or not chosen.person)
    )
    if not known:
        return None
    return FilesWanted(chosen.type, years.get(chosen.year), sender.addresses if sender else ())


def _count(address: str, wanted: FilesWanted) -> int:
    return listing(("files", address, wanted), lambda: current().files.count(address, wanted))


def _shown(address: str, wanted: FilesWanted, place: Paging) -> tuple[Shown, ...]:
    return listing(
        ("files", address, wanted, place.number), lambda: _read_shown(address, wanted, place)
    )


def _read_shown(address: str, wanted: FilesWanted, place: Paging) -> tuple[Shown, ...]:
    opened = current()
    part = opened.files.files(address, wanted, offset=place.offset, limit=place.size)
    found = opened.reader.records({key for key, _ in part}, file_texts=False)
    return tuple(
        Shown(attachment, message)
        for key, number in part
        if (message := found.get(key))
        for attachment in message.attachments
        if attachment.number == number
    )


def _query(words: Sequence[str], chosen: Selection, directory: Directory, address: str) -> str:
    """Return the query for words within the attachments that are chosen."""
    query = " ".join(narrowed("", "type", word) for word in words)
    sender = directory.by_id.get(chosen.person)
    name = author_name(author_of(sender), address) if sender else ""
    for facet, value in (("type", chosen.type), ("year", chosen.year), ("author", name)):
        query = narrowed(query, facet, value) if value else query
    return query


def _options(counts: FileCounts, directory: Directory, address: str) -> Options:
    types = sorted(counts.types, key=lambda one: -counts.types[one])
    return Options(
        [Option(one, type_name(one), counts.types[one]) for one in types],
        [Option(str(one), str(one), counts.years[one]) for one in sorted(counts.years)[::-1]],
        _people(counts, directory, address),
    )


def _people(counts: FileCounts, directory: Directory, address: str) -> list[Option]:
    """Return the senders of most files, in the order of their names."""
    of_each: Counter[str] = Counter()
    for sender, number in counts.senders.items():
        if profile := directory.by_address.get(sender):
            of_each[profile.id] += number
    known = [
        Option(one, author_name(author_of(directory.by_id[one]), address), number)
        for one, number in of_each.most_common(MOST_SENDERS)
    ]
    return sorted(known, key=lambda option: (fold(option.label), option.label))
