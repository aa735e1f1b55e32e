# SPDX-License-Identifier: MIT
"""An archive of Mailman 2 on a web server: every month arrives, later what is new."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest

from archiver.config import load_config
from archiver.ingest import ingest
from archiver.mail.message import message_id_hash
from archiver.store import open_reader
from archiver.verify import verify
from mail import BEGIN, mail, write_mbox
from pipermail_tree import plant, served

pytestmark = pytest.mark.servers

LIST = "ismo@munet.cz"


def messages(count: int) -> list[bytes]:
    return [
        mail(
            sender="jan.novak at kamenec.example (Jan Novak)",
            message_id=f"{number}@kamenec.example",
            date=BEGIN + timedelta(days=20 * number),
            body="Zpráva.\nURL: <http://lists.munet.cz/pipermail/ismo/attachments/a.pdf>\n",
        )
        for number in range(count)
    ]


def test_every_month_arrives_and_later_what_is_new(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    tree.mkdir()
    box = write_mbox(tmp_path / "all.mbox", messages(30))
    plant(tree, box.read_bytes())
    with served(tree) as url:
        path = tmp_path / "config.toml"
        path.write_text(
            f'[[lists]]\naddress = "{LIST}"\n[[lists.sources]]\ntype = "pipermail"\nurl = "{url}"\n'
        )
        config = load_config(path)
        assert ingest(config, config.lists).added == 30
        assert ingest(config, config.lists).read == 0
        plant(tree, write_mbox(box, messages(32)).read_bytes())
        newest = max(tree.glob("*.txt"), key=lambda path: path.stat().st_mtime_ns)
        os.utime(newest, (2e9, 2e9))
        assert ingest(config, config.lists).added == 2
        assert [finding.text for finding in verify(config)] == []
    message = open_reader(config).message(LIST, message_id_hash("7@kamenec.example"))
    assert message
    assert message.record.author.address == "jan.novak@kamenec.example"
    assert "<http://lists.munet.cz/pipermail/ismo/attachments/a.pdf>" in message.text
