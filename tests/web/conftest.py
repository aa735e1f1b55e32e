# SPDX-License-Identifier: MIT
from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from msgspec.structs import replace
from web_fixtures import MakeArchive

from archiver.config import ArchiveConfig, Config, ListConfig, MboxSource
from archiver.ingest import ingest
from archiver.store import Reader, open_reader
from web import create_app


def with_access(config: Config, access: str, **archive: object) -> Config:
    return replace(
        config,
        archive=replace(config.archive, **archive),
        lists=tuple(replace(entry, access=access) for entry in config.lists),
    )


@pytest.fixture(scope="session")
def public_config(sample_config: Config) -> Config:
    return with_access(
        sample_config, "public", show_addresses=False, base_url="http://127.0.0.1:8080"
    )


@pytest.fixture(scope="session")
def public_app(public_config: Config) -> Flask:
    return create_app(public_config)


@pytest.fixture
def client(public_app: Flask) -> FlaskClient:
    return public_app.test_client()


@pytest.fixture
def open_client(sample_config: Config) -> FlaskClient:
    """A reader of a public archive that shows addresses."""
    return create_app(with_access(sample_config, "public", show_addresses=True)).test_client()


@pytest.fixture
def stranger(sample_config: Config) -> FlaskClient:
    """Someone who is no member, at an archive for members."""
    return create_app(with_access(sample_config, "members")).test_client()


@pytest.fixture(scope="session")
def reader(sample_config: Config) -> Reader:
    return open_reader(sample_config)


@pytest.fixture(scope="session")
def address(sample_config: Config) -> str:
    return sample_config.lists[0].address


@pytest.fixture(scope="session")
def make_archive(tmp_path_factory: pytest.TempPathFactory) -> MakeArchive:
    """Make an archive of raw messages, by default of one public list."""

    def make(messages: dict[str, list[bytes]], **settings: object) -> Config:
        folder: Path = tmp_path_factory.mktemp("archive")
        lists = []
        for name, raws in messages.items():
            mbox = folder / f"{name}.mbox"
            mbox.write_bytes(b"".join(map(_in_mbox, raws)))
            lists.append(
                ListConfig(name, name.upper(), access="public", sources=(MboxSource(mbox),))
            )
        config = Config(ArchiveConfig(data_dir=folder / "var", **settings), tuple(lists))
        report = ingest(config, config.lists)
        assert not report.errors
        return config

    return make


def _in_mbox(raw: bytes) -> bytes:
    return b"From sender@munet.example Sat Mar 12 10:15:00 2011\n" + raw + b"\n\n"
