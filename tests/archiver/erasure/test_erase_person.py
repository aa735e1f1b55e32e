# SPDX-License-Identifier: MIT
"""The proof in small: somebody who was quoted in every way is found nowhere any more."""

from __future__ import annotations

import signal
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from archiver.accounts.records import FeedToken
from archiver.config import Config, load_config
from archiver.export import export
from archiver.mail.message import message_id_hash
from archiver.spool import keep, spool_dir
from archiver.store import open_auditor, open_reader
from archiver.store.accounts import open_accounts
from archiver.store.audit_log import entries
from archives import LIST
from command_line import done, run
from disturbed_runs import Runner
from erasure import Needles, database, files, mail, needles_of, pages
from erasure_mail import ADDRESS, NAME, SAID, conversation, quoted
from mail import BEGIN, write_mbox
from mail import mail as message

Fill = Callable[[Sequence[bytes]], Config]
ROOT = message_id_hash("1.jan.novak@mail.kamenec.example")
YES = ("--yes", "--reason", "article 17")
KILLED = {
    "archiver.store.erasure": "note",
    "archiver.erase": "rebuild_index",
    "archiver.store.erasure.Eraser": "clean",
}


@pytest.fixture
def filled(archive: Fill, config_path: Path) -> tuple[Path, Needles]:
    config = archive(conversation())
    return config_path, needles_of(config, ADDRESS)


def left(config: Config, needles: Needles) -> list[tuple[str, str]]:
    """Return where anything of somebody is, and what."""
    places = (
        *database(config.archive.data_dir),
        *files(config.archive.data_dir),
        *mail(export(open_auditor(config), LIST)),
        *pages(config, needles),
    )
    return [(place, needle) for place, text in places for needle in needles.in_text(text)]


def test_before_they_are_found_everywhere(filled: tuple[Path, Needles]) -> None:
    config, needles = filled
    places = {place.rpartition("/")[0] for place, _ in left(load_config(config), needles)}
    assert {"", f"/list/{LIST}/thread/{ROOT}"} <= places
    assert sum(map(len, needles.lines.values())) == 2


def test_nothing_of_them_is_left(filled: tuple[Path, Needles]) -> None:
    config, needles = filled
    assert run(config, "erase", "person", ADDRESS, *YES).exit_code == 0
    assert left(load_config(config), needles) == []
    assert run(config, "verify").exit_code == 0
    for word in ("podatelnu", "Novák", ADDRESS):
        (answer,) = done(config, "search", "--json", word)
        assert answer["total"] == 0


def test_no_file_of_the_index_is_left_from_before(filled: tuple[Path, Needles]) -> None:
    config, _ = filled
    index = load_config(config).archive.data_dir / "index"
    before = {path.name for path in index.glob("generation-*")}
    run(config, "erase", "person", ADDRESS, *YES)
    after = {path.name for path in index.glob("generation-*")}
    assert len(after) == 1
    assert not before & after


def test_others_and_the_thread_stay_whole(filled: tuple[Path, Needles]) -> None:
    config, _ = filled
    reader = open_reader(load_config(config))
    thread = reader.thread_of(LIST, ROOT)
    assert thread
    before = reader.thread_outline(thread.id)
    run(config, "erase", "person", ADDRESS, *YES)
    again = reader.thread_of(LIST, ROOT)
    assert again
    after = reader.thread_outline(again.id, tombstones=True)
    assert [(r.hash, r.depth, r.parent_key) for r in after] == [
        (r.hash, r.depth, r.parent_key) for r in before
    ]
    assert [r.erased for r in after] == [True] + 6 * [False]
    assert (again.messages, again.subject) == (6, "Spisová služba")
    texts = " ".join(one.text for one in reader.messages({r.key for r in after}).values())
    for words in ("To je zajímavé, děkuji.", "Souhlas.", "Předem děkuji za každou radu"):
        assert words in texts


def test_a_rebuild_keeps_it_so(filled: tuple[Path, Needles]) -> None:
    config, needles = filled
    run(config, "erase", "person", ADDRESS, *YES)
    before = run(config, "threads", "--list", LIST, "--json").stdout
    assert run(config, "rebuild").exit_code == 0
    assert run(config, "threads", "--list", LIST, "--json").stdout == before
    assert run(config, "verify").exit_code == 0
    assert left(load_config(config), needles) == []


