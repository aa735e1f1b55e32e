# SPDX-License-Identifier: MIT
"""Messages, threads and attachments erased, mail past its time, what somebody is given."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest

from archiver.config import Config, load_config
from archiver.mail.message import message_id_hash
from archiver.store import open_reader
from archives import LIST
from command_line import done, run
from erasure_mail import ADDRESS, LINES, NAME, conversation
from mail import BEGIN, letter, mail, multipart, part

Fill = Callable[[Sequence[bytes]], Config]
HERE = ("--list", LIST)
YES = ("--yes", "--reason", "a reason")
ROOT = message_id_hash("1.jan.novak@mail.kamenec.example")
FILE = part(
    b"%PDF-1.4 tajemstvi",
    "application/pdf",
    headers={"Content-Disposition": 'attachment; filename="tajne.pdf"'},
)


def with_file(number: int, date: datetime = BEGIN) -> bytes:
    fields = {"Message-ID": f"<{number}@soubor.example>", "Subject": f"Soubor {number}"}
    dated = {"Date": date.strftime("%a, %d %b %Y %H:%M:%S +0000")}
    return letter(multipart("mixed", part(f"Viz přílohu {number}.\n"), FILE), {**fields, **dated})


@pytest.fixture
def filled(archive: Fill, config_path: Path) -> Path:
    archive([*conversation(), with_file(1), with_file(2)])
    return config_path


def test_a_message_goes_with_what_its_thread_quotes_of_it(filled: Path) -> None:
    assert run(filled, "erase", "message", *HERE, ROOT, *YES).exit_code == 0
    exported = run(filled, "export", *HERE, "-o", filled.parent / "out.mbox")
    assert exported.exit_code == 0
    left = (filled.parent / "out.mbox").read_bytes()
    assert LINES[0].encode() not in left
    # whoever wrote it may have written more
    assert NAME.encode() in left
    assert run(filled, "verify").exit_code == 0
    again = run(filled, "erase", "message", *HERE, ROOT, *YES)
    assert (again.exit_code, again.stderr) == (66, f"{ROOT} was erased before\n")
    assert run(filled, "erase", "message", *HERE, "A" * 32, *YES).exit_code == 66


def test_what_answers_an_erased_message_is_shown_all_the_same(filled: Path) -> None:
    run(filled, "erase", "message", *HERE, ROOT, *YES)
    (shown,) = done(filled, "show", "--json", "2@lhota.example")
    assert shown["parent"] is None
    related = done(filled, "search", "--json", "--like", "2@lhota.example")
    assert related[0]["total"] >= 0


def test_a_thread_goes_whole(filled: Path) -> None:
    assert (
        run(filled, "erase", "thread", *HERE, message_id_hash("3@lhota.example"), *YES).exit_code
        == 0
    )
    (figures,) = done(filled, "stats", "--json")[0]["lists"]
    assert (figures["messages"], figures["threads"], figures["erased"]) == (3, 3, 7)
    assert figures["indexed"] == 3
    reader = open_reader(load_config(filled))
    assert reader.thread_of(LIST, ROOT) is None
    assert reader.is_erased(LIST, ROOT)
    again = run(filled, "import", *HERE, filled.parent / "ismo.mbox").stdout
    assert again.startswith("0 messages added, 0 copies of known ones, 3 known")
    assert "7 erased before" in again


def test_an_attachment_goes_wherever_the_same_file_is(filled: Path) -> None:
    one = message_id_hash("1@soubor.example")
    assert run(filled, "erase", "attachment", *HERE, one, "1", *YES).exit_code == 0
    reader = open_reader(load_config(filled))
    for number in (1, 2):
        record = reader.record(LIST, message_id_hash(f"{number}@soubor.example"))
        assert record
        assert [(file.name, file.size, file.type) for file in record.attachments] == [
            ("", 0, "application/x-erased")
        ]
        assert b"tajne" not in reader.raw(record.key)
        assert reader.messages([record.key])[record.key].text == f"Viz přílohu {number}.\n"
    assert run(filled, "verify").exit_code == 0
    assert run(filled, "erase", "attachment", *HERE, one, "7", *YES).exit_code == 66
    assert done(filled, "search", "--json", "tajne")[0]["total"] == 0


def test_a_place_that_only_a_quote_told_is_kept(archive: Fill, config_path: Path) -> None:
    asked = mail("Elektronická podatelna", "Kdo z vás má zkušenost s elektronickou podatelnou?\n",
                 message_id="1@a")  # fmt: skip
    answer = mail(
        "Re: Elektronická podatelna",
        "> Kdo z vás má zkušenost s elektronickou podatelnou?\n\nMy ano.\n",
        message_id="2@b",
        date=BEGIN + timedelta(hours=1),
        sender="Eva <eva@lhota.example>",
    )
    archive([asked, answer])
    threads = ("threads", *HERE, "--json")
    assert done(config_path, *threads)[1]["reason"] == "subject"
    run(config_path, "erase", "message", *HERE, message_id_hash("1@a"), *YES)
    for _ in range(2):
        placed = {one["message_id"]: one for one in done(config_path, *threads)}
        assert placed["2@b"]["parent"] == "1@a"
        assert run(config_path, "rebuild").exit_code == 0
    assert run(config_path, "verify").exit_code == 0


def test_mail_is_kept_as_long_as_the_config_says(archive: Fill, config_path: Path) -> None:
    now = datetime.now(UTC)
    archive([with_file(1), with_file(2, now - timedelta(days=4 * 366)), with_file(3, now)])
    assert run(config_path, "retain", "-v").stdout == ""
    text = config_path.read_text("utf-8")
    config_path.write_text(
        f"{text}[retention]\nmessages_years = 9\nattachments_years = 3\n", "utf-8"
    )
    assert run(config_path, "retain", "--dry-run").exit_code == 0
    assert done(config_path, "stats", "--json")[0]["lists"][0]["messages"] == 3
    result = run(config_path, "retain")
    assert (result.exit_code, result.output) == (0, "")
    reader = open_reader(load_config(config_path))
    assert reader.is_erased(LIST, message_id_hash("1@soubor.example"))
    names = [one.record.attachments[0].name for one in reader.newest_messages(LIST, limit=9)]
    assert names == ["tajne.pdf", ""]
    assert run(config_path, "verify").exit_code == 0
    config_path.write_text(text.replace('name = "ISMO"', 'name = "ISMO"\nkeep_years = 2'), "utf-8")
    run(config_path, "retain")
    assert done(config_path, "stats", "--json")[0]["lists"][0]["messages"] == 1


def test_somebody_is_given_what_there_is_of_them(filled: Path) -> None:
    given = filled.parent / "given.zip"
    assert run(filled, "person", "export", ADDRESS, "-o", given).exit_code == 0
    with ZipFile(given) as file:
        about = json.loads(file.read("about.json"))
        mbox = file.read("messages.mbox")
    assert about["addresses"] == [ADDRESS]
    assert NAME in about["names"]
    assert len(about["messages"]) == 3
    assert len(about["mentioned_in"]) == 5
    assert ROOT in about["messages"][0]["url"]
    assert mbox.count(b"\nMessage-ID: ") == 3
    assert LINES[0].encode() in mbox
    assert run(filled, "person", "export", "nobody@x.example", "-o", given).exit_code == 66


def test_a_person_with_several_addresses_goes_whole(archive: Fill, config_path: Path) -> None:
    other = mail(message_id="9@x", sender="Jan Novák <novak@seznam.example>")
    archive([*conversation(), other])
    assert run(config_path, "people", "join", ADDRESS, "novak@seznam.example").exit_code == 0
    assert run(config_path, "erase", "person", ADDRESS, *YES).exit_code == 0
    assert open_reader(load_config(config_path)).is_erased(LIST, message_id_hash("9@x"))
    assert run(config_path, "people", "list").stdout == ""


def test_what_could_not_be_read_and_tells_of_them_goes_too(config_path: Path) -> None:
    stray = b"no header, but jan.novak@kamenec.example\n"
    (config_path.parent / "ismo.mbox").write_bytes(stray)
    run(config_path, "ingest")
    assert run(config_path, "quarantine", "list").stdout
    assert run(config_path, "erase", "person", ADDRESS, *YES).exit_code == 0
    assert run(config_path, "quarantine", "list").stdout == ""
    again = run(config_path, "import", *HERE, config_path.parent / "ismo.mbox")
    assert (again.exit_code, again.stdout.split(", ")[-1]) == (0, "1 erased before\n")
