# SPDX-License-Identifier: MIT
"""What Mailman 3.3.10 misses in Python 3.13; with an older Python this does nothing.

`nntplib` is gone; Mailman imports it for its gateway to news, which no test runs. Paths can no
longer be entered as contexts; Mailman does so with the folder of its templates.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

if find_spec("nntplib") is None:
    sys.modules["nntplib"] = ModuleType("nntplib")
    sys.modules["nntplib"].NNTPTemporaryError = OSError
if not hasattr(Path, "__enter__"):
    Path.__enter__ = lambda self: self
    Path.__exit__ = lambda *_: None
