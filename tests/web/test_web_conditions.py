# SPDX-License-Identifier: MIT
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.query import parse
from index.tree import And, DateRange
from web.conditions import conditions, with_condition


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("datové schránky", []),
        ("kotelna rok:2019", [("rok", "2019", "kotelna")]),
        ('od:"Jana Veselá" kotelna', [("od", "Jana Veselá", "kotelna")]),
        ("-priloha:pdf kotelna", [("-priloha", "pdf", "kotelna")]),
        ("rok:březen 2011 kotelna", [("rok", "březen 2011", "kotelna")]),
        ("a rok:2010-2014 b", [("rok", "2010-2014", "a b")]),
        ("Předmět: kotelna", [("Předmět", "kotelna", "")]),
        ("(a OR b) rok:2019", [("rok", "2019", "(a OR b)")]),
        ("a (b rok:2019)", []),
        ("a OR rok:2019", []),
        ('"rok:2019"', []),
        ("http://x.cz/a:b čas:10", []),
    ],
)
def test_conditions_that_all_messages_must_meet_are_found(
    text: str, found: list[tuple[str, str, str]]
) -> None:
    assert [(one.name, one.value, one.rest) for one in conditions(text)] == found


def test_each_condition_can_be_taken_away_alone() -> None:
    rests = [one.rest for one in conditions("a rok:2019 od:b")]
    assert rests == ["a od:b", "a rok:2019"]


@pytest.mark.parametrize(
    ("text", "name", "value", "query"),
    [
        ("kotelna", "rok", "2019", "kotelna rok:2019"),
        ("", "rok", "2019", "rok:2019"),
        ("kotelna", "od", "Jana Veselá", 'kotelna od:"Jana Veselá"'),
        ("kotelna", "od", 'Jana "Jája" V.', 'kotelna od:"Jana Jája V."'),
        ("a OR b", "rok", "2019", "(a OR b) rok:2019"),
        ("a NEBO b", "v", "x@munet.cz", "(a NEBO b) v:x@munet.cz"),
        ('"datová schránka', "rok", "2019", '"datová schránka" rok:2019'),
        ("(a b", "rok", "2019", "(a b) rok:2019"),
    ],
)
def test_a_condition_is_put_to_the_whole_query(
    text: str, name: str, value: str, query: str
) -> None:
    assert with_condition(text, name, value) == query


WORDS = st.sampled_from(["kotelna", "OR", "NEBO", "(", ")", '"', "|", "-", "rok:2011", "od:jana"])


@given(st.lists(WORDS, max_size=8).map(" ".join))
def test_a_condition_holds_for_all_that_a_query_finds(text: str) -> None:
    node = parse(with_condition(text, "rok", "2019")).node
    last = node.nodes[-1] if isinstance(node, And) else node
    assert last == parse("rok:2019").node
    assert isinstance(last, DateRange)


@given(st.text())
def test_any_query_has_conditions_or_none(text: str) -> None:
    for one in conditions(text):
        assert one.name
        assert len(one.rest) < len(text)
