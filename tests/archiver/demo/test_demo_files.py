# SPDX-License-Identifier: MIT
"""The files sent along in the sample conference are real files with real text."""

import csv
import io
import re
import zlib
from email.message import EmailMessage

import pytest
from demo_mail import inner_text, named, parts_of


@pytest.mark.parametrize(
    ("ending", "least"),
    [(".pdf", 4), (".docx", 4), (".xlsx", 3), (".odt", 3), (".png", 1), (".csv", 1)],
)
def test_holds_enough_files_of_each_kind(
    ending: str, least: int, messages: list[EmailMessage]
) -> None:
    assert len(named(messages, ending)) >= least


@pytest.mark.parametrize(
    ("ending", "member", "words"),
    [
        (".docx", "word/document.xml", "Návod pro práci z domova"),
        (".docx", "word/document.xml", "Zápis z jednání komise informatiky"),
        (".odt", "content.xml", "Havarijní plán serverovny"),
        (".odt", "content.xml", "Metodika přechodu na OpenOffice.org"),
        (".xlsx", "xl/sharedStrings.xml", "16x 900 GB SAS 10k"),
        (".xlsx", "xl/sharedStrings.xml", "Klimatizace serverovny"),
    ],
)
def test_office_files_open_and_hold_their_text(
    ending: str, member: str, words: str, messages: list[EmailMessage]
) -> None:
    files = named(messages, ending)
    assert any(words in inner_text(content, member) for content in files.values())


def test_a_workbook_holds_numbers_as_numbers(messages: list[EmailMessage]) -> None:
    content = named(messages, "pole-porovnani-variant.xlsx").popitem()[1]
    assert " 412000 " in inner_text(content, "xl/worksheets/sheet1.xml")


def test_pdf_text_reads_back_through_its_own_unicode_map(messages: list[EmailMessage]) -> None:
    content = named(messages, "spisovy_plan_vzor.pdf").popitem()[1]
    pairs = re.findall(rb"<([0-9A-F]{2})> <([0-9A-F]{4})>\n", content)
    letters = {int(code, 16): chr(int(letter, 16)) for code, letter in pairs}
    shown = b"\n".join(re.findall(rb"\((.*)\) Tj", content))
    text = "".join(letters.get(code, chr(code)) for code in shown)
    assert "Skartační lhůta běží od 1. ledna" in text


def test_the_cross_reference_table_of_a_pdf_points_at_its_objects(
    messages: list[EmailMessage],
) -> None:
    for content in named(messages, ".pdf").values():
        table = int(content.rpartition(b"startxref\n")[2].split()[0])
        assert content[table:].startswith(b"xref\n")
        offsets = re.findall(rb"^(\d{10}) 00000 n ", content[table:], re.MULTILINE)
        for number, offset in enumerate(offsets, 1):
            assert content[int(offset) :].startswith(b"%d 0 obj" % number)


def test_the_picture_is_a_whole_png(messages: list[EmailMessage]) -> None:
    content = named(messages, ".png").popitem()[1]
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    at = content.index(b"IDAT")
    size = int.from_bytes(content[at - 4 : at])
    assert len(zlib.decompress(content[at + 4 : at + 4 + size])) == 160 * (1 + 320 // 8)


def test_tables_are_czech_csv(messages: list[EmailMessage]) -> None:
    content = named(messages, "datovky-2013-souhrn.csv").popitem()[1].decode("windows-1250")
    rows = list(csv.reader(io.StringIO(content), delimiter=";"))
    assert rows[0] == ["organizace", "přijato", "odesláno", "úvazky"]


def test_the_forwarded_message_keeps_its_own_sender(messages: list[EmailMessage]) -> None:
    forwarded = [part for one in messages for part in parts_of(one, "message/rfc822")]
    assert [part.get_content()["Subject"] for part in forwarded] == ["Plánovaná odstávka ISDS"]
