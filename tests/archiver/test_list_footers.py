# SPDX-License-Identifier: MIT
"""Footers that the config names: apart from what people write, from the first message on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from archiver.mail.footers import given_footers, learn_footers
from command_line import done
from mail import mail, write_mbox

FOOTER = "Pravidla: pište věcně.\n\nRok 2011, dotazy spravce@munet.cz\nPřejeme hezký den\n"
LONG = "".join(f"Pravidlo číslo {word}\n" for word in "abcdefghijklmnop")


def ingested(config: Path, footers: Sequence[str], body: str) -> str:
    """Return what the author wrote of a message, in a list with these footers."""
    written = ", ".join(f'"""\n{footer}"""' for footer in footers)
    text = config.read_text("utf-8").replace(
        'name = "ISMO"\n', f'name = "ISMO"\nfooters = [{written}]\n'
    )
    config.write_text(text, "utf-8")
    write_mbox(config.parent / "ismo.mbox", [mail(body=body)])
    done(config, "ingest")
    (form,) = done(config, "show", "--json", "1@kamenec.example")
    assert form["text"] == body
    return str(form["new_text"])


@pytest.mark.parametrize(
    "below", [FOOTER, FOOTER.replace("2011", "2023").replace("spravce@munet.cz", "a@b.cz"), LONG]
)
def test_a_footer_of_the_config_is_no_text_of_the_author(config_path: Path, below: str) -> None:
    assert ingested(config_path, [FOOTER, LONG], f"Dobrý den.\n\n{below}").strip() == "Dobrý den."


def test_without_it_the_same_lines_count_as_written(config_path: Path) -> None:
    assert FOOTER in ingested(config_path, [], f"Dobrý den.\n\n{FOOTER}")


def test_a_part_of_a_footer_is_none(config_path: Path) -> None:
    body = "Dobrý den.\n\nPřejeme hezký den\n"
    assert ingested(config_path, [FOOTER], body) == body


def test_a_blank_footer_is_none(config_path: Path) -> None:
    assert ingested(config_path, ["\n \n"], "Dobrý den.\n") == "Dobrý den.\n"


def test_footers_of_the_config_stand_beside_those_that_are_learnt() -> None:
    learnt = learn_footers(f"Text {n}.\n________________\nwww.x.example\n" for n in range(20))
    both = learnt.plus(given_footers([FOOTER]))
    for footer, height in ((FOOTER, 3), ("________________\nwww.x.example\n", 2)):
        assert both.height(f"Jiný text.\n{footer}".splitlines()) == height
