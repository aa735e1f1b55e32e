# SPDX-License-Identifier: MIT
"""Letters that the archive sends, through the mail server of the config."""

from __future__ import annotations

import smtplib
import ssl
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid, parseaddr

from archiver.access_config import SignInConfig
from archiver.errors import ArchiveError
from archiver.secret import read_secret

SECONDS = 20
"""How long the mail server may take for each answer."""
PAUSES = (2.0, 10.0)
"""Seconds before each further try."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter in plain text."""

    to: str
    subject: str
    text: str
    language: str


class Mailer:
    """Sends letters, one after the other, in a thread of its own. Nobody waits for it."""

    def __init__(
        self,
        config: SignInConfig,
        tell: Callable[[str], None],
        pauses: tuple[float, ...] = PAUSES,
    ) -> None:
        self._config = config
        self._tell = tell
        self._pauses = pauses
        # its thread starts with the first letter: after the server forked its workers
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mailer")

    def send(self, letter: Letter) -> None:
        """Send a letter soon; what goes wrong is told without naming anybody."""
        self._thread.submit(self._try, letter).add_done_callback(self._report)

    def close(self) -> None:
        """Return when all letters are sent, or given up."""
        self._thread.shutdown()

    def _try(self, letter: Letter) -> None:
        for pause in self._pauses:
            try:
                return _deliver(self._config, letter)
            except (OSError, smtplib.SMTPException):
                time.sleep(pause)
        return _deliver(self._config, letter)

    def _report(self, sent: Future[None]) -> None:
        error = sent.exception()
        if error is not None:
            self._tell(f"mail: a letter could not be sent: {_in_words(error)}")


def _in_words(error: BaseException) -> str:
    """Return what went wrong; the words of the server may hold the address, they are left out."""
    if isinstance(error, ArchiveError):
        return str(error)
    if isinstance(error, smtplib.SMTPResponseException):
        return f"the mail server answered {error.smtp_code}"
    return type(error).__name__


def _deliver(config: SignInConfig, letter: Letter) -> None:
    with _connected(config) as server:
        if config.smtp_security == "starttls":
            server.starttls(context=ssl.create_default_context())
        if config.smtp_password_file:
            server.login(config.smtp_user, read_secret(config.smtp_password_file))
        server.send_message(_message(config.sender, letter))


def _connected(config: SignInConfig) -> smtplib.SMTP:
    if config.smtp_security == "tls":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(config.smtp_host, config.port, timeout=SECONDS, context=context)
    return smtplib.SMTP(config.smtp_host, config.port, timeout=SECONDS)


def _message(sender: str, letter: Letter) -> EmailMessage:
    message = EmailMessage(SMTP)
    message["From"] = sender
    message["To"] = letter.to
    message["Subject"] = letter.subject
    message["Date"] = formatdate()
    message["Message-ID"] = make_msgid(domain=parseaddr(sender)[1].rpartition("@")[2])
    # nobody's absence is to be told to a program (RFC 3834, 2)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    message["Content-Language"] = letter.language
    return message
