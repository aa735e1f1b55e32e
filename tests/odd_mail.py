# SPDX-License-Identifier: MIT
"""Messages that ask more of a page than a few lines of text do."""

from __future__ import annotations

import struct
import zlib

from mail import letter, multipart, part

HTML = "text/html; charset=utf-8"
PAGE = """\
<html><head><title>t</title><style>p.MsoNormal{margin:0}</style></head><body lang=CS>
<h1>Srovnání nabídek</h1>
<p class=MsoNormal style="color:red">Dobrý den, <b>srovnání</b> je níže, viz
<a href="https://www.example.cz/nabidky?id=3">přehled</a> nebo pište na
<a href="mailto:jana@tajna.example">jana@<i>tajna</i>.example</a>.</p>
<table border=1><tr><th>Dodavatel</th><th>Cena</th></tr>
<tr><td>Alfa</td><td>120 000 Kč</td></tr><tr><td>Beta</td><td>98 500 Kč</td></tr></table>
<p><img src="cid:graf@obec" width=400 alt="Graf cen"></p>
<p><img src="https://tracker.example/p.gif"><img src="//cdn.example/logo.png"></p>
<table><tr><td><table><tr><td><img src="cid:logo@obec"></td><td>Jana Veselá</td></tr></table></td>
</tr></table><script>alert(1)</script></body></html>
"""


def picture(width: int, height: int) -> bytes:
    """Return a PNG of one colour."""
    rows = b"".join(b"\0" + b"\x3c\x8c\xa0" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def _image(kind: str, name: str, width: int, height: int) -> bytes:
    fields = {"Content-ID": f"<{name}@obec>"}
    return part(picture(width, height), f'{kind}; name="{name}.png"', headers=fields)


_RELATED = multipart(
    "related",
    part(PAGE, HTML),
    _image("image/png", "graf", 640, 220),
    _image("image/jpg", "logo", 60, 60),
)
_SEALED = part(b"\x30\x82", "application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m")
_SIGNED = part(b"\x30\x82", "application/pkcs7-mime; smime-type=signed-data; name=smime.p7m")
_DEFECTIVE = multipart(
    "mixed",
    part("Viz příloha.\n".encode("cp1250"), "text/plain; charset=utf-8"),
    part("ž\n", "text/plain; charset=jana@tajna.example"),
    part("!!! ??? ***", headers={"Content-Transfer-Encoding": "x-unknown"}),
    part(b"PK\x03\x04broken", 'application/zip; name="jana@tajna.example.zip"'),
)

ONLY_FORMATTED = letter(_RELATED, {"Message-ID": "<only@obec>", "Subject": "Nabidky"})
BOTH_FORMS = letter(
    multipart("alternative", part("Dobrý den, srovnání je v tabulce.\n"), _RELATED),
    {"Message-ID": "<both@obec>", "Subject": "Nabidky znovu"},
)
ENCRYPTED = letter(_SEALED, {"Message-ID": "<sealed@obec>", "Subject": "Sifrovano"})
SIGNED = letter(_SIGNED, {"Message-ID": "<signed@obec>", "Subject": "Podepsano"})
DEFECTIVE = letter(
    _DEFECTIVE[:-20],
    {
        "Message-ID": "<odd@obec>",
        "Subject": "Vady",
        "Date": "kdy?",
        "From": "Žaneta <zaneta@tajna.example>",
    },
)
ODD = (ONLY_FORMATTED, BOTH_FORMS, ENCRYPTED, SIGNED, DEFECTIVE)
