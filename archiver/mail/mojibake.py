# SPDX-License-Identifier: MIT
"""UTF-8 that a program took for windows-1252 or windows-1250 and encoded again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial

# What the octets of a UTF-8 letter of Czech, Slovak or typography look like when they are misread.
_REST = (
    "[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸŚŤŹśťźˇ˘ŁĄŞŻ˛łąşĽ˝ľż]"
)  # fmt: skip
_SUSPECT = re.compile(f"[ÂĂÄÅĹÃ]{_REST}|â{_REST}{_REST}")
_BEGINNINGS = "ÂĂÄÅĹÃâ"
_ACCENTED = set("áčďéěíňóřšťúůýžÁČĎÉĚÍŇÓŘŠŤÚŮÝŽľĺŕôĽĹŔÔ")
_SURE = _ACCENTED | set("äöüßÄÖÜ„“”‚‘’–—…§°€\xa0")
_MISREADINGS = ("cp1252", "cp1250")


def repair(text: str) -> str:
    """Return *text* with letters that were encoded twice put right, the same text when unsure.

    ``zÃ¡Å™Ã­`` becomes ``září``. Sure is what gives letters of Czech, Slovak and typography in
    nearly all places that look so, an accented letter among them.
    """
    if not any(sign in text for sign in _BEGINNINGS):
        return text
    suspects = _SUSPECT.findall(text)
    if not suspects:
        return text
    for codec in _MISREADINGS:
        meant = {suspect: _once_less(suspect, codec) for suspect in set(suspects)}
        right = sum(bool(meant[suspect]) for suspect in suspects)
        if right > 5 * (len(suspects) - right) and _ACCENTED.intersection(meant.values()):
            return _SUSPECT.sub(partial(_replaced, meant), text)
    return text


def _replaced(meant: Mapping[str, str], match: re.Match[str]) -> str:
    return meant[match[0]] or match[0]


def _once_less(suspect: str, codec: str) -> str:
    try:
        found = _octets(suspect, codec).decode("utf-8")
    except UnicodeError:
        return ""
    return found if found in _SURE else ""


def _octets(text: str, codec: str) -> bytes:
    """Encode *text*; controls, which programs leave as they are, stay."""
    return b"".join(
        sign.encode("latin-1") if "\x80" <= sign <= "\x9f" else sign.encode(codec) for sign in text
    )
