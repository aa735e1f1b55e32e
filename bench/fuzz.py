# SPDX-License-Identifier: MIT
"""Ask a site 5,000 random and 300 hostile queries; nothing may fail, take long or fill memory.

    python bench/fuzz.py CONFIG

CONFIG is the config of an archive with public lists; the site runs in this process.
"""

from __future__ import annotations

import resource
import statistics
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from flask.testing import FlaskClient
from typed import fuzzed, hostile

from archiver.config import load_config
from web import create_app

MOST_CPU = 1.0
"""Seconds that a query may take."""


def main(config: Path) -> int:
    """Ask all; return how many queries failed or took too long."""
    client = create_app(load_config(config)).test_client()
    client.get("/search", query_string={"q": "smlouva"})
    before = _memory()
    wrong = _asked(client, "random", fuzzed(5000)) + _asked(client, "hostile", hostile(300))
    print(f"peak memory {before:.0f} MB before, {_memory():.0f} MB after")
    return wrong


def _asked(client: FlaskClient, kind: str, queries: Iterable[str]) -> int:
    spent = []
    wrong = 0
    for text in queries:
        start = time.process_time()
        query = text.encode("utf-8", "surrogatepass")
        status = client.get("/search", query_string={"q": query}).status_code
        spent.append(time.process_time() - start)
        if status >= 500 or spent[-1] > MOST_CPU:
            wrong += 1
            print(f"  {status} after {spent[-1]:.2f} s: {text[:100]!a}")
    spent.sort()
    print(
        f"{kind}: {len(spent)} queries, {wrong} wrong, p50 {statistics.median(spent) * 1000:.0f} ms"
        f", p95 {spent[int(len(spent) * 0.95)] * 1000:.0f} ms, most {spent[-1] * 1000:.0f} ms"
    )
    return wrong


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(bool(main(Path(sys.argv[1]))))
