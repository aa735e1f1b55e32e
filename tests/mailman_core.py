# SPDX-License-Identifier: MIT
"""A Mailman core as far as its REST API is asked for a roster."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from archives import LIST
from web_server import Asked, Reply, serving


class Core:
    """What Mailman core's REST API tells of the list."""

    def __init__(self) -> None:
        self.policy = "private"
        self.rosters: dict[str, list[tuple[str, str]]] = {
            "member": [("jana@munet.cz", "Jana Nováková"), ("Petr@munet.cz", "")],
            "owner": [("sprava@munet.cz", "")],
            "moderator": [],
        }
        self.statuses: dict[str, int] = {}
        self.bodies: dict[str, bytes] = {}
        self.asked = 0

    def __call__(self, asked: Asked) -> Reply:
        self.asked += 1
        assert asked.headers["Authorization"] == "Basic cmVzdGFkbWluOnRham5l"
        path = asked.path.removeprefix("/3.1/lists/ismo@munet.cz")
        status = self.statuses.get(path, 200)
        if status != 200:
            return Reply(json.dumps({"description": "x"}).encode(), status=status)
        if path in self.bodies:
            return Reply(self.bodies[path])
        return Reply(json.dumps(self._told(path)).encode())

    def _told(self, path: str) -> dict[str, Any]:
        if not path:
            link = "http://localhost:8001/3.1/lists/ismo.munet.cz"
            return {"fqdn_listname": LIST, "self_link": link, "list_id": "ismo.munet.cz"}
        if path == "/config":
            return {
                "display_name": "Ismo",
                "description": "Konference",
                "archive_policy": self.policy,
                "advertised": True,
                "subject_prefix": "[Ismo] ",
                "posting_address": LIST,
            }
        people = self.rosters[path.rpartition("/")[2]]
        entries = [
            {"address": a, "self_link": "x", "email": a, "display_name": name} for a, name in people
        ]
        return {"total_size": len(entries), **({"entries": entries} if entries else {})}


@contextmanager
def mailman(config_path: Path, core: Core) -> Iterator[None]:
    """Serve the core and name it in the config."""
    secret = config_path.parent / "secret"
    secret.write_text("tajne\n")
    secret.chmod(0o600)

    def answer(asked: Asked) -> Reply:
        asked_for = asked.path.replace("/lists/ismo.munet.cz", "/lists/ismo@munet.cz")
        return core(Asked(asked.method, asked_for, asked.query, asked.headers, asked.body))

    with serving(answer) as server:
        _name_mailman(config_path, server)
        yield


def _name_mailman(config_path: Path, server: str) -> None:
    text = config_path.read_text("utf-8").partition("[mailman]")[0]
    section = f'[mailman]\nurl = "{server}/3.1"\nuser = "restadmin"\npassword_file = "secret"\n'
    config_path.write_text(text + section, "utf-8")
