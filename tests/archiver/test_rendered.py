# SPDX-License-Identifier: MIT
"""The file of rendered texts: bounded, and empty once something was erased."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from archiver.config import Config
from archiver.errors import StoreError
from archiver.store.rendered import FILE_NAME, LARGEST, RenderedTexts, open_rendered
from command_line import run
from erasure_mail import ADDRESS, conversation

Fill = Callable[[Sequence[bytes]], Config]
ERASE = ("erase", "person", ADDRESS, "--yes", "--reason", "a reason")
NAMES = [b"a", b"b", b"c"]


@pytest.fixture
def config(archive: Fill) -> Config:
    return archive(conversation())


@pytest.fixture
def texts(config: Config) -> RenderedTexts:
    made = open_rendered(config)
    made.make()
    return made


def test_texts_are_found_by_name_by_whoever_opens_the_file(
    config: Config, texts: RenderedTexts
) -> None:
    texts.keep(texts.find(NAMES).edition, {b"a": b"first", b"b": "druhý".encode()})
    assert open_rendered(config).find(NAMES).texts == {b"a": b"first", b"b": "druhý".encode()}


def test_erasing_empties_the_file_and_what_was_made_before_is_not_taken(
    config_path: Path, texts: RenderedTexts
) -> None:
    before = texts.find(NAMES).edition
    texts.keep(before, {b"a": b"first"})
    assert run(config_path, *ERASE).exit_code == 0
    assert texts.find(NAMES).texts == {}
    texts.keep(before, {b"b": b"made of what was erased"})
    assert texts.find(NAMES).texts == {}
    texts.keep(texts.find(NAMES).edition, {b"c": b"made after it"})
    assert texts.find(NAMES).texts == {b"c": b"made after it"}


def test_nothing_of_an_erased_text_is_left_in_the_file(
    config: Config, config_path: Path, texts: RenderedTexts
) -> None:
    name = b"name of what is erased"
    texts.keep(texts.find([name]).edition, {name: b"x"})
    files = [config.archive.data_dir / f"{FILE_NAME}{end}" for end in ("", "-wal")]
    assert any(name in path.read_bytes() for path in files if path.exists())
    assert run(config_path, *ERASE).exit_code == 0
    assert not any(name in path.read_bytes() for path in files if path.exists())


def test_the_oldest_texts_go_when_there_are_too_many(texts: RenderedTexts) -> None:
    edition = texts.find(NAMES).edition
    texts.keep(edition, {b"a": b"first"})
    texts.keep(edition, {str(number).encode(): b"x" for number in range(29_999)})
    assert texts.find(NAMES).texts == {b"a": b"first"}
    texts.keep(edition, {b"b": b"one more"})
    assert texts.find(NAMES).texts == {b"b": b"one more"}


def test_a_text_that_is_too_long_is_not_kept(texts: RenderedTexts) -> None:
    edition = texts.find(NAMES).edition
    texts.keep(edition, {b"a": b"x" * LARGEST, b"b": b"x" * (LARGEST + 1)})
    assert texts.find(NAMES).texts.keys() == {b"a"}


def test_file_that_cannot_be_made_is_told(config: Config) -> None:
    (config.archive.data_dir / FILE_NAME).mkdir()
    with pytest.raises(StoreError, match=FILE_NAME):
        open_rendered(config).make()
