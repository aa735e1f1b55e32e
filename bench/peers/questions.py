# SPDX-License-Identifier: MIT
"""What to ask of the archives: chosen from the mail itself by how frequent things are in it.

Of each kind there are many, so that what an archive keeps of one answer does not give the next.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import cycle, islice, pairwise
from pathlib import Path
from random import Random
from typing import TypeVar

from mailboxes import read_mboxes

from peers.system import Asked, Page, Question

PAGE_20 = 380
"""How many hits stand on the 19 pages before."""
LONG_THREAD = 50
MANY = 4000
"""With fewer messages no word has so many pages."""
SAMPLED = 10
"""Words in a row are counted in every tenth message."""
_OPERATORS = frozenset({"and", "or", "not", "xor", "near", "adj"})
_WORD = re.compile(r"[^\W\d_]+")
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What stands in the mail, most frequent first, and in how many messages."""

    words: list[tuple[str, int]]
    """Of four letters and more."""
    pairs: list[tuple[str, int]]
    """Of two words in a row."""
    authors: list[str]
    months: list[str]
    """``YYYY-MM``."""
    messages: int


def choose(mbox: Path, threads: str, number: int) -> dict[str, list[Asked]]:
    """Return *number* things to ask by kind; *threads* is what ``archiver threads`` tells."""
    vocabulary = _vocabulary(mbox)
    questions, pages = _questions(vocabulary, number), _pages(vocabulary.months, threads, number)
    return {
        **{f"search: {kind}": list(some) for kind, some in questions.items()},
        **{f"page: {kind}": list(some) for kind, some in pages.items()},
    }


def _vocabulary(mbox: Path) -> Vocabulary:
    words, pairs, authors, months = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    messages = 0
    for messages, entry in enumerate(read_mboxes([mbox]), 1):
        # a word that is an operator somewhere asks each archive something else
        found = [word for word in _WORD.findall(entry.new_text.lower()) if word not in _OPERATORS]
        words.update({word for word in found if len(word) > 3})
        if messages % SAMPLED == 0:
            pairs.update({f"{one} {two}" for one, two in pairwise(found)})
        authors[entry.address.lower()] += 1
        months[f"{datetime.fromtimestamp(entry.date, UTC):%Y-%m}"] += 1
    del authors[""]
    return Vocabulary(
        _ranked(words), _ranked(pairs), [one for one, _ in _ranked(authors)],
        [one for one, _ in _ranked(months)], messages,
    )  # fmt: skip


def _ranked(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))


def _questions(found: Vocabulary, number: int) -> dict[str, list[Question]]:
    top = _many([word for word, _ in found.words[: 4 * number]], 4 * number)
    common = _around(found.words, found.messages // 20, number)
    rare = _around(found.words, 3, number)
    pairs = _around(found.pairs, found.messages // (100 * SAMPLED), 2 * number)
    years = sorted({int(month[:4]) for month in found.months[:36]})
    spans = _many([(date(year, 1, 1), date(year, 12, 31)) for year in years], number)
    page_20 = [Question(word, offset=PAGE_20) for word in top[2::4]]
    return {
        "very common word": [Question(word) for word in top[::4]],
        "common word": [Question(word) for word in common],
        "rare word": [Question(word) for word in rare],
        "two words": [Question(words) for words in pairs[::2]],
        "phrase": [Question(words, phrase=True) for words in pairs[1::2]],
        "author": [Question(author=one) for one in _many(found.authors[:number], number)],
        "date range": [Question(word, days=span) for word, span in zip(common, spans, strict=True)],
        "by date": [Question(word, newest_first=True) for word in top[1::4]],
        "with facets": [Question(word, facets=True) for word in top[3::4]],
        **({"page 20": page_20} if found.messages >= MANY else {}),
    }


def _around(ranked: Sequence[tuple[str, int]], messages: int, number: int) -> list[str]:
    """Return what stands in about so many messages."""
    place = next((at for at, (_, count) in enumerate(ranked) if count <= messages), 0)
    return _many([name for name, _ in ranked[place : place + number]], number)


def _many(few: Sequence[_T], number: int) -> list[_T]:
    return list(islice(cycle(few), number))


def _pages(months: Sequence[str], threads: str, number: int) -> dict[str, list[Page]]:
    places = [json.loads(line) for line in threads.splitlines()]
    sizes = Counter(place["root"] for place in places)
    # in some archives only who answers nobody begins a thread
    first = {one["message_id"] for one in places if one["parent"] is None and not one["reason"]}
    long = sorted((size, root) for root, size in sizes.items() if root in first)
    at_least = [root for size, root in long if size >= LONG_THREAD] or [long[-1][1]]
    ids = sorted(first)
    chance = Random(1)
    return {
        "list home": [Page("home")] * number,
        "month": [Page("month", name) for name in _many(months[:number], number)],
        "thread of 50+": [Page("thread", name) for name in _many(at_least[:number], number)],
        "message": [Page("message", chance.choice(ids)) for _ in range(number)],
        "feed": [Page("feed")] * number,
    }
