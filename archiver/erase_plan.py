# SPDX-License-Identifier: MIT
"""What an erasure will do, worked out before anything is done."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from archiver.config import Config, ListConfig
from archiver.directory import person_id
from archiver.erasure.attachment import content_digest, without_content, without_files
from archiver.erasure.identity import Identity, surname
from archiver.erasure.own import OwnRuns, Utterance
from archiver.erasure.rewrite import emptied, redact
from archiver.erasure.traces import Traces
from archiver.errors import NotFoundError
from archiver.extract import Extractor
from archiver.mail.attachments import contents
from archiver.mail.message import RawMessage
from archiver.store import Understood, open_auditor, open_authors, open_reader
from archiver.store.erasure import Changed
from archiver.store.moderation import open_moderations
from archiver.store.spoken import Bytes, FileText, Head, Said, Spoken, open_spoken
from archiver.understand import Readings, Understanding

_NOBODY = Traces(Identity(), frozenset())
Rewrite = Callable[[Bytes], bytes]


@dataclass(frozen=True, slots=True)
class Plan:
    """What will go and what will change."""

    action: str
    target: str
    """A hash of what it is about."""
    list_address: str = ""
    gone: tuple[Head, ...] = ()
    changed: tuple[Changed, ...] = ()
    """Raw messages of others."""
    understood: tuple[tuple[int, str, Understood], ...] = ()
    digests: frozenset[bytes] = frozenset()
    """The SHA-256 of all raw messages concerned, as they came."""
    renamed: Mapping[int, str] = field(default_factory=dict)
    addresses: frozenset[str] = frozenset()
    quarantined: frozenset[int] = frozenset()
    files: int = 0
    """Attachments that go while their messages stay."""
    untouched: tuple[FileText, ...] = ()
    """Attachments of others that tell of them and stay."""

    def counts(self) -> dict[str, int]:
        """Return how much of what."""
        return {
            "messages": len(self.gone),
            "attachments": self.files + sum(head.attachments for head in self.gone),
            "messages changed": len({one.key for one in self.changed}),
            "ids renamed": len(self.renamed),
            "quarantined": len(self.quarantined),
            "attachments left": len(self.untouched),
        }


def keys_of(config: Config, address: str, hash_: str, *, whole_thread: bool) -> frozenset[int]:
    """Return the key of a message, hidden or not, or those of its thread; NotFoundError."""
    known = config.list(address).address
    target = open_moderations(config).target(known, hash_)
    if target is None:
        raise NotFoundError(f"{address} has no message {hash_}")
    keys = frozenset(() if target.erased else {target.key})
    if whole_thread:
        outline = open_reader(config).thread_outline(target.root, tombstones=True)
        keys = frozenset(record.key for record in outline if not record.erased)
    if not keys:
        raise NotFoundError(f"{hash_} was erased before")
    return keys


def plan_messages(config: Config, action: str, target: str, wanted: Collection[int]) -> Plan:
    """Plan to erase messages by key, with what their threads quote of them."""
    spoken = open_spoken(config)
    keys = frozenset(wanted)
    gone = tuple(head for head in spoken.heads() if head.key in keys)
    authors = {head.key: head.author.address.lower() for head in gone}
    own = OwnRuns(_utterance(one) for one in spoken.said() if one.key in keys)
    mine = frozenset(authors.values())
    for said in spoken.said():
        if said.key not in keys:
            same = said.author.address.lower() in mine
            (own.leave_out_all if same else own.leave_out)(_utterance(said))
    traces = Traces(Identity(), own.all())
    threads = {head.thread for head in gone}
    plan = Plan(action, target, gone[0].list_address if gone else "", gone)
    return _with_changes(config, plan, spoken.raws(threads), lambda raw: redact(raw.data, traces))


def plan_person(config: Config, given: str, names: Collection[str] = ()) -> Plan:
    """Plan to erase everything of whoever has an address: what they wrote, quotes, mentions."""
    spoken = open_spoken(config)
    heads = list(spoken.heads())
    identity = identity_of(config, given, heads, names)
    addresses = identity.addresses
    gone = tuple(head for head in heads if head.author.address.lower() in addresses)
    traces_of = _traces(spoken, heads, gone, identity)
    target = person_id(open_authors(config).key(), given)
    plan = Plan("erase person", target, "", gone, addresses=addresses)
    plan = replace(
        plan,
        renamed=dict(_renamed(spoken, identity)),
        quarantined=frozenset(_held(spoken, identity)),
    )
    plan = _with_changes(
        config, plan, spoken.raws(), lambda raw: redact(raw.data, traces_of(raw.thread)), identity
    )
    if not (plan.gone or plan.changed or plan.renamed or plan.quarantined):
        raise NotFoundError(f"nothing in the archive tells of {given}")
    return replace(plan, untouched=tuple(_telling(spoken, plan, traces_of(0))))


def plan_attachment(config: Config, address: str, hash_: str, number: int) -> Plan:
    """Plan to erase an attachment, wherever the same octets are attached."""
    reader = open_reader(config)
    record = reader.record(config.list(address).address, hash_)
    files = {file.number: file for file in record.attachments} if record else {}
    if record is None or number not in files:
        raise NotFoundError(f"{address} has no message {hash_} with an attachment {number}")
    part = files[number].part
    octets = contents(reader.raw(record.key), frozenset({part}))[part].octets
    digest = content_digest(octets)
    plan = Plan("erase attachment", hash_, record.list_address)
    plan = _with_changes(
        config, plan, open_spoken(config).raws(), lambda raw: without_content(raw.data, digest)
    )
    return replace(plan, files=len(plan.understood))


def plan_attachments_of(config: Config, keys: Collection[int]) -> Plan:
    """Plan to erase all attachments of some messages."""

    def rewrite(raw: Bytes) -> bytes:
        return without_files(raw.data) if raw.key in keys else raw.data

    plan = Plan("retain attachments", "")
    plan = _with_changes(config, plan, open_spoken(config).raws(), rewrite)
    return replace(plan, files=sum(len(one.message.attachments) for _, _, one in plan.understood))


def identity_of(
    config: Config, given: str, heads: Iterable[Head], names: Collection[str] = ()
) -> Identity:
    """Return whoever has an address, with their other addresses and the names they wrote under."""
    addresses = open_spoken(config).addresses_of(given.lower()) | _configured(config, given)
    written = {head.author.name for head in heads if head.author.address.lower() in addresses}
    configured = {
        person.name
        for person in config.people
        if any(address.lower() in addresses for address in person.addresses)
    }
    return Identity(addresses, frozenset(written | configured | set(names)) - {""})


def _utterance(said: Said) -> Utterance:
    return Utterance(said.thread, said.date, said.segments)


def _configured(config: Config, given: str) -> frozenset[str]:
    """Return the addresses that the config gives to whoever has one of them."""
    for person in config.people:
        known = frozenset(map(str.lower, person.addresses))
        if given.lower() in known:
            return known
    return frozenset()


def _traces(
    spoken: Spoken, heads: Sequence[Head], gone: Sequence[Head], identity: Identity
) -> Callable[[int], Traces]:
    """Return what tells what to look for in a thread: where they wrote, their surname too."""
    keys = {head.key for head in gone}
    threads = {head.thread for head in gone}
    own = OwnRuns(_utterance(one) for one in spoken.said() if one.key in keys)
    for said in spoken.said():
        if said.key not in keys:
            own.leave_out(_utterance(said))
    others = {surname(head.author.name) for head in heads if head.key not in keys}
    surnames = frozenset(map(surname, identity.names)) - others - {""}
    anywhere = Traces(identity, own.all())
    inside = Traces(replace(identity, surnames=surnames), anywhere.said)
    return lambda thread: inside if thread in threads else anywhere


def _renamed(spoken: Spoken, identity: Identity) -> Iterator[tuple[int, str]]:
    for node, name in spoken.ids():
        if name.startswith(" "):
            if identity.is_in(name):
                yield node, f" erased:{node}"
        elif identity.id_without(name) != name:
            yield node, identity.id_without(name)


def _held(spoken: Spoken, identity: Identity) -> Iterator[int]:
    """Yield what is in quarantine and tells of somebody, in whichever encoding."""
    for number, data in spoken.quarantined():
        if any(identity.is_in(data.decode(name, "replace")) for name in ("utf-8", "cp1250")):
            yield number


def _telling(spoken: Spoken, plan: Plan, traces: Traces) -> Iterator[FileText]:
    """Yield the attachments that will tell of somebody still: they are not taken apart."""
    again = {key: one.message.attachments for key, _, one in plan.understood}
    anew = again.keys() | {head.key for head in plan.gone}
    left = (
        FileText(key, number, file.name, file.text)
        for key, files in again.items()
        for number, file in enumerate(files, 1)
    )
    stored = (file for file in spoken.file_texts() if file.key not in anew)
    for file in (*stored, *left):
        if traces.are_in(f"{file.name}\n{file.text}"):
            yield file


def _with_changes(
    config: Config,
    plan: Plan,
    raws: Iterable[Bytes],
    rewrite: Rewrite,
    identity: Identity = _NOBODY.identity,
) -> Plan:
    """Return the plan with what becomes of the raw messages that stay."""
    keys = {head.key for head in plan.gone}
    digests: set[bytes] = set()
    changed: list[Changed] = []
    understood: list[tuple[int, str, Understood]] = []
    readings = _Readings(config)
    with readings.extractor:
        for raw in raws:
            data = raw.data if raw.key in keys else rewrite(raw)
            if raw.key in keys or data != raw.data:
                digests.add(raw.digest)
            if data == raw.data:
                continue
            if raw.primary:
                one = readings.of(raw, data, identity.id_without(raw.message_id))
                data = one.raw.data
                understood.append((raw.key, raw.list_address, one))
            changed.append(Changed(raw.id, raw.key, raw.primary, data))
    return replace(
        plan,
        changed=tuple(changed),
        understood=tuple(understood),
        digests=frozenset(digests),
    )


class _Readings:
    """Understands changed messages as their lists are read."""

    def __init__(self, config: Config) -> None:
        self._lists = {entry.address: entry for entry in config.lists}
        self.extractor = Extractor()
        self._readings = Readings(open_auditor(config), self.extractor)

    def of(self, raw: Bytes, data: bytes, message_id: str) -> Understood:
        """Return what a changed message says; its Message-ID stays."""
        entry = self._lists.get(raw.list_address, ListConfig(raw.list_address))
        reading = self._readings.of(entry, ())
        for form in (data, emptied(data, _NOBODY)):
            found = _understood(reading, raw, form, message_id)
            if found:
                return found
        raise AssertionError("an emptied message can be read")


def _understood(
    reading: Understanding, raw: Bytes, data: bytes, message_id: str
) -> Understood | None:
    # The source's date of delivery was used at the first reading; it is kept as the date.
    moment = datetime.fromtimestamp(raw.date, UTC)
    found = reading.of(RawMessage(data, "store", str(raw.key), moment))
    if isinstance(found, Understood) and found.message.message_id != message_id:
        # An id made of the bytes would be another one now.
        named = b"Message-ID: <%b>\n" % message_id.encode("utf-8", "surrogateescape")
        found = reading.of(RawMessage(named + data, "store", str(raw.key), moment))
    return found if isinstance(found, Understood) else None
