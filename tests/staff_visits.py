# SPDX-License-Identifier: MIT
"""Pages that only those who sign in see, with the answers to their forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from staff_site import HASHES, SPARE, spare_id
from werkzeug.test import TestResponse

from archiver.accounts.records import FeedToken, SignInRequest
from archiver.accounts.tokens import digest, new_token
from archiver.mail.message import message_id_hash
from closed_lists import CLUB, MEMBER, MODERATOR, OTHER, OWNER, Clock, field_of, signed_in

LIST = f"/list/{CLUB}/"
SIGN_IN, CODE, ACCOUNT, ERASE = "/sign-in", "/sign-in/code", "/account", f"{LIST}erase"
MODERATION = f"{LIST}moderation"
GONE = "pryc@kamenec.example"
"""Somebody with a link to sign in who is not subscribed any more."""
CROWD = 30
"""Requests to sign in after which a network has to wait."""
CROWDED = "too often"
"""The visit before which there has to be a crowd."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A page that is opened, or what is answered to a form of it."""

    path: str
    who: str = ""
    """Who is signed in."""
    to: str = ""
    """Where the form is sent; "" when the page alone is looked at."""
    form: Mapping[str, str] = field(default_factory=dict)
    """What is sent, but for the token of the page."""


@dataclass
class Staff:
    """A running site, and how often it was walked through."""

    app: Flask
    clock: Clock
    base: str = ""
    """Where it is served, if it is."""
    language: str = "cs"
    walks: int = 0

    def visits(self) -> dict[str, Visit]:
        """Return the pages in the order in which they are to be opened, for one walk.

        What is erased in one walk is not there in the next, and each begins with new limits.
        """
        self.walks += 1
        self.clock.forward(hours=1)
        app, spare = self.app, message_id_hash(spare_id(self.walks % SPARE))
        return {**_of_list(), **_of_staff(spare), **_of_reader(app), **_of_strangers(app)}


def crowd(app: Flask) -> None:
    """Let so many ask from everybody's network that the next one has to wait."""
    with app.test_client() as client:
        for _ in range(CROWD):
            send(client, Visit(SIGN_IN, to=SIGN_IN, form={"address": "nikdo@jinde.example"}))


def answers(staff: Staff) -> Iterator[tuple[Visit, TestResponse]]:
    """Return what the site answers to each visit of a walk."""
    clients: dict[str, FlaskClient] = {}
    for name, visit in staff.visits().items():
        if name == CROWDED:
            crowd(staff.app)
        if visit.who not in clients:
            app = staff.app
            client = signed_in(app, visit.who) if visit.who else app.test_client()
            client.get(f"/about?lang={staff.language}")
            clients[visit.who] = client
        yield visit, send(clients[visit.who], visit)


def send(client: FlaskClient, visit: Visit) -> TestResponse:
    """Open the page, and send the form if there is one to send."""
    opened = client.get(visit.path, follow_redirects=True)
    if not visit.to:
        return opened
    data = {"csrf": field_of(opened.text), **visit.form}
    return client.post(visit.to, data=data, follow_redirects=True)


def _of_list() -> dict[str, Visit]:
    kinds = {
        "solved list": "", "solved month": "2011/3/",
        "decided thread": f"thread/{HASHES['asked']}/",
        "decided by date": f"thread/{HASHES['asked']}/?view=date",
        "split off": f"thread/{HASHES['split']}/", "solution": f"message/{HASHES['answer']}/",
        "corrected": f"message/{HASHES['corrected']}/",
        "erased file": f"message/{HASHES['file']}/", "erased": f"message/{HASHES['erased']}/",
        "hidden": f"message/{HASHES['hidden']}/", "files": "attachments/", "people": "people/",
        "formatted": f"message/{HASHES['formatted']}/?view=html",
        "original": f"message/{HASHES['formatted']}/?view=original",
    }  # fmt: skip
    shown = {name: Visit(LIST + path, OWNER) for name, path in kinds.items()}
    thread = shown["decided thread"].path
    return {
        **shown,
        "thread of a member": Visit(thread, MEMBER),
        "found": Visit("/search?q=deska", MEMBER),
        "nothing left": Visit(f"{LIST}message/{HASHES['hidden']}/", MEMBER),
    }


def _of_staff(spare: str) -> dict[str, Visit]:
    message = {name: f"{LIST}message/{hash_}/moderation" for name, hash_ in HASHES.items()}
    erase = {"what": "message", "message": spare}
    why = {"reason": "na žádost", "sure": "yes"}
    first = f"{ERASE}?message={HASHES['first']}&what="
    return {
        "decisions": Visit(MODERATION, OWNER),
        "decisions of a moderator": Visit(MODERATION, MODERATOR),
        "no decisions": Visit(f"{LIST}message/{HASHES['second']}/moderation", MODERATOR),
        "decided": Visit(message["answer"], OWNER),
        "hidden decided": Visit(message["hidden"], OWNER),
        "taken back": Visit(message["undone"], OWNER),
        "refused decision": Visit(message["first"], OWNER, message["first"], {"kind": "hide"}),
        "refused undo": Visit(MODERATION, OWNER, MODERATION, {"number": "1"}),
        "erase": Visit(ERASE, OWNER),
        "erase a person": Visit(f"{ERASE}?what=person&person=pisatel@club-obec.example", OWNER),
        "erase a message": Visit(f"{first}message", OWNER),
        "erase a thread": Visit(f"{first}thread", OWNER),
        "erase a file": Visit(f"{first}attachment&number=1", OWNER),
        "erase nobody": Visit(f"{ERASE}?what=person&person=nikdo@jinde.example", OWNER),
        "unsure": Visit(f"{first}message", OWNER, ERASE, erase),
        "receipt": Visit(f"{first}message", OWNER, ERASE, erase | why),
        "audit": Visit(f"{LIST}audit", OWNER),
        "audit of an owner alone": Visit(f"{LIST}audit", MODERATOR),
    }


def _of_reader(app: Flask) -> dict[str, Visit]:
    desk = app.extensions["desk"]
    desk.accounts.make_feed(FeedToken(OWNER, CLUB, desk.clock()), digest(new_token()))
    return {
        "account": Visit(ACCOUNT, OWNER),
        "private feed": Visit(ACCOUNT, MEMBER, f"{ACCOUNT}/feed", {"list": CLUB}),
        "no member": Visit(f"/list/{OTHER}/", MEMBER),
    }


def _of_strangers(app: Flask) -> dict[str, Visit]:
    link, gone = (f"{SIGN_IN}/{_link(app, address)}" for address in (MEMBER, GONE))
    ask = {"address": "nikdo@jinde.example", "next": LIST}
    return {
        "sign-in": Visit(LIST),
        "no address": Visit(SIGN_IN, to=SIGN_IN, form={"address": "jana"}),
        "no code": Visit(CODE),
        "code": Visit(SIGN_IN, to=SIGN_IN, form=ask),
        "wrong code": Visit(CODE, to=CODE, form={"code": "0000 0000"}),
        "link": Visit(link),
        "no member any more": Visit(gone, to=gone),
        "link used": Visit(gone),
        CROWDED: Visit(SIGN_IN, to=SIGN_IN, form=ask),
    }


def _link(app: Flask, address: str) -> str:
    """Return what a link to sign in ends with."""
    desk, token, other = app.extensions["desk"], new_token(), digest(new_token())
    made = SignInRequest(desk.keys.digest("link", token), other, other, address, LIST)
    network, person = (desk.keys.digest(name, token) for name in ("network", "person"))
    assert desk.accounts.ask(made, network, person, desk.clock() - timedelta(seconds=1)).proves
    return token
