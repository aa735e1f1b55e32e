# SPDX-License-Identifier: MIT
"""Pages of people and organisations: what they wrote about, what they answered."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from flask import Blueprint, Flask, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from archiver.directory import Directory, Organisation, directory, person_id
from archiver.mail.message import Author
from archiver.store import Role, ThreadOfAuthor, ThreadRecord
from web.access import masked, readable_list
from web.activity import Activity, activity
from web.current import current, listing
from web.facets import narrowed
from web.format import author_name, author_of
from web.paging import Paging, paging
from web.query import same_page

THREADS_A_PAGE = 25
NAMES_A_PAGE = 100
LONGEST_YEAR = 4

blueprint = Blueprint("people", __name__)


@dataclass(frozen=True, slots=True)
class Contributed:
    """A thread and what somebody wrote in it."""

    thread: ThreadRecord
    part: ThreadOfAuthor


@dataclass(frozen=True, slots=True)
class Contributions:
    """A page of the threads in which somebody wrote."""

    threads: tuple[Contributed, ...]
    paging: Paging
    role: Role | None
    year: int | None
    activity: Activity


def init_app(app: Flask) -> None:
    """Give the templates the links to these pages."""
    functions = (organisation_link, organisation_name, person_link)
    app.jinja_env.globals.update({function.__name__: function for function in functions})


def directory_of(address: str) -> Directory:
    """Return who wrote to a list."""
    return listing(("directory", address), lambda: _read_directory(address))


def person_link(author: Author, address: str) -> str:
    """Return the path of somebody's page; "" for whoever has no address."""
    if not author.address:
        return ""
    id_ = person_id(current().people_key, author.address)
    known = directory_of(address).by_id.get(id_)
    return url_for("people.person", address=address, person=known.id if known else id_)


def organisation_link(domain: str, address: str) -> str:
    """Return the path of the page of a mail domain's organisation; "" when it stands for none."""
    known = directory_of(address).by_domain.get(domain)
    if known is None:
        return ""
    return url_for("people.organisation", address=address, domain=known.domain)


def organisation_name(domain: str, address: str) -> str:
    """Return what to call the organisation of a mail domain; "" when it stands for none."""
    known = directory_of(address).by_domain.get(domain)
    return masked(known.name, address) if known else ""


@blueprint.get("/list/<address>/people/")
def people(address: str) -> str:
    """Show who writes to a list, and from where."""
    found = directory_of(address)
    place = paging(NAMES_A_PAGE, max(len(found.people), len(found.organisations)))
    part = slice(place.offset, place.offset + place.size)
    return render_template(
        "people.html",
        mailing_list=readable_list(address),
        people=found.people[part],
        organisations=found.organisations[part],
        totals=(len(found.people), len(found.organisations)),
        paging=place,
    )


@blueprint.get("/list/<address>/person/<person>/")
def person(address: str, person: str) -> Response | str:
    """Show what somebody wrote; the id of any of their addresses leads there."""
    found = directory_of(address).by_id.get(person.lower())
    if found is None:
        abort(404)
    if found.id != person:
        return redirect(url_for(".person", address=address, person=found.id), 302)
    author = author_of(found)
    return render_template(
        "person.html",
        mailing_list=readable_list(address),
        profile=found,
        author=author,
        contributions=_contributions(address, found.addresses),
        search=narrowed("", "author", author_name(author, address)),
    )


@blueprint.get("/list/<address>/organisation/<domain>/")
def organisation(address: str, domain: str) -> Response | str:
    """Show what came from a municipality or organisation; any of its mail domains leads there."""
    found = directory_of(address).by_domain.get(domain.lower())
    if found is None:
        abort(404)
    if found.domain != domain:
        return redirect(url_for(".organisation", address=address, domain=found.domain), 302)
    return render_template(
        "organisation.html",
        mailing_list=readable_list(address),
        organisation=found,
        contributions=_contributions(address, _addresses(found)),
        search=narrowed("", "organisation", found.name),
    )


def _read_directory(address: str) -> Directory:
    authors = listing("authors", current().authors.all)
    own = (record for record in authors if record.list_address == address)
    return directory(own, current().people_key, current().config.organisations)


def _addresses(found: Organisation) -> Collection[str]:
    return {address for one in found.people for address in one.addresses}


def _contributions(address: str, written_from: Collection[str]) -> Contributions:
    authors = current().authors
    name = ("contributions", address, frozenset(written_from))
    years = listing(name, lambda: authors.years(address, written_from))
    role, year = _asked_role(), _asked_year(years)
    asked = (*name, role, year)
    total = listing(
        asked, lambda: authors.count_threads(address, written_from, role=role, year=year)
    )
    place = paging(THREADS_A_PAGE, total)
    threads = listing(
        (*asked, place.number),
        lambda: _contributed(
            authors.threads(
                address, written_from, role=role, year=year, offset=place.offset, limit=place.size
            )
        ),
    )
    return Contributions(
        threads,
        place,
        role,
        year,
        activity(years, lambda shown: same_page(year=shown, page=None)),
    )


def _contributed(parts: Collection[ThreadOfAuthor]) -> tuple[Contributed, ...]:
    threads = current().reader.threads([part.thread_id for part in parts])
    return tuple(Contributed(threads[part.thread_id], part) for part in parts)


def _asked_role() -> Role | None:
    asked = request.args.get("role", "")
    if asked and asked not in frozenset(Role):
        abort(404)
    return Role(asked) if asked else None


def _asked_year(years: Mapping[int, int]) -> int | None:
    asked = request.args.get("year", "")
    if not asked:
        return None
    if not (asked.isascii() and asked.isdigit() and len(asked) <= LONGEST_YEAR):
        abort(404)
    if int(asked) not in years:
        abort(404)
    return int(asked)
