# SPDX-License-Identifier: MIT
"""Reads and checks the TOML files the sample conference is told in."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any, Final, TypeVar

from archiver.demo import clock
from archiver.demo.model import (
    Attachment,
    Author,
    ClientName,
    Encoding,
    Kind,
    Layout,
    Message,
    Quirk,
    Rows,
    Thread,
)

LIST_ADDRESS: Final = "ismo@munet.example"
NEVER: Final = 9999
TEXT_KEYS: Final = frozenset({"subject", "prefix", "quote", "text", "table", "attach"})
LINK_KEYS: Final = frozenset({"id", "by", "at", "to", "claimed", "quirks"})
FORM_KEYS: Final = frozenset({"layout", "charset", "encoding"})
ATTACHMENT_KEYS: Final = frozenset({"kind", "name", "text", "rows"})
AUTHOR_KEYS: Final = frozenset({"name", "address", "client", "signature", "diacritics"})

Choice = TypeVar("Choice", bound=StrEnum)
Value = TypeVar("Value")
Table = Mapping[str, Any]


class DemoDataError(ValueError):
    """A file of the sample conference breaks its rules; the message says where and what to do."""


@dataclass(frozen=True, slots=True)
class People:
    """Everybody who writes, by the key used in the threads files, and their organisations."""

    authors: Mapping[str, Author]
    organisations: Mapping[str, str]


def read_people() -> People:
    """Read people.toml. Raise DemoDataError when a person's domain has no organisation."""
    told = tomllib.loads(_folder().joinpath("people.toml").read_text("utf-8"))
    names = {**told["organisations"], **told["mailboxes"]}
    authors = {
        key: _author(key, table, names, told["dmarc"]) for key, table in told["people"].items()
    }
    return People(authors, told["organisations"])


def read_threads(authors: Mapping[str, Author]) -> tuple[Thread, ...]:
    """Read every file of the threads folder, in the order of their names."""
    found = _folder().joinpath("threads").iterdir()
    paths = sorted((p for p in found if p.name.endswith(".toml")), key=lambda path: path.name)
    return tuple(
        thread
        for path in paths
        for thread in parse_threads(path.read_text("utf-8"), path.name, authors)
    )


def parse_threads(text: str, name: str, authors: Mapping[str, Author]) -> Iterator[Thread]:
    """Yield the threads told by *text*, the content of the file *name*.

    Raise DemoDataError, with what to correct, for unknown keys, authors, words and parents.
    """
    for number, table in enumerate(tomllib.loads(text)["thread"], 1):
        messages = _messages(table["message"], authors, f"{name}, '{table['subject']}'")
        yield Thread(f"{name.removesuffix('.toml')}/{number}", table["subject"], messages)


def _folder() -> Traversable:
    return files("archiver.demo")


def _author(key: str, table: Table, names: Mapping[str, str], dmarc: Mapping[str, int]) -> Author:
    _refuse_unknown(table, AUTHOR_KEYS, f"people.toml, {key}")
    author = Author(
        name=table["name"],
        address=table["address"],
        client=_choose(ClientName, table["client"], f"people.toml, {key}"),
        signature=table.get("signature", "").strip("\n"),
        diacritics=table.get("diacritics", True),
        rewritten_from=dmarc.get(table["address"].partition("@")[2], NEVER),
    )
    if author.domain not in names:
        raise DemoDataError(f"people.toml, {key}: name {author.domain} under [organisations]")
    return author


def _messages(
    tables: list[Table], authors: Mapping[str, Author], where: str
) -> tuple[Message, ...]:
    messages: dict[str, Message] = {}
    for number, table in enumerate(tables, 1):
        previous = next(reversed(messages), None)
        message = _message(table, str(number), previous, authors, f"{where}, message {number}")
        _check_parent(message, messages, f"{where}, message {number}")
        messages[message.id] = message
    return tuple(messages.values())


def _message(
    table: Table, number: str, previous: str | None, authors: Mapping[str, Author], where: str
) -> Message:
    _refuse_unknown(table, TEXT_KEYS | LINK_KEYS | FORM_KEYS, where)
    if table.get("by") not in authors:
        raise DemoDataError(f"{where}: 'by' must be a key of people.toml, not {table.get('by')!r}")
    return Message(
        id=table.get("id", number),
        author=authors[table["by"]],
        at=_time(table, "at", where),
        to=str(table["to"]) if "to" in table else previous,
        text=table["text"].strip("\n"),
        subject=table.get("subject"),
        prefix=table.get("prefix"),
        quote=table.get("quote", True),
        layout=_optional(table, "layout", lambda value: _choose(Layout, value, where)),
        charset=table.get("charset"),
        encoding=_optional(table, "encoding", lambda value: _choose(Encoding, value, where)),
        table=_rows(table.get("table", [])),
        attachments=tuple(_attachment(told, where) for told in table.get("attach", [])),
        claimed=_optional(table, "claimed", lambda _: _time(table, "claimed", where)),
        quirks=frozenset(_choose(Quirk, value, where) for value in table.get("quirks", [])),
    )


def _check_parent(message: Message, before: Mapping[str, Message], where: str) -> None:
    if message.id in before:
        raise DemoDataError(f"{where}: the id {message.id!r} is taken, choose another")
    if message.to is None:
        return
    if message.to not in before:
        raise DemoDataError(f"{where}: 'to' must be the id or number of a message above")
    if before[message.to].at >= message.at:
        raise DemoDataError(f"{where}: 'at' must be later than the message it answers")


def _attachment(table: Table, where: str) -> Attachment:
    _refuse_unknown(table, ATTACHMENT_KEYS, where)
    return Attachment(
        kind=_choose(Kind, table["kind"], where),
        name=table["name"],
        text=table.get("text", "").strip("\n"),
        rows=_rows(table.get("rows", [])),
    )


def _rows(rows: list[list[object]]) -> Rows:
    return tuple(tuple(str(cell) for cell in row) for row in rows)


def _time(table: Table, key: str, where: str) -> datetime:
    value = table.get(key)
    if not isinstance(value, datetime) or value.tzinfo is not None:
        raise DemoDataError(f"{where}: '{key}' must be a local time such as 2011-03-12T10:15:00")
    return clock.local(value)


def _optional(table: Table, key: str, read: Callable[[str], Value]) -> Value | None:
    return read(table[key]) if key in table else None


def _choose(choices: type[Choice], value: str, where: str) -> Choice:
    if value not in [choice.value for choice in choices]:
        known = ", ".join(choice.value for choice in choices)
        raise DemoDataError(f"{where}: {value!r} is not known, write one of: {known}")
    return choices(value)


def _refuse_unknown(table: Table, known: frozenset[str], where: str) -> None:
    if unknown := sorted(set(table) - known):
        raise DemoDataError(f"{where}: remove or correct the unknown key {unknown[0]!r}")


ORGANISATIONS: Final[Mapping[str, str]] = MappingProxyType(dict(read_people().organisations))
