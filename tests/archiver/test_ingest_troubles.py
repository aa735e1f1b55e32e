# SPDX-License-Identifier: MIT
"""What goes wrong in one source or message: it is told, and keeps nothing else out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from archiver import ingest as pipeline
from archiver import understand
from archiver.config import Config, load_config
from archiver.errors import Exit
from archiver.extract import extractor
from archiver.ingest import ingest
from archiver.store import Writer, open_auditor, open_reader
from archiver.verify import verify
from archives import LIST
from command_line import run
from mail import conversation, letter, mail, multipart, part, write_mbox
from web_server import Asked, Reply, serving

OTHER = "jina@munet.cz"
VOLUMES = {
    "2011-May.txt": conversation(2),
    "2011-June.txt": conversation(2, start=3),
    "2011-July.txt": conversation(2, start=5),
}
ATTACHED = letter(
    multipart("mixed", part("vadná"), part("vadná", "text/csv")),
    {"Subject": "vadná", "Message-ID": "<v@x.cz>"},
)


def two_lists(path: Path, source: str) -> Config:
    """Return a config whose first list has *source* and whose second one has three messages."""
    write_mbox(path.parent / "jina.mbox", conversation(3))
    path.write_text(
        f'[archive]\ndata_dir = "data"\n[[lists]]\naddress = "{LIST}"\n'
        f"[[lists.sources]]\n{source}\n"
        f'[[lists]]\naddress = "{OTHER}"\n'
        '[[lists.sources]]\ntype = "mbox"\npath = "jina.mbox"\n',
        "utf-8",
    )
    return load_config(path)


def count(config: Config, address: str = LIST) -> int:
    found = open_reader(config).list(address)
    return found.messages if found else 0


def test_a_folder_among_the_messages_of_a_maildir_keeps_nothing_else_out(config_path: Path) -> None:
    config = two_lists(config_path, 'type = "maildir"\npath = "box"')
    box = config_path.parent / "box"
    (box / "cur/100.stray").mkdir(parents=True)
    for number, message in enumerate(conversation(2)):
        (box / "cur" / f"{number * 150}.a:2,S").write_bytes(message)
    result = run(config_path, "ingest")
    assert (result.exit_code, result.stderr.count("\n")) == (Exit.TEMPORARY, 1)
    assert f"{box}/cur/100.stray: Is a directory" in result.stderr
    assert (count(config), count(config, OTHER)) == (2, 3)


def test_a_file_that_cannot_be_opened_stops_no_other_source_and_no_other_list(
    config_path: Path,
) -> None:
    config = two_lists(config_path, 'type = "mbox"\npath = "boxes"')
    boxes = config_path.parent / "boxes"
    boxes.mkdir()
    (boxes / "a.mbox").symlink_to("gone")
    write_mbox(boxes / "b.mbox", conversation(2))
    result = run(config_path, "ingest")
    assert (result.exit_code, result.stderr.count("\n")) == (Exit.TEMPORARY, 1)
    assert result.stderr.startswith(f"{LIST}: ")
    assert "a.mbox" in result.stderr
    assert (count(config), count(config, OTHER)) == (2, 3)


@pytest.mark.parametrize("gone", VOLUMES)
def test_a_volume_that_is_not_there_keeps_no_other_out_and_comes_when_it_is(
    config_path: Path, gone: str
) -> None:
    missing = {gone}

    def answer(asked: Asked) -> Reply:
        name = asked.path.removeprefix("/")
        if not name:
            return Reply("".join(f'<a href="{volume}">x</a>' for volume in VOLUMES).encode())
        if name in missing:
            return Reply(status=404)
        return Reply(write_mbox(config_path.parent / name, VOLUMES[name]).read_bytes())

    with serving(answer) as server:
        config = two_lists(config_path, f'type = "pipermail"\nurl = "{server}/"')
        result = run(config_path, "ingest")
        assert (result.exit_code, result.stderr.count("\n")) == (Exit.TEMPORARY, 1)
        assert f"pipermail:{server}/: {gone}: the server answered 404" in result.stderr
        assert (count(config), count(config, OTHER)) == (4, 3)
        missing.clear()
        assert run(config_path, "ingest").exit_code == Exit.OK
    assert count(config) == 6


def test_what_was_quarantined_before_a_source_failed_is_told(config_path: Path) -> None:
    two_lists(config_path, 'type = "maildir"\npath = "box"')
    (config_path.parent / "box/cur/2.stray").mkdir(parents=True)
    (config_path.parent / "box/cur/1.stray").write_bytes(b"no message\n")
    result = run(config_path, "ingest")
    assert (result.exit_code, result.stderr.count("\n")) == (Exit.TEMPORARY, 2)
    assert "1.stray: quarantined: no header field" in result.stderr


@pytest.mark.parametrize(
    ("owner", "step"),
    [
        (understand, "parse"),
        (understand, "contents"),
        (extractor, "sniff"),
        (understand, "base_subject"),
    ],
)
def test_a_message_that_breaks_any_step_is_quarantined_and_the_others_go_in(
    config_path: Path, monkeypatch: pytest.MonkeyPatch, owner: object, step: str
) -> None:
    def broken(*arguments: object) -> object:
        if "vadn" in repr(arguments):
            raise RuntimeError("unforeseen")
        return real(*arguments)

    real = getattr(owner, step)
    monkeypatch.setattr(owner, step, broken)
    config = load_config(config_path)
    write_mbox(config_path.parent / "ismo.mbox", [*conversation(3), ATTACHED])
    report = ingest(config, config.lists)
    assert [refused.reason for refused in report.quarantined] == ["RuntimeError: unforeseen"]
    assert (report.added, report.errors) == (3, ())
    assert open_auditor(config).quarantined_raw(1).data == ATTACHED


def _no_thread(_timer: object) -> None:
    raise RuntimeError("can't start new thread")


def _failing(error: Exception) -> Callable[..., object]:
    def fail(*_arguments: object, **_options: object) -> object:
        raise error

    return fail


@pytest.mark.parametrize(
    ("owner", "step", "instead"),
    [
        (understand, "parse", _failing(MemoryError())),
        (understand, "contents", _failing(MemoryError())),
        (extractor.subprocess, "Popen", _failing(BlockingIOError(11, "no more processes"))),
        (extractor.subprocess, "Popen", _failing(OSError(12, "no memory"))),
        (extractor.Timer, "start", _no_thread),
        (Writer, "add", _failing(MemoryError())),
    ],
)
def test_while_the_machine_is_short_no_message_is_refused_and_the_next_run_takes_it(
    config_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    owner: object,
    step: str,
    instead: Callable[..., object],
) -> None:
    write_mbox(config_path.parent / "ismo.mbox", [mail(), ATTACHED])
    with monkeypatch.context() as patch:
        patch.setattr(owner, step, instead)
        result = run(config_path, "ingest")
    assert (result.exit_code, result.stderr.count("\n")) == (Exit.TEMPORARY, 1)
    assert "the machine is short of something" in result.stderr
    config = load_config(config_path)
    assert open_auditor(config).quarantined() == ()
    assert run(config_path, "ingest").exit_code == Exit.OK
    assert count(config) == 2
    assert [finding.text for finding in verify(config)] == []


def test_what_a_source_gave_before_it_failed_is_kept_whatever_the_size_of_batches(
    config_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = config_path.parent / "box/cur"
    (box / "0.stray").mkdir(parents=True)
    for number, message in enumerate(conversation(5), 1):
        (box / f"{number}.a").write_bytes(message)
    config = two_lists(config_path, 'type = "maildir"\npath = "box"')
    monkeypatch.setattr(pipeline, "BATCH_MESSAGES", 2)
    report = ingest(config, config.lists)
    assert (report.added, len(report.errors)) == (8, 1)
    assert ingest(config, config.lists).read == 0
