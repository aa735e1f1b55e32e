# SPDX-License-Identifier: MIT
"""Real mail and parsers' test sets: everything is read, and read as others say it should be."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archiver.mail.attachments import content
from archiver.mail.charset import decode
from archiver.mail.defects import read_defect
from archiver.mail.formatted import formatted
from archiver.mail.message import Message, RawMessage
from archiver.mail.parse import NotAMessage, parse
from archiver.sources.mbox_split import split

pytestmark = pytest.mark.corpora

CORPORA = Path(os.environ.get("CORPORA", ""))
TEXTS = CORPORA / "czech" / "charset-texts"
EXPECTED = CORPORA / "malformed" / "stalwart" / "resources" / "eml"
CODECS = {"ibm852": "cp852", "maccentraleurope": "mac-latin2"}
# What cannot be read at all, by sender or by mistake, gives a replacement character.
LOST = "\ufffd"


def raws(folder: Path) -> Iterator[RawMessage]:
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or TEXTS in path.parents:
            continue
        data = path.read_bytes()
        if path.suffix == ".gz":
            data = gzip.decompress(data)
        if ".mbox" in path.name:
            for one in split(data):
                yield RawMessage(one.data, str(path), f"byte {one.begin}", one.delivered)
        else:
            yield RawMessage(data, str(path), "byte 0")


@pytest.mark.parametrize("name", ["malformed", "clients", "quoting", "threads", "czech"])
def test_every_message_is_read_and_every_attachment_handed_out(name: str) -> None:
    read = 0
    for raw in raws(CORPORA / name):
        message = parse(raw)
        if isinstance(message, NotAMessage):
            continue
        read += 1
        formatted(raw.data)
        assert all(map(read_defect, message.defects)), raw.source
        sizes = [len(content(raw.data, file.part)) for file in message.attachments]
        assert sizes == [file.size for file in message.attachments], raw.source
    assert read > 300


def test_czech_mail_has_no_letter_lost_that_its_sender_had() -> None:
    for raw in raws(CORPORA / "czech"):
        message = parse(raw)
        assert isinstance(message, Message)
        shown = message.subject + message.author.name + message.text
        assert LOST not in shown or LOST.encode() in raw.data or b"=EF=BF=BD" in raw.data


def czech_and_slovak() -> Iterator[tuple[Path, str]]:
    for path in sorted(TEXTS.rglob("*.txt")):
        folder = path.parent.name
        if folder in {"cs", "sk"}:
            yield path, CODECS.get(path.stem, path.stem)
        elif folder.endswith(("-czech", "-slovak")):
            yield path, folder.rpartition("-")[0]


def test_undeclared_czech_and_slovak_texts_are_read_right() -> None:
    checked = 0
    for path, codec in czech_and_slovak():
        data = path.read_bytes()
        assert decode(data).text == data.decode(codec), path
        checked += 1
    assert checked >= 15


def test_lines_of_40_letters_are_read_right_too() -> None:
    right = total = 0
    for path, codec in czech_and_slovak():
        if codec in CODECS.values():
            continue
        for line in path.read_bytes().split(b"\n"):
            if not line.isascii() and len(line) >= 40:
                total += 1
                right += decode(line).text == line.decode(codec)
    assert right >= 0.98 * total > 0


def first_field(expected: dict[str, Any], name: str, kind: str) -> Any:
    fields = expected["parts"][0]["headers"]
    values = [field["value"] for field in fields if field["name"] == name]
    return values[-1].get(kind) if values and isinstance(values[-1], dict) else None


def test_subjects_and_authors_are_as_another_parser_says() -> None:
    agree = total = 0
    for path in sorted(EXPECTED.rglob("*.json")):
        source = path.with_name(path.name.replace(".crlf", "")).with_suffix(".eml")
        expected = json.loads(path.read_bytes())
        message = parse(RawMessage(source.read_bytes(), str(source), "byte 0"))
        subject = first_field(expected, "subject", "Text")
        authors = (first_field(expected, "from", "Address") or {}).get("List")
        # Where the other parser lost letters, nothing can be said.
        if isinstance(message, Message) and subject and authors and LOST not in subject:
            total += 1
            agree += (subject.split(), authors[0]["address"] or "") == (
                message.subject.split(),
                message.author.address,
            )
    assert agree == total > 100
