# SPDX-License-Identifier: MIT
"""A real Mailman: its posts arrive, by Maildir and by push; its roster is seen; it may be away."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from email import message_from_bytes
from pathlib import Path

import pytest
import requests
from click.testing import CliRunner

from archiver.cli import main
from archiver.config import Config, load_config
from archiver.errors import Exit
from archiver.ingest import Report, ingest
from archiver.mail.message import message_id_hash
from archiver.roster import Role
from archiver.spool import spool_dir, waiting
from archiver.store import open_reader
from archiver.store.members import open_members
from archiver.verify import verify
from mail import mail
from real import until
from real_mailman import LIST, PASSWORD, TOKEN, Mailman
from real_site import serving

pytestmark = pytest.mark.servers

_numbers = itertools.count(1)
Post = Callable[[], str]


@pytest.fixture
def config_path(mailman: Mailman, tmp_path: Path) -> Path:
    """Return the config of an empty archive that Mailman may push to."""
    for path in mailman.held_back:
        # what other tests posted while their archive was away
        path.unlink()
    for name, secret in (("push", TOKEN), ("rest", PASSWORD)):
        (tmp_path / name).write_text(secret)
        (tmp_path / name).chmod(0o600)
    path = tmp_path / "config.toml"
    path.write_text(
        f'[archive]\nbase_url = "http://127.0.0.1:{mailman.site_port}"\n'
        f'[[lists]]\naddress = "{LIST}"\naccess = "public"\n'
        f'[push]\ntoken_file = "push"\n'
        f'[mailman]\nurl = "{mailman.url}"\nuser = "restadmin"\npassword_file = "rest"\n',
        "utf-8",
    )
    return path


@pytest.fixture
def post(mailman: Mailman) -> Post:
    """Return a function that posts a new message, waits until it is archived, tells its id."""

    def posted(**headers: str) -> str:
        message_id = f"{next(_numbers)}@posted.example"
        before = len(mailman.archived())
        mailman.post(mail(subject="Datova schranka", message_id=message_id, headers=headers))
        if not headers:
            mailman.wait_for(before + 1)
        return message_id

    return posted


def spooled(config: Config) -> list[Path]:
    return waiting(spool_dir(config.archive.data_dir, LIST))


def run(config_path: Path) -> Report:
    config = load_config(config_path)
    report = ingest(config, config.lists)
    assert (report.errors, report.quarantined) == ((), ())
    return report


def assert_has(config_path: Path, *ids: str) -> None:
    config = load_config(config_path)
    found = open_reader(config).list(LIST)
    assert found
    assert found.messages == len(ids)
    for message_id in ids:
        assert open_reader(config).message(LIST, message_id_hash(message_id))
    assert [finding.text for finding in verify(config)] == []


def test_posts_arrive_by_the_prototype_maildir(
    mailman: Mailman, config_path: Path, post: Post
) -> None:
    earlier = len(mailman.archived())
    source = f'[[lists.sources]]\ntype = "maildir"\npath = "{mailman.maildir}"\n[push]'
    config_path.write_text(config_path.read_text("utf-8").replace("[push]", source), "utf-8")
    first, second = post(), post()
    assert run(config_path).added == earlier + 2
    assert run(config_path).read == 0
    third = post()
    assert run(config_path).added == 1
    until(lambda: len(mailman.held_back) == 3, "what the plugin keeps meanwhile")
    reader = open_reader(load_config(config_path))
    assert all(reader.message(LIST, message_id_hash(one)) for one in (first, second, third))


def test_posts_are_pushed_at_once_and_mailman_writes_our_address_into_them(
    mailman: Mailman, config_path: Path, post: Post
) -> None:
    config = load_config(config_path)
    with serving(config_path, mailman.site_port):
        message_id = post()
        until(lambda: spooled(config), "the pushed message")
        assert run(config_path).added == 1
        url = str(message_from_bytes(mailman.archived()[-1])["Archived-At"]).strip("<>")
        assert (
            url == f"{config.archive.base_url}/list/{LIST}/message/{message_id_hash(message_id)}/"
        )
        page = requests.get(url, timeout=30)
    assert (page.status_code, "Datova schranka" in page.text) == (200, True)
    assert_has(config_path, message_id)


@pytest.mark.parametrize("trouble", ["away", "503"])
def test_what_could_not_be_pushed_comes_with_the_next_post(
    mailman: Mailman, config_path: Path, post: Post, trouble: str
) -> None:
    config = load_config(config_path)
    spool = spool_dir(config.archive.data_dir, LIST)
    if trouble == "503":
        with serving(config_path, mailman.site_port):
            spool.parent.mkdir(parents=True)
            spool.touch()
            first = post()
            until(lambda: mailman.held_back, "the message that the plugin keeps")
        spool.unlink()
    else:
        first = post()
        until(lambda: mailman.held_back, "the message that the plugin keeps")
    with serving(config_path, mailman.site_port):
        second = post()
        until(lambda: len(spooled(config)) == 2 and not mailman.held_back, "both messages")
    assert run(config_path).added == 2
    assert_has(config_path, first, second)
    assert run(config_path).read == 0


def test_the_same_post_by_both_ways_is_one_message(
    mailman: Mailman, config_path: Path, post: Post
) -> None:
    config = load_config(config_path)
    with serving(config_path, mailman.site_port):
        message_id = post()
        until(lambda: spooled(config), "the pushed message")
    run(config_path)
    box = config_path.parent / "post.eml"
    box.write_bytes(mailman.archived()[-1])
    imported = CliRunner().invoke(
        main, ["-c", str(config_path), "import", "--list", LIST, str(box)]
    )
    assert imported.exit_code == Exit.OK
    assert_has(config_path, message_id)


def test_a_post_that_declines_archiving_reaches_nobody(
    mailman: Mailman, config_path: Path, post: Post
) -> None:
    with serving(config_path, mailman.site_port):
        post(**{"X-No-Archive": "yes"})
        kept = post()
        until(lambda: spooled(load_config(config_path)), "the pushed message")
    run(config_path)
    assert_has(config_path, kept)


def test_changes_of_roster_and_settings_are_seen_and_outlive_mailman(
    mailman: Mailman, config_path: Path, post: Post
) -> None:
    arguments = ["-c", str(config_path), "members", "sync"]
    config = load_config(config_path)
    assert CliRunner().invoke(main, arguments).exit_code == Exit.OK
    mailman.subscribe("eva@munet.cz", "Eva Malá")
    mailman.list().unsubscribe("petr@munet.cz")
    mailman.list().add_moderator("jana@munet.cz", display_name="")
    settings = mailman.list().settings
    settings["description"] = "Konference komise informatiky"
    settings.save()
    run(config_path)
    before = open_members(config).roster(LIST)
    assert before
    assert [(one.role, one.address, one.name) for one in before.members] == [
        (Role.MEMBER, "eva@munet.cz", "Eva Malá"),
        (Role.MEMBER, "jana@munet.cz", "Jana Nováková"),
        (Role.MODERATOR, "jana@munet.cz", "Jana Nováková"),
        (Role.OWNER, "sprava@munet.cz", ""),
    ]
    assert before.settings.description == "Konference komise informatiky"
    assert before.settings.archive_policy == "public"

    mailman.stop()
    away = CliRunner().invoke(main, arguments)
    assert (away.exit_code, len(away.stderr.splitlines())) == (Exit.TEMPORARY, 1)
    assert open_members(config).roster(LIST) == before
    mailman.start()
    assert CliRunner().invoke(main, arguments).exit_code == Exit.OK
    with serving(config_path, mailman.site_port):
        message_id = post()
        until(lambda: spooled(config), "the pushed message")
    run(config_path)
    assert_has(config_path, message_id)


def test_a_list_that_is_never_archived_takes_nothing(mailman: Mailman, config_path: Path) -> None:
    settings = mailman.list().settings
    settings["archive_policy"] = "never"
    settings.save()
    try:
        config = load_config(config_path)
        run(config_path)
        box = config_path.parent / "post.eml"
        box.write_bytes(mail())
        imported = CliRunner().invoke(
            main, ["-c", str(config_path), "import", "--list", LIST, str(box)]
        )
        assert "0 messages added" in imported.output
        assert "1 not archived" in imported.output
        assert open_reader(config).message(LIST, message_id_hash("1@kamenec.example")) is None
    finally:
        settings["archive_policy"] = "public"
        settings.save()
