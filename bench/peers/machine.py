# SPDX-License-Identifier: MIT
"""What the figures were measured on, and how fast it is."""

from __future__ import annotations

import os
import platform
import re
import time
import zlib
from datetime import UTC, datetime
from pathlib import Path

PASSES = 7


def described() -> str:
    """Return processor, cores, memory, versions of the programs and the day, in a line."""
    model = _after("model name", Path("/proc/cpuinfo")) or platform.machine()
    memory = int(_after("MemTotal", Path("/proc/meminfo")).split()[0]) / 1e6
    return (
        f"{model}, {os.cpu_count()} cores, {memory:.0f} GB; Linux {platform.release()}, "
        f"Python {platform.python_version()}; {datetime.now(UTC):%Y-%m-%d}"
    )


def _after(name: str, path: Path) -> str:
    found = re.search(rf"^{name}\s*:\s*(.*)$", path.read_text("utf-8"), re.MULTILINE)
    return found[1].strip() if found else ""


def calibration() -> float:
    """Return the CPU seconds of a fixed piece of work such as the archive does: Python and zlib."""
    return min(_spent() for _ in range(PASSES))


def _spent() -> float:
    start = time.process_time()
    text = " ".join(f"slovo{number * 7919 % 5003} a dalsi" for number in range(40_000))
    counts: dict[str, int] = {}
    for word in re.findall(r"\w+", text):
        counts[word] = counts.get(word, 0) + 1
    sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    zlib.compress(text.encode("ascii"), 6)
    return time.process_time() - start
