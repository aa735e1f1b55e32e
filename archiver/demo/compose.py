# SPDX-License-Identifier: MIT
"""From what an author wrote to what the archive gets: ids, links, subject, text with quotes."""

import re
import textwrap
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from archiver.demo import ids, mailman
from archiver.demo.clients import CLIENTS, Client
from archiver.demo.data import LIST_ADDRESS
from archiver.demo.model import Message, Quirk, Thread
from archiver.demo.quoting import Quoted

REPLY_PREFIXES: Final = re.compile(r"^(?:(?:re|odp|fw|fwd):\s*)*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sent:
    """A message with all that its author's program and the list gave it.

    Ids stand without <>; *subject* has the list's tag; *own_lines* are what the author wrote
    and the signature, a paragraph a line; *text* is wrapped, with quotes, and has no list footer.
    """

    message: Message
    client: Client
    seed: str
    received: datetime
    message_id: str
    references: tuple[str, ...]
    in_reply_to: str
    thread_index: bytes
    subject: str
    new_text: str
    own_lines: tuple[str, ...]
    text: str
    answered: Quoted | None

    @property
    def year(self) -> int:
        """The year it was written in, which decides on the versions of programs."""
        return self.message.at.year


def compose(thread: Thread) -> Iterator[Sent]:
    """Yield the messages of *thread* that reached the archive, in the order they are told."""
    sent: dict[str, Sent] = {}
    for message in thread.messages:
        parent = sent[message.to] if message.to else None
        sent[message.id] = _send(thread, message, parent)
    yield from (one for one in sent.values() if Quirk.LOST not in one.message.quirks)


def _send(thread: Thread, message: Message, parent: Sent | None) -> Sent:
    client = CLIENTS[message.author.client]
    seed = f"{thread.key}/{message.id}"
    answered = _as_read(parent) if parent and message.quote else None
    new_text = _new_text(message, client)
    references, in_reply_to = _links(message, parent)
    return Sent(
        message=message,
        client=client,
        seed=seed,
        received=ids.received_at(seed, message.at),
        message_id=_message_id(message, client, seed),
        references=references,
        in_reply_to=in_reply_to,
        thread_index=_thread_index(message, client, seed, parent),
        subject=_subject(thread, message, client, parent),
        new_text=new_text,
        own_lines=(*_typed(message, message.text), *_signature_lines(message)),
        text=_whole_text(message, client, new_text, answered),
        answered=answered,
    )


def _as_read(parent: Sent) -> Quoted:
    shown = mailman.shown_sender(parent.message)
    return Quoted(
        name=shown.name,
        address=shown.address,
        at=parent.message.at,
        to=LIST_ADDRESS,
        subject=parent.subject,
        new_text=parent.new_text,
        whole_text=parent.text + mailman.footer(parent.year),
    )


def _message_id(message: Message, client: Client, seed: str) -> str:
    if Quirk.NO_MESSAGE_ID in message.quirks:
        return ""
    return client.message_id(seed, message.at, message.author.domain)


def _links(message: Message, parent: Sent | None) -> tuple[tuple[str, ...], str]:
    if parent is None or Quirk.NO_REFERENCES in message.quirks:
        return (), ""
    if message.quirks & {Quirk.IN_REPLY_TO_ONLY, Quirk.IN_REPLY_TO_PHRASE}:
        return (), parent.message_id
    known = (*parent.references, parent.message_id)
    return tuple(filter(None, known)), parent.message_id


def _thread_index(message: Message, client: Client, seed: str, parent: Sent | None) -> bytes:
    if not client.thread_index:
        return b""
    return ids.thread_index(seed, message.at, parent.thread_index if parent else b"")


def _subject(thread: Thread, message: Message, client: Client, parent: Sent | None) -> str:
    if message.subject is not None or parent is None:
        return mailman.tagged(_typed(message, message.subject or thread.subject)[0])
    read = mailman.untagged(parent.subject)
    prefix = client.prefix if message.prefix is None else message.prefix
    written = prefix + client.known_prefix.sub("", read)
    return mailman.tagged_reply(*split_prefixes(written), message.at.year)


def split_prefixes(subject: str) -> tuple[str, str]:
    """Return the reply and forward prefixes *subject* begins with, and the rest."""
    rest = REPLY_PREFIXES.sub("", subject)
    return subject[: len(subject) - len(rest)], rest


def _new_text(message: Message, client: Client) -> str:
    lines = [line for part in _typed(message, message.text) for line in _wrap(part, client.width)]
    return "\n".join(lines)


def _wrap(line: str, width: int) -> list[str]:
    if line.startswith((">", " ", "\t", "|")):
        return [line]
    return textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False) or [""]


def _whole_text(message: Message, client: Client, new_text: str, answered: Quoted | None) -> str:
    own = [new_text, *_table_lines(message), *_signature_lines(message)]
    if answered is None:
        return "\n".join(own) + "\n"
    quoted = client.quoter(answered, message.at.year)
    if any(line.startswith(">") for line in new_text.splitlines()):
        parts = [quoted[0], *own]
    elif client.quotes_above:
        parts = [*quoted, "", *own]
    else:
        parts = [*own, "", *quoted]
    return "\n".join(parts) + "\n"


def _table_lines(message: Message) -> list[str]:
    rows = ["\t".join(row) for row in message.table]
    return ["", *rows] if rows else []


def _signature_lines(message: Message) -> list[str]:
    lines = _typed(message, message.author.signature)
    return [CLIENTS[message.author.client].signature_mark, *lines] if lines else []


def _typed(message: Message, text: str) -> list[str]:
    typed = text if message.author.diacritics else unaccented(text)
    return typed.splitlines()


def unaccented(text: str) -> str:
    """Return *text* as people write it who use no diacritics."""
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char))
