# SPDX-License-Identifier: MIT
"""Archives that tests share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from archiver.config import Config, load_config
from archiver.ingest import ingest
from archiver.sample import write_sample
from archives import LIST
from mail import write_mbox

# How long an example takes says something of the machine, nothing of the promise.
settings.register_profile("steady", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")


@pytest.fixture(scope="session")
def sample_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the config of an archive that holds the sample conference; for reading only."""
    path = write_sample(tmp_path_factory.mktemp("sample"), [])
    config = load_config(path)
    report = ingest(config, config.lists)
    assert report.errors == ()
    return path


@pytest.fixture(scope="session")
def sample_config(sample_path: Path) -> Config:
    """Return the config of the sample archive, loaded."""
    return load_config(sample_path)


@pytest.fixture
def config_path(tmp_path: Path) -> Path:
    """Return the config of an empty archive with one list, fed by ``ismo.mbox`` beside it."""
    path = tmp_path / "config.toml"
    path.write_text(
        f'[archive]\ndata_dir = "data"\n[[lists]]\naddress = "{LIST}"\nname = "ISMO"\n'
        'access = "public"\n[[lists.sources]]\ntype = "mbox"\npath = "ismo.mbox"\n'
        '[organisations]\n"kamenec.example" = "Město Kamenec"\n',
        "utf-8",
    )
    return path


@pytest.fixture
def archive(config_path: Path) -> Callable[[Sequence[bytes]], Config]:
    """Return a function that ingests messages into the empty archive and gives its config."""

    def fill(messages: Sequence[bytes]) -> Config:
        write_mbox(config_path.parent / "ismo.mbox", messages)
        config = load_config(config_path)
        ingest(config, config.lists)
        return config

    return fill
