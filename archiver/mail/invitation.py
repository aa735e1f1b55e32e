# SPDX-License-Identifier: MIT
"""A calendar invitation in words (RFC 5545)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from archiver.mail.words import one_line

# What the lines of an invitation are called in its text.
LABELS: Mapping[str, str] = {
    "summary": "Událost",
    "dtstart": "Začátek",
    "dtend": "Konec",
    "location": "Místo",
    "organizer": "Pořádá",
}
METHODS: Mapping[str, str] = {
    "cancel": "Pozvánka zrušena",
    "reply": "Odpověď na pozvánku",
    "counter": "Návrh jiného termínu",
}
_MOST_EVENTS = 20
_FOLD = re.compile(r"\r?\n[ \t]")
_LINE = re.compile(
    r'^([A-Za-z-]++)((?:;[^;:"\n]*+(?:"[^"\n]*+"[^;:"\n]*+)*+)*+):(.*)$', re.MULTILINE
)
_MOMENT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})\d{0,2}(Z?))?")
_NAME = re.compile(r';CN=(?:"([^"]*)"|([^;:]*))', re.IGNORECASE)
_ESCAPE = re.compile(r"\\([\\,;nN])")


def invitation_text(calendar: str) -> str:
    """Return the events of a calendar as lines of text: what, when, where, by whom; "" if none."""
    blocks: list[list[str]] = []
    heading = ""
    inside = False
    for name, parameters, value in _LINE.findall(_FOLD.sub("", calendar)):
        key = name.lower()
        if key == "method":
            heading = METHODS.get(value.strip().lower(), "")
        elif key in {"begin", "end"} and value.strip().lower() == "vevent":
            inside = key == "begin"
            if inside:
                blocks.append([])
        elif inside and key in LABELS:
            blocks[-1] += _line(key, parameters, value)
    texts = ["\n".join(block) + "\n" for block in blocks[:_MOST_EVENTS] if block]
    return "\n".join([heading + "\n", *texts] if heading and texts else texts)


def _line(key: str, parameters: str, value: str) -> Iterator[str]:
    text = _moment(value) if key.startswith("dt") else one_line(_ESCAPE.sub(_unescaped, value))
    if key == "organizer":
        name = _NAME.search(parameters)
        address = text.partition(":")[2] or text
        text = f"{name[1] or name[2]} <{address}>" if name else address
    if text:
        yield f"{LABELS[key]}: {text}"


def _unescaped(match: re.Match[str]) -> str:
    return " " if match[1] in "nN" else match[1]


def _moment(value: str) -> str:
    match = _MOMENT.search(value)
    if not match:
        return ""
    year, month, day, hour, minute, utc = match.groups()
    text = f"{int(day)}. {int(month)}. {year}"
    return f"{text} {hour}:{minute}{' UTC' if utc else ''}" if hour else text
