# SPDX-License-Identifier: MIT
"""Tests on real mail; they are collected when CORPORA names the folder it lies in."""

import os

collect_ignore_glob = [] if os.environ.get("CORPORA") else ["test_*"]
