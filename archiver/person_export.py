# SPDX-License-Identifier: MIT
"""What the archive has of somebody, to be handed to them (GDPR, article 15)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from archiver.config import Config
from archiver.erase_plan import identity_of
from archiver.errors import NotFoundError
from archiver.export import entry
from archiver.links import message_path
from archiver.store.audit import StoredRaw
from archiver.store.build import hash_text
from archiver.store.members import open_members
from archiver.store.spoken import Head, open_spoken

Form = dict[str, object]


def export_person(config: Config, address: str, path: Path) -> None:
    """Write a zip of their messages as an mboxrd, and of what else is known as JSON.

    NotFoundError when there is nothing of them.
    """
    spoken = open_spoken(config)
    heads = {head.key: head for head in spoken.heads()}
    identity = identity_of(config, address, heads.values())
    own = [head for head in heads.values() if head.author.address.lower() in identity.addresses]
    keys = {head.key for head in own}
    mentions = [
        heads[said.key]
        for said in spoken.said()
        if said.key not in keys and identity.is_in("".join(part.text for part in said.segments))
    ]
    memberships = list(_memberships(config, identity.addresses))
    if not (own or mentions or memberships):
        raise NotFoundError(f"nothing in the archive tells of {address}")
    form = {
        "addresses": sorted(identity.addresses),
        "names": sorted(identity.names),
        "subscribed": memberships,
        "messages": [_message(config, head) for head in own],
        "mentioned_in": [_message(config, head) for head in mentions],
    }
    with ZipFile(path, "w", ZIP_DEFLATED) as file:
        file.writestr("about.json", json.dumps(form, ensure_ascii=False, indent=1))
        with file.open("messages.mbox", "w", force_zip64=True) as mbox:
            for raw in spoken.raws({head.thread for head in own}):
                if raw.key in keys:
                    moment = datetime.fromtimestamp(raw.date, UTC)
                    mbox.write(entry(StoredRaw(raw.key, raw.primary, moment, raw.data)))


def _memberships(config: Config, addresses: frozenset[str]) -> Iterator[Form]:
    members = open_members(config)
    for listed in config.lists:
        roster = members.roster(listed.address)
        for member in roster.members if roster else ():
            if member.address.lower() in addresses:
                yield {
                    "list": listed.address,
                    "role": member.role.value,
                    "address": member.address,
                    "name": member.name,
                }


def _message(config: Config, head: Head) -> Form:
    path = message_path(head.list_address, hash_text(head.hash))
    return {
        "list": head.list_address,
        "date": datetime.fromtimestamp(head.date, UTC).isoformat(),
        "from": head.author.address,
        "subject": head.subject,
        "url": config.archive.base_url + path,
    }
