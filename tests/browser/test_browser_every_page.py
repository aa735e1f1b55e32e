# SPDX-License-Identifier: MIT
"""The pages that browsers look at are all that the site has."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from browser_pages import Server
from flask import template_rendered
from jinja2 import Template
from staff_site import HASHES
from staff_visits import Staff, answers
from werkzeug.routing import Rule

import web
from archiver.config import Config
from archiver.directory import person_id
from archiver.store import open_authors
from closed_lists import CLUB, OWNER, signed_in

pytestmark = pytest.mark.browser

TEMPLATES = Path(web.__file__).parent / "templates"
OF_PROGRAMS = frozenset({"original.original"})
"""HTML that is no page: what stands in the frame of one."""


@contextmanager
def rendered() -> Iterator[set[str]]:
    """Gather the templates that any site uses."""
    names: set[str] = set()

    def note(_: object, template: Template, **_context: object) -> None:
        names.add(template.name or "")

    with template_rendered.connected_to(note):
        yield names


@pytest.fixture(scope="module")
def looked_at(
    server: Server, odd_server: Server, several_server: Server, staff: Staff
) -> tuple[set[str], set[str]]:
    """The endpoints and the templates that the lists of pages lead to."""
    adapter = staff.app.url_map.bind("localhost")
    with rendered() as templates:
        for site in (server, odd_server, several_server):
            for name in site.paths:
                _ask(site.url(name))
        visits = [visit for visit, _ in answers(staff)]
    paths = [path for site in (server, odd_server, several_server) for path in site.paths.values()]
    paths += [visit.path for visit in visits]
    found = [path.partition("?")[0] for path in paths]
    return {adapter.match(path)[0] for path in found if adapter.test(path)}, templates


def test_every_route_that_shows_a_page_is_looked_at(
    looked_at: tuple[set[str], set[str]], staff: Staff
) -> None:
    client, config = signed_in(staff.app, OWNER), staff.app.extensions["archive"].config
    assert isinstance(config, Config)
    for rule in staff.app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.endpoint not in looked_at[0] | OF_PROGRAMS:
            answer = client.get(_path(rule, config, staff))
            assert (answer.status_code, answer.mimetype) != (200, "text/html"), rule.rule
            answer.close()


def test_every_template_of_a_page_is_looked_at(looked_at: tuple[set[str], set[str]]) -> None:
    pages = {
        path.name
        for path in TEMPLATES.glob("*.html")
        if path.read_text("utf-8").startswith("{% extends")
    }
    assert len(pages) > 20
    assert pages <= looked_at[1]


def _ask(url: str) -> None:
    try:
        with urlopen(url) as answer:
            answer.read()
    except HTTPError as error:
        error.close()


def _path(rule: Rule, config: Config, staff: Staff) -> str:
    values = {
        "address": CLUB, "hash_": HASHES["formatted"], "year": 2011, "month": 3, "day": 12,
        "number": 1, "name": "club", "file": "x.mbox.gz", "filename": "style.css",
        "person": person_id(open_authors(config).key(), OWNER), "domain": "kamenec.example",
        "slug": "dotace", "token": "x" * 43, "rest": "2011-March/000000.html",
    }  # fmt: skip
    with staff.app.test_request_context():
        return staff.app.url_for(rule.endpoint, **{name: values[name] for name in rule.arguments})
