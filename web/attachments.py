# SPDX-License-Identifier: MIT
"""The library: all files of a list, by type, year and sender."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from archiver.directory import Directory
from archiver.store import AttachmentRecord, FileRecord, MessageRecord
from index.attachments import types_of
from web.access import readable_list
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
class Filed:
    """A file of the list with what it is sorted by."""

    record: FileRecord
    type: str


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

    def holds(self, file: Filed, directory: Directory) -> bool:
        """Tell whether a file is wanted. Pictures within texts are wanted with all pictures."""
        return (
            (file.type == self.type if self.type else not file.record.inline)
            and (not self.year or self.year == str(file.record.year))
            and (not self.person or self.person == _id_of(file, directory))
        )


@dataclass(frozen=True, slots=True)
class Shown:
    """A file as the page of the library shows it."""

    attachment: AttachmentRecord
    message: MessageRecord


@blueprint.get("/list/<address>/attachments/")
def documents(address: str) -> Response | str:
    """Show the files of a list, the newest first; a search in them is handed on."""
    files, directory = _files(address), directory_of(address)
    chosen = Selection(*(request.args.get(name, "") for name in ("type", "year", "person")))
    words = request.args.get("q", "").split()
    if words:
        query = _query(words, chosen, directory, address)
        return redirect(url_for("search.search", q=query, list=address), 302)
    wanted = [file for file in files if chosen.holds(file, directory)]
    place = paging(FILES_A_PAGE, len(wanted))
    return render_template(
        "attachments.html",
        mailing_list=readable_list(address),
        files=_shown(wanted, place),
        paging=place,
        selection=chosen,
        options=listing(
            ("file options", address, language()), lambda: _all_options(files, directory, address)
        ),
    )


def _query(words: Sequence[str], chosen: Selection, directory: Directory, address: str) -> str:
    """Return the query for words within the attachments that are chosen."""
    query = " ".join(narrowed("", "type", word) for word in words)
    sender = directory.by_id.get(chosen.person)
    name = author_name(author_of(sender), address) if sender else ""
    for facet, value in (("type", chosen.type), ("year", chosen.year), ("author", name)):
        query = narrowed(query, facet, value) if value else query
    return query


def _all_options(files: Sequence[Filed], directory: Directory, address: str) -> Options:
    years = _options(files, lambda file: str(file.record.year), str)
    return Options(
        _options(files, lambda file: file.type, type_name),
        sorted(years, key=lambda option: option.value, reverse=True),
        _people(files, directory, address),
    )


def _files(address: str) -> tuple[Filed, ...]:
    return listing(("files", address), lambda: tuple(_filed(current().files.files(address))))


def _filed(records: Iterable[FileRecord]) -> Iterable[Filed]:
    for record in records:
        yield Filed(record, types_of([record.name])[0])


def _shown(wanted: Sequence[Filed], place: Paging) -> list[Shown]:
    part = [file.record for file in wanted[place.offset : place.offset + place.size]]
    keys = {file.message_key for file in part}
    messages = current().reader.records(keys, file_texts=False)
    return [
        Shown(attachment, message)
        for file in part
        if (message := messages.get(file.message_key))
        for attachment in message.attachments
        if attachment.number == file.number
    ]


def _options(
    files: Iterable[Filed], value: Callable[[Filed], str], label: Callable[[str], str]
) -> list[Option]:
    counts = Counter(value(file) for file in files)
    return [Option(one, label(one), count) for one, count in counts.most_common()]


def _people(files: Iterable[Filed], directory: Directory, address: str) -> list[Option]:
    """Return the senders of most files, in the order of their names."""
    options = _options(files, lambda file: _id_of(file, directory), str)
    known = [
        Option(one.value, author_name(author_of(profile), address), one.count)
        for one in options
        if (profile := directory.by_id.get(one.value))
    ]
    return sorted(known[:MOST_SENDERS], key=lambda option: option.label)


def _id_of(file: Filed, directory: Directory) -> str:
    profile = directory.by_address.get(file.record.sender)
    return profile.id if profile else ""
