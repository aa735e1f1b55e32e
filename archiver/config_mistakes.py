# SPDX-License-Identifier: MIT
"""What a mistake in the config is called: the key, what is wrong, and what may have been meant."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import Literal, get_args, get_origin

import msgspec

__all__ = ["in_words", "unknown_keys"]


def in_words(error: msgspec.ValidationError, struct: type[msgspec.Struct]) -> str:
    """Return in one line which key has a wrong value and why, with the nearest right one."""
    message, _, place = str(error).partition(" - at `$.")
    wrong = re.search(r"Invalid (?:enum )?value '(.*)'", message)
    if wrong:
        near = difflib.get_close_matches(wrong[1], _words(struct), 1, cutoff=0.5)
        message += f'; did you mean "{near[0]}"?' if near else "; see config.example.toml"
    key = place.rstrip("`")
    return f"{key}: {message}" if key else message


def _words(kind: object) -> list[str]:
    """Return every fixed word that a value may be: source types and the options of Literals."""
    if get_origin(kind) is Literal:
        return [str(word) for word in get_args(kind)]
    words: list[str] = []
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        words += [str(kind.__struct_config__.tag or "")]
        kinds = [field.type for field in msgspec.structs.fields(kind)]
    else:
        kinds = list(get_args(kind))
    return words + [word for inner in kinds for word in _words(inner)]


def unknown_keys(data: object, struct: type[msgspec.Struct], place: str = "") -> Iterator[str]:
    """Yield a line for each key that the struct does not have, with the nearest one it has."""
    if not isinstance(data, dict):
        return
    fields = {field.name: field.type for field in msgspec.structs.fields(struct)}
    known = [*fields, *(["type"] if struct.__struct_config__.tag else [])]
    for key, value in data.items():
        if key not in known:
            near = difflib.get_close_matches(key, known, 1)
            hint = f'did you mean "{near[0]}"?' if near else f"known are: {', '.join(known)}"
            yield f'unknown key "{place}{key}"; {hint}'
        elif key in fields:
            yield from _unknown_in_value(value, fields[key], f"{place}{key}")


def _unknown_in_value(value: object, kind: object, place: str) -> Iterator[str]:
    if isinstance(value, list):
        for number, item in enumerate(value):
            for option in _structs(kind):
                tag = option.__struct_config__.tag
                if isinstance(item, dict) and tag in (None, item.get("type")):
                    yield from unknown_keys(item, option, f"{place}[{number}].")
    elif isinstance(value, dict):
        for option in _structs(kind):
            yield from unknown_keys(value, option, f"{place}.")


def _structs(kind: object) -> Iterator[type[msgspec.Struct]]:
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        yield kind
    for inner in get_args(kind):
        yield from _structs(inner)
