# SPDX-License-Identifier: MIT
"""Moderation on the command line: what each decision does, and that it can be undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from archiver.config import Config, load_config
from archiver.mail.message import message_id_hash
from archiver.store import open_authors, open_files, open_reader
from archiver.store.files import FilesWanted
from archives import LIST
from command_line import done, run
from mail import BEGIN, letter, mail, multipart, part

Fill = Callable[[Sequence[bytes]], Config]
WHY = ("--reason", "a reason")
FIRST, SPAM, BELOW, OTHER = (f"{number}@obec.example" for number in (1, 2, 3, 9))


def _mails() -> list[bytes]:
    attached = multipart(
        "mixed",
        part("Levné plnotuky pro každého.\n"),
        part(
            "obsah tajenkový\n", headers={"Content-Disposition": 'attachment; filename="cenik.txt"'}
        ),
    )
    spam = {
        "From": "Prodejce <prodejce@spam.example>",
        "Subject": "Re: Dotaz",
        "Message-ID": f"<{SPAM}>",
        "References": f"<{FIRST}>",
        "Date": "Sat, 12 Mar 2011 10:15:00 +0000",
    }
    answer = mail(
        "Re: Dotaz", "Pomohla změna hesla.\n", message_id=BELOW, references=[FIRST, SPAM],
        sender="Eva <eva@lhota.example>", date=BEGIN + timedelta(hours=2),
    )  # fmt: skip
    other = mail(
        "Jiná věc", "Něco jiného.\n", message_id=OTHER, sender="Eva <eva@lhota.example>",
        date=BEGIN + timedelta(days=40),
    )  # fmt: skip
    return [mail("Dotaz", message_id=FIRST), letter(attached, spam), answer, other]


@pytest.fixture
def path(archive: Fill, config_path: Path) -> Path:
    archive(_mails())
    return config_path


def moderate(path: Path, *arguments: str) -> None:
    result = run(path, "moderate", *arguments, *WHY)
    assert result.exit_code == 0, result.output


def decided(path: Path) -> list[Any]:
    return done(path, "moderate", "list", "--json")


def undo_last(path: Path) -> None:
    moderate(path, "undo", str(decided(path)[0]["number"]))


def places(path: Path) -> dict[str, tuple[str | None, str]]:
    rows = done(path, "threads", "--list", LIST, "--json")
    return {row["message_id"]: (row["parent"], row["reason"]) for row in rows}


def seen(path: Path) -> dict[str, Any]:
    """Return what readers see of the archive."""
    config = load_config(path)
    reader, month = open_reader(config), (2011, 3)
    threads = reader.newest_threads(LIST)
    return {
        "list": reader.list(LIST),
        "months": reader.months(LIST),
        "threads": threads,
        # nobody sees the number that tells caches of a change
        "outlines": [
            [replace(record, change=0) for record in reader.thread_outline(thread.id)]
            for thread in threads
        ],
        "active": reader.threads_in_month(LIST, *month),
        "newest": [one.record.hash for one in reader.newest_messages(LIST, limit=9)],
        "people": sorted((one.address, one.messages) for one in open_authors(config).all()),
        "files": open_files(config).files(LIST, FilesWanted(), offset=0, limit=9),
        "search": sorted(hit["message_id"] for hit in _hits(path, "dotaz")),
        "places": places(path),
    }


def _hits(path: Path, query: str) -> list[Any]:
    return done(path, "search", "--json", query)[0]["hits"]


def test_hidden_spam_is_gone_for_readers_and_the_rest_stays_where_it_was(path: Path) -> None:
    before = seen(path)
    moderate(path, "hide", "--list", LIST, SPAM)
    after = seen(path)
    assert after["places"] == before["places"]
    assert after["list"].messages == 3
    assert after["list"].attachments == 0
    assert [month.messages for month in after["months"]] == [1, 2]
    assert message_id_hash(SPAM) not in after["newest"]
    assert "prodejce@spam.example" not in dict(after["people"])
    assert after["files"] == ()
    assert _hits(path, "plnotuky") == _hits(path, "tajenkový") == []
    assert [hit["message_id"] for hit in _hits(path, "heslo")] == [BELOW]
    assert run(path, "show", SPAM).exit_code == 66
    assert run(path, "verify").exit_code == 0


def test_thread_of_nothing_but_hidden_mail_is_gone(path: Path) -> None:
    moderate(path, "hide", "--list", LIST, OTHER)
    after = seen(path)
    assert after["list"].threads == 1
    assert [month.month for month in after["months"]] == [3]
    assert "eva@lhota.example" in dict(after["people"])


def test_split_message_takes_its_answers_along(path: Path) -> None:
    moderate(path, "split", "--list", LIST, message_id_hash(SPAM))
    found = places(path)
    assert found[SPAM] == (None, None)
    assert found[BELOW] == (SPAM, "references")
    assert seen(path)["list"].threads == 3


def test_joined_message_stands_below_another_thread(path: Path) -> None:
    moderate(path, "join", "--list", LIST, OTHER, f"<{BELOW}>")
    assert places(path)[OTHER] == (BELOW, "moderator")
    assert seen(path)["list"].threads == 1
    assert len(done(path, "search", "--json", "jiná")[0]["hits"]) == 1
    assert run(path, "verify").exit_code == 0


def test_corrected_author_is_found_everywhere(path: Path) -> None:
    name = ("--name", "Jan  Novák", "--address", "jan@lhota.example")
    moderate(path, "author", "--list", LIST, OTHER, *name)
    (shown,) = done(path, "show", OTHER, "--json")
    assert shown["from"] == {"name": "Jan Novák", "address": "jan@lhota.example"}
    assert [hit["message_id"] for hit in _hits(path, "od:jan@lhota.example")] == [OTHER]
    assert [hit["message_id"] for hit in _hits(path, "od:eva@lhota.example")] == [BELOW]
    assert ("jan@lhota.example", 1) in seen(path)["people"]


def test_thread_has_one_answer_the_one_marked_last(path: Path) -> None:
    moderate(path, "solve", "--list", LIST, SPAM)
    moderate(path, "solve", "--list", LIST, BELOW)
    answers = {thread.answer for thread in seen(path)["threads"]}
    assert answers == {"", message_id_hash(BELOW)}
    undo_last(path)
    assert {thread.answer for thread in seen(path)["threads"]} == {"", message_id_hash(SPAM)}
    moderate(path, "hide", "--list", LIST, SPAM)
    assert {thread.answer for thread in seen(path)["threads"]} == {""}


DECISIONS = {
    "hide": ("hide", "--list", LIST, SPAM),
    "split": ("split", "--list", LIST, SPAM),
    "join": ("join", "--list", LIST, OTHER, BELOW),
    "author": ("author", "--list", LIST, SPAM, "--name", "X", "--address", "x@y.cz"),
    "solve": ("solve", "--list", LIST, BELOW),
}


@pytest.mark.parametrize("kind", DECISIONS)
def test_undone_decision_leaves_no_trace_but_in_the_log(path: Path, kind: str) -> None:
    before = seen(path)
    moderate(path, *DECISIONS[kind])
    assert seen(path) != before
    undo_last(path)
    assert seen(path) == before
    assert [row["action"] for row in done(path, "audit", "--json")] == [kind, f"undo {kind}"]
    (only,) = decided(path)
    assert only["undone_at"]
    assert run(path, "moderate", "undo", str(only["number"]), *WHY).exit_code == 65


@pytest.mark.parametrize("kind", DECISIONS)
def test_decision_survives_every_rebuild(path: Path, kind: str) -> None:
    moderate(path, *DECISIONS[kind])
    before = seen(path)
    assert run(path, "rebuild").exit_code == 0
    assert seen(path) == before
    undo_last(path)
    assert run(path, "rebuild").exit_code == 0
    after = seen(path)
    moderate(path, *DECISIONS[kind])
    assert seen(path)["places"] == before["places"]
    undo_last(path)
    assert seen(path)["threads"] == after["threads"]


@pytest.mark.parametrize("kind", DECISIONS)
def test_decision_tells_readers_that_pages_changed(path: Path, kind: str) -> None:
    reader = open_reader(load_config(path))
    numbers = [reader.last_change()]
    moderate(path, *DECISIONS[kind])
    numbers.append(reader.last_change())
    undo_last(path)
    numbers.append(reader.last_change())
    assert numbers == sorted(set(numbers))


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("hide", "--list", LIST, "nobody@x.cz"), 66, "has no message"),
        (("hide", "--list", "no@list.cz", SPAM), 66, ""),
        (("split", "--list", LIST, FIRST), 65, "begins a thread already"),
        (("join", "--list", LIST, FIRST, BELOW), 65, "cannot answer itself"),
        (("join", "--list", LIST, FIRST, FIRST), 65, "cannot answer itself"),
        (("join", "--list", LIST, SPAM, FIRST), 65, "below that one already"),
        (("join", "--list", LIST, SPAM, "nobody@x.cz"), 66, "has no message"),
        (("author", "--list", LIST, SPAM, "--address", "nobody"), 65, "e-mail address"),
        (("solve", "--list", LIST, FIRST), 65, "answers it"),
        (("undo", "77"), 66, "no decision"),
    ],
)
def test_what_makes_no_sense_is_refused_and_not_noted(
    path: Path, arguments: tuple[str, ...], code: int, told: str
) -> None:
    result = run(path, "moderate", *arguments, *WHY)
    assert result.exit_code == code
    assert told in result.stderr
    assert done(path, "audit", "--json") == decided(path) == []


def test_decision_needs_a_reason(path: Path) -> None:
    assert run(path, "moderate", "hide", "--list", LIST, SPAM).exit_code != 0
    assert run(path, "moderate", "hide", "--list", LIST, SPAM, "--reason", " ").exit_code == 65
    assert decided(path) == []


def test_erasing_somebody_forgets_what_was_decided_on_them(path: Path) -> None:
    moderate(path, "solve", "--list", LIST, SPAM)
    moderate(path, "author", "--list", LIST, OTHER, "--address", "prodejce@spam.example")
    moderate(path, "author", "--list", LIST, OTHER, "--address", "eva@lhota.example")
    moderate(path, "join", "--list", LIST, OTHER, BELOW)
    yes = ("--yes", "--reason", "asked for it")
    assert run(path, "erase", "person", "prodejce@spam.example", *yes).exit_code == 0
    assert [row["kind"] for row in decided(path)] == ["join", "author"]
    assert places(path)[OTHER] == (BELOW, "moderator")
    files = Path(load_config(path).archive.data_dir).rglob("*")
    held = b"".join(file.read_bytes() for file in files if file.is_file())
    assert b"prodejce@spam" not in held


def test_audit_log_tells_who_did_what_and_why(path: Path) -> None:
    moderate(path, "hide", "--list", LIST, SPAM)
    (entry,) = done(path, "audit", "--json")
    assert entry["action"] == "hide"
    assert entry["list"] == LIST
    assert entry["target"] == message_id_hash(SPAM)
    assert entry["reason"] == "a reason"
    assert entry["actor"]
    assert "a reason" in run(path, "audit").stdout
    assert "a reason" in run(path, "moderate", "list").stdout
