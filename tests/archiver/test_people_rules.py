# SPDX-License-Identifier: MIT
"""Who may be joined: what the config refuses, what is proposed, and what joining adds up to."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.config import Config, load_config
from archiver.errors import ConfigError
from archiver.people import Group, join, resolve, split
from command_line import done, run
from mail import mail

Fill = Callable[[Sequence[bytes]], Config]
WORK, HOME, PETR = "jana@a.example", "mala@b.example", "petr@c.example"
IN_CONFIG = f'[[people]]\nname = "Jana Malá"\naddresses = ["{WORK}", "{HOME}"]\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (IN_CONFIG + IN_CONFIG, f'the address "{WORK}" stands there twice'),
        ('[[people]]\naddresses = ["jana@a.example"]\n', "needs two addresses, or one and a name"),
        ('[[people]]\nname = "Jana"\naddresses = []\n', "needs two addresses, or one and a name"),
        ('[[people]]\nname = "J"\naddresses = ["jana"]\n', '"jana" is not an e-mail address'),
        ('[[people]]\nadresses = ["a@b"]\n', 'did you mean "addresses"?'),
    ],
)
def test_a_mistake_in_the_config_is_named(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigError) as error:
        load_config(path)
    assert said in str(error.value)
    assert "\n" not in str(error.value)


NAMES = [
    f"Ing. Jana Malá <{WORK}>",
    f'"Mala, Jana" <{HOME}>',
    f"Petr Starý <{PETR}>",
    "Petr <petr@d.example>",
    "Petr <petr@e.example>",
    "Obecní úřad <urad@f.example>",
    "Obecní úřad <urad@g.example>",
]


def test_likely_joins_are_proposed_and_nobody_is_joined_by_it(
    archive: Fill, config_path: Path
) -> None:
    archive([mail(message_id=f"{n}@x", body=f"{n}\n", sender=who) for n, who in enumerate(NAMES)])
    assert done(config_path, "people", "suggest", "--json") == [
        {
            "name": "Ing. Jana Malá",
            "addresses": [{"address": WORK, "messages": 1}, {"address": HOME, "messages": 1}],
        }
    ]
    told = run(config_path, "people", "suggest").stdout
    assert f"archiver people join -- {WORK} {HOME}\n" in told
    assert done(config_path, "people", "list", "--json") == []
    done(config_path, "people", "join", WORK, HOME)
    assert done(config_path, "people", "suggest", "--json") == []


def test_no_shell_takes_a_part_of_an_address_for_a_command(
    archive: Fill, config_path: Path
) -> None:
    hostile = ["a;rm$(x)@x", "-rf@x.example", "`id`'&@x.example"]
    senders = [f"Jana Malá <{address}>" for address in hostile]
    archive([mail(message_id=f"{n}@x", body=f"{n}\n", sender=s) for n, s in enumerate(senders)])
    *_, command = run(config_path, "people", "suggest").stdout.splitlines()
    words = shlex.split(command)
    assert words[:4] == ["archiver", "people", "join", "--"]
    assert sorted(words[4:]) == sorted(hostile)
    shown = subprocess.run(
        ["sh", "-c", f"printf '%s\\n' {command}"], capture_output=True, text=True, check=True
    )
    assert shown.stdout.splitlines() == words
    done(config_path, *words[1:])
    (person,) = done(config_path, "people", "list", "--json")
    assert sorted(one["address"] for one in person["addresses"]) == sorted(hostile)


ADDRESSES = st.sampled_from([f"{letter}@x.example" for letter in "abcdef"])
JOINS = st.lists(st.one_of(st.sets(ADDRESSES, min_size=2, max_size=3), ADDRESSES), max_size=12)


@given(JOINS)
def test_whatever_is_joined_and_split_nobody_is_two_people(steps: list[set[str] | str]) -> None:
    groups: tuple[Group, ...] = ()
    for step in steps:
        if isinstance(step, set):
            groups = join(groups, step)
            assert any(step <= group for group in groups)
        elif any(step in group for group in groups):
            groups = split(groups, (), step)
            assert not any(step in group for group in groups)
    joined = [address for group in groups for address in group]
    assert len(joined) == len(set(joined))
    assert all(len(group) > 1 for group in groups)
    assert sorted(joined) == sorted(a for one in resolve((), groups) for a in one.addresses)
