# SPDX-License-Identifier: MIT
"""members: the roster that Mailman told last, whole, whatever becomes of Mailman."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archiver.cli import main
from archiver.config import Config, load_config
from archiver.errors import Exit
from archiver.ingest import ingest
from archiver.roster import ListSettings, Member, Role
from archiver.store.members import open_members
from archives import LIST
from mail import conversation, write_mbox
from mailman_core import Core, mailman

Fill = Callable[[Sequence[bytes]], Config]


def run(config_path: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["-c", str(config_path), "members", *arguments])


def test_roster_and_settings_are_kept(config_path: Path) -> None:
    with mailman(config_path, Core()):
        assert run(config_path, "sync").exit_code == Exit.OK
    roster = open_members(load_config(config_path)).roster(LIST)
    assert roster
    assert roster.settings == ListSettings(
        "Ismo", "Konference", "private", advertised=True, subject_prefix="[Ismo] ",
        posting_address=LIST,
    )  # fmt: skip
    assert roster.members == (
        Member(Role.MEMBER, "jana@munet.cz", "Jana Nováková"),
        Member(Role.MEMBER, "petr@munet.cz", ""),
        Member(Role.OWNER, "sprava@munet.cz", ""),
    )


def test_a_changed_roster_takes_the_place_of_the_former_one(config_path: Path) -> None:
    core = Core()
    with mailman(config_path, core):
        run(config_path, "sync")
        core.rosters["member"] = [("eva@munet.cz", "")]
        run(config_path, "sync", "--list", LIST)
    printed = run(config_path, "list").output.splitlines()
    assert printed == ["member     eva@munet.cz", "owner      sprava@munet.cz"]
    first = json.loads(run(config_path, "list", "--json").output.splitlines()[0])
    assert first == {"list": LIST, "role": "member", "address": "eva@munet.cz", "name": ""}


def test_when_mailman_is_away_the_last_roster_stays_and_one_line_tells(config_path: Path) -> None:
    with mailman(config_path, Core()):
        run(config_path, "sync")
        before = open_members(load_config(config_path)).roster(LIST)
    result = run(config_path, "sync")
    assert result.exit_code == Exit.TEMPORARY
    assert len(result.stderr.splitlines()) == 1
    assert "cannot be reached; the last roster stays" in result.stderr
    assert open_members(load_config(config_path)).roster(LIST) == before


def test_a_roster_that_breaks_off_changes_nothing(config_path: Path) -> None:
    core = Core()
    with mailman(config_path, core):
        run(config_path, "sync")
        core.rosters["member"] = []
        core.statuses["/roster/owner"] = 503
        result = run(config_path, "sync")
    assert (result.exit_code, "it answered 503" in result.stderr) == (Exit.TEMPORARY, True)
    assert "jana@munet.cz" in run(config_path, "list").output


def test_who_is_subscribed_twice_is_one_member(config_path: Path) -> None:
    core = Core()
    core.rosters["member"] += [("JANA@munet.cz", "Jana Nováková")]
    with mailman(config_path, core):
        assert run(config_path, "sync").exit_code == Exit.OK
    roster = open_members(load_config(config_path)).roster(LIST)
    assert roster
    assert [one.address for one in roster.members if one.role is Role.MEMBER] == [
        "jana@munet.cz",
        "petr@munet.cz",
    ]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        *((path, body) for path in ("", "/config") for body in (b"[]", b"{}", b'"x"', b"null")),
        *((path, b"<html>Sign in</html>") for path in ("", "/config", "/roster/member")),
        *(("/roster/member", body) for body in (b"null", b'{"entries": [{}]}', b"\xff")),
    ],
)
def test_what_answers_in_mailmans_place_changes_nothing(
    config_path: Path, path: str, body: bytes
) -> None:
    core = Core()
    with mailman(config_path, core):
        run(config_path, "sync")
        before = open_members(load_config(config_path)).roster(LIST)
        core.bodies[path] = body
        result = run(config_path, "sync")
    assert (result.exit_code, result.stderr.count("\n")) == (Exit.TEMPORARY, 1)
    assert "the last roster stays" in result.stderr
    assert open_members(load_config(config_path)).roster(LIST) == before


def test_what_mailman_refuses_is_told(config_path: Path) -> None:
    core = Core()
    with mailman(config_path, core):
        core.statuses[""] = 401
        refused = run(config_path, "sync")
        core.statuses[""] = 404
        unknown = run(config_path, "sync")
    assert (refused.exit_code, unknown.exit_code) == (Exit.CONFIG, Exit.NO_INPUT)
    assert "user or password was refused" in refused.stderr
    assert f"there is no list {LIST}" in unknown.stderr


def test_each_ingest_fetches_the_roster_and_needs_none(archive: Fill, config_path: Path) -> None:
    archive(conversation(1))
    core = Core()
    with mailman(config_path, core):
        config = load_config(config_path)
        assert ingest(config, config.lists).errors == ()
        assert open_members(config).roster(LIST)
    write_mbox(config_path.parent / "ismo.mbox", conversation(3))
    report = ingest(config, config.lists)
    assert (report.added, [error.code for error in report.errors]) == (2, [Exit.TEMPORARY])


def test_the_policy_that_mailman_tells_holds_for_the_same_ingest(config_path: Path) -> None:
    core = Core()
    core.policy = "never"
    write_mbox(config_path.parent / "ismo.mbox", conversation(3))
    with mailman(config_path, core):
        config = load_config(config_path)
        report = ingest(config, config.lists)
    assert (report.added, report.not_archived) == (0, 3)


def test_a_mailman_that_is_away_is_asked_once_for_all_lists(config_path: Path) -> None:
    core = Core()
    core.statuses[""] = 500
    text = config_path.read_text("utf-8")
    config_path.write_text(text + '[[lists]]\naddress = "jina@munet.cz"\n', "utf-8")
    with mailman(config_path, core):
        run(config_path, "sync")
    assert core.asked == 1


def test_without_mailman_in_the_config_it_is_told_what_to_do(config_path: Path) -> None:
    result = run(config_path, "sync")
    assert result.exit_code == Exit.CONFIG
    assert "there is no [mailman]" in result.stderr
    listed = run(config_path, "list")
    assert listed.exit_code == Exit.NO_INPUT
    assert "archiver members sync" in listed.stderr
