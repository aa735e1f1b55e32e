# SPDX-License-Identifier: MIT
"""A real Dovecot with one mailbox, on ports of its own."""

from __future__ import annotations

import grp
import imaplib
import json
import os
import pwd
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from real import free_port, running
from web_server import Asked, Reply, serving

USER = "archiv@munet.cz"
PASSWORD = "žluťoučký kůň"
TOKEN = "oauth-token"
_PROGRAM = "/usr/sbin/dovecot"


@dataclass
class Dovecot:
    """A Dovecot in a folder of its own."""

    folder: Path
    port: int = field(default_factory=free_port)
    tls_port: int = field(default_factory=free_port)

    @property
    def certificate(self) -> Path:
        """What it proves itself with; to be trusted by who connects."""
        return self.folder / "certificate.pem"

    @contextmanager
    def running(self) -> Iterator[None]:
        """Run it until the block ends."""
        command = [_PROGRAM, "-F", "-c", str(self.folder / "dovecot.conf")]
        with serving(_token_owner) as tokens:
            self._write_config(tokens)
            with running(command, self.folder / "dovecot.log", self.tls_port):
                yield

    @contextmanager
    def mailbox(self, folder: str = "INBOX") -> Iterator[imaplib.IMAP4]:
        """Open a folder for writing, as a person's program does."""
        with imaplib.IMAP4("127.0.0.1", self.port) as client:
            client.authenticate("PLAIN", lambda _: f"\0{USER}\0{PASSWORD}".encode())
            client.select(folder)
            yield client

    def put(self, messages: Sequence[bytes], folder: str = "INBOX") -> None:
        """Put messages into a folder."""
        with self.mailbox() as client:
            for message in messages:
                status, said = client.append(folder, "", "", message)
                assert status == "OK", said

    def empty(self) -> None:
        """Remove every message; their UIDs are never given again."""
        with self.mailbox() as client:
            client.uid("STORE", "1:*", "+FLAGS", r"(\Deleted)")
            client.expunge()

    def _write_config(self, tokens: str) -> None:
        self._write_certificate()
        users = self.folder / "users"
        users.write_text(f"{USER}:{{PLAIN}}{PASSWORD}\n", "utf-8")
        database = self._database_2_4 if _is_2_4() else self._database_2_3
        (self.folder / "dovecot.conf").write_text(
            f"{database(users, tokens)}base_dir = {self.folder}/run\n"
            f"log_path = {self.folder}/dovecot.log\n"
            f"protocols = imap\nlisten = 127.0.0.1\nssl = yes\n"
            f"auth_mechanisms = plain login xoauth2\n"
            f"service imap-login {{\n  chroot =\n"
            f"  inet_listener imap {{\n    port = {self.port}\n  }}\n"
            f"  inet_listener imaps {{\n    port = {self.tls_port}\n    ssl = yes\n  }}\n}}\n"
            f"service anvil {{\n  chroot =\n}}\n",
            "utf-8",
        )

    def _database_2_3(self, users: Path, tokens: str) -> str:
        """Return whose mail there is, how they sign in, the certificate: as Debian 12 writes it."""
        mail, uid, gid, processes = self._owner()
        oauth = self.folder / "oauth2.conf"
        oauth.write_text(
            f"introspection_mode = auth\nintrospection_url = {tokens}/\n"
            "username_attribute = username\nactive_attribute = state\nactive_value = valid\n"
        )
        return (
            f"ssl_cert = <{self.certificate}\nssl_key = <{self.folder}/key.pem\n"
            f"passdb {{\n  driver = oauth2\n  mechanisms = xoauth2\n  args = {oauth}\n}}\n"
            f"passdb {{\n  driver = passwd-file\n  args = username_format=%u {users}\n}}\n"
            f"{processes}mail_location = maildir:{mail}/box\n"
            f"userdb {{\n  driver = static\n  args = uid={uid} gid={gid} home={mail}\n}}\n"
        )

    def _database_2_4(self, users: Path, tokens: str) -> str:
        """Return the same as Debian 13 writes it; the version must be the first setting."""
        mail, uid, gid, processes = self._owner()
        return (
            "dovecot_config_version = 2.4.0\ndovecot_storage_version = 2.4.0\n"
            f"ssl_server_cert_file = {self.certificate}\n"
            f"ssl_server_key_file = {self.folder}/key.pem\n"
            f"oauth2 {{\n  introspection_mode = auth\n  introspection_url = {tokens}/\n"
            "  username_attribute = username\n  active_attribute = state\n"
            "  active_value = valid\n}\n"
            "passdb oauth2 {\n  mechanisms_filter = xoauth2\n}\n"
            f"passdb passwd-file {{\n  auth_username_format = %{{user}}\n"
            f"  passwd_file_path = {users}\n}}\n"
            f"{processes}mail_driver = maildir\nmail_path = {mail}/box\n"
            f"userdb static {{\n  fields {{\n    uid = {uid}\n    gid = {gid}\n"
            f"    home = {mail}\n  }}\n}}\n"
        )

    def _write_certificate(self) -> None:
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
             "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
             "-keyout", self.folder / "key.pem", "-out", self.certificate],
            check=True, capture_output=True,
        )  # fmt: skip

    def _owner(self) -> tuple[Path, int, int, str]:
        """Return where the mail is, whose it is, and as whom all runs: the current user, if can be.

        Dovecot never handles mail as root; started by root, it does so as the system's mail user.
        """
        mail = self.folder / "mail"
        mail.mkdir()
        user = pwd.getpwuid(os.geteuid())
        processes = "first_valid_uid = 1\n"
        if user.pw_uid == 0:
            user = pwd.getpwnam("mail")
            os.chown(mail, user.pw_uid, user.pw_gid)
            # he must get through to his mail
            self.folder.chmod(0o711)
        else:
            group = grp.getgrgid(os.getegid()).gr_name
            processes += (
                f"default_internal_user = {user.pw_name}\ndefault_internal_group = {group}\n"
                f"default_login_user = {user.pw_name}\n"
            )
        return mail, user.pw_uid, user.pw_gid, processes


def _is_2_4() -> bool:
    """Tell whether Dovecot wants its settings under the names that came with 2.4."""
    version = subprocess.check_output([_PROGRAM, "--version"], text=True)
    return tuple(map(int, version.split(".")[:2])) >= (2, 4)


def _token_owner(asked: Asked) -> Reply:
    """Tell whose token it is, as the server that gave it out does."""
    is_valid = asked.headers.get("Authorization") == f"Bearer {TOKEN}"
    told = {"username": USER, "state": "valid" if is_valid else "expired"}
    return Reply(json.dumps(told).encode())
