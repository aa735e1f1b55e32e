# SPDX-License-Identifier: MIT
"""Pages of owners: erase for good, seen before it is done; the log of what was done."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from flask import Blueprint, abort, render_template, request
from werkzeug.wrappers import Response

from archiver.config import Config
from archiver.erase import carry_out, finish, unfinished
from archiver.erase_plan import Plan, keys_of, plan_attachment, plan_messages, plan_person
from archiver.errors import NotFoundError, TemporaryError
from archiver.lock import writing
from archiver.moderation import Doing
from archiver.receipt import Receipt
from archiver.roster import Role
from archiver.store.audit_log import entries
from archiver.store.rulings import Kind
from web.access import readable_list, require_role
from web.current import current
from web.deciding import asked_doing, busy, owns
from web.language import gettext
from web.moderation import decision_name
from web.paging import paging

ENTRIES_A_PAGE = 50
LONGEST_FIELD = 254

blueprint = Blueprint("erasing", __name__)
Planner = Callable[[Config], Plan]


@blueprint.get("/list/<address>/erase")
def form(address: str) -> str:
    """Show what would go of what is asked for; without it, ask whom to erase."""
    require_role(address, Role.OWNER)
    planner = _asked(address)
    if planner is None:
        return _page(address)
    try:
        return _page(address, plan=_own(planner(current().config)))
    except NotFoundError:
        return _page(address, refused=_nothing())


@blueprint.post("/list/<address>/erase")
def erase(address: str) -> Response | str | tuple[str, int]:
    """Erase what was asked for, and show the receipt."""
    require_role(address, Role.OWNER)
    planner, why = _asked(address), asked_doing()
    if planner is None:
        abort(400)
    try:
        if why is None:
            told = gettext("Nothing was done: say why, and confirm that you mean it.")
            return _page(address, plan=_own(planner(current().config)), refused=told), 422
        return _page(address, receipt=_erase(planner, why))
    except TemporaryError:
        busy()
    except NotFoundError:
        return _page(address, refused=_nothing()), 422


@blueprint.get("/list/<address>/audit")
def log(address: str) -> str:
    """Show what was erased and decided, the newest first."""
    require_role(address, Role.OWNER)
    found = [one for one in entries(current().config) if one.list_address in {"", address}]
    place = paging(ENTRIES_A_PAGE, len(found))
    return render_template(
        "audit.html",
        mailing_list=readable_list(address),
        entries=found[::-1][place.offset : place.offset + place.size],
        paging=place,
        called=_called,
    )


def _called(action: str) -> str:
    """Return what an entry of the log is called."""
    undo, _, kind = action.rpartition(" ")
    if kind in set(Kind):
        name = decision_name(Kind(kind))
        return f"{gettext('Taken back:')} {name}" if undo else name
    words = {
        "erase message": gettext("A message erased"),
        "erase thread": gettext("A thread erased"),
        "erase attachment": gettext("An attachment erased"),
        "erase person": gettext("A person erased"),
        "retain attachments": gettext("Old attachments erased"),
        "retain messages": gettext("Old messages erased"),
    }
    return words.get(action, action)


def _erase(planner: Planner, why: Doing) -> Receipt:
    config = current().config
    with writing(config.archive.data_dir, why.patience):
        if unfinished(config).exists():
            finish(config)
        plan = _own(planner(config))
        return carry_out(config, plan, why.actor, why.reason, why.at)


def _own(plan: Plan) -> Plan:
    """Return a plan that touches lists of the reader alone; NotFoundError for others.

    What is in other lists must not be told by how the page refuses.
    """
    touched = {head.list_address for head in plan.gone}
    touched |= {address for _, address, _ in plan.understood}
    if not all(map(owns, touched)):
        raise NotFoundError("not all of it is in lists of theirs")
    return plan


def _nothing() -> str:
    return gettext("There is nothing like that, or not all of it is in conferences of yours.")


def _asked(address: str) -> Planner | None:
    """Return what plans what is asked for; None when nothing is."""
    given = {
        name: request.values.get(name, "").strip()[:LONGEST_FIELD]
        for name in ("what", "message", "number", "person", "name")
    }
    hash_, number = given["message"], given["number"]
    match given["what"]:
        case "message" | "thread" as what:
            return partial(_plan_messages, address, hash_, what)
        case "attachment" if number.isascii() and number.isdigit():
            return partial(plan_attachment, address=address, hash_=hash_, number=int(number))
        case "person" if "@" in given["person"].strip("@"):
            names = [given["name"]] if given["name"] else []
            return partial(plan_person, given=given["person"], names=names)
    return None


def _plan_messages(address: str, hash_: str, what: str, config: Config) -> Plan:
    keys = keys_of(config, address, hash_, whole_thread=what == "thread")
    return plan_messages(config, f"erase {what}", hash_, keys)


def _page(
    address: str, plan: Plan | None = None, receipt: Receipt | None = None, refused: str = ""
) -> str:
    return render_template(
        "erase.html",
        mailing_list=readable_list(address),
        plan=plan,
        receipt=receipt,
        refused=refused,
        counted=_counted,
        asked=request.values,
    )


def _counted(counts: dict[str, int]) -> list[tuple[str, int]]:
    """Return counts with the names that readers know; what is nought is left out."""
    words = {
        "messages": gettext("Messages erased"),
        "attachments": gettext("Attachments erased"),
        "messages changed": gettext("Messages of others, out of which quotes and names go"),
        "ids renamed": gettext("Message-IDs renamed"),
        "quarantined": gettext("Messages in quarantine erased"),
        "attachments left": gettext("Attachments of others that tell of them and stay"),
    }
    return [(words.get(name, name), count) for name, count in counts.items() if count]
