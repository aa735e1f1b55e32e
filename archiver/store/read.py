# SPDX-License-Identifier: MIT
"""The read side of the store, for pages and search results."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, bindparam, desc, distinct, func, select
from sqlalchemy.sql import Select

from archiver.mail.message import Author, Segment
from archiver.store.arrivals import arrival, first_source
from archiver.store.build import (
    attachment_record,
    list_record,
    message_record,
    shown_of,
    thread_record,
)
from archiver.store.contributions import (
    LAST_CHANGE,
    SUBJECTS,
    Contribution,
    PersonRecord,
    SubjectRecord,
    contributions,
)
from archiver.store.lookups import AFTER, BEFORE, between, newest, of_hash, precedence
from archiver.store.months import bounds
from archiver.store.packs import first_raws
from archiver.store.reading import Reading
from archiver.store.records import (
    AttachmentRecord,
    ListRecord,
    MessageRecord,
    MonthRecord,
    StoredMessage,
    ThreadRecord,
)
from archiver.store.selects import (
    AUTHORS,
    FILES,
    FILES_WITHOUT_TEXTS,
    LISTS,
    MESSAGES,
    SHOWN,
    THREADS,
)
from archiver.store.sql import select_in
from archiver.store.tables import attachments, lists, messages, months, threads
from archiver.store.texts import texts_and_beginnings, texts_of

_LEFT = MESSAGES.where(SHOWN)
_OUTLINE = MESSAGES.where(messages.c.thread_id == bindparam("thread")).order_by(messages.c.position)
_OUTLINE_LEFT = _OUTLINE.where(SHOWN)


class Reader:
    """Reads from the store; every call sees one committed state. Safe to share by threads."""

    def __init__(self, reading: Reading, timezone: str, organisations: Mapping[str, str]) -> None:
        self._store = reading
        self._reading = reading.connection
        self._rows = reading.rows
        self._zone = ZoneInfo(timezone)
        self._organisations = organisations

    def lists(self) -> tuple[ListRecord, ...]:
        """Return every list that has been ingested, by address."""
        return tuple(list_record(row) for row in self._rows(LISTS.order_by(lists.c.address)))

    def list(self, address: str) -> ListRecord | None:
        """Return one list; None when nothing was ingested for it."""
        rows = self._rows(LISTS.where(lists.c.address == address))
        return list_record(rows[0]) if rows else None

    def months(self, address: str) -> tuple[MonthRecord, ...]:
        """Return the months with mail, newest first."""
        query = select(months).join(lists).where(lists.c.address == address)
        rows = self._rows(query.order_by(desc(months.c.year), desc(months.c.month)))
        return tuple(MonthRecord(row.year, row.month, row.messages) for row in rows)

    def newest_threads(
        self, address: str, *, offset: int = 0, limit: int = 25
    ) -> tuple[ThreadRecord, ...]:
        """Return threads by their newest message, newest first."""
        return tuple(map(thread_record, self._rows(newest(address, offset, limit))))

    def threads_in_month(
        self, address: str, year: int, month: int, *, offset: int = 0, limit: int = 50
    ) -> tuple[ThreadRecord, ...]:
        """Return threads with a message received in the month, the latest such message first."""
        active = self._active(address, year, month)
        query = active.add_columns(func.max(messages.c.date).label("active"))
        query = query.group_by(messages.c.thread_id)
        query = query.order_by(desc("active"), desc(messages.c.thread_id))
        ids = [row.thread_id for row in self._rows(query.offset(offset).limit(limit))]
        found = self.threads(ids)
        return tuple(found[key] for key in ids)

    def count_threads_in_month(self, address: str, year: int, month: int) -> int:
        """Return how many threads had a message in the month."""
        active = self._active(address, year, month)
        query = active.with_only_columns(func.count(distinct(messages.c.thread_id)))
        return int(self._rows(query)[0][0])

    def _active(self, address: str, year: int, month: int) -> Select[Any]:
        return between(address, *bounds((year, month), self._zone))

    def most_discussed(
        self, address: str, begin: datetime, end: datetime, *, limit: int
    ) -> tuple[ThreadRecord, ...]:
        """Return the threads with most messages from *begin* until before *end*, most first.

        Those in which nobody answered then are left out.
        """
        query = between(address, int(begin.timestamp()), int(end.timestamp()))
        query = query.add_columns(func.count().label("lately"), func.max(messages.c.date))
        query = query.group_by(messages.c.thread_id).having(func.count() > 1)
        query = query.order_by(desc("lately"), desc(func.max(messages.c.date))).limit(limit)
        ids = [row.thread_id for row in self._rows(query)]
        found = self.threads(ids)
        return tuple(found[key] for key in ids)

    def message(self, address: str, hash_: str) -> StoredMessage | None:
        """Return the message of a hash; the first by date when several have its Message-ID."""
        row = self._row_of(address, hash_)
        return self.messages([row.id]).get(row.id) if row else None

    def record(self, address: str, hash_: str) -> MessageRecord | None:
        """Return the message of a hash without texts; as `message` where there are several."""
        row = self._row_of(address, hash_)
        return self.records([row.id], file_texts=False).get(row.id) if row else None

    def is_erased(self, address: str, hash_: str) -> bool:
        """Tell whether the message of a hash was erased."""
        row = self._row_of(address, hash_)
        return row is not None and row.erased

    def hidden(self, address: str, hash_: str) -> StoredMessage | None:
        """Return the message of a hash that a moderator hides; None when none is hidden."""
        row = self._row_of(address, hash_)
        if row is None or not row.hidden:
            return None
        query = MESSAGES.where(messages.c.id == row.id)
        (record,) = self._records(self._rows(query), file_texts=False)
        return self.with_texts({row.id: record})[row.id]

    def _row_of(self, address: str, hash_: str) -> Row[Any] | None:
        rows = of_hash(self._store, address, hash_)
        # Sorted here: asked to sort, SQLite would walk through all messages of the list by date.
        return min(rows, key=precedence, default=None)

    def arrival(self, address: str, number: int) -> MessageRecord | None:
        """Return the message of the *number*-th raw message that a list received, from 0."""
        rows = self._rows(arrival(address, number))
        return self.records([rows[0].message_id]).get(rows[0].message_id) if rows else None

    def first_source(self, address: str) -> str:
        """Return the name of the source that a list was read from first, "" without one."""
        rows = self._rows(first_source(address))
        return str(rows[0].name) if rows else ""

    def newest_messages(
        self, address: str, *, limit: int, written_from: Collection[str] | None = None
    ) -> tuple[StoredMessage, ...]:
        """Return the messages that a list received last, or got from some addresses."""
        query = select(messages.c.id).join(lists, lists.c.id == messages.c.list_id)
        query = query.where(lists.c.address == address, SHOWN)
        if written_from is not None:
            query = query.where(messages.c.author_address.in_(sorted(written_from)))
        order = (desc(messages.c.date), desc(messages.c.id))
        keys = [row.id for row in self._rows(query.order_by(*order).limit(limit))]
        found = self.messages(keys)
        return tuple(found[key] for key in keys)

    def messages(self, keys: Collection[int]) -> Mapping[int, StoredMessage]:
        """Return messages with their texts by key; unknown keys are left out."""
        return self.with_texts(self.records(keys))

    def with_texts(self, records: Mapping[int, MessageRecord]) -> Mapping[int, StoredMessage]:
        """Return messages, known by key already, with their texts."""
        with self._reading() as connection:
            texts = texts_of(connection, records)
        return {key: StoredMessage(records[key], texts[key]) for key in records if key in texts}

    def texts_and_beginnings(
        self, keys: Collection[int], size: int
    ) -> Sequence[tuple[int, tuple[Segment, ...], bytes]]:
        """Return keys of messages, their texts and *size* octets, 64 kB or more, of what came."""
        with self._reading() as connection:
            return tuple(texts_and_beginnings(connection, keys, size))

    def records(
        self, keys: Collection[int], *, file_texts: bool = True
    ) -> Mapping[int, MessageRecord]:
        """Return messages without texts by key; unknown keys are left out.

        Without *file_texts* the texts of attachments, which may be long, are "".
        """
        with self._reading() as connection:
            rows = list(select_in(connection, _LEFT, messages.c.id, keys))
        return {record.key: record for record in self._records(rows, file_texts=file_texts)}

    def _records(self, rows: Sequence[Row[Any]], *, file_texts: bool) -> tuple[MessageRecord, ...]:
        holding = [row.id for row in rows if row.attachments]
        files: dict[int, list[AttachmentRecord]] = {key: [] for key in holding}
        if holding:
            query = FILES if file_texts else FILES_WITHOUT_TEXTS
            with self._reading() as connection:
                for row in select_in(connection, query, attachments.c.message_id, holding):
                    files[row.message_id].append(attachment_record(row))
        return tuple(
            message_record(row, files.get(row.id, ()), self._organisations) for row in rows
        )

    def thread_of(self, address: str, hash_: str) -> ThreadRecord | None:
        """Return the thread that holds the message of a hash, be it the first one or not."""
        row = self._row_of(address, hash_)
        return self.thread(row.thread_id) if row else None

    def thread(self, thread_id: int) -> ThreadRecord | None:
        """Return a thread by number."""
        return self.threads([thread_id]).get(thread_id)

    def threads(self, thread_ids: Collection[int]) -> Mapping[int, ThreadRecord]:
        """Return threads by number; unknown numbers are left out."""
        with self._reading() as connection:
            rows = list(select_in(connection, THREADS, threads.c.id, thread_ids))
        return {row.id: thread_record(row) for row in rows}

    def thread_outline(
        self, thread_id: int, *, tombstones: bool = False
    ) -> tuple[MessageRecord, ...]:
        """Return all messages of a thread in tree order, without texts, theirs and of files.

        With *tombstones*, what was erased is among them, and what is hidden, emptied.
        """
        rows = self._rows(_OUTLINE if tombstones else _OUTLINE_LEFT, thread=thread_id)
        return tuple(map(shown_of, self._records(rows, file_texts=False)))

    def neighbours(self, thread_id: int) -> tuple[ThreadRecord | None, ThreadRecord | None]:
        """Return the list's threads that began before and after this one."""
        before, after = (self._rows(query, thread=thread_id) for query in (BEFORE, AFTER))
        return (
            thread_record(before[0]) if before else None,
            thread_record(after[0]) if after else None,
        )

    def raw(self, key: int) -> bytes:
        """Return the raw message, byte for byte; LookupError when there is no such message."""
        with self._reading() as connection:
            found = dict(first_raws(connection, [key]))
        if key not in found:
            raise LookupError(f"no message {key}")
        return found[key]

    def beginnings(self, keys: Collection[int], size: int) -> Mapping[int, bytes]:
        """Return some *size* octets at most from the beginning of raw messages, by key."""
        with self._reading() as connection:
            return dict(first_raws(connection, keys, size))

    def contributions(self, keys: Collection[int]) -> tuple[Contribution, ...]:
        """Return who wrote the messages and how often they were answered."""
        return tuple(
            Contribution(row.id, author, self._organisation(author), row.depth == 0, row.answers)
            for row in self._rows(contributions(keys))
            for author in [Author(row.author_name, row.author_address)]
        )

    def _organisation(self, author: Author) -> str:
        return self._organisations.get(author.domain, author.domain)

    def people(self) -> tuple[PersonRecord, ...]:
        """Return everybody who wrote, once for each list, name and address."""
        return tuple(
            PersonRecord(row.list_address, author, self._organisation(author), row.messages)
            for row in self._rows(AUTHORS)
            for author in [Author(row.author_name, row.author_address)]
        )

    def subjects(self) -> tuple[SubjectRecord, ...]:
        """Return the subjects of all threads, those with the newest mail first."""
        return tuple(
            SubjectRecord(row.id, row.list_address, row.base_subject)
            for row in self._rows(SUBJECTS)
        )

    def last_change(self) -> int:
        """Return a number that grows with every change of what readers see."""
        return int(self._rows(LAST_CHANGE)[0][0])
