# SPDX-License-Identifier: MIT
"""The queries that records are built from."""

from __future__ import annotations

from sqlalchemy import distinct, func, literal, select

from archiver.store.tables import (
    CAME_AGAIN,
    attachments,
    erased,
    ingests,
    lists,
    messages,
    months,
    nodes,
    people,
    quarantine,
    threads,
)

SHOWN = messages.c.erased.is_(False) & messages.c.hidden.is_(False)
"""Holds for messages that readers see."""
WRITTEN_BY = people.c.address == func.lower(messages.c.author_address)
"""Joins messages with the people who have several addresses or a name by the config."""
AUTHOR_NAME = func.coalesce(people.c.name, messages.c.author_name).label("author_name")
"""What readers call the author."""

LISTS = select(
    lists.c.id,
    lists.c.address,
    select(func.coalesce(func.sum(months.c.messages), 0))
    .where(months.c.list_id == lists.c.id)
    .scalar_subquery()
    .label("messages"),
    select(func.count())
    .select_from(threads)
    .where(threads.c.list_id == lists.c.id)
    .scalar_subquery()
    .label("threads"),
    select(func.coalesce(func.sum(threads.c.attachments), 0))
    .where(threads.c.list_id == lists.c.id)
    .scalar_subquery()
    .label("attachments"),
    select(func.count())
    .select_from(quarantine)
    .where(quarantine.c.list_id == lists.c.id)
    .scalar_subquery()
    .label("quarantined"),
    select(func.count(distinct(erased.c.hash)))
    .where(erased.c.list_id == lists.c.id, erased.c.kind != CAME_AGAIN)
    .scalar_subquery()
    .label("erased"),
    ingests.c.ended,
).join_from(lists, ingests, isouter=True)

MESSAGES = (
    select(
        *(column for column in messages.c if column is not messages.c.author_name),
        AUTHOR_NAME,
        lists.c.address.label("list_address"),
        nodes.c.message_id,
    )
    .join(lists, lists.c.id == messages.c.list_id)
    .join(nodes, nodes.c.id == messages.c.node_id)
    .join(people, WRITTEN_BY, isouter=True)
)

_answers = messages.alias()
THREADS = (
    select(
        threads,
        _answers.c.hash.label("answer"),
        lists.c.address.label("list_address"),
        messages.c.hash,
        messages.c.base_subject,
        AUTHOR_NAME,
        messages.c.author_address,
    )
    .join(messages, messages.c.id == threads.c.first_id)
    .join(_answers, _answers.c.id == threads.c.answer_id, isouter=True)
    .join(lists, lists.c.id == threads.c.list_id)
    .join(people, WRITTEN_BY, isouter=True)
)

AUTHORS = (
    select(
        lists.c.address.label("list_address"),
        AUTHOR_NAME,
        messages.c.author_name.label("written_name"),
        messages.c.author_address,
        func.coalesce(people.c.person, func.lower(messages.c.author_address)).label("person"),
        func.count().label("messages"),
        func.count().filter(messages.c.depth > 0).label("answers"),
        func.max(messages.c.date).label("latest"),
    )
    .join(lists, lists.c.id == messages.c.list_id)
    .join(people, WRITTEN_BY, isouter=True)
    .where(SHOWN)
    .group_by(messages.c.list_id, messages.c.author_address, messages.c.author_name)
)
"""Who wrote: once for each list, address as written, and name under which it wrote."""

FILES = select(attachments).order_by(attachments.c.number)
FILES_WITHOUT_TEXTS = select(
    *(column for column in attachments.c if column is not attachments.c.text),
    literal(b"").label("text"),
).order_by(attachments.c.number)
