# SPDX-License-Identifier: MIT
"""A changed body put back into the transfer encoding that its part has (RFC 2045, 6)."""

from __future__ import annotations

import binascii
from base64 import b64encode

from archiver.mail.mime import Part
from archiver.mail.transfer import encoding

_LINE = 76


def encoded(part: Part, data: bytes) -> bytes:
    """Return *data* as the body of a part; b"" when its encoding cannot be made."""
    name = encoding(part.headers.text("content-transfer-encoding"))
    line_break = b"\r\n" if b"\r\n" in part.encoded else b"\n"
    if not name:
        return data
    if name.startswith("quoted"):
        return binascii.b2a_qp(data, istext=True)
    if name != "base64":
        return b""
    text = b64encode(data)
    lines = [text[start : start + _LINE] for start in range(0, len(text), _LINE)]
    ending = line_break if part.encoded.endswith(b"\n") else b""
    return line_break.join(lines) + ending
