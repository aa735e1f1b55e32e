# SPDX-License-Identifier: MIT
"""An archive of the messages behind docs/behaviour.md, filled and asked by the commands."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from behaviour_mail import CASES, CHAIN_LIST, LIST, LOOSE_LIST, chain, plain, write_mboxrd
from click.testing import CliRunner, Result
from flask.testing import FlaskClient

from archiver.cli import main
from archiver.config import load_config
from web import create_app

Run = Callable[..., Result]
Show = Callable[[str], dict[str, Any]]
Find = Callable[[str], dict[str, Any]]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the archive and of the mbox files that went in."""
    folder = tmp_path_factory.mktemp("behaviour")
    (folder / "config.toml").write_text(
        '[archive]\ndata_dir = "data"\nshow_addresses = true\n'
        f'[[lists]]\naddress = "{LIST}"\nname = "ISMO"\naccess = "public"\n'
        f'[[lists]]\naddress = "{CHAIN_LIST}"\nname = "Retez"\naccess = "public"\n'
        f'[[lists]]\naddress = "{LOOSE_LIST}"\nname = "Volne"\naccess = "public"\n'
        '[[topics]]\nname = "Sítě"\nquery = "firewall"\n',
        "utf-8",
    )
    write_mboxrd(folder / "cases.mbox", list(CASES.values()))
    write_mboxrd(folder / "chain.mbox", chain())
    (folder / "loose.eml").write_bytes(plain("loose", "Bez data"))
    return folder


@pytest.fixture(scope="session")
def run(folder: Path) -> Run:
    """Return what runs a command on the archive that holds all cases."""

    def call(*arguments: str | Path) -> Result:
        return CliRunner().invoke(main, ["-c", str(folder / "config.toml"), *map(str, arguments)])

    for address, name in (
        (LIST, "cases.mbox"),
        (CHAIN_LIST, "chain.mbox"),
        (LOOSE_LIST, "loose.eml"),
    ):
        result = call("import", "--list", address, folder / name)
        assert result.exit_code == 0, result.output
    return call


@pytest.fixture(scope="session")
def show(run: Run) -> Show:
    """Return what ``show`` says of the message of a case."""

    def answer(name: str) -> dict[str, Any]:
        result = run("show", "--list", LIST, "--json", f"{name}@x")
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)

    return answer


@pytest.fixture(scope="session")
def find(run: Run) -> Find:
    """Return what ``search`` answers."""

    def answer(query: str) -> dict[str, Any]:
        result = run("search", "--list", LIST, "--limit", "100", "--json", "--", query)
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)

    return answer


@pytest.fixture(scope="session")
def found(find: Find) -> Callable[[str], set[str]]:
    """Return the names of the cases that a search finds."""
    return lambda query: {hit["message_id"].removesuffix("@x") for hit in find(query)["hits"]}


@pytest.fixture(scope="session")
def places(run: Run) -> dict[str, dict[str, Any]]:
    """Return what ``threads`` says of each message, by the name of its case."""
    lines = run("threads", "--list", LIST, "--json").stdout.splitlines()
    forms = [json.loads(line) for line in lines]
    return {form["message_id"].removesuffix("@x"): form for form in forms}


@pytest.fixture(scope="session")
def site(run: Run, folder: Path) -> FlaskClient:
    """Return a reader of the site, in Czech."""
    assert run("stats").exit_code == 0
    client = create_app(load_config(folder / "config.toml")).test_client()
    client.set_cookie("lang", "cs", domain="localhost")
    return client
