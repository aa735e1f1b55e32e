# SPDX-License-Identifier: MIT
"""Pages of a long listing."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, request

LONGEST_NUMBER = 9
"""Digits of a page number; longer ones are no page of ours."""


@dataclass(frozen=True, slots=True)
class Paging:
    """Where a page stands among the pages of a listing; pages are counted from 1."""

    number: int
    size: int
    total: int
    """Items of the whole listing."""

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.size))

    @property
    def offset(self) -> int:
        """How many items stand before this page."""
        return (self.number - 1) * self.size

    @property
    def previous(self) -> int | None:
        """The page before this one."""
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        """The page after this one."""
        return self.number + 1 if self.number < self.pages else None


def page_number(asked: str) -> int | None:
    """Return the page number that a text is, if it is one."""
    is_number = asked.isascii() and asked.isdigit() and len(asked) <= LONGEST_NUMBER
    return int(asked) or None if is_number else None


def asked_page() -> int:
    """Return the page number of the request, 1 when it names none; 404 when it is none."""
    asked = page_number(request.args.get("page", "1"))
    if asked is None:
        abort(404)
    return asked


def paging(size: int, total: int) -> Paging:
    """Return the place of the asked page in a listing; 404 past its end."""
    place = Paging(asked_page(), size, total)
    if place.number > place.pages:
        abort(404)
    return place


def page_of(position: int, size: int) -> int:
    """Return the number of the page that holds the item at *position*, counted from 0."""
    return position // size + 1
