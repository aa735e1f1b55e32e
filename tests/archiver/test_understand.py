# SPDX-License-Identifier: MIT
"""What is found inside attachments, as the archive takes it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from archiver.demo.pdf import pdf
from archiver.extract import Extractor
from archiver.mail.footers import NO_FOOTERS
from archiver.mail.message import Attachment, RawMessage
from archiver.store import Understood
from archiver.understand import Understanding
from mail import letter, multipart, part

PNG = b"\x89PNG\r\n\x1a\n\0"
SVG = b"<svg><text>Lhota</text></svg>"


@pytest.fixture(scope="module")
def understanding() -> Iterator[Understanding]:
    with Extractor() as extractor:
        yield Understanding(frozenset(), NO_FOOTERS, extractor)


def files(understanding: Understanding, *parts: bytes) -> tuple[Attachment, ...]:
    """Return the attachments of a message that has a text and these parts."""
    raw = letter(multipart("mixed", part("Dobrý den"), *parts))
    understood = understanding.of(RawMessage(raw, "test", "byte 0"))
    assert isinstance(understood, Understood)
    return understood.message.attachments


@pytest.mark.parametrize(
    ("label", "charset"),
    [
        ("text/csv; charset=koi8-r", "koi8-r"),
        ("text/csv; charset=windows-1251", "cp1251"),
        ("text/csv; name=a.csv; charset*=us-ascii''iso-8859-5", "iso8859-5"),
    ],
)
def test_a_table_is_read_in_the_charset_of_its_label(
    label: str, charset: str, understanding: Understanding
) -> None:
    attached = part("Город;цена\n".encode(charset), label)
    assert files(understanding, attached)[0].text == "Город;цена\n"


@pytest.mark.parametrize("label", ["image/jpeg", "video/mp4", "application/octet-stream"])
def test_a_document_is_searched_whatever_its_label_says(
    label: str, understanding: Understanding
) -> None:
    found = files(understanding, part(pdf("Smlouva"), label))[0]
    assert (found.type, found.text.strip()) == ("application/pdf", "Smlouva")


@pytest.mark.parametrize(
    ("data", "label", "kind"),
    [
        (PNG, "image/x-png", "image/png"),
        (SVG, "image/svg+xml", "image/svg+xml"),
        (b"\0\1\2", "video/mp4", "video/mp4"),
    ],
)
def test_what_only_looks_like_text_in_a_picture_is_not_searched(
    data: bytes, label: str, kind: str, understanding: Understanding
) -> None:
    found = files(understanding, part(data, label))[0]
    assert (found.type, found.text) == (kind, "")


def test_pictures_do_not_keep_documents_from_being_searched(understanding: Understanding) -> None:
    pictures = [part(PNG, "image/png")] * 120
    assert files(understanding, *pictures, part(pdf("Smlouva"), "application/pdf"))[-1].text
