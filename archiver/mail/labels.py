# SPDX-License-Identifier: MIT
"""Charset labels of real mail and the codecs they stand for."""

from __future__ import annotations

import codecs

# What mail programs wrote and Python does not know, or knows too narrowly: the wider superset.
ALIASES = {
    "8859_2": "iso8859-2",
    "_iso-2022-jp$esc": "iso2022_jp",
    "ansi": "",
    "ascii": "",
    "big5": "cp950",
    "cn-gb": "gb18030",
    "cp-1250": "cp1250",
    "cp-850": "cp850",
    "cp-852": "cp852",
    "cp-866": "cp866",
    "cp1250": "cp1250",
    "default": "",
    "dos-852": "cp852",
    "euc-kr": "cp949",
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gbk": "gb18030",
    "iso-10646-ucs-2": "utf-16-be",
    "iso-8859-1": "cp1252",
    "iso-8859-8-i": "iso8859-8",
    "iso-8859-9": "cp1254",
    "iso8859-1": "cp1252",
    "iso_8859-1": "cp1252",
    "ks_c_5601-1987": "cp949",
    "latin-2": "iso8859-2",
    "latin1": "cp1252",
    "macce": "mac-latin2",
    "shift_jis": "cp932",
    "ms-ee": "cp1250",
    "pc852": "cp852",
    "unicode-1-1-utf-7": "utf-7",
    "unicode-2-0-utf-8": "utf-8",
    "unknown": "",
    "unknown-8bit": "",
    "us-ascii": "",
    "utf-8-mac": "utf-8",
    "win-1250": "cp1250",
    "win1250": "cp1250",
    "windows-31j": "cp932",
    "windows-874": "cp874",
    "windows1250": "cp1250",
    "x-cp1250": "cp1250",
    "x-gbk": "gb18030",
    "x-iso-8859-2": "iso8859-2",
    "x-mac-ce": "mac-latin2",
    "x-mac-centraleurroman": "mac-latin2",
    "x-mac-roman": "mac-roman",
    "x-sjis": "cp932",
    "x-unicode-2-0-utf-7": "utf-7",
    "x-unicode-2-0-utf-8": "utf-8",
    "x-unknown": "",
    "x-user-defined": "",
}
_LONGEST = 40


def codec_of(label: str) -> str:
    """Return Python's name for a label; "" when it is missing, unknown or says nothing."""
    name = label.strip().strip("\"'").lower()
    name = ALIASES.get(name, name)
    if not name or len(name) > _LONGEST or not name.isascii():
        return ""
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return ""
    # bytes-to-bytes codecs (hex, zlib, rot13) are no charsets
    if not info._is_text_encoding:  # noqa: SLF001 - the only sign of it
        return ""
    return "" if info.name in {"ascii", "undefined"} else ALIASES.get(info.name, info.name)


def shown(label: str) -> str:
    """Return a label as it may stand in a sentence: printable ASCII, cut short."""
    return "".join(sign for sign in label if "!" <= sign <= "~")[:_LONGEST]
