# SPDX-License-Identifier: MIT
"""Decisions and mail may come in any order, and be understood anew at any time."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from archiver import moderation
from archiver.config import ArchiveConfig, Config, ListConfig, MboxSource
from archiver.errors import ArchiveError
from archiver.ingest import ingest
from archiver.mail.message import Author, message_id_hash
from archiver.moderation import Doing
from archiver.rebuild import rebuild
from archiver.store import open_auditor, open_reader
from archives import LIST
from mail import BEGIN, mail, write_mbox

PARENTS = {1: (), 2: (1,), 3: (1, 2), 4: (2,), 5: (), 6: (5,), 7: (1, 99), 8: (99,)}
"""What each message cites; 99 never comes."""
Step = tuple[str, int, int]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(("hide", "split", "join", "author", "solve", "undo")),
        st.sampled_from(sorted(PARENTS)),
        st.sampled_from(sorted(PARENTS)),
    ),
    max_size=5,
)


def _mail(number: int) -> bytes:
    return mail(
        f"Dotaz {number}", f"Text zprávy {number}.\n", message_id=_id(number),
        references=[_id(one) for one in PARENTS[number]], sender=f"A{number} <a{number}@x.cz>",
        date=BEGIN + timedelta(hours=number),
    )  # fmt: skip


def _id(number: int) -> str:
    return f"{number}@obec.example"


def _take(config: Config, folder: Path, numbers: Sequence[int], name: int) -> None:
    mbox = write_mbox(folder / f"{name}.mbox", [_mail(number) for number in numbers])
    entry = ListConfig(LIST, "L", sources=(MboxSource(mbox),))
    assert ingest(config, [entry]).errors == ()


def _decide(config: Config, step: Step) -> bool:
    """Decide what makes sense; tell whether it did."""
    kind, number, other = step
    hash_, doing = message_id_hash(_id(number)), Doing("mod", "proto", BEGIN)
    try:
        if kind == "join":
            moderation.join(config, LIST, hash_, message_id_hash(_id(other)), doing)
        elif kind == "author":
            right = Author(f"B{other}", f"b{other}@y.cz")
            moderation.correct_author(config, LIST, hash_, right, doing)
        elif kind == "undo":
            standing = [one for one in moderation.decisions(config) if one.stands]
            standing = [one for one in standing if one.hash == hash_]
            moderation.undo(config, standing[0].id if standing else 0, doing)
        else:
            getattr(moderation, kind)(config, LIST, hash_, doing)
    except ArchiveError:
        return False
    return True


def _state(config: Config) -> list[Any]:
    reader = open_reader(config)
    names = {one.link.key: one.message_id for one in open_auditor(config).threaded(LIST)}
    threads = reader.newest_threads(LIST)
    told: list[Any] = [
        (one.hash, one.author, one.messages, one.authors, one.answer, one.latest) for one in threads
    ]
    for thread in threads:
        for record in reader.thread_outline(thread.id, tombstones=True):
            parent = names.get(record.parent_key or 0)
            told.append((record.message_id, record.author, parent, record.depth, record.position))
            told.append((record.parent_reason, record.hidden))
    told.append([(one.year, one.month, one.messages) for one in reader.months(LIST)])
    return told


def _archive(folder: Path) -> Config:
    folder.mkdir()
    return Config(ArchiveConfig(data_dir=folder / "var"), (ListConfig(LIST, "L"),))


@settings(max_examples=12)
@given(st.permutations(sorted(PARENTS)), st.integers(1, 7), STEPS)
def test_any_order_of_mail_decisions_and_rebuilds_gives_the_same_archive(
    order: Sequence[int], first: int, steps: Sequence[Step]
) -> None:
    with tempfile.TemporaryDirectory() as name:
        plain, mixed = _archive(Path(name) / "plain"), _archive(Path(name) / "mixed")
        early, late = order[:first], order[first:]
        _take(mixed, Path(name), early, 1)
        there = [step for step in steps if step[1] in early and step[2] in early]
        done = [step for step in there if _decide(mixed, step)]
        _take(mixed, Path(name), late, 2)
        _take(plain, Path(name), sorted(PARENTS), 3)
        # what made sense early may make none later: only decisions that both archives took count
        if all(_decide(plain, step) for step in done):
            assert _state(mixed) == _state(plain)
        before = _state(mixed)
        assert rebuild(mixed, parse=True, threads=True, index=False) == ()
        assert _state(mixed) == before
        assert list(open_auditor(mixed).misplaced(LIST)) == []
