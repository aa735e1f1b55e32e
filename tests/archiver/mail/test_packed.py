# SPDX-License-Identifier: MIT
"""Files that are no parts of their own: uuencoded in a text, or inside winmail.dat."""

from __future__ import annotations

import binascii
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading_mail import names, read

from archiver.mail.attachments import content
from archiver.mail.tnef import read_winmail
from mail import letter, mail, multipart, part

DATA = bytes(range(256)) * 3


def uuencoded(name: str, data: bytes = DATA) -> str:
    lines = (binascii.b2a_uu(data[at : at + 45]) for at in range(0, len(data), 45))
    return f"begin 644 {name}\n" + b"".join(lines).decode() + "`\nend\n"


def test_uuencoded_files_leave_the_text_and_are_attachments() -> None:
    raw = mail(body=f"První:\n{uuencoded('a.gif')}Druhý:\n{uuencoded('b c.pdf', b'x')}Konec.\n")
    message = read(raw)
    assert message.text == "První:\nDruhý:\nKonec.\n"
    assert names(message) == ["a.gif", "b c.pdf"]
    assert [content(raw, file.part) for file in message.attachments] == [DATA, b"x"]


def test_they_are_numbered_after_the_parts() -> None:
    pdf = part(b"%PDF", 'application/pdf; name="a.pdf"')
    raw = letter(multipart("mixed", part(f"Viz:\n{uuencoded('a.gif')}"), pdf))
    message = read(raw)
    assert names(message) == ["a.pdf", "a.gif"]
    assert [content(raw, file.part) for file in message.attachments] == [b"%PDF", DATA]


@pytest.mark.parametrize(
    "text",
    [
        "begin 644 a.gif\nnic takového\nend\n",
        "begin 644 a.gif\n#0V%T\n",
        "begin now\n#0V%T\n`\nend\n",
        "a begin 644 x\n#0V%T\n`\nend\n",
        "begin 644 x\nend\n",
    ],
)
def test_what_is_no_whole_file_stays_text(text: str) -> None:
    message = read(mail(body=text))
    assert (message.text, message.attachments) == (text, ())


@given(st.binary(min_size=1, max_size=300))
def test_any_data_comes_back(data: bytes) -> None:
    raw = mail(body=f"Viz\n{uuencoded('x', data)}konec\n")
    message = read(raw)
    assert message.text == "Viz\nkonec\n"
    assert content(raw, message.attachments[0].part) == data


def attribute(level: int, name: int, value: bytes) -> bytes:
    checksum = sum(value) & 0xFFFF
    return struct.pack("<BII", level, name, len(value)) + value + struct.pack("<H", checksum)


def properties(*given: tuple[int, int, bytes]) -> bytes:
    found = struct.pack("<I", len(given))
    for kind, name, value in given:
        found += struct.pack("<HH", kind, name)
        if kind in {0x1E, 0x1F, 0x0102, 0x0D}:
            found += struct.pack("<II", 1, len(value))
        found += value + b"\0" * (-len(value) % 4)
    return found


def winmail(*attributes: bytes) -> bytes:
    return struct.pack("<IH", 0x223E9F78, 1) + b"".join(attributes)


RENDERING = attribute(2, 0x69002, b"\0" * 14)
FILES = winmail(
    attribute(1, 0x89006, b"\0\0\1\0"),
    attribute(1, 0x69007, struct.pack("<II", 1250, 0)),
    attribute(1, 0x2800C, "Posílám přílohu.\0".encode("cp1250")),
    RENDERING,
    attribute(2, 0x18010, "KRATKY~1.PDF\0".encode("cp1250")),
    attribute(2, 0x6800F, b"%PDF"),
    attribute(
        2,
        0x69005,
        properties(
            (0x03, 0x0E21, b"\1\0\0\0"),
            (0x1F, 0x3707, "Příliš dlouhé jméno.pdf\0".encode("utf-16-le")),
            (0x1E, 0x370E, b"application/pdf\0"),
            (0x1F, 0x3712, "obr@obec\0".encode("utf-16-le")),
        ),
    ),
    RENDERING,
    attribute(2, 0x18010, "účet.xls\0".encode("cp1250")),
    attribute(2, 0x6800F, b"xls"),
)


def with_winmail(text: str, data: bytes) -> bytes:
    packed = part(data, 'application/ms-tnef; name="winmail.dat"')
    return letter(multipart("mixed", part(text), packed))


def test_files_in_winmail_dat_are_attachments_with_their_long_names() -> None:
    raw = with_winmail("Dobrý den\n", FILES)
    message = read(raw)
    assert message.text == "Dobrý den\n"
    first, second = message.attachments
    assert (first.name, first.type) == ("Příliš dlouhé jméno.pdf", "application/pdf")
    assert (second.name, second.size) == ("účet.xls", 3)
    assert [content(raw, file.part) for file in message.attachments] == [b"%PDF", b"xls"]
    assert first.content_id == "obr@obec"


def test_the_text_in_winmail_dat_is_read_when_there_is_no_other() -> None:
    assert read(with_winmail(" \n", FILES)).text.strip() == "Posílám přílohu."


def test_winmail_dat_is_known_by_its_name_too() -> None:
    packed = part(FILES, 'application/octet-stream; name="WINMAIL.DAT"')
    assert len(read(letter(multipart("mixed", part("a"), packed))).attachments) == 2


@pytest.mark.parametrize("data", [b"", b"x", winmail(), FILES[:9], b"\x78\x9f\x3e\x22"])
def test_winmail_dat_with_nothing_to_read_stays_a_file(data: bytes) -> None:
    assert names(read(with_winmail("a\n", data))) == ["winmail.dat"]


def test_named_and_multiple_properties_are_passed_over() -> None:
    name = struct.pack("<HH", 0x1F, 0x8001) + b"\0" * 16 + struct.pack("<II", 1, 4) + b"a\0b\0"
    value = struct.pack("<II", 1, 2) + b"x\0\0\0"
    many = struct.pack("<HHI", 0x1003, 0x6000, 2) + b"\0" * 8
    body = struct.pack("<HHII", 0x1F, 0x1000, 1, 6) + "Ano".encode("utf-16-le") + b"\0\0"
    inside = read_winmail(winmail(attribute(1, 0x69003, b"\3\0\0\0" + name + value + many + body)))
    assert inside is not None
    assert inside.text == "Ano"


@given(st.integers(0, len(FILES)), st.binary(max_size=20))
def test_damaged_winmail_dat_never_raises(cut: int, junk: bytes) -> None:
    inside = read_winmail(FILES[:cut] + junk + FILES[cut + len(junk) :])
    assert inside is None or isinstance(inside.files, tuple)
