# SPDX-License-Identifier: MIT
"""Minimal DOCX and XLSX (ECMA-376) and ODT (OpenDocument 1.2) files with a fixed time stamp."""

import io
import zipfile
from collections.abc import Mapping
from typing import Final
from xml.sax.saxutils import escape

from archiver.demo.model import Rows

STAMP: Final = (2003, 1, 1, 0, 0, 0)
XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OASIS: Final = "urn:oasis:names:tc:opendocument:xmlns"
OPENXML_TYPE: Final = "application/vnd.openxmlformats-officedocument"
ODT_TYPE: Final = "application/vnd.oasis.opendocument.text"


def docx(text: str) -> bytes:
    """Return a Word document of *text*, a paragraph a line."""
    paragraphs = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>'
        for line in text.splitlines()
    )
    body = f'<w:document xmlns:w="{WORD}"><w:body>{paragraphs}</w:body></w:document>'
    main = f"{OPENXML_TYPE}.wordprocessingml.document.main+xml"
    return _archive(
        {
            "[Content_Types].xml": _content_types({"/word/document.xml": main}),
            "_rels/.rels": _relations({"officeDocument": "word/document.xml"}),
            "word/document.xml": XML + body,
        }
    )


def xlsx(rows: Rows) -> bytes:
    """Return a workbook of one sheet; cells that read as whole numbers are numbers."""
    texts = tuple(dict.fromkeys(cell for row in rows for cell in row if not cell.isdigit()))
    kind = f"{OPENXML_TYPE}.spreadsheetml"
    types = {
        "/xl/workbook.xml": f"{kind}.sheet.main+xml",
        "/xl/worksheets/sheet1.xml": f"{kind}.worksheet+xml",
        "/xl/sharedStrings.xml": f"{kind}.sharedStrings+xml",
    }
    parts = {"worksheet": "worksheets/sheet1.xml", "sharedStrings": "sharedStrings.xml"}
    return _archive(
        {
            "[Content_Types].xml": _content_types(types),
            "_rels/.rels": _relations({"officeDocument": "xl/workbook.xml"}),
            "xl/workbook.xml": XML + _workbook(),
            "xl/_rels/workbook.xml.rels": _relations(parts),
            "xl/worksheets/sheet1.xml": XML + _sheet(rows, texts),
            "xl/sharedStrings.xml": XML + _shared_strings(texts),
        }
    )


def odt(text: str) -> bytes:
    """Return an OpenDocument text of *text*, a paragraph a line."""
    paragraphs = "".join(f"<text:p>{escape(line)}</text:p>" for line in text.splitlines())
    content = (
        f'<office:document-content xmlns:office="{OASIS}:office:1.0" '
        f'xmlns:text="{OASIS}:text:1.0" office:version="1.2"><office:body><office:text>'
        f"{paragraphs}</office:text></office:body></office:document-content>"
    )
    return _archive(
        {
            "mimetype": ODT_TYPE,
            "content.xml": XML + content,
            "META-INF/manifest.xml": XML + _manifest(),
        }
    )


def _workbook() -> str:
    return (
        f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="List1" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )


def _sheet(rows: Rows, texts: tuple[str, ...]) -> str:
    lines = "".join(
        f'<row r="{number}">{"".join(_cell(cell, texts) for cell in row)}</row>'
        for number, row in enumerate(rows, 1)
    )
    return f'<worksheet xmlns="{SHEET}"><sheetData>{lines}</sheetData></worksheet>'


def _cell(cell: str, texts: tuple[str, ...]) -> str:
    if cell.isdigit():
        return f"<c><v>{cell}</v></c>"
    return f'<c t="s"><v>{texts.index(cell)}</v></c>'


def _shared_strings(texts: tuple[str, ...]) -> str:
    items = "".join(f"<si><t>{escape(text)}</t></si>" for text in texts)
    return f'<sst xmlns="{SHEET}" count="{len(texts)}" uniqueCount="{len(texts)}">{items}</sst>'


def _content_types(parts: Mapping[str, str]) -> str:
    listed = "".join(
        f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts.items()
    )
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'{XML}<Types xmlns="{PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{relations}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>'
    )


def _relations(targets: Mapping[str, str]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items(), 1)
    )
    return f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{listed}</Relationships>'


def _manifest() -> str:
    entry = "manifest:file-entry manifest:full-path"
    return (
        f'<manifest:manifest xmlns:manifest="{OASIS}:manifest:1.0" manifest:version="1.2">'
        f'<{entry}="/" manifest:media-type="{ODT_TYPE}"/>'
        f'<{entry}="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )


def _archive(contents: Mapping[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, text in contents.items():
            archive.writestr(zipfile.ZipInfo(name, STAMP), text)
    return buffer.getvalue()
