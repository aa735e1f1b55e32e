# SPDX-License-Identifier: MIT
"""The queries that records are built from."""

from __future__ import annotations

from sqlalchemy import func, literal, select

from archiver.store.tables import (
    attachments,
    ingests,
    lists,
    messages,
    months,
    nodes,
    people,
    quarantine,
    threads,
)

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

THREADS = (
    select(
        threads,
        lists.c.address.label("list_address"),
        messages.c.hash,
        messages.c.base_subject,
        AUTHOR_NAME,
        messages.c.author_address,
    )
    .join(messages, messages.c.id == threads.c.id)
    .join(lists, lists.c.id == threads.c.list_id)
    .join(people, WRITTEN_BY, isouter=True)
)

FILES = select(attachments).order_by(attachments.c.number)
FILES_WITHOUT_TEXTS = select(
    *(column for column in attachments.c if column is not attachments.c.text),
    literal("").label("text"),
).order_by(attachments.c.number)
