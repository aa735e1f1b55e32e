# SPDX-License-Identifier: MIT
"""One person with several addresses: by config, by command, and everywhere one sees it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from archiver.config import Config, load_config
from archiver.follow import index_dir
from archiver.search import open_search
from archiver.store import Reader, open_reader
from archiver.store.people import open_people
from archives import LIST
from command_line import done, run
from index.engine import open_index
from mail import BEGIN, mail, write_mbox

Fill = Callable[[Sequence[bytes]], Config]
WORK, HOME, PETR = "jana@a.example", "mala@b.example", "petr@c.example"
IN_CONFIG = f'[[people]]\nname = "Jana Malá"\naddresses = ["{WORK}", "{HOME.upper()}"]\n'


def letters() -> list[bytes]:
    """Return a thread: Jana asks from work, answers herself from home, Petr answers."""
    senders = [f"J. Mala <{WORK}>", f"Jana Malá <{HOME.title()}>", f"Petr Starý <{PETR}>"]
    return [
        mail(
            "kotelna" if n == 1 else "Re: kotelna",
            f"Zpráva {n} o kotelně.\n",
            message_id=f"{n}@x",
            references=["1@x"] if n > 1 else (),
            sender=sender,
            date=BEGIN + timedelta(hours=n),
        )
        for n, sender in enumerate(senders, 1)
    ]


@pytest.fixture
def filled(archive: Fill, config_path: Path) -> Path:
    archive(letters())
    return config_path


def write_config(path: Path, *people: str) -> None:
    text = path.read_text("utf-8").partition("[[people]]")[0]
    path.write_text(text + "".join(people), "utf-8")


def found(config: Path, query: str) -> set[str]:
    (answer,) = done(config, "search", "--json", query)
    return {hit["message_id"][0] for hit in answer["hits"]}


def shown(config: Path) -> dict[str, tuple[str, str]]:
    forms = (done(config, "show", "--json", f"{n}@x")[0] for n in (1, 2, 3))
    return {
        form["message_id"][0]: (form["from"]["name"], form["from"]["address"]) for form in forms
    }


def reader(config: Path) -> Reader:
    return open_reader(load_config(config))


def senders(config: Path) -> dict[str, int]:
    (answer,) = done(config, "search", "--json", "kotelna")
    return {value["value"]: value["count"] for value in answer["facets"]["author"]}


JANA = {"1": ("Jana Malá", WORK), "2": ("Jana Malá", HOME.title()), "3": ("Petr Starý", PETR)}


def assert_jana_is_one(config: Path) -> None:
    assert shown(config) == JANA
    assert senders(config) == {"Jana Malá": 2, "Petr Starý": 1}
    for query in (f"od:{WORK}", f"od:{HOME}", 'od:"Jana Malá"', f"from:{HOME}"):
        assert found(config, query) == {"1", "2"}, query
    assert found(config, "od:J.Mala") >= {"1"}
    (thread,) = reader(config).newest_threads(LIST)
    assert (thread.authors, thread.author.name) == (2, "Jana Malá")
    outline = reader(config).thread_outline(thread.id)
    answers = {
        one.author.address: one.answers
        for one in reader(config).contributions([record.key for record in outline])
    }
    assert answers[WORK] == 1
    names = {(one.author.name, one.author.address) for one in reader(config).people()}
    assert names == set(JANA.values())
    assert run(config, "verify").output == ""


def assert_jana_is_two(config: Path) -> None:
    assert shown(config)["1"] == ("J. Mala", WORK)
    assert senders(config) == {"J. Mala": 1, "Jana Malá": 1, "Petr Starý": 1}
    assert found(config, f"od:{WORK}") == {"1"}
    assert reader(config).newest_threads(LIST)[0].authors == 3


def test_where_nobody_changed_nobody_waits_for_a_writer(filled: Path) -> None:
    write_config(filled, IN_CONFIG)
    done(filled, "ingest")
    config = load_config(filled)
    with sqlite3.connect(config.archive.data_dir / "archive.sqlite") as other:
        other.execute("BEGIN IMMEDIATE")
        open_people(config).apply()
    assert_jana_is_one(filled)


def test_who_the_config_joins_is_one_person_from_the_next_ingest_on(filled: Path) -> None:
    assert_jana_is_two(filled)
    write_config(filled, IN_CONFIG)
    done(filled, "ingest")
    assert_jana_is_one(filled)
    write_config(filled)
    done(filled, "ingest")
    assert_jana_is_two(filled)


def test_site_and_search_change_together(filled: Path) -> None:
    write_config(filled, IN_CONFIG)
    assert_jana_is_two(filled)


def test_who_is_joined_by_command_is_one_person_at_once_and_after_every_rebuild(
    filled: Path,
) -> None:
    done(filled, "people", "join", WORK, HOME.upper())
    assert_jana_is_one(filled)
    done(filled, "rebuild")
    assert_jana_is_one(filled)
    done(filled, "people", "split", HOME)
    assert_jana_is_two(filled)


def test_a_site_that_runs_sees_what_is_joined(filled: Path) -> None:
    site = open_search(load_config(filled))
    pages = reader(filled)
    done(filled, "people", "join", WORK, HOME)
    answer = site.run(f"od:{WORK}", lists=[LIST])
    assert {one.message.record.author.name for one in answer.found} == {"Jana Malá"}
    assert pages.newest_threads(LIST)[0].author.name == "Jana Malá"
    people = site.suggest("mala", lists=[LIST]).people
    assert [(one.name, one.messages) for one in people] == [("Jana Malá", 2)]


def test_experience_of_one_person_adds_up(archive: Fill, config_path: Path) -> None:
    archive(
        [
            mail("kotelna", f"Zpráva {n}.\n", message_id=f"{n}@x", sender=f"J{n % 2} <{sender}>")
            for n, sender in enumerate([WORK, HOME] * 3)
        ]
    )
    write_config(config_path, IN_CONFIG)
    done(config_path, "ingest")
    (answer,) = done(config_path, "search", "--json", "--experts", "kotelna")
    assert [(one["name"], one["messages"]) for one in answer["experts"]["people"]] == [
        ("Jana Malá", 6)
    ]


def test_without_a_name_the_newest_one_is_shown(filled: Path) -> None:
    done(filled, "people", "join", WORK, HOME)
    married = mail(
        "Re: kotelna", "Ano.\n", message_id="4@x", sender=f"Jana Nová <{WORK}>",
        date=BEGIN + timedelta(days=400),
    )  # fmt: skip
    write_mbox(filled.parent / "ismo.mbox", [*letters(), married])
    done(filled, "ingest")
    assert {shown(filled)[n][0] for n in "12"} == {"Jana Nová"}
    assert found(filled, 'od:"Jana Nová"') == {"1", "2", "4"}
    assert found(filled, 'od:"Jana Malá"') == {"2"}


def test_the_organisation_is_that_of_the_address_of_each_message(
    archive: Fill, config_path: Path
) -> None:
    archive([mail(message_id="1@x", sender="J <jana@kamenec.example>"), *letters()[1:]])
    done(config_path, "people", "join", "jana@kamenec.example", HOME)
    organisations = [done(config_path, "show", "--json", f"{n}@x")[0] for n in (1, 2)]
    assert [one["organisation"] for one in organisations] == ["Město Kamenec", "b.example"]


def test_the_list_tells_who_joined_whom(filled: Path) -> None:
    write_config(filled, IN_CONFIG)
    done(filled, "people", "join", PETR, WORK)
    assert done(filled, "people", "list", "--json") == [
        {
            "name": "Jana Malá",
            "addresses": [
                {"address": WORK, "joined_by": "config"},
                {"address": HOME, "joined_by": "config"},
                {"address": PETR, "joined_by": "command"},
            ],
        }
    ]
    assert f"Jana Malá\n    {WORK}  config\n" in run(filled, "people", "list").stdout


def test_joining_grows(filled: Path) -> None:
    done(filled, "people", "join", WORK, HOME)
    done(filled, "people", "join", HOME, PETR)
    (person,) = done(filled, "people", "list", "--json")
    assert [one["address"] for one in person["addresses"]] == [WORK, HOME, PETR]
    done(filled, "people", "split", WORK)
    (person,) = done(filled, "people", "list", "--json")
    assert [one["address"] for one in person["addresses"]] == [HOME, PETR]


TWO = (
    f'[[people]]\nname = "Jana Malá"\naddresses = ["{WORK}"]\n'
    f'[[people]]\nname = "Petr Starý"\naddresses = ["{PETR}"]\n'
)


@pytest.mark.parametrize(
    ("people", "arguments", "code", "said"),
    [
        (TWO, ["join", WORK, PETR], 78, "are different people in the config"),
        (IN_CONFIG, ["split", WORK], 78, "is joined by the config; take it out of [[people]]"),
        ("", ["split", WORK], 66, "is not joined with any other address"),
        ("", ["join", WORK, "preklep@a.example"], 66, "no message came from preklep@a.example"),
        ("", ["join", WORK, WORK.upper()], 65, "name two different addresses"),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(
    filled: Path, people: str, arguments: list[str], code: int, said: str
) -> None:
    write_config(filled, people)
    before = run(filled, "people", "list").stdout
    result = run(filled, "people", *arguments)
    assert (result.exit_code, result.stderr.count("\n")) == (code, 1)
    assert said in result.stderr
    assert run(filled, "people", "list").stdout == before


def test_a_config_that_contradicts_the_command_is_told_before_mail_is_read(filled: Path) -> None:
    done(filled, "people", "join", WORK, PETR)
    write_config(filled, TWO)
    write_mbox(filled.parent / "ismo.mbox", [*letters(), mail(message_id="9@x")])
    result = run(filled, "ingest")
    assert result.exit_code == 78
    assert f"run `archiver people split {PETR}`" in result.stderr
    (entry,) = done(filled, "stats", "--json")[0]["lists"]
    assert entry["messages"] == 3
    done(filled, "people", "split", PETR)
    done(filled, "ingest")
    assert shown(filled)["3"] == ("Petr Starý", PETR)


def test_only_the_messages_of_who_changed_are_indexed_anew(filled: Path) -> None:
    def position() -> int:
        engine = open_index(index_dir(load_config(filled)))
        number = engine.position()
        engine.close()
        return number

    before = position()
    done(filled, "people", "join", WORK, HOME)
    assert position() == before + 2
    done(filled, "ingest")
    assert position() == before + 2
