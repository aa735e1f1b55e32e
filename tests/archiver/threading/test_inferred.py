# SPDX-License-Identifier: MIT
"""Threads where References are missing: Outlook's Thread-Index, and subjects with evidence."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archiver.mail.evidence import quotes
from archiver.mail.links import Link, Place, Reason
from archiver.mail.thread import build

DAY = 86400
GUID = bytes(22)
ONE, TWO = b"\x01" * 5, b"\x02" * 5


def outlook(key: int, index: bytes, *references: int, conversation: int = 500) -> Link:
    rank = (key, key.to_bytes(4, "big"))
    return Link(key, key, rank, references, conversation=conversation, index=index)


def titled(
    key: int, *, day: int = 0, answers: bool = True, topic: int = 600, cites: int = 0
) -> Link:
    rank = (day * DAY + key, key.to_bytes(4, "big"))
    references = (cites,) if cites else ()
    return Link(key, key, rank, references, topic=topic, answers=answers)


def places(*links: Link, fits: set[tuple[int, int]] | None = None) -> dict[int, Place]:
    known = fits or set()
    return {place.key: place for place in build(links, lambda *pair: pair in known)}


def test_a_thread_index_stands_below_its_longest_beginning() -> None:
    found = places(outlook(1, GUID), outlook(2, GUID + ONE), outlook(3, GUID + ONE + TWO))
    assert [(p.parent, p.reason) for p in found.values()] == [
        (None, None),
        (1, Reason.THREAD_INDEX),
        (2, Reason.THREAD_INDEX),
    ]


def test_a_missing_step_of_the_conversation_is_passed_over() -> None:
    assert places(outlook(1, GUID), outlook(3, GUID + ONE + TWO))[3].parent == 1


def test_replies_to_a_missing_beginning_share_a_thread() -> None:
    found = places(outlook(2, GUID + ONE), outlook(3, GUID + TWO))
    assert {place.root for place in found.values()} == {2}
    assert found[3].reason is Reason.MISSING_PARENT


def test_another_conversation_is_another_thread() -> None:
    assert places(outlook(1, GUID), outlook(2, GUID + ONE, conversation=501))[2].parent is None


def test_references_win_over_the_thread_index() -> None:
    found = places(outlook(1, GUID), outlook(2, b""), outlook(3, GUID + ONE, 2))
    assert (found[3].parent, found[3].reason) == (2, Reason.REFERENCES)


def test_a_thread_index_serves_when_references_lead_nowhere() -> None:
    found = places(outlook(1, GUID), outlook(2, GUID + ONE, 99), outlook(3, b"", 99))
    assert (found[2].parent, found[3].parent) == (1, 1)


def test_a_reply_joins_by_subject_what_it_quotes() -> None:
    found = places(titled(1, answers=False), titled(2), fits={(2, 1)})
    assert (found[2].parent, found[2].reason) == (1, Reason.SUBJECT)


def test_the_newest_quoted_message_of_the_subject_is_the_parent() -> None:
    links = (titled(1, answers=False), titled(2, cites=1), titled(3))
    assert places(*links, fits={(3, 1), (3, 2)})[3].parent == 2


def test_a_subject_alone_joins_nothing() -> None:
    assert places(titled(1, answers=False), titled(2))[2].parent is None
    assert {p.parent for p in build((titled(1, answers=False), titled(2)))} == {None}


def test_a_subject_joins_only_within_thirty_days_and_only_backwards() -> None:
    late = places(titled(1, answers=False), titled(2, day=31), fits={(2, 1)})
    assert late[2].parent is None
    early = places(titled(1, day=3, answers=False), titled(2, day=1), fits={(2, 1)})
    assert early[2].parent is None


def test_without_a_reply_prefix_nothing_is_joined() -> None:
    links = (titled(1, answers=False), titled(2, answers=False))
    assert places(*links, fits={(2, 1)})[2].parent is None


def test_a_subject_serves_when_references_lead_nowhere() -> None:
    found = places(
        titled(1, answers=False), titled(2, cites=99), titled(3, cites=99), fits={(3, 1)}
    )
    assert (found[2].parent, found[3].parent) == (1, 1)


LINKS = st.lists(
    st.tuples(
        st.lists(st.integers(1, 10), max_size=2),
        st.sampled_from([b"", GUID, GUID + ONE, GUID + TWO, GUID + ONE + TWO]),
        st.integers(500, 501),
        st.integers(0, 2),
        st.booleans(),
        st.integers(0, 40),
    ),
    max_size=10,
).map(
    lambda rows: [
        Link(
            key,
            key,
            (day * DAY, key.to_bytes(4, "big")),
            tuple(references),
            conversation=conversation if index else 0,
            index=index,
            topic=600 + topic,
            answers=answers,
        )
        for key, (references, index, conversation, topic, answers, day) in enumerate(rows, 1)
    ]
)


@given(LINKS, st.randoms(), st.sets(st.tuples(st.integers(1, 10), st.integers(1, 10))))
def test_the_forest_does_not_depend_on_the_order_of_arrival(
    links: list[Link],
    random,  # noqa: ANN001 - hypothesis names no type
    fitting: set[tuple[int, int]],
) -> None:
    shuffled = list(links)
    random.shuffle(shuffled)

    def fits(*pair: int) -> bool:
        return pair in fitting

    found = build(links, fits)
    assert found == build(shuffled, fits)
    assert sorted(place.key for place in found) == sorted(link.key for link in links)


def test_rewrapped_and_marked_words_are_recognised_as_quoted() -> None:
    said = "Dobrý den, kdo z vás už zavedl elektronickou úřední desku a kolik stála?"
    assert quotes("> Dobrý den, kdo z vás už zavedl\n> elektronickou úřední\n> desku a kolik", said)
    assert not quotes("> Dobrý den, hledám novou spisovou službu pro malou obec.", said)


def test_a_short_text_must_be_quoted_whole_and_an_empty_one_is_no_evidence() -> None:
    assert quotes("> Ano, už dva roky.", "Ano, už dva roky.")
    assert not quotes("> Ano, už dva.", "Ano, už dva roky.")
    assert not quotes("> cokoli", "")
