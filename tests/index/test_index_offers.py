# SPDX-License-Identifier: MIT
"""What is offered before and beside a search: words that begin as typed, threads about the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from index_entries import LIST, entry, index_of

from index.engine import Engine
from index.stem import fold

HIDDEN = "rada@example.org"
TEXTS = [
    "Smlouva o dílo a vzor smlouvy, Smlouva",
    "smlouvy posíláme, smlouva chybí, smlouva",
    "Zakázky a vyhláška o dodatku",
    "posilame vyhlasku a smlouvu o dilo, prosim o potvrzeni, ze je vsechno v poradku",
    "vyhláška vyhláškou, vyhláška vyhlášce, ISVS a GINIS",
    "datové schránky dům domů",
]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    entries = [entry(key, text) for key, text in enumerate(TEXTS, 1)]
    entries += [
        entry(key, "smlouvami smluvník odměna odměnami", list_address=HIDDEN)
        for key in range(20, 40)
    ]
    opened = index_of(tmp_path_factory.mktemp("offers"), entries)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("beginning", "expected"),
    [
        ("sml", ("smlouva",)),
        ("SML", ("smlouva",)),
        ("smlouvy", ("smlouvy",)),
        ("vyhl", ("vyhláška",)),
        ("vyhlášc", ("vyhlášce",)),
        ("vyhlasc", ("vyhlášce",)),
        ("zakáz", ("Zakázky",)),
        ("isv", ("ISVS",)),
        ("du", ("dům",)),
        ("dod", ("dodatku",)),
        ("s", ()),
        ("", ()),
        ("nic takového", ()),
        ("zzz", ()),
        ("\x00\ud800", ()),
    ],
)
def test_words_that_begin_so_are_offered_in_their_most_frequent_form(
    engine: Engine, beginning: str, expected: tuple[str, ...]
) -> None:
    assert engine.suggest(beginning, lists=[LIST]) == expected


def test_more_frequent_words_are_offered_first_and_no_more_than_asked(engine: Engine) -> None:
    assert engine.suggest("vy", lists=[LIST]) == ("vyhláška",)
    assert engine.suggest("po", lists=[LIST], limit=1) == ("posíláme",)
    assert len(engine.suggest("po", lists=[LIST])) > 1
    assert engine.suggest("po", lists=[LIST], limit=0) == ()


def test_words_and_forms_of_other_lists_are_not_offered(engine: Engine) -> None:
    assert engine.suggest("odm", lists=[LIST]) == ()
    assert engine.suggest("odm", lists=None) != ()
    assert engine.suggest("smlouvam", lists=[LIST]) == ()
    assert engine.suggest("smlouvam", lists=[HIDDEN]) == ("smlouvami",)
    assert engine.suggest("sml", lists=[]) == ()


def test_a_word_of_a_removed_message_is_not_offered(tmp_path: Path) -> None:
    engine = index_of(tmp_path, [entry(1, "smlouva smlouvami"), entry(2, "smlouva")])
    engine.apply((), [1], 2)
    assert engine.suggest("smlouvam", lists=None) == ()
    assert engine.suggest("sml", lists=None) == ("smlouva",)


@given(st.text(st.characters(codec=None, categories=None), max_size=12), st.integers(0, 9))
def test_any_beginning_is_answered_with_words_that_begin_so(
    engine: Engine, beginning: str, limit: int
) -> None:
    words = engine.suggest(beginning, lists=None, limit=limit)
    assert len(words) <= limit
    assert all(fold(word).startswith(fold(beginning.strip())) for word in words)


THREADS = [
    (1, "Jak řešíte spisovou službu GINIS a skartaci dokumentů ve spisovně?"),
    (1, "Spisová služba GINIS běží, skartace dokumentů jednou ročně ve spisovně."),
    (2, "Výpadek datových schránek při odesílání z portálu"),
    (3, "Skartační řízení, spisovna a spisová služba: skartace dokumentů"),
    (4, "Pozvánka na konferenci o parkovacích automatech"),
    *((10 + number, f"Pozdrav číslo {number} všem v konferenci") for number in range(20)),
]


@pytest.fixture(scope="module")
def threads(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    entries = [entry(key, text, thread=thread) for key, (thread, text) in enumerate(THREADS, 1)]
    entries.append(
        entry(99, "Skartace dokumentů ve spisovně, spisová služba", list_address=HIDDEN, thread=99)
    )
    return index_of(tmp_path_factory.mktemp("similar"), entries)


QUESTION = "Máte zkušenost se skartací dokumentů ve spisovně a se spisovou službou?"


def test_threads_about_the_same_are_found_one_hit_each(threads: Engine) -> None:
    hits = threads.similar(QUESTION, lists=[LIST])
    assert {hit.thread for hit in hits} == {1, 3}
    assert hits[0].score >= hits[1].score > 0


def test_the_thread_itself_is_left_out(threads: Engine) -> None:
    assert [hit.thread for hit in threads.similar(QUESTION, lists=[LIST], without_thread=1)] == [3]


def test_no_more_threads_than_asked_are_given(threads: Engine) -> None:
    assert len(threads.similar(QUESTION, lists=[LIST], limit=1)) == 1
    assert threads.similar(QUESTION, lists=[LIST], limit=0) == ()


def test_threads_of_other_lists_are_not_given(threads: Engine) -> None:
    assert 99 in {hit.thread for hit in threads.similar(QUESTION, lists=None)}
    assert threads.similar(QUESTION, lists=[]) == ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "co je to a jak na to",
        "Fotbalový zápas v neděli odpoledne",
        "pozdrav",
        "\x00 \ud800 . ,",
    ],
)
def test_a_text_about_nothing_that_is_there_gives_nothing_but_its_words(
    threads: Engine, text: str
) -> None:
    hits = threads.similar(text, lists=[LIST])
    assert {hit.thread for hit in hits} <= set(range(10, 30))


def test_a_text_without_diacritics_finds_the_same(threads: Engine) -> None:
    with_signs = threads.similar(QUESTION, lists=[LIST])
    without = threads.similar(fold(QUESTION), lists=[LIST])
    assert {hit.thread for hit in with_signs} == {hit.thread for hit in without}


def test_words_in_letters_of_a_wrong_charset_come_last(tmp_path: Path) -> None:
    entries = [entry(n, "ŔĚ rezerva") for n in range(1, 9)] + [entry(9, "revize řešení")]
    engine = index_of(tmp_path, entries)
    assert engine.suggest("re", lists=None)[-1] == "ŔĚ"
    assert len(engine.suggest("re", lists=None)) == 4


def test_one_rare_word_in_common_is_enough(tmp_path: Path) -> None:
    entries = [
        entry(1, "text", subject="Licence na balík", thread=1),
        entry(2, "licence", subject="Windows", thread=2),
        *(entry(10 + number, f"jiné {number}", thread=10 + number) for number in range(20)),
    ]
    hits = index_of(tmp_path, entries).similar("Licence na balík", lists=None, without_thread=1)
    assert [hit.thread for hit in hits] == [2]
