# SPDX-License-Identifier: MIT
"""The tables. The migrations build them; a test holds the two together."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    func,
    text,
)

metadata = MetaData()

lists = Table(
    "lists",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("address", Text, nullable=False, unique=True),
)

# Every Message-ID that was ever sent or cited, once: messages and references name it by number.
nodes = Table(
    "nodes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("list_id", ForeignKey("lists.id"), nullable=False),
    Column("message_id", Text, nullable=False),
    # Nodes that any References connects have the same cluster: what one new message can rearrange.
    Column("cluster", Integer, nullable=False),
    UniqueConstraint("list_id", "message_id"),
    Index("nodes_by_cluster", "cluster"),
)

messages = Table(
    "messages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("list_id", ForeignKey("lists.id"), nullable=False),
    Column("node_id", ForeignKey("nodes.id"), nullable=False),
    Column("hash", LargeBinary, nullable=False),  # SHA-1 of the Message-ID
    Column("digest", LargeBinary, nullable=False),  # SHA-256 of the raw bytes
    Column("subject", Text, nullable=False),
    Column("base_subject", Text, nullable=False),
    Column("author_name", Text, nullable=False),
    Column("author_address", Text, nullable=False),
    Column("date", Integer, nullable=False),  # received, Unix seconds
    Column("date_claimed", Text, nullable=False),  # ISO 8601 with its zone; "" without
    Column("cited", Text, nullable=False),  # JSON: see cited.Cited
    Column("thread_id", Integer, nullable=False),  # id of the thread's first message
    Column("parent_id", Integer),
    Column("parent_reason", Text),
    Column("depth", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    Column("size", Integer, nullable=False),
    Column("attachments", Integer, nullable=False),
    Column("defects", Text, nullable=False),  # JSON: [text...]
    Column("change", Integer, nullable=False),  # grows with every change of what the index knows
    # What was erased keeps its place in the thread, and nothing else.
    Column("erased", Boolean, nullable=False, server_default=text("0")),
    # A moderator hides it: nothing of it is shown, all of it is kept.
    Column("hidden", Boolean, nullable=False, server_default=text("0")),
    Index("messages_by_hash", "list_id", "hash"),
    Index("messages_by_node", "node_id"),
    Index("messages_by_date", "list_id", "date"),
    Index("messages_by_thread", "thread_id", "position"),
    Index("messages_by_change", "change"),
    Index("messages_by_author", "list_id", "author_address", "date"),
)
# Addresses of people are known in lower case; those of messages are kept as written.
Index("messages_by_address", func.lower(messages.c.author_address))

# The first raw message of a message has its digest; further ones are copies that came another way.
# Where they lie, `packs` has their bytes.
raws = Table(
    "raws",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("list_id", ForeignKey("lists.id"), nullable=False),
    Column("message_id", ForeignKey("messages.id"), nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("pack_id", ForeignKey("packs.id"), nullable=False),
    Column("start", Integer, nullable=False),
    Column("length", Integer, nullable=False),
    # Somebody was taken out of it: the SHA-256 of what is stored now. `digest` stays that of what
    # came, so that it is known when it comes again.
    Column("stored_digest", LargeBinary),
    UniqueConstraint("list_id", "digest"),
    Index("raws_by_message", "message_id"),
    Index("raws_by_pack", "pack_id"),
)

packs = Table(
    "packs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("data", LargeBinary, nullable=False),  # zstd of raw messages, one after the other
)

bodies = Table(
    "bodies",
    metadata,
    Column("message_id", ForeignKey("messages.id"), primary_key=True),
    Column("data", LargeBinary, nullable=False),  # zstd: see pack.pack_segments
)

attachments = Table(
    "attachments",
    metadata,
    Column("message_id", ForeignKey("messages.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("part", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("content_id", Text, nullable=False),
    Column("text", LargeBinary, nullable=False),  # zstd
)

threads = Table(
    "threads",
    metadata,
    Column("id", ForeignKey("messages.id"), primary_key=True),
    Column("list_id", ForeignKey("lists.id"), nullable=False),
    Column("messages", Integer, nullable=False),
    Column("authors", Integer, nullable=False),
    Column("attachments", Integer, nullable=False),
    Column("started", Integer, nullable=False),
    Column("latest", Integer, nullable=False),
    # The first message that readers see: it gives the thread its subject.
    Column("first_id", Integer, nullable=False, server_default=text("0")),
    Column("answer_id", Integer),  # the message that solved what the thread asks
    Index("threads_by_latest", "list_id", "latest"),
    Index("threads_by_started", "list_id", "started"),
)

# How many messages a month of the archive's time zone has: the list's page costs the same at any
# size of the archive.
months = Table(
    "months",
    metadata,
    Column("list_id", ForeignKey("lists.id"), primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("month", Integer, primary_key=True),
    Column("messages", Integer, nullable=False),
)

quarantine = Table(
    "quarantine",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("list_id", ForeignKey("lists.id"), nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("source", Text, nullable=False),
    Column("position", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("kept_at", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False),  # zstd
    UniqueConstraint("list_id", "digest"),
)

# Where each source was when its last batch was committed, in the source's own words.
sources = Table(
    "sources",
    metadata,
    Column("list_id", ForeignKey("lists.id"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("state", Text, nullable=False),
)

# Names of what was read from sources whose messages have names.
items = Table(
    "items",
    metadata,
    Column("list_id", ForeignKey("lists.id"), primary_key=True),
    Column("source", Text, primary_key=True),
    Column("item", Text, primary_key=True),
    sqlite_with_rowid=False,
)

ingests = Table(
    "ingests",
    metadata,
    Column("list_id", ForeignKey("lists.id"), primary_key=True),
    Column("ended", Integer, nullable=False),
)

# Addresses that an administrator joined: those of one number are one person.
joined_addresses = Table(
    "joined_addresses",
    metadata,
    Column("address", Text, primary_key=True),  # in lower case
    Column("person", Integer, nullable=False),
    sqlite_with_rowid=False,
)

# What came of them and of the config: whose addresses are one person's, as readers and the index
# see it. It changes together with the change numbers of that person's messages.
people = Table(
    "people",
    metadata,
    Column("address", Text, primary_key=True),  # in lower case
    Column("person", Text, nullable=False),  # one of the addresses, the same for all of them
    Column("name", Text, nullable=False),
    sqlite_with_rowid=False,
)

# Who is subscribed, as Mailman last told. Both tables name the list by its address: Mailman may
# tell of a list that has had no mail yet.
members = Table(
    "members",
    metadata,
    Column("list_address", Text, primary_key=True),
    Column("role", Text, primary_key=True),
    Column("address", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Index("members_by_address", "address"),
    sqlite_with_rowid=False,
)

list_settings = Table(
    "list_settings",
    metadata,
    Column("list_address", Text, primary_key=True),
    Column("display_name", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("archive_policy", Text, nullable=False),
    Column("advertised", Boolean, nullable=False),
    Column("subject_prefix", Text, nullable=False),
    Column("posting_address", Text, nullable=False),
    Column("told_at", Integer, nullable=False),  # when Mailman told this and the members
)

# Random keys, made with the store. "people" makes ids of addresses that do not tell them.
keys = Table(
    "keys",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", LargeBinary, nullable=False),
)

# What was erased must not come back: raw messages by their SHA-256, messages by the SHA-1 of their
# Message-ID. Neither tells anything of anybody.
CAME_AGAIN = "came again"
"""The kind of what was kept away since it would have brought back what was erased."""
erased = Table(
    "erased",
    metadata,
    Column("list_id", ForeignKey("lists.id"), primary_key=True),
    Column("digest", LargeBinary, primary_key=True),
    Column("hash", LargeBinary, nullable=False),
    Column("kind", Text, nullable=False),
    Column("erased_at", Integer, nullable=False),
    Index("erased_by_hash", "list_id", "hash"),
)

# Message-IDs that told who somebody is have another name now; whoever cites the old one is led on.
erased_ids = Table(
    "erased_ids",
    metadata,
    Column("list_id", ForeignKey("lists.id"), primary_key=True),
    Column("hash", LargeBinary, primary_key=True),  # SHA-1 of the old one
    Column("node_id", ForeignKey("nodes.id"), nullable=False),
)

# Who answered whom where the text that showed it was erased.
kept_links = Table(
    "kept_links",
    metadata,
    Column("message_id", ForeignKey("messages.id"), primary_key=True),
    Column("parent_id", ForeignKey("messages.id"), nullable=False),
)

# What administrators did, without what they did it to.
audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Integer, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("list_address", Text, nullable=False),  # "" for all
    Column("target", Text, nullable=False),  # a hash
    Column("reason", Text, nullable=False),
    Column("counts", Text, nullable=False),  # JSON
)
