# SPDX-License-Identifier: MIT
"""The letter with the link and the code, in the language of the page that it was asked for on."""

from __future__ import annotations

from urllib.parse import urljoin

from flask import url_for

from archiver.accounts.records import REQUEST_LIFETIME
from archiver.mailer import Letter
from web.current import current
from web.language import gettext, language


def sign_in_letter(to: str, token: str, code: str) -> Letter:
    """Return the letter: plain text, and nothing in it that tells when it is read."""
    base = current().config.archive.base_url
    link, title = urljoin(base, url_for("sign_in.enter_link", token=token)), _title()
    minutes = int(REQUEST_LIFETIME.total_seconds()) // 60
    lines = (
        gettext("Hello,"),
        gettext("open this link to sign in, and press the button on the page:"),
        link,
        gettext("Or type this code on the page where you asked for it:"),
        f"{code[:4]} {code[4:]}",
        gettext("Both hold for %(minutes)s minutes and work once.", minutes=minutes),
        gettext("If it was not you who asked, delete this message: nobody signs in without it."),
        f"-- \n{title}\n{base}",
    )
    return Letter(
        to,
        gettext("Sign in: %(title)s", title=title),
        "\n\n".join(lines) + "\n",
        language(),
    )


def _title() -> str:
    """Return the name of the archive; one of several lists may be closed to who gets the letter."""
    configured, lists = current().config.archive.title, current().config.lists
    if configured or len(lists) != 1:
        return configured or gettext("Archive of conferences")
    return lists[0].name or lists[0].address
