# SPDX-License-Identifier: MIT
"""Pages of owners and moderators: decide on a message, see what was decided, take it back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from flask import Blueprint, Flask, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from archiver import moderation
from archiver.config import Config
from archiver.errors import ArchiveError, TemporaryError
from archiver.mail.message import Author, message_id_hash
from archiver.moderation import Doing
from archiver.store.moderation import Moderation
from archiver.store.records import MessageRecord
from archiver.store.rulings import Kind
from web.access import address_mask, readable_list, refuse, require_role
from web.current import current
from web.deciding import STAFF, asked_doing, busy, doing, moderates, owns
from web.erased import missing
from web.language import gettext
from web.links import message_link
from web.paging import paging
from web.render import Form, render_body
from web.visitor import visitor

DECISIONS_A_PAGE = 50
# In the address of a message, or of its place in a thread; or by itself.
_HASH = re.compile(r"(?:.*/message/|.*#m-|)([A-Z2-7]{32})(?:/.*)?")

blueprint = Blueprint("moderation", __name__)
Deed = Callable[[Config, str, str, Doing], int]


def init_app(app: Flask) -> None:
    """Give the templates these functions."""
    app.jinja_env.globals.update(
        asks=asks, decision_name=decision_name, moderates=moderates, owns=owns
    )


def asks(record: MessageRecord) -> bool:
    """Tell whether the message answers what the reader asked, so that they may say it helped."""
    own = visitor().standing.addresses
    if not own or record.key == record.thread_id:
        return False
    root = current().reader.records([record.thread_id], file_texts=False).get(record.thread_id)
    return root is not None and root.author.address.lower() in own


def decision_name(kind: Kind) -> str:
    """Return what a kind of decision is called."""
    words: Mapping[Kind, str] = {
        Kind.HIDE: gettext("Hidden"),
        Kind.SPLIT: gettext("Split off as a thread of its own"),
        Kind.JOIN: gettext("Joined to another message"),
        Kind.AUTHOR: gettext("Author corrected"),
        Kind.SOLVE: gettext("Marked as the solution"),
    }
    return words[kind]


@blueprint.get("/list/<address>/message/<hash_>/moderation")
def message(address: str, hash_: str) -> str:
    """Show what can be decided on a message; a hidden one is shown here."""
    require_role(address, *STAFF)
    return _message_page(address, hash_, "")


@blueprint.post("/list/<address>/message/<hash_>/moderation")
def decide(address: str, hash_: str) -> Response | tuple[str, int]:
    """Carry a decision out."""
    require_role(address, *STAFF)
    why, deed = asked_doing(), _DEEDS.get(request.form.get("kind", ""))
    if why is None or deed is None:
        told = gettext("Nothing was done: say why, and confirm that you mean it.")
        return _message_page(address, hash_, told), 422
    try:
        deed(current().config, address, hash_, why)
    except TemporaryError:
        busy()
    except ArchiveError:
        return _message_page(address, hash_, _refusal()), 422
    return redirect(url_for(".message", address=address, hash_=hash_), 303)


@blueprint.get("/list/<address>/moderation")
def decisions(address: str) -> str:
    """Show what was decided in a list, the newest first."""
    require_role(address, *STAFF)
    return _decisions_page(address, "")


@blueprint.post("/list/<address>/moderation")
def undo(address: str) -> Response | tuple[str, int]:
    """Take a decision back."""
    require_role(address, *STAFF)
    why, number = asked_doing(), request.form.get("number", "")[:9]
    if why is None or not (number.isascii() and number.isdigit()):
        told = gettext("Nothing was done: say why, and confirm that you mean it.")
        return _decisions_page(address, told), 422
    try:
        moderation.undo(current().config, int(number), why, address)
    except TemporaryError:
        busy()
    except ArchiveError:
        return _decisions_page(address, gettext("The decision was taken back before.")), 422
    return redirect(url_for(".decisions", address=address), 303)


@blueprint.post("/list/<address>/message/<hash_>/solution")
def solution(address: str, hash_: str) -> Response:
    """Let whoever asked say that a message helped, or that it did not after all."""
    record = current().reader.record(address, hash_)
    if record is None:
        missing(address, hash_)
    if not (asks(record) or moderates(address)):
        refuse()
    try:
        _mark(address, hash_, gone="undo" in request.form)
    except TemporaryError:
        busy()
    return redirect(message_link(record), 303)


def _mark(address: str, hash_: str, *, gone: bool) -> None:
    config, why = current().config, doing(gettext("the word of whoever asked"))
    marks = [
        one.id
        for one in moderation.decisions(config, address)
        if one.stands and one.kind is Kind.SOLVE and one.hash == hash_
    ]
    try:
        if gone:
            for number in marks:
                moderation.undo(config, number, why, address)
        else:
            moderation.solve(config, address, hash_, why)
    except TemporaryError:
        raise
    except ArchiveError:
        # A form that was sent twice: it is as was asked for.
        return


def _join(config: Config, address: str, hash_: str, why: Doing) -> int:
    given = request.form.get("parent", "").strip()[:1000]
    found = _HASH.fullmatch(given)
    parent = found[1] if found else message_id_hash(given.removeprefix("<").removesuffix(">"))
    return moderation.join(config, address, hash_, parent, why)


def _correct(config: Config, address: str, hash_: str, why: Doing) -> int:
    name, mail = (request.form.get(field, "")[:254] for field in ("name", "mail"))
    return moderation.correct_author(config, address, hash_, Author(name, mail), why)


_DEEDS: Mapping[str, Deed] = MappingProxyType(
    {
        Kind.HIDE: moderation.hide,
        Kind.SPLIT: moderation.split,
        Kind.JOIN: _join,
        Kind.AUTHOR: _correct,
        Kind.SOLVE: moderation.solve,
    }
)


def _refusal() -> str:
    if request.form.get("kind") == Kind.JOIN:
        return gettext(
            "Nothing was joined: there is no such message here, or it is the message itself or an"
            " answer to it."
        )
    if request.form.get("kind") == Kind.AUTHOR:
        return gettext("The author was not corrected: an e-mail address is needed, another one.")
    return gettext("Nothing was done: it is so already.")


def _message_page(address: str, hash_: str, refused: str) -> str:
    reader = current().reader
    record, body = reader.record(address, hash_), None
    if record is None:
        hidden = reader.hidden(address, hash_)
        if hidden is None:
            missing(address, hash_)
        record = hidden.record
        body = render_body(hidden.segments, address_mask(address), Form.FOLDED)
    return render_template(
        "moderation_message.html",
        mailing_list=readable_list(address),
        record=record,
        thread=reader.thread(record.thread_id),
        body=body,
        decisions=_decided(address, lambda one: one.hash == hash_),
        refused=refused,
    )


def _decisions_page(address: str, refused: str) -> str:
    found = _decided(address, lambda _: True)
    place = paging(DECISIONS_A_PAGE, len(found))
    return render_template(
        "moderation_list.html",
        mailing_list=readable_list(address),
        decisions=found[place.offset : place.offset + place.size],
        paging=place,
        refused=refused,
    )


def _decided(address: str, wanted: Callable[[Moderation], bool]) -> list[Moderation]:
    return [one for one in moderation.decisions(current().config, address) if wanted(one)]
