# SPDX-License-Identifier: MIT
"""Small documents of every kind, built by hand."""

import io
import tarfile
import zipfile
from collections.abc import Mapping

from archiver.demo import office
from archiver.demo.pdf import pdf

TEXT = "Žluťoučký kůň úpěl ďábelské ódy.\nDruhý řádek\n"
ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
)
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
DRAWING = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def packed(files: Mapping[str, str | bytes], *, store: bool = False) -> bytes:
    method = zipfile.ZIP_STORED if store else zipfile.ZIP_DEFLATED
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def word(body: str, **parts: str) -> bytes:
    files = {"word/document.xml": f"<w:document {WORD}><w:body>{body}</w:body></w:document>"}
    for name, content in parts.items():
        files[f"word/{name}.xml"] = f"<w:part {WORD}>{content}</w:part>"
    return packed(files)


def slides(*texts: str, notes: str = "") -> bytes:
    files = {"ppt/presentation.xml": ""}
    for number, text in enumerate(texts, 1):
        content = f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>"
        files[f"ppt/slides/slide{number}.xml"] = f"<sld {DRAWING}>{content}</sld>"
    if notes:
        content = f"<n {DRAWING}><a:p><a:r><a:t>{notes}</a:t></a:r></a:p></n>"
        files["ppt/notesSlides/notesSlide1.xml"] = content
    return packed(files)


def workbook(rows: str, strings: str = "", comments: str = "") -> bytes:
    sheets = '<sheets><sheet name="Ceník"/></sheets>'
    return packed(
        {
            "xl/workbook.xml": f"<workbook {SHEET}>{sheets}</workbook>",
            "xl/sharedStrings.xml": f"<sst {SHEET}>{strings}</sst>",
            "xl/worksheets/sheet1.xml": f"<worksheet {SHEET}>{rows}</worksheet>",
            "xl/comments1.xml": f"<comments {SHEET}>{comments}</comments>",
        }
    )


def open_document(kind: str, body: str, styles: str = "", manifest: str = "<m/>") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        archive.writestr("content.xml", f"<office:document {ODF}>{body}</office:document>")
        archive.writestr("styles.xml", f"<office:styles {ODF}>{styles}</office:styles>")
        archive.writestr("META-INF/manifest.xml", manifest)
    return buffer.getvalue()


def tar(names: Mapping[str, bytes], mode: str = "w") -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in names.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


def every_kind() -> dict[str, bytes]:
    """Return a document of each kind that is read."""
    return {
        "pdf": pdf(TEXT),
        "docx": office.docx(TEXT),
        "xlsx": office.xlsx((("Název", "Cena"), ("Spisovka", "1200"))),
        "pptx": slides("Úvod", "Závěr"),
        "odt": office.odt(TEXT),
        "ods": open_document(
            "spreadsheet", "<table:table-row><text:p>1</text:p></table:table-row>"
        ),
        "rtf": rb"{\rtf1\ansi\ansicpg1250 \'8elu\par}",
        "html": b"<html><body><p>Text</p></body></html>",
        "txt": TEXT.encode("cp1250"),
        "eml": b"From: jan@obec.example\r\nTo: a@b.example\r\nSubject: Pokus\r\n\r\nText\r\n",
        "zip": packed({"a.txt": "a", "b.txt": "b"}),
        "tar": tar({"a.txt": b"a"}),
        "tgz": tar({"a.txt": b"a"}, "w:gz"),
        "doc": OLE + "WordDocument".encode("utf-16-le") + "Smlouva o dílo".encode("utf-16-le"),
    }
