# SPDX-License-Identifier: MIT
"""Splitting real replies: nothing is lost, and what clients write above quotes goes with them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from archiver.mail.message import Message, SegmentKind
from archiver.mail.parse import parse
from archiver.mail.quotes import learn_footers, split
from archiver.sources.mbox import MboxFile
from archiver.sources.source import Position

pytestmark = pytest.mark.corpora

CORPORA = Path(os.environ.get("CORPORA", ""))
WROTE = re.compile(r"(?:napsal(?:\(a\))?|wrote|schrieb.*):\s*$")


def texts(*patterns: str) -> Iterator[str]:
    for pattern in patterns:
        for mbox in sorted(CORPORA.glob(pattern)):
            for fetched in MboxFile(mbox).fetch(Position()):
                message = parse(fetched.raw)
                if isinstance(message, Message):
                    yield message.text


def test_joined_segments_are_the_text() -> None:
    for text in texts("quoting/*.mbox", "clients/*.mbox.gz"):
        assert "".join(segment.text for segment in split(text)) == text


def test_hardly_any_attribution_above_a_quote_is_left_in_the_new_text() -> None:
    left = told = 0
    for text in texts("quoting/*.mbox", "clients/*.mbox.gz"):
        for before, after in pairwise(split(text)):
            quoted = after.kind is SegmentKind.QUOTE and after.text.lstrip().startswith(">")
            lines = before.text.rstrip().splitlines()
            if before.kind is SegmentKind.NEW and quoted and lines:
                left += bool(WROTE.search(lines[-1]))
            told += after.kind is SegmentKind.QUOTE and bool(
                WROTE.search(after.text.lstrip()[:300])
            )
    assert left <= told // 200


def test_the_footer_of_a_list_is_learnt_from_its_messages() -> None:
    sample = [text for text in texts("lists/blinux.mbox.gz") if "blinux-list" in text.lower()][:500]
    footers = learn_footers(sample)
    ends = [split(text, footers)[-1] for text in sample if "mailman/listinfo/blinux" in text[-200:]]
    assert ends
    assert {segment.kind for segment in ends} == {SegmentKind.FOOTER}
