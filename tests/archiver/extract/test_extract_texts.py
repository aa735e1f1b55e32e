# SPDX-License-Identifier: MIT
"""The text of each kind of attachment, told by its content."""

import pytest
from extract_files import (
    OLE,
    TEXT,
    every_kind,
    open_document,
    packed,
    slides,
    tar,
    word,
    workbook,
)

from archiver.demo import office
from archiver.demo.pdf import pdf
from archiver.extract import Extracted, Extractor

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "rtf": "application/rtf",
    "html": "text/html",
    "txt": "text/plain",
    "eml": "message/rfc822",
    "zip": "application/zip",
    "tar": "application/x-tar",
    "tgz": "application/gzip",
    "doc": "application/msword",
}


def lines(extracted: Extracted) -> list[str]:
    assert extracted.note == ""
    return [line.strip() for line in extracted.text.splitlines() if line.strip()]


def cell(text: str) -> str:
    return f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


@pytest.mark.parametrize("kind", TYPES)
def test_the_type_is_told_by_the_content_not_by_the_label(kind: str, extractor: Extractor) -> None:
    found = extractor.extract(every_kind()[kind], "picture.png", "image/png")
    assert found.type == TYPES[kind]
    assert found.text


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("application/epub+zip", "application/epub+zip"),
        ("application/vnd.oasis.opendocument.text-template", f"{TYPES['odt']}-template"),
        ("application/vnd.oasis.opendocument.other", "application/zip"),
        ("application/x-shockwave-flash", "application/zip"),
        ("application/pdf", "application/zip"),
    ],
)
def test_an_archive_says_of_itself_only_that_it_is_an_open_document_or_a_book(
    said: str, kind: str, extractor: Extractor
) -> None:
    assert extractor.extract(packed({"mimetype": said, "a": ""}, store=True), "", "").type == kind


def test_czech_pdf(extractor: Extractor) -> None:
    assert lines(extractor.extract(pdf(TEXT * 40), "", ""))[:2] == TEXT.splitlines()


def test_pdf_pages_all_count(extractor: Extractor) -> None:
    assert len(lines(extractor.extract(pdf(TEXT * 100), "", ""))) == 200


def test_word_paragraphs(extractor: Extractor) -> None:
    assert extractor.extract(office.docx(TEXT), "", "").text == TEXT


def test_word_tables_headers_and_notes(extractor: Extractor) -> None:
    body = (
        "<w:p><w:r><w:t>Ú</w:t></w:r><w:r><w:t>vod</w:t><w:tab/><w:t>1</w:t></w:r></w:p>"
        f"<w:tbl><w:tr>{cell('Obec')}{cell('Cena')}</w:tr><w:tr>{cell('Lhota')}{cell('5')}</w:tr>"
        "</w:tbl>"
    )
    note = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    data = word(body, header1=note.format("Záhlaví"), footnotes=note.format("Poznámka"))
    assert lines(extractor.extract(data, "", "")) == [
        "Úvod\t1", "Obec\tCena", "Lhota\t5", "Záhlaví", "Poznámka",
    ]  # fmt: skip


def test_word_text_boxes_and_deleted_text_stand_once_and_never(extractor: Extractor) -> None:
    box = "<w:txbx><w:p><w:r><w:t>rámeček</w:t></w:r></w:p></w:txbx>"
    body = (
        f"<w:p><w:r><w:t>před</w:t></w:r><w:a>{box}</w:a><w:Fallback>{box}</w:Fallback>"
        "<w:del><w:r><w:delText>smazáno</w:delText></w:r></w:del></w:p>"
    )
    assert sorted(lines(extractor.extract(word(body), "", ""))) == ["před", "rámeček"]


def test_sheets_rows_and_comments(extractor: Extractor) -> None:
    rows = (
        '<row><c t="s"><v>1</v></c><c><v>1200</v></c><c t="inlineStr"><is><t>Kč</t></is></c></row>'
        '<row><c t="str"><v>součet</v></c><c t="s"><v>99</v></c><c t="s"><v>x</v></c></row>'
    )
    strings = (
        "<si><t>první</t></si><si><r><t>Spi</t></r><r><t>sovka</t></r><rPh><t>x</t></rPh></si>"
    )
    data = workbook(rows, strings, "<comment><text><t>pozor</t></text></comment>")
    assert lines(extractor.extract(data, "", "")) == [
        "Ceník", "Spisovka\t1200\tKč", "součet", "pozor",
    ]  # fmt: skip


def test_slides_in_their_order_and_the_notes(extractor: Extractor) -> None:
    texts = [f"Strana {number}" for number in range(1, 12)]
    assert lines(extractor.extract(slides(*texts, notes="Říci"), "", "")) == [*texts, "Říci"]


def test_open_document_text(extractor: Extractor) -> None:
    body = (
        "<text:h>Nadpis</text:h><text:p>Jan<text:s/><text:span>Novák<text:tab/>starosta"
        "</text:span> Lhoty<office:annotation><text:p>opravit</text:p></office:annotation>."
        "</text:p>"
    )
    found = extractor.extract(open_document("text", body, "<text:p>Záhlaví</text:p>"), "", "")
    assert lines(found) == ["Nadpis", "opravit", "Jan Novák\tstarosta Lhoty.", "Záhlaví"]


