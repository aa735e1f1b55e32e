# SPDX-License-Identifier: MIT
"""The commands as scripts call them: output, JSON forms, exit codes."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from archiver.cli import main
from archiver.config import Config
from archiver.config_path import ENVIRONMENT_VARIABLE
from archiver.mail.message import message_id_hash
from archives import LIST
from mail import conversation, mail, write_mbox

Fill = Callable[[Sequence[bytes]], Config]


def run(*arguments: str | Path, config: Path | None = None) -> Result:
    given = ["-c", str(config)] if config else []
    return CliRunner().invoke(main, [*given, *map(str, arguments)])


def answer(*arguments: str | Path, config: Path) -> Any:
    result = run(*arguments, config=config)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.fixture
def filled(archive: Fill, config_path: Path) -> Path:
    archive([*conversation(5), mail("Rozpočet IOP", message_id="iop@dubno.example")])
    return config_path


def test_ingest_is_quiet_for_cron_and_tells_on_request(config_path: Path) -> None:
    write_mbox(config_path.parent / "ismo.mbox", conversation(2))
    assert run("ingest", config=config_path).output == ""
    assert run("ingest", "-v", config=config_path).stdout.startswith("0 messages added")


def test_ingest_tells_of_a_missing_source_and_asks_to_be_run_again(config_path: Path) -> None:
    result = run("ingest", config=config_path)
    assert result.exit_code == 75
    assert "ismo.mbox: the source is not there" in result.stderr


def test_a_wrong_config_ends_with_78(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("[archve]\n", "utf-8")
    result = run("stats", config=path)
    assert result.exit_code == 78
    assert 'did you mean "archive"?' in result.stderr


def test_the_config_is_found_by_the_environment(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ENVIRONMENT_VARIABLE, str(filled))
    assert json.loads(run("stats", "--json").stdout)["lists"][0]["messages"] == 6


def test_the_config_is_found_in_the_working_folder(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(ENVIRONMENT_VARIABLE, raising=False)
    monkeypatch.chdir(filled.parent)
    assert run("stats").exit_code == 0


def test_stats_form(filled: Path) -> None:
    (entry,) = answer("stats", "--json", config=filled)["lists"]
    assert entry.pop("last_ingest").endswith("+00:00")
    assert entry == {
        "address": LIST,
        "messages": 6,
        "threads": 2,
        "attachments": 0,
        "quarantined": 0,
        "erased": 0,
        "indexed": 6,
    }
    assert "messages     6" in run("stats", config=filled).stdout


def test_search_form(filled: Path) -> None:
    found = answer("search", "--json", "rozpoctu", config=filled)
    assert list(found) == ["total", "hits", "facets", "did_you_mean", "explained"]
    assert found["total"] == 1
    (hit,) = found["hits"]
    assert hit.pop("score") > 0
    assert hit == {
        "message_id": "iop@dubno.example",
        "list": LIST,
        "subject": "Rozpočet IOP",
        "from": {"name": "Jan Novak", "address": "jan.novak@kamenec.example"},
        "date": "2011-03-12T09:15:00+00:00",
        "thread": message_id_hash("iop@dubno.example"),
        "url": "http://127.0.0.1:8080/list/ismo@munet.cz/message/"
        + message_id_hash("iop@dubno.example")
        + "/",
        "snippet": hit["snippet"],
    }
    assert "zkušenost" in hit["snippet"]


def test_search_by_date_and_with_a_limit(filled: Path) -> None:
    newest = answer("search", "--json", "--sort", "newest", "--limit", "2", "zpráva", config=filled)
    assert [hit["message_id"][0] for hit in newest["hits"]] == ["5", "4"]
    assert newest["total"] == 5
    oldest = answer("search", "--json", "--sort", "oldest", "zpráva", config=filled)
    assert [hit["message_id"][0] for hit in oldest["hits"]] == ["1", "2", "3", "4", "5"]


def test_queries_from_a_file_are_answered_in_order_a_line_each(
    filled: Path, tmp_path: Path
) -> None:
    queries = tmp_path / "queries.txt"
    queries.write_text("rozpočet\n\nneexistující\nzpráva\n", "utf-8")
    result = run("search", "--json", "--queries", queries, config=filled)
    totals = [json.loads(line)["total"] for line in result.stdout.splitlines()]
    assert totals == [1, 0, 0, 5]


def test_search_for_people_shows_link_and_snippet(filled: Path) -> None:
    output = run("search", "rozpočet", config=filled).stdout
    assert "Rozpočet IOP  (Jan Novak)" in output
    assert "http://127.0.0.1:8080/list/" in output


def test_an_unknown_list_is_an_error_that_names_the_known(filled: Path) -> None:
    result = run("search", "--list", "jina@munet.cz", "x", config=filled)
    assert result.exit_code == 66
    assert f"there are: {LIST}" in result.stderr


def test_show_form(archive: Fill, config_path: Path) -> None:
    archive(
        [
            mail(message_id="1@kamenec.example"),
            mail(
                "Re: [ismo] Datová schránka",
                "Ano.\n\n> kdo už má zkušenost?\n",
                message_id="2@kamenec.example",
                references=["1@kamenec.example"],
                headers={"Received": "from a by b; Sat, 12 Mar 2011 11:00:00 +0100"},
            ),
        ]
    )
    assert answer("show", "--json", "<2@kamenec.example>", config=config_path) == {
        "message_id": "2@kamenec.example",
        "subject": "Re: [ismo] Datová schránka",
        "from": {"name": "Jan Novak", "address": "jan.novak@kamenec.example"},
        "organisation": "Město Kamenec",
        "date": "2011-03-12T10:00:00+00:00",
        "date_claimed": "2011-03-12T09:15:00+00:00",
        "text": "Ano.\n\n> kdo už má zkušenost?\n",
        "new_text": "Ano.\n\n",
        "quoted_text": "> kdo už má zkušenost?\n",
        "attachments": [],
        "defects": ["header is not encoded"],
        "thread": message_id_hash("1@kamenec.example"),
        "parent": "1@kamenec.example",
        "parent_reason": "references",
    }
    assert (
        "Jan Novak <jan.novak@kamenec.example>"
        in run("show", "2@kamenec.example", config=config_path).stdout
    )


def test_show_of_an_unknown_message_ends_with_66(filled: Path) -> None:
    assert run("show", "none@kamenec.example", config=filled).exit_code == 66


def test_a_message_cannot_steer_the_terminal(archive: Fill, config_path: Path) -> None:
    archive([mail(body="nebezpečí \x1b[2J\x9b31m konec\n", message_id="x@y.example")])
    output = run("show", "x@y.example", config=config_path).stdout
    assert "\x1b" not in output
    assert "\x9b" not in output
    assert "konec" in output


def test_threads_form(filled: Path) -> None:
    result = run("threads", "--list", LIST, "--json", config=filled)
    forms = [json.loads(line) for line in result.stdout.splitlines()]
    assert {
        "message_id": "3@kamenec.example",
        "parent": "2@kamenec.example",
        "root": "1@kamenec.example",
        "reason": "references",
    } in forms
    assert len(forms) == 6


@pytest.mark.parametrize("what", [[], ["--parse"], ["--threads"], ["--index"]])
def test_rebuild_leaves_a_sound_archive_sound(filled: Path, what: list[str]) -> None:
    before = run("threads", "--list", LIST, "--json", config=filled).stdout
    found = run("search", "--json", "zpráva", config=filled).stdout
    assert run("rebuild", *what, config=filled).exit_code == 0
    assert run("verify", config=filled).exit_code == 0
    assert run("threads", "--list", LIST, "--json", config=filled).stdout == before
    assert json.loads(run("search", "--json", "zpráva", config=filled).stdout)["total"] == 5
    assert found


def test_import_of_nothing_says_what_can_be_imported(filled: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    result = run("import", "--list", LIST, empty, config=filled)
    assert result.exit_code == 75
    assert "name an mbox, an mbox.gz, a Maildir" in result.stderr


def test_demo_makes_an_archive_to_look_at_and_does_it_once(tmp_path: Path) -> None:
    first = run("demo", tmp_path / "sample")
    assert first.exit_code == 0, first.output
    second = run("demo", tmp_path / "sample")
    assert second.stdout.startswith("0 messages added")
    assert run("verify", config=tmp_path / "sample" / "config.toml").exit_code == 0


def test_demo_takes_ones_own_mail_and_finds_its_list(tmp_path: Path) -> None:
    own = write_mbox(
        tmp_path / "own.mbox", [mail(headers={"List-Post": "<mailto:It@Kraj.example>"})]
    )
    plain = write_mbox(tmp_path / "plain.mbox", [mail(message_id="2@x.example")])
    assert run("demo", "--mbox", f"{own},{plain}", tmp_path / "a").exit_code == 0
    (entry,) = answer("stats", "--json", config=tmp_path / "a" / "config.toml")["lists"]
    assert (entry["address"], entry["messages"]) == ("it@kraj.example", 2)
    assert run("demo", "--mbox", str(plain), tmp_path / "b").exit_code == 0
    (entry,) = answer("stats", "--json", config=tmp_path / "b" / "config.toml")["lists"]
    assert entry["address"] == "plain@archive.invalid"
