# SPDX-License-Identifier: MIT
from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from web_html import read


@pytest.mark.parametrize("language", ["cs", "en"])
@pytest.mark.parametrize("url", ["/help/search", "/search"])
def test_every_example_finds_something_in_the_sample(
    client: FlaskClient, url: str, language: str
) -> None:
    page = read(client.get(f"{url}?lang={language}").text)
    examples = [link for link in page.links if link.startswith("/search?q=")]
    assert len(examples) >= 9
    for link in examples:
        found = read(client.get(f"{link}&lang={language}").text)
        assert [hit for hit in found.links if "#m-" in hit], link
        notes = found.all("p", **{"class": "note"})
        assert not notes or "zálohovat" in found.text, link


def test_help_is_open_to_everybody(stranger: FlaskClient) -> None:
    assert stranger.get("/help/search").status_code == 200


@pytest.mark.parametrize("language", ["cs", "en"])
def test_help_names_every_kind_of_condition(client: FlaskClient, language: str) -> None:
    text = read(client.get(f"/help/search?lang={language}").text).text
    names = {
        "cs": "od predmet organizace rok pred po priloha v tema citace",
        "en": "from subject org year before after attachment in topic quoted",
    }
    for name in names[language].split():
        assert f"{name}:" in text
