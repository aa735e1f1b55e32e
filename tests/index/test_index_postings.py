# SPDX-License-Identifier: MIT
"""Posting lists come back as they were written, moved and joined; places tell their document."""

from __future__ import annotations

from array import array

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.document import ZoneText
from index.gather import Gatherer
from index.layout import Layout, Widths
from index.packing import decode_places, decode_scores, encode
from index.postings import MOST_FORMS, Move, Postings, Scores
from index.zones import ZONES

words = st.sampled_from(
    ["obec", "obce", "OBEC", "úřad", "Úřadu", "a", "111/2009", "e-spis", "x@y.cz"]
)
texts = st.lists(words, max_size=12).map(" ".join)
zones = st.tuples(*[texts] * len(ZONES))
documents = st.lists(zones, min_size=1, max_size=12)
# some long enough for the packed form of common words
repeated = st.tuples(documents, st.sampled_from([1, 1, 1, 40])).map(lambda pair: pair[0] * pair[1])
Lists = dict[str, Postings]


def gathered(given_documents: list[tuple[str, ...]], number: int = 0, place: int = 0) -> Lists:
    return dict(gather(given_documents, number, place)[0].postings())


def gather(
    given_documents: list[tuple[str, ...]], number: int = 0, place: int = 0
) -> tuple[Gatherer, list[Widths]]:
    gatherer = Gatherer(place)
    widths = [
        gatherer.add(number + n, [ZoneText(text, accented=True) for text in document])
        for n, document in enumerate(given_documents)
    ]
    return gatherer, widths


def plain(postings: Postings) -> tuple[object, ...]:
    """Return a list with its forms spelt out, as their order in the table does not matter."""
    scores = postings.scores
    forms = [
        {form for number, form in enumerate(scores.table) if bits >> number & 1}
        for bits in scores.forms
    ]
    return list(scores.docs), scores.weights, scores.zones, forms, list(postings.places)


@settings(deadline=None)
@given(repeated)
def test_what_is_written_is_read(given_documents: list[tuple[str, ...]]) -> None:
    gatherer, widths = gather(given_documents)
    layout = Layout.of(widths)
    for _, postings in gatherer.postings():
        data = memoryview(encode(postings))
        scores = postings.scores
        assert decode_scores(data, layout, scores.table, len(scores.docs)) == scores
        assert array("I", decode_places(data)) == postings.places


@settings(deadline=None)
@given(repeated, st.data())
def test_places_of_some_documents_are_read_without_all_others(
    given_documents: list[tuple[str, ...]], data: st.DataObject
) -> None:
    gatherer, widths = gather(given_documents)
    layout = Layout.of(widths)
    chosen = sorted(data.draw(st.sets(st.integers(0, len(widths) - 1))))
    for _, postings in gatherer.postings():
        read = list(decode_places(memoryview(encode(postings)), layout.stretches(chosen)))
        assert list(read) == sorted(read)
        assert set(read) <= set(postings.places)
        wanted = {place for place in postings.places if layout.document(place) in chosen}
        assert wanted <= set(read)


@given(documents)
def test_a_place_tells_its_document_and_its_zone(given_documents: list[tuple[str, ...]]) -> None:
    gatherer, widths = gather(given_documents)
    layout = Layout.of(widths)
    for _, postings in gatherer.postings():
        stands = {(layout.document(place), place) for place in postings.places}
        assert {document for document, _ in stands} == set(postings.scores.docs)
        for document, octet in zip(postings.scores.docs, postings.scores.zones, strict=True):
            found = {layout.zone(document, place) for owner, place in stands if owner == document}
            assert octet == sum(1 << number for number in found)


@pytest.mark.parametrize("place", [3, 100])
def test_a_place_outside_its_document_is_refused(place: int) -> None:
    with pytest.raises(ValueError, match=str(place)):
        Layout.of([(3, 0, 0, 0, 0, 0, 0), (0,) * 7]).zone(0, place)


@settings(deadline=None)
@given(documents, documents)
def test_lists_are_joined_one_behind_the_other(
    first: list[tuple[str, ...]], second: list[tuple[str, ...]]
) -> None:
    _, widths = gather(first)
    end = sum(map(sum, widths))
    one, other = gathered(first), gathered(second, len(first), end)
    joined = {
        key: Postings.join([lists[key] for lists in (one, other) if key in lists])
        for key in one.keys() | other.keys()
    }
    whole = gathered(first + second)
    assert {key: plain(found) for key, found in joined.items()} == {
        key: plain(found) for key, found in whole.items()
    }


@settings(deadline=None)
@given(documents, st.data())
def test_deleted_documents_are_left_out_when_lists_move(
    given_documents: list[tuple[str, ...]], data: st.DataObject
) -> None:
    size = len(given_documents)
    kept = data.draw(st.lists(st.booleans(), min_size=size, max_size=size))
    gatherer, widths = gather(given_documents)
    numbers = [sum(kept[:n]) if stays else -1 for n, stays in enumerate(kept)]
    starts = [sum(sum(widths[m]) for m in range(n) if kept[m]) for n in range(size)]
    move = Move(numbers, Layout.of(widths).starts, starts)
    moved = {key: found for key, one in gatherer.postings() if (found := move.apply(one))}
    expected = gathered([one for one, stays in zip(given_documents, kept, strict=True) if stays])
    assert {key: plain(found) for key, found in moved.items()} == {
        key: plain(found) for key, found in expected.items()
    }


def test_forms_beyond_those_told_apart_are_still_found_by_their_key() -> None:
    forms = [f"slovo{number}" for number in range(MOST_FORMS + 3)]
    lists = [
        Scores(array("I", [n]), b"\1", b"\1", array("I", [1]), (form,))
        for n, form in enumerate(forms)
    ]
    joined = Scores.join(lists)
    assert len(joined.docs) == len(forms)
    assert joined.table == tuple(forms[:MOST_FORMS])
    assert list(joined.forms) == [1 << n for n in range(MOST_FORMS)] + [0, 0, 0]
