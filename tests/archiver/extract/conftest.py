# SPDX-License-Identifier: MIT
"""One child process serves the tests of a module, as it serves many attachments."""

from collections.abc import Iterator

import pytest

from archiver.extract import Extractor


@pytest.fixture(scope="module")
def extractor() -> Iterator[Extractor]:
    with Extractor() as opened:
        yield opened
