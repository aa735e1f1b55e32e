# SPDX-License-Identifier: MIT
"""Whatever senders put into mail, a command prints nothing that steers a terminal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path

import pytest
from click.testing import Result

from archiver.config import Config, load_config
from archiver.ingest import ingest
from archiver.mail.message import message_id_hash
from archiver.store import open_reader
from archives import LIST
from command_line import run
from mail import BEGIN, letter, mail, multipart, part, write_mbox

STEERS = (
    "\x1b[2J\x1b]0;title\x07",
    "\x1b]8;;http://evil.example\x1b\\link\x1b]8;;\x1b\\",
    "\x9b31m\x9d0;x\x9c\x84\x85",
    "\x00\x08\x0b\x0c\x7f\r",
    "\u202egnp.exe\u2066\u2069\u200f",
    "\u2028\u2029",
)
"""Escape sequences, C1 controls, controls that move, bidirectional overrides, line separators."""

STEERING = frozenset(
    chr(number)
    for number in (*range(0x20), *range(0x7F, 0xA0), 0x200E, 0x200F, 0x2028, 0x2029)
    if chr(number) not in "\n\t"
) | frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

QUERIES = ("kotelna", "\x1b[2J kotelna", "kotelno \u202e", "'; DROP TABLE messages; --", "{{7*7}}")
IDS = ("x' OR '1'='1", "%", "../../etc/passwd", "\x1b[2J", "{{7*7}}", "\u202ex")


def hostile(number: int, text: str) -> bytes:
    named = "attachment; filename*=utf-8''" + "".join(f"%{octet:02x}" for octet in text.encode())
    raw = text.encode().replace(b"\n", b"").replace(b"\x00", b"")
    return letter(
        multipart(
            "mixed",
            part(f"kotelna {text} kotelna\n> {text}\n"),
            part(f"kotelna {text}", headers={"Content-Disposition": named}),
        ),
        {
            "From": b"Jan " + raw + b" Novak <jan@x.example>",
            "Subject": b"kotelna " + raw,
            "Message-ID": b"<" + raw + b"%d@x.example>" % number,
            "In-Reply-To": b"<" + raw + b"@y.example>",
            "Received": raw,
            "List-Id": raw,
        },
    )


def steering(result: Result) -> set[str]:
    return set(result.stdout + result.stderr) & STEERING


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The config of an archive of hostile mail, and of two of one name."""
    folder: Path = tmp_path_factory.mktemp("steering")
    named = [
        mail(message_id=f"{n}@z.example", sender=f"Jan \x1b[2J\u202eNovak <jan@{n}.example>")
        for n in range(2)
    ]
    write_mbox(folder / "ismo.mbox", [*map(hostile, count(), STEERS), *named])
    path = folder / "config.toml"
    path.write_text(
        f'[[lists]]\naddress = "{LIST}"\naccess = "public"\n'
        '[[lists.sources]]\ntype = "mbox"\npath = "ismo.mbox"\n',
        "utf-8",
    )
    config = load_config(path)
    assert ingest(config, config.lists).errors == ()
    return path


@pytest.mark.parametrize(
    "command",
    [
        *(["search", query] for query in QUERIES),
        ["search", "--json", "--experts", "kotelna"],
        ["search", "--experts", "kotelna"],
        ["threads", "--list", LIST, "--json"],
        ["stats"],
        ["verify", "-v"],
        ["people", "suggest"],
        ["people", "list"],
        ["quarantine", "list"],
        ["ingest", "-v"],
        *(["show", id_] for id_ in IDS),
        *(["export", "--list", LIST, "--thread", id_] for id_ in IDS),
        *(["search", "--list", id_, "x"] for id_ in IDS),
    ],
    ids=repr,
)
def test_command_prints_no_sign_that_steers_a_terminal(filled: Path, command: list[str]) -> None:
    result = run(filled, *command)
    assert steering(result) == set()
    assert not result.exception or isinstance(result.exception, SystemExit)


@pytest.mark.parametrize("form", [[], ["--json"]], ids=["text", "json"])
def test_every_hostile_message_is_shown_without_them(filled: Path, form: list[str]) -> None:
    reader = open_reader(load_config(filled))
    ids = [one.record.message_id for one in reader.newest_messages(LIST, limit=100)]
    assert len(ids) == len(STEERS) + 2
    for id_ in ids:
        result = run(filled, "show", *form, id_)
        assert (result.exit_code, steering(result)) == (0, set()), id_


def test_refusals_of_hostile_mail_are_single_lines_without_them(config_path: Path) -> None:
    mbox = config_path.parent / "\x1b[2J\u202e.mbox"
    write_mbox(mbox, [hostile(0, STEERS[0])])
    mbox.chmod(0o644)
    result = run(config_path, "import", "--list", LIST, mbox, mbox.with_name("none\x1b[2J"))
    assert result.exit_code != 0
    assert steering(result) == set()


def test_words_for_the_database_are_only_words(filled: Path) -> None:
    reader = open_reader(load_config(filled))
    before = reader.list(LIST)
    assert before
    assert before.messages == len(STEERS) + 2
    for text in ("x' OR '1'='1", "'; DROP TABLE messages; --", "x') UNION SELECT 1 --", "%", "_"):
        assert run(filled, "show", text).exit_code != 0
        assert run(filled, "search", text).exit_code == 0
    assert reader.list(LIST) == before


def test_message_ids_that_are_paths_lead_nowhere(
    archive: Callable[[Sequence[bytes]], Config], config_path: Path
) -> None:
    paths = ("../../../../etc/passwd", "/etc/passwd", "a/../b%2f..%5c@x", "con:nul|x@x")
    config = archive([mail(message_id=one, date=BEGIN) for one in paths])
    before = sorted(config_path.parent.rglob("*"))
    for one in paths:
        assert run(config_path, "show", one).exit_code == 0
        thread = message_id_hash(one)
        assert run(config_path, "export", "--list", LIST, "--thread", thread).exit_code == 0
    assert sorted(config_path.parent.rglob("*")) == before
    assert open_reader(config).list(LIST) is not None
