# SPDX-License-Identifier: MIT
"""Letters go to a real mail server: openly, over TLS, and when it is busy."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from archiver.access_config import SignInConfig
from archiver.mailer import Letter, Mailer
from smtp_sink import Sink, certificate, serving_mail

JANA = "jana@kamenec.example"
LETTER = Letter(JANA, "Přihlášení: Archiv", "Dobrý den,\n\n.\nodkaz\n" + "x" * 300 + "\n", "cs")
CONFIG = SignInConfig("Archiv obcí <archiv@munet.example>", Path("secret"), smtp_host="127.0.0.1")


def send(config: SignInConfig, *, tries: int = 1) -> list[str]:
    """Send the letter, and return what was told meanwhile."""
    told: list[str] = []
    mailer = Mailer(config, told.append, pauses=(0.0,) * (tries - 1))
    mailer.send(LETTER)
    mailer.close()
    return told


def test_letter_arrives_as_it_was_written() -> None:
    with serving_mail(Sink()) as sink:
        assert send(replace(CONFIG, smtp_port=sink.port)) == []
    letter = sink.letter(JANA)
    assert letter["Subject"] == LETTER.subject
    assert letter["To"] == JANA
    assert letter["From"] == CONFIG.sender
    assert letter.get_content().replace("\r\n", "\n") == LETTER.text


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_password_goes_over_tls_to_a_server_whose_certificate_is_good(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, security: str
) -> None:
    password = tmp_path / "smtp"
    password.write_text("tajne\n")
    password.chmod(0o600)
    trusted = certificate(tmp_path)
    with serving_mail(Sink(certificate=trusted, tls=security == "tls")) as sink:
        config = replace(
            CONFIG, smtp_port=sink.port, smtp_security=security, smtp_user="archiv",
            smtp_password_file=password,
        )  # fmt: skip
        assert send(config) == ["mail: a letter could not be sent: SSLCertVerificationError"]
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        assert send(config) == []
        assert sink.users == ["archiv tajne"]
        assert sink.letter(JANA)["Subject"] == LETTER.subject


def test_busy_server_is_asked_again() -> None:
    with serving_mail(Sink(busy=2)) as sink:
        assert send(replace(CONFIG, smtp_port=sink.port), tries=3) == []
        assert sink.letter(JANA)


def test_server_that_stays_busy_is_told_of_without_the_address() -> None:
    with serving_mail(Sink(busy=9)) as sink:
        told = send(replace(CONFIG, smtp_port=sink.port), tries=2)
    assert told == ["mail: a letter could not be sent: SMTPRecipientsRefused"]


def test_server_that_is_away_and_a_password_that_is_missing_are_told(tmp_path: Path) -> None:
    with serving_mail(Sink()) as sink:
        away = replace(CONFIG, smtp_port=sink.port)
        bare = replace(away, smtp_user="a", smtp_password_file=tmp_path / "none")
        assert "the secret in it cannot be read" in send(bare)[0]
    assert send(away) == ["mail: a letter could not be sent: ConnectionRefusedError"]
