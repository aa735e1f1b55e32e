# SPDX-License-Identifier: MIT
"""What can be asked of the JSON API: operations and their parameters, as data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import get_type_hints

import msgspec
from flask import abort, request

LONGEST_NUMBER = 9
"""Digits; longer numbers are out of any range here."""

READABLE = r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$"
"""What a text has to match to be taken at all (`web.security`), as JSON Schema writes it."""

Value = int | str | None


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number in the query of a request."""

    name: str
    means: str
    least: int
    most: int
    default: int | None

    def schema(self) -> dict[str, object]:
        """Return it as a JSON schema."""
        bounds = {"type": "integer", "minimum": self.least, "maximum": self.most}
        return bounds if self.default is None else bounds | {"default": self.default}

    def read(self, given: str) -> int:
        """Return what was given as a number; ValueError says what it has to be."""
        plain = given.isascii() and given.isdigit() and len(given) <= LONGEST_NUMBER
        if not plain or not self.least <= int(given) <= self.most:
            raise ValueError(f"{self.name} has to be a number from {self.least} to {self.most}")
        return int(given)


@dataclass(frozen=True, slots=True)
class Text:
    """A text in the query of a request."""

    name: str
    means: str
    default: str | None = None
    choices: tuple[str, ...] = ()
    required: bool = False

    def schema(self) -> dict[str, object]:
        """Return it as a JSON schema."""
        found: dict[str, object] = {"type": "string"}
        found |= {"enum": list(self.choices)} if self.choices else {"pattern": READABLE}
        return found if self.default is None else found | {"default": self.default}

    def read(self, given: str) -> str:
        """Return what was given; ValueError says what it has to be."""
        if self.choices and given not in self.choices:
            raise ValueError(f"{self.name} has to be one of {', '.join(self.choices)}")
        return given


Parameter = Number | Text


@dataclass(frozen=True, slots=True)
class Operation:
    """Something to ask for."""

    path: str
    """As Flask writes it, below the root of the API."""
    view: Callable[..., msgspec.Struct]
    """What answers; it takes what stands in the path and the parameters, by name."""
    parameters: tuple[Parameter, ...] = ()

    @property
    def name(self) -> str:
        """The name of what answers."""
        return self.view.__name__

    @property
    def answer(self) -> type[msgspec.Struct]:
        """The type of the answer."""
        found: object = get_type_hints(self.view)["return"]
        assert isinstance(found, type)
        assert issubclass(found, msgspec.Struct)
        return found

    @property
    def summary(self) -> str:
        """What it does."""
        return (self.view.__doc__ or "").partition("\n")[0]


def given(operation: Operation) -> dict[str, Value]:
    """Return the parameters of the request; 400 says which of them is wrong."""
    values: dict[str, Value] = {}
    for one in operation.parameters:
        text = request.args.get(one.name)
        if text is None and isinstance(one, Text) and one.required:
            abort(400, description=f"{one.name} is missing")
        try:
            values[one.name] = one.default if text is None else one.read(text)
        except ValueError as error:
            abort(400, description=str(error))
    unknown = request.args.keys() - values.keys()
    if unknown:
        abort(400, description=f"there is no parameter {min(unknown)}")
    return values