@pytest.mark.parametrize("kind", ["spreadsheet", "presentation", "text"])
def test_open_document_tables(kind: str, extractor: Extractor) -> None:
    one = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    row = "<table:table-row>{}</table:table-row>"
    body = row.format(one.format("Obec") + one.format("Cena")) + row.format(one.format("Lhota"))
    assert lines(extractor.extract(open_document(kind, body), "", "")) == ["Obec\tCena", "Lhota"]


RTF = {
    rb"\ansi\ansicpg1250 \'8elu\'9dou\'e8k\'fd": "Žluťoučký",
    rb"\ansi\ansicpg1252 k\u367 u\u328\'f2": "kůň",
    rb"\uc0\u382 \u345": "žř",
    rb"\ansi{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset238 B;}}{\f1 \'f8}\f0\'f8": "řø",
    rb"a\par b\line c\tab d\~e\emdash\{\}\\": "a\nb\nc\td\xa0e\u2014{}\\",
    rb"{\*\generator Word;}{\info{\title t}}{\pict 00ff}text": "text",
    rb"{\field{\*\fldinst HYPERLINK x}{\fldrslt odkaz}}": "odkaz",
    rb"a\bin3 }}}b": "ab",
    rb"\u-10179?\u-8704?": "\U0001f600",
}


@pytest.mark.parametrize("source", RTF)
def test_rich_text(source: bytes, extractor: Extractor) -> None:
    assert extractor.extract(rb"{\rtf1" + source + b"}", "", "").text == RTF[source]


@pytest.mark.parametrize("charset", ["utf-8", "windows-1250", "iso-8859-2", "utf-8-sig", "utf-16"])
def test_plain_text_in_any_charset(charset: str, extractor: Extractor) -> None:
    found = extractor.extract(TEXT.encode(charset), "a.txt", "text/plain")
    assert (found.type, found.text) == ("text/plain", TEXT)


def test_the_label_may_name_the_charset(extractor: Extractor) -> None:
    data = "Кириллица".encode("koi8-r")
    assert extractor.extract(data, "", 'text/plain; charset="koi8-r"').text == "Кириллица"


def test_html_in_the_charset_it_names(extractor: Extractor) -> None:
    data = '<html><meta charset="iso-8859-2"><body><p>Žluťoučký</p><script>x</script>'
    assert lines(extractor.extract(data.encode("iso-8859-2"), "", "")) == ["Žluťoučký"]


@pytest.mark.parametrize("head", ["BEGIN:VCARD\nFN:Jan Novák", "BEGIN:VCALENDAR\nSUMMARY:Porada"])
def test_cards_and_calendars_as_they_are(head: str, extractor: Extractor) -> None:
    assert extractor.extract(head.encode(), "", "").text == head


@pytest.mark.parametrize(("name", "label"), [("a.CSV", ""), ("a", "text/csv; charset=utf-8")])
def test_tables_of_text_by_name_or_label(name: str, label: str, extractor: Extractor) -> None:
    found = extractor.extract(b"obec;cena\nLhota;5\n", name, label)
    assert (found.type, found.text) == ("text/csv", "obec;cena\nLhota;5\n")


def test_an_attached_message(extractor: Extractor) -> None:
    data = b"From: Jan <jan@obec.example>\r\nTo: x\r\nSubject: =?utf-8?q?=C5=BDeh?=\r\n\r\nAhoj\r\n"
    assert lines(extractor.extract(data, "", "")) == ["Žeh", "Jan jan@obec.example", "Ahoj"]


def test_names_in_archives_not_what_is_inside(extractor: Extractor) -> None:
    inner = packed({"uvnitř.txt": "tajné"})
    names = ["žluť.zip", "složka/kůň.txt"]
    zipped = packed({names[0]: inner, names[1]: "x"}, store=True)
    assert lines(extractor.extract(zipped, "", "")) == names
    for mode in ("w", "w:gz", "w:bz2", "w:xz"):
        assert lines(extractor.extract(tar(dict.fromkeys(names, b"x"), mode), "", "")) == names


def test_names_in_the_code_page_of_old_packers(extractor: Extractor) -> None:
    data = packed({"zlutouckyXX.txt": "x"}).replace(b"XX", "ěř".encode("cp852"))
    assert lines(extractor.extract(data, "", "")) == ["zlutouckyěř.txt"]


def test_words_in_old_documents(extractor: Extractor) -> None:
    wide, narrow = "Smlouva o dílo č. 5", "Příloha usnesení zastupitelstva"
    data = OLE + "WordDocument".encode("utf-16-le") + b"\0\0\0" + wide.encode("utf-16-le")
    found = extractor.extract(data + bytes(9) + narrow.encode("cp1250") + b"\x01\x02", "", "")
    assert found.note == "old format"
    assert [line for line in found.text.splitlines() if line in (wide, narrow)] == [wide, narrow]


@pytest.mark.parametrize(
    "data", [b"", b"\x89PNG\r\n\x1a\n\0", b"\xff\xd8\xff\xe0\0", b"Rar!\x1a\x07"]
)
def test_what_holds_no_text_gives_none_and_no_note(data: bytes, extractor: Extractor) -> None:
    found = extractor.extract(data, "", "")
    assert (found.text, found.note) == ("", "")
