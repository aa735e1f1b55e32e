# SPDX-License-Identifier: MIT
"""Permanent paths of the site, HyperKitty's, so that links in old footers work."""

from __future__ import annotations


def message_path(address: str, hash_: str) -> str:
    """Return the path of a message's page."""
    return f"/list/{address}/message/{hash_}/"


def thread_path(address: str, hash_: str) -> str:
    """Return the path of a thread's page, by the hash of any message in it."""
    return f"/list/{address}/thread/{hash_}/"
