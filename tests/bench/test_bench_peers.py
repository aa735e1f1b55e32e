# SPDX-License-Identifier: MIT
"""Figures of the bench: the mail that is measured with, what is asked, the table that tells it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from email import message_from_bytes
from itertools import pairwise
from pathlib import Path

import pytest
from peers import costs
from peers.costs import Command
from peers.mail import cut, prepare, read, repeated
from peers.public_inbox import path_of
from peers.questions import choose
from peers.report import put
from peers.results import Figures, growth_table, table
from peers.system import Page, Question

from archiver.sources.mbox_split import split

FILLING = "word " * 3
LONG_ID = len("<m100@a.example>")


def _message(number: int, text: str = FILLING, answers: Sequence[int] = ()) -> bytes:
    references = "\n ".join(f"<m{one}@a.example>" for one in answers)
    return (
        f"From: Eva <eva@a.example>\nDate: Mon, {number % 28 + 1} Jan 2018 10:00:00 +0000\n"
        f"Message-ID: <m{number}@a.example>\nSubject: case {number}\n"
        + (f"References: {references}\n" if answers else "")
        + f"\n{text}\nFrom <m{number}@a.example> in the text\n"
    ).encode()


def _ids(message: bytes) -> tuple[str, list[str]]:
    parsed = message_from_bytes(message)
    return parsed["Message-ID"].strip(), (parsed["References"] or "").split()


def test_copies_answer_messages_of_the_same_copy_and_nothing_else_of_them_changes() -> None:
    first, answer = _message(1), _message(2, answers=(0, 1))
    copies = repeated([first, answer], 4)
    assert copies[:2] == [first, answer]
    assert _ids(copies[2]) == ("<m1.copy1@a.example>", [])
    assert _ids(copies[3]) == (
        "<m2.copy1@a.example>",
        ["<m0.copy1@a.example>", "<m1.copy1@a.example>"],
    )
    assert copies[2].replace(b".copy1@", b"@") == first
    assert copies[2].count(b".copy1@") == 1


def test_the_lots_hold_every_message_once_and_as_it_was(tmp_path: Path) -> None:
    messages = [_message(number) for number in range(120)]
    mail = cut("some", messages, tmp_path)
    lots = [list(split(path.read_bytes())) for path in (mail.main, mail.one, mail.fifty)]
    assert [len(lot) for lot in lots] == [69, 1, 50]
    assert [one.data.rstrip() for lot in lots for one in lot] == [one.rstrip() for one in messages]
    assert lots[0][3].delivered.isoformat() == "2018-01-04T10:00:00+00:00"


def test_too_little_mail_is_refused_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"some: 60 messages are too few"):
        cut("some", [_message(number) for number in range(60)], tmp_path)


def test_several_mboxes_are_spread_evenly(tmp_path: Path) -> None:
    for name, numbers in (("long", range(100)), ("short", range(100, 120))):
        octets = b"".join(b"From x Mon Jan  1 10:00:00 2018\n%s\n" % _message(n) for n in numbers)
        (tmp_path / f"{name}.mbox").write_bytes(octets)
    messages = read([tmp_path / "long.mbox", tmp_path / "short.mbox"])
    places = [place for place, one in enumerate(messages) if len(_ids(one)[0]) == LONG_ID]
    assert len(messages) == 120
    assert {later - earlier for earlier, later in pairwise(places)} == {6}
    mail = prepare([tmp_path / "long.mbox", tmp_path / "short.mbox"], tmp_path, 110)
    assert (mail.name, mail.messages) == ("long+short", 59)


def test_words_are_asked_by_how_many_messages_have_them(tmp_path: Path) -> None:
    texts = dict.fromkeys(range(120), "is always")
    texts |= dict.fromkeys(range(0, 120, 40), "is always seldom")
    messages = [_message(number, text) for number, text in texts.items()]
    mail = cut("some", [*messages, *(_message(number) for number in range(200, 251))], tmp_path)
    threads = "\n".join(
        f'{{"message_id": "m{n}@a.example", "parent": null, "root": "m{n}@a.example",'
        ' "reason": null}'
        for n in range(120)
    )
    asked = choose(mail.main, threads, 2)
    assert asked["search: very common word"][0] == Question("always")
    assert asked["search: rare word"][0] == Question("seldom")
    assert asked["search: phrase"] == [Question("is always", phrase=True)] * 2
    assert asked["search: author"] == [Question(author="eva@a.example")] * 2
    assert asked["page: month"] == [Page("month", "2018-01")] * 2
    assert "search: page 20" not in asked
    assert {kind: len(some) for kind, some in asked.items()} == dict.fromkeys(asked, 2)


def test_what_a_peer_does_not_have_is_not_asked() -> None:
    assert path_of(Question("word", facets=True)) is None
    assert path_of(Question("one two", phrase=True, offset=380)) == "/bench/?q=%22one+two%22&o=380"


def test_ratios_tell_how_many_times_as_much_a_peer_needs_and_mark_where_it_is_ahead() -> None:
    figures = Figures()
    for row, ours, theirs in (
        ("search: phrase", (2.0, 4.0, 3.0), (6.0, 6.0, 9.0)),
        ("page: feed", (4.0,), (2.0,)),
        ("two workers: page: feed", (40.0,), (20.0,)),
        ("search: with facets", (5.0,), ()),
    ):
        for system, values in (("ours", ours), ("theirs", theirs)):
            for value in values:
                figures.note(row, system, value)
    figures.note("search: with facets", "theirs", None)
    told = table(figures.medians(), figures.p95(), ["ours", "theirs"]).splitlines()
    assert told[2] == "| search: phrase, CPU ms | 3.0 / 4.0 | 6.0 / 9.0 (×2) |"
    assert told[3] == "| page: feed, CPU ms | 4.0 / 4.0 | 2.0 / 2.0 (**×0.5**) |"
    assert told[4] == "| two workers: page: feed, a second | 40.0 | 20.0 (×2) |"
    assert told[5] == "| search: with facets, CPU ms | 5.0 / 5.0 | – |"


def test_growth_is_the_last_figure_over_the_first() -> None:
    figures = {size: {"add 1 message": {"ours": size / 100}} for size in (1000, 3000)}
    assert growth_table(figures, {size: {} for size in figures}).splitlines() == [
        "| messages | 1,000 | 3,000 | grew |",
        "|---|---|---|---|",
        "| add 1 message, CPU ms | 10.0 | 30.0 | ×3 |",
    ]


def test_figures_replace_those_of_their_name_and_the_rest_of_the_page_stays(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Costs\n\nSaid by hand.\n", "utf-8")
    put("one", "first", page)
    put("two", "second", page)
    whole = page.read_text("utf-8")
    put("one", r"third \1", page)
    assert page.read_text("utf-8") == whole.replace("first", r"third \1")
    assert whole.startswith("# Costs\n\nSaid by hand.\n")


def test_the_cost_of_a_command_is_that_of_its_children_too() -> None:
    busy = "import time\nwhile time.process_time() < 0.3: pass"
    script = f"{sys.executable} -c '{busy}'; true"
    assert costs.run(Command(("sh", "-c", script))).cpu >= 0.3
