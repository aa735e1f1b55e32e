# SPDX-License-Identifier: MIT
from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

import web

FOLDER = Path(web.__file__).parent
TRANSLATION = FOLDER / "translations/cs/LC_MESSAGES/messages.po"
PLACEHOLDER = re.compile(r"%\((\w+)\)s")
METHODS = [("templates/**.html", "jinja2"), ("**.py", "python")]
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2)}


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    with TRANSLATION.open("rb") as file:
        return read_po(file, locale="cs", abort_invalid=True)


@pytest.fixture(scope="module")
def used() -> set[str]:
    options = {"templates/**.html": {"silent": "false"}}
    found = extract_from_dir(FOLDER, method_map=METHODS, keywords=KEYWORDS, options_map=options)
    return {message if isinstance(message, str) else message[0] for _, _, message, _, _ in found}


def test_every_text_of_the_site_is_translated(catalog: Catalog, used: set[str]) -> None:
    assert used - {message.id if isinstance(message.id, str) else message.id[0]
                   for message in catalog} == set()  # fmt: skip


def test_no_translation_is_left_over(catalog: Catalog, used: set[str]) -> None:
    ids = {m.id if isinstance(m.id, str) else m.id[0] for m in catalog if m.id}
    assert ids - used == set()
    assert not catalog.obsolete


def test_no_translation_is_missing_or_doubtful(catalog: Catalog) -> None:
    for message in catalog:
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(texts), message.id
        assert not message.fuzzy or not message.id, message.id


def test_numbers_have_all_three_czech_forms(catalog: Catalog) -> None:
    for message in catalog:
        if message.pluralizable:
            assert len(set(message.string)) == 3, message.id


def test_translations_keep_the_places_for_values(catalog: Catalog) -> None:
    for message in catalog:
        if message.id:
            ids = message.id if isinstance(message.id, tuple) else (message.id,)
            texts = message.string if isinstance(message.string, tuple) else (message.string,)
            wanted = {name for text in ids for name in PLACEHOLDER.findall(text)}
            for text in texts:
                assert set(PLACEHOLDER.findall(text)) == wanted, message.id


def test_compiled_translation_is_the_one_that_is_read(catalog: Catalog) -> None:
    compiled = BytesIO()
    write_mo(compiled, catalog)
    assert TRANSLATION.with_suffix(".mo").read_bytes() == compiled.getvalue()
