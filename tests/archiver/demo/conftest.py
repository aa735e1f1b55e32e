# SPDX-License-Identifier: MIT
"""The sample conference, written once for all its tests."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from demo_mail import Raw

from archiver.demo import write_mbox

BEGIN = re.compile(rb"^(?=From ismo-bounces@munet\.example )", re.MULTILINE)


@pytest.fixture(scope="session")
def mbox(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("demo") / "ismo.mbox"
    write_mbox(path)
    return path.read_bytes()


@pytest.fixture(scope="session")
def raws(mbox: bytes) -> Raw:
    return [
        re.sub(rb"^>(>*From )", rb"\1", block.partition(b"\n")[2][:-1], flags=re.MULTILINE)
        for block in BEGIN.split(mbox)[1:]
    ]


@pytest.fixture(scope="session")
def messages(raws: Raw) -> list[EmailMessage]:
    return [message_from_bytes(raw, policy=policy.default) for raw in raws]
