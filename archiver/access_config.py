# SPDX-License-Identifier: MIT
"""How readers become known: by a mailed link, or by a reverse proxy that did the sign-on."""

from __future__ import annotations

from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from archiver.hosts import is_loopback

USUAL_PORTS = {"none": 25, "starttls": 587, "tls": 465}


class SignInConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Sign-in by a mailed link, and the server that sends the mail."""

    sender: str
    """As the From field of the mail has it, with a name or without."""
    secret_file: Path
    """One secret a line: the first signs, all of them verify."""
    smtp_host: str = "localhost"
    smtp_port: Annotated[int, msgspec.Meta(ge=0, le=65535)] = 0
    """0 stands for the usual port: 25, 587 with starttls, 465 with tls."""
    smtp_security: Literal["none", "starttls", "tls"] = "none"
    smtp_user: str = ""
    smtp_password_file: Path | None = None
    session_days: Annotated[int, msgspec.Meta(ge=1, le=365)] = 30

    def __post_init__(self) -> None:
        """Refuse a sender that is none, half an account, and a password that everybody hears."""
        if not _is_mailbox(self.sender):
            raise ValueError(f'sender: "{self.sender}" is not an e-mail address')
        if bool(self.smtp_user) != (self.smtp_password_file is not None):
            raise ValueError('"smtp_user" and "smtp_password_file" belong together')
        if self.smtp_user and self.smtp_security == "none" and not is_loopback(self.smtp_host):
            raise ValueError('smtp_security: a password needs "starttls" or "tls"')

    @property
    def port(self) -> int:
        """The port of the mail server."""
        return self.smtp_port or USUAL_PORTS[self.smtp_security]


class ProxyConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The reverse proxy in front of the site, and what is believed of what it tells."""

    allow: tuple[str, ...] = ("127.0.0.1", "::1")
    """Addresses or networks of the proxy; nobody else is believed."""
    hops: Annotated[int, msgspec.Meta(ge=0, le=10)] = 0
    """How many proxies add to X-Forwarded-For and X-Forwarded-Proto; 0 for none."""
    header: str = ""
    """The field that holds the e-mail address of whom the proxy let in; "" for none."""

    def __post_init__(self) -> None:
        """Refuse what is no address, and what is no name of a field."""
        for address in self.allow:
            ip_network(address)
        if self.header and not (self.header.isascii() and self.header.replace("-", "").isalnum()):
            raise ValueError(f'header: "{self.header}" is not the name of a header field')


def _is_mailbox(text: str) -> bool:
    """Tell whether a From field may say so, in ASCII but for the name."""
    # Every command reads the config, few have mail to send.
    from email.headerregistry import Address  # noqa: PLC0415 - see above
    from email.utils import parseaddr  # noqa: PLC0415 - see above

    try:
        Address(addr_spec=parseaddr(text)[1]).addr_spec.encode("ascii")
    except (ValueError, IndexError):
        return False
    return "@" in text and text.isprintable()
