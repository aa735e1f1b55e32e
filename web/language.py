# SPDX-License-Identifier: MIT
"""The language of a page; the only door to Flask-Babel."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

import flask_babel  # type: ignore[import-untyped]  # it ships no types
from babel.dates import get_month_names
from flask import Flask, Response, g, request

from archiver.config import Config
from web.current import current

Language = Literal["cs", "en"]
LANGUAGES: tuple[Language, ...] = ("cs", "en")
NAMES = {"cs": "Čeština", "en": "English"}
DAYS = {"cs": "{}.\N{NO-BREAK SPACE}{} {}", "en": "{}\N{NO-BREAK SPACE}{} {}"}
"""How a day, the name of its month and the year are written."""
COOKIE = "lang"
YEAR_IN_SECONDS = 365 * 24 * 3600


def init_app(app: Flask, config: Config) -> None:
    """Choose the language for each request and remember the reader's choice."""
    flask_babel.Babel(
        app,
        default_timezone=config.archive.timezone,
        default_locale=config.archive.language,
        locale_selector=language,
    )
    app.after_request(_remember)
    # templates ask a hundred times a page: what was translated is kept, and asked for directly
    translating = {"_": gettext, "gettext": gettext, "ngettext": ngettext}
    app.jinja_env.globals.update(translating, language=language, other_languages=other_languages)


def language() -> Language:
    """Return the language that was asked for, else remembered, preferred or the default."""
    if "language" not in g:
        g.language = _wished()
    chosen: Language = g.language
    return chosen


def _wished() -> Language:
    accepted = request.accept_languages.best_match(LANGUAGES)
    for wish in (request.args.get("lang"), request.cookies.get(COOKIE), accepted):
        for known in LANGUAGES:
            if wish == known:
                return known
    return current().config.archive.language


def other_languages() -> list[tuple[str, str]]:
    """Return code and own name of the languages that the page could be in as well."""
    return [(code, NAMES[code]) for code in LANGUAGES if code != language()]


def gettext(message: str, **variables: object) -> str:
    """Return the message in the language of the page."""
    found = _translated(language(), message)
    return found % variables if variables else found


def ngettext(singular: str, plural: str, num: int, **variables: object) -> str:
    """Return the message in the form that the number asks for."""
    variables.setdefault("num", num)
    return _translated_number(language(), singular, plural, num) % variables


@lru_cache(maxsize=2000)
def _translated(language: Language, message: str) -> str:  # noqa: ARG001 - what is kept is by it
    return str(flask_babel.gettext(message))


@lru_cache(maxsize=2000)
def _translated_number(
    language: Language,  # noqa: ARG001 - what is kept is by it
    singular: str,
    plural: str,
    num: int,
) -> str:
    return str(flask_babel.get_translations().ungettext(singular, plural, num))


def local_time(moment: datetime) -> datetime:
    """Return the moment in the time zone of the archive."""
    return moment.astimezone(ZoneInfo(current().config.archive.timezone))


def written_day(day: date) -> str:
    """Return the day as ``12. března 2011``, without shifting it."""
    # a page has a hundred: a pattern of the locale data takes thirty times as long
    spoken = language()
    return DAYS[spoken].format(day.day, _months(spoken)[day.month], day.year)


@lru_cache
def _months(language: Language) -> Mapping[int, str]:
    return dict(get_month_names("wide", "format", language).items())


def written_date(day: date, pattern: str) -> str:
    """Return the date by a pattern of the Unicode locale data (UTS 35), without shifting it."""
    return str(flask_babel.format_datetime(day, pattern, rebase=False))


def written_age(age: timedelta) -> str:
    """Return how long ago something was, in its largest whole unit, as ``před 2 dny``."""
    return str(flask_babel.format_timedelta(-age, add_direction=True, threshold=1))


def written_number(value: float, pattern: str) -> str:
    """Return the number by a pattern of the Unicode locale data (UTS 35)."""
    return _written_number(language(), value, pattern)


@lru_cache(maxsize=2000)
def _written_number(
    language: Language,  # noqa: ARG001 - what is kept is by it
    value: float,
    pattern: str,
) -> str:
    return str(flask_babel.format_decimal(value, pattern))


def _remember(response: Response) -> Response:
    if request.args.get("lang") in LANGUAGES:
        response.set_cookie(
            COOKIE,
            request.args["lang"],
            max_age=YEAR_IN_SECONDS,
            secure=current().config.archive.base_url.startswith("https:"),
            httponly=True,
            samesite="Lax",
        )
    return response
