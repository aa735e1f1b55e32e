# SPDX-License-Identifier: MIT
"""What older stores hold is there, byte for byte, after they were brought to the newest schema."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
import zstandard
from alembic import command
from alembic.config import Config as AlembicConfig
from sqlalchemy import Connection, text

from archiver.config import Config, load_config
from archiver.mail.message import Segment, SegmentKind
from archiver.store import open_auditor, open_reader
from archiver.store.database import FILE_NAME, engine_of
from archives import LIST

RAWS = [
    b"Subject: one\n\nDobr\xc3\xbd den\n",
    b"Subject: two\r\n\r\n\x00\xff" + bytes(range(256)) * 600,
    b"",
    b"Subject: one\nX-Way: another\n\nDobr\xc3\xbd den\n",
]
SEGMENTS = (
    Segment(SegmentKind.NEW, "Dobrý den\n"),
    Segment(SegmentKind.QUOTE, "> Žluťoučký\n> kůň\n"),
    Segment(SegmentKind.SIGNATURE, "-- \nEva\n"),
    Segment(SegmentKind.FOOTER, ""),
)

CITED = '{"references":[1,2],"in_reply_to":[2],"conversation":3,"index":"AQI=","answers":true}'


def packed(data: bytes) -> bytes:
    return zstandard.ZstdCompressor(level=1).compress(data)


def fill(connection: Connection) -> None:
    """Put messages into a store of schema 0007; the last raw message is a copy of the first."""
    pairs = [[part.kind.value, part.text] for part in SEGMENTS]
    connection.execute(text("INSERT INTO lists VALUES (1, :list)"), {"list": LIST})
    for number, raw in enumerate(RAWS, 1):
        key = 1 if number == len(RAWS) else number
        row = {
            "key": key,
            "digest": hashlib.sha256(raw).digest(),
            "data": packed(raw),
            "cited": CITED,
        }
        if key == number:
            node = {"key": key, "id": f"{key}@x"}
            connection.execute(text("INSERT INTO nodes VALUES (:key, 1, :id, :key)"), node)
            connection.execute(
                text(
                    "INSERT INTO messages VALUES (:key, 1, :key, x'00', :digest, 's', 's',"
                    " 'n', 'a@x', :key, '', :cited, :key, NULL, NULL, 0, 0, 1,"
                    " 2 * (:key = 1), '[]', :key, 0, 0)"
                ),
                row,
            )
            body = {"key": key, "data": packed(json.dumps(pairs).encode())}
            connection.execute(text("INSERT INTO bodies VALUES (:key, :data)"), body)
        connection.execute(
            text(
                "INSERT INTO raws (list_id, message_id, digest, data)"
                " VALUES (1, :key, :digest, :data)"
            ),
            row,
        )
    connection.execute(text("INSERT INTO threads VALUES (1, 1, 1, 1, 0, 1, 1, 1, NULL)"))
    connection.execute(
        text(
            "INSERT INTO attachments VALUES (1, 1, 3, 'a.txt', 'text/plain', 9, '', 'Příloha'),"
            " (1, 2, 4, 'b.png', 'image/png', 9, '', '')"
        )
    )


@pytest.fixture
def migrated(config_path: Path) -> Config:
    config = load_config(config_path)
    folder = config.archive.data_dir
    folder.mkdir()
    engine = engine_of(folder / FILE_NAME)
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        alembic = AlembicConfig()
        alembic.set_main_option("script_location", "archiver.store:migrations")
        alembic.attributes["connection"] = connection
        command.upgrade(alembic, "0007")
        fill(connection)
    engine.dispose()
    return config


def test_raw_messages_and_their_copies_stay_byte_for_byte(migrated: Config) -> None:
    assert sorted(raw.data for raw in open_auditor(migrated).raws(LIST)) == sorted(RAWS)
    assert [open_reader(migrated).raw(key) for key in (1, 2, 3)] == RAWS[:3]
    assert list(open_auditor(migrated).damaged(LIST)) == []


def test_texts_and_files_stay(migrated: Config) -> None:
    found = open_reader(migrated).messages([1, 2, 3])
    assert [found[key].segments for key in (1, 2, 3)] == [SEGMENTS] * 3
    files = open_reader(migrated).records([1])[1].attachments
    assert [(file.number, file.name, file.text) for file in files] == [
        (1, "a.txt", "Příloha"),
        (2, "b.png", ""),
    ]


def test_what_messages_cite_stays(migrated: Config) -> None:
    (link, *_) = [one.link for one in open_auditor(migrated).threaded(LIST)]
    assert (link.references, link.in_reply_to, link.topic, link.answers) == ((1, 2), (2,), 0, True)
    assert (link.conversation, link.index) == (3, b"\x01\x02")
