# SPDX-License-Identifier: MIT
"""A minimal PDF of Czech text (ISO 32000-1), whose text can be extracted again.

One single-byte font: ASCII at its own codes, Czech letters from 0x80 on. Differences name the
glyphs for those who draw, the ToUnicode map gives the letters to those who extract.
"""

import textwrap
from typing import Final

GLYPHS: Final = {
    "á": "aacute",
    "č": "ccaron",
    "ď": "dcaron",
    "é": "eacute",
    "ě": "ecaron",
    "í": "iacute",
    "ň": "ncaron",
    "ó": "oacute",
    "ř": "rcaron",
    "š": "scaron",
    "ť": "tcaron",
    "ú": "uacute",
    "ů": "uring",
    "ý": "yacute",
    "ž": "zcaron",
    "Á": "Aacute",
    "Č": "Ccaron",
    "Ď": "Dcaron",
    "É": "Eacute",
    "Í": "Iacute",
    "Ř": "Rcaron",
    "Š": "Scaron",
    "Ú": "Uacute",
    "Ý": "Yacute",
    "Ž": "Zcaron",
    "–": "endash",
    "„": "quotedblbase",
    "“": "quotedblleft",
    "§": "section",
}
CODES: Final = {char: 0x80 + place for place, char in enumerate(GLYPHS)}
LINES_PER_PAGE: Final = 48
CHARACTERS_PER_LINE: Final = 88


def pdf(text: str) -> bytes:
    """Return a PDF of *text*, a paragraph a line. Raise KeyError for a letter not in the font."""
    lines = [part for line in text.splitlines() for part in _wrap(line)]
    pages = [lines[at : at + LINES_PER_PAGE] for at in range(0, len(lines), LINES_PER_PAGE)]
    kids = " ".join(f"{5 + 2 * page} 0 R" for page in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        _font(),
        _stream(_to_unicode().encode()),
    ]
    for number, page in enumerate(pages):
        objects += [_page(6 + 2 * number), _stream(_content(page))]
    return _file(objects)


def _wrap(line: str) -> list[str]:
    return textwrap.wrap(line, CHARACTERS_PER_LINE) or [""]


def _font() -> bytes:
    names = " ".join(f"/{name}" for name in GLYPHS.values())
    encoding = f"<< /Type /Encoding /Differences [128 {names}] >>"
    return (
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica "
        f"/Encoding {encoding} /ToUnicode 4 0 R >>"
    ).encode()


def _to_unicode() -> str:
    lines = "\n".join(f"<{code:02X}> <{ord(char):04X}>" for char, code in CODES.items())
    return f"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CMapName /Czech def
/CMapType 2 def
1 begincodespacerange
<00> <FF>
endcodespacerange
1 beginbfrange
<20> <7E> <0020>
endbfrange
{len(CODES)} beginbfchar
{lines}
endbfchar
endcmap
end
end"""


def _page(content: int) -> bytes:
    return (
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
        f"/Resources << /Font << /F1 3 0 R >> >> /Contents {content} 0 R >>"
    ).encode()


def _content(lines: list[str]) -> bytes:
    shown = b"".join(b"(" + _string(line) + b") Tj T*\n" for line in lines)
    return b"BT\n/F1 11 Tf\n15 TL\n56 780 Td\n" + shown + b"ET"


def _string(line: str) -> bytes:
    codes = bytes(ord(char) if char.isascii() else CODES[char] for char in line)
    return codes.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _stream(content: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content)


def _file(objects: list[bytes]) -> bytes:
    written = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(written))
        written += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    entries = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    count = len(objects) + 1
    table = b"xref\n0 %d\n0000000000 65535 f \n%b" % (count, entries)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return written + table + trailer % (count, len(written))