def test_nothing_comes_back_whichever_way_it_comes(filled: tuple[Path, Needles]) -> None:
    config, needles = filled
    run(config, "erase", "person", ADDRESS, *YES)
    mails = conversation()
    other_ways = [b"X-Other-Way: yes\n" + one for one in mails[:7]]
    source = write_mbox(config.parent / "ismo.mbox", [*mails, *other_ways])
    for command in (("ingest", "-v"), ("import", "--list", LIST, source)):
        assert run(config, *command).stdout.startswith("0 messages added, 0 copies of known ones")
    keep(spool_dir(load_config(config).archive.data_dir, LIST), mails[0])
    assert run(config, "ingest").exit_code == 0
    assert left(load_config(config), needles) == []
    assert run(config, "verify").exit_code == 0
    assert done(config, "stats", "--json")[0]["lists"][0]["erased"] == 1


def test_a_late_reply_finds_its_place_and_a_second_erasure_mends_it(
    filled: tuple[Path, Needles],
) -> None:
    config, needles = filled
    run(config, "erase", "person", ADDRESS, *YES)
    late = message("Re: Spisová služba", f"{NAME} napsal:\n{quoted(SAID)}Díky.\n",
                   message_id="late@lhota.example", references=["1.jan.novak@mail.kamenec.example"],
                   sender="Eva <eva@lhota.example>", date=BEGIN + timedelta(days=9))  # fmt: skip
    run(config, "import", "--list", LIST, write_mbox(config.parent / "late.mbox", [late]))
    places = {one["message_id"]: one for one in done(config, "threads", "--list", LIST, "--json")}
    assert places["late@lhota.example"]["parent"] == f"{ROOT}@erased.invalid"
    assert run(config, "erase", "person", ADDRESS, "--name", NAME, *YES).exit_code == 0
    assert not [found for found in left(load_config(config), needles) if found[1] in needles.exact]
    assert "nothing in the archive" in run(config, "erase", "person", ADDRESS, *YES).stderr


def test_without_yes_nothing_happens(filled: tuple[Path, Needles]) -> None:
    config, _ = filled
    before = run(config, "threads", "--list", LIST, "--json").stdout
    for options in ((), ("--json",), (*YES, "--dry-run")):
        result = run(config, "erase", "person", ADDRESS, *options)
        assert result.exit_code == 0
        assert "messages changed" in result.stdout
        assert "ismo.mbox" in result.stdout
    assert run(config, "threads", "--list", LIST, "--json").stdout == before
    assert run(config, "erase", "person", ADDRESS, "--yes").exit_code == 2
    assert entries(load_config(config)) == ()


def test_the_log_tells_what_was_done_and_not_to_whom(filled: tuple[Path, Needles]) -> None:
    config, needles = filled
    receipt = run(config, "erase", "person", ADDRESS, *YES).stdout
    (entry,) = entries(load_config(config))
    assert (entry.action, entry.reason) == ("erase person", "article 17")
    assert entry.counts["messages"] == 1
    assert entry.counts["messages changed"] == 6
    assert not list(needles.in_text(f"{receipt}\n{entry}"))
    assert "ismo.mbox: 7 of them still, byte 0" in receipt


@pytest.mark.parametrize("module", KILLED)
def test_killed_at_any_time_the_same_command_makes_it_good(
    filled: tuple[Path, Needles], module: str
) -> None:
    config, needles = filled
    name, _, inside = module.partition(".Eraser")
    owner = "m.Eraser" if inside or module.endswith("Eraser") else "m"
    fatal = (
        f"import os, {name} as m\n"
        f"{owner}.{KILLED[module]} = lambda *a, **k: os.kill(os.getpid(), {signal.SIGKILL})\n"
    )
    command = ("erase", "person", ADDRESS, *YES)
    assert Runner(config).run(*command, before=fatal) == -signal.SIGKILL
    assert "`archiver erase` again" in run(config, "verify").stderr
    assert Runner(config).run(*command) == 0
    assert left(load_config(config), needles) == []
    assert run(config, "verify").exit_code == 0
    assert len(entries(load_config(config))) == 1


def test_their_private_feed_ends(filled: tuple[Path, Needles]) -> None:
    config, _ = filled
    accounts = open_accounts(load_config(config).archive.data_dir)
    for address in (ADDRESS, "eva@lhota.example"):
        accounts.make_feed(FeedToken(address, LIST, BEGIN), address.encode())
    assert run(config, "erase", "person", ADDRESS, *YES).exit_code == 0
    assert accounts.feed(ADDRESS.encode()) is None
    assert accounts.feed(b"eva@lhota.example")
    path = load_config(config).archive.data_dir / "accounts.sqlite"
    assert ADDRESS.encode() not in path.read_bytes()
