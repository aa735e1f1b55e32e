# SPDX-License-Identifier: MIT
"""Real servers that tests share, each started once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from mailmanclient import Client

from real import free_port
from real_dovecot import Dovecot
from real_hyperkitty import Hyperkitty
from real_mailman import PASSWORD, Mailman

# Real mail is read only where CORPORA names it.
collect_ignore = [] if os.environ.get("CORPORA") else ["test_pipermail_corpus.py"]


@pytest.fixture(scope="session")
def mailman(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mailman]:
    """Return a Mailman core that has the list; a test may stop and start it."""
    core = Mailman(tmp_path_factory.mktemp("mailman"), free_port())
    core.start()
    try:
        domain = Client(core.url, "restadmin", PASSWORD).create_domain("munet.cz")
        domain.create_list("ismo")
        for address, name in (("jana@munet.cz", "Jana Nováková"), ("petr@munet.cz", "")):
            core.subscribe(address, name)
        core.list().add_owner("sprava@munet.cz", display_name="")
        yield core
    finally:
        core.stop()


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    """Return a Dovecot with one mailbox."""
    # pytest's own folders are closed to the user whom Dovecot reads mail as
    with TemporaryDirectory() as folder:
        server = Dovecot(Path(folder))
        with server.running():
            yield server


@pytest.fixture(scope="session")
def hyperkitty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hyperkitty]:
    """Return a HyperKitty with a public and a private list."""
    server = Hyperkitty(tmp_path_factory.mktemp("hyperkitty"))
    with server.running():
        yield server
