# SPDX-License-Identifier: MIT
"""An archive in which everything was decided and erased once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from odd_mail import BOTH_FORMS

from archiver import moderation
from archiver.config import Config
from archiver.erase import carry_out
from archiver.erase_plan import keys_of, plan_attachment, plan_messages
from archiver.ingest import ingest
from archiver.lock import writing
from archiver.mail.message import Author, message_id_hash
from archiver.moderation import Doing
from closed_lists import CLUB, NOW, OWNER, closed_lists
from mail import BEGIN, letter, mail, multipart, part

SPARE = 40
"""Messages that are there to be erased; they begin threads of their own."""

_WHY = Doing(OWNER, "Na žádost obce, čj. 123/2026", NOW)
_FIRST, _SECOND = message_id_hash("first@club"), message_id_hash("second@club")
_IDS = ("asked", "answer", "hidden", "erased", "split", "joined", "corrected", "undone", "file")
HASHES: Mapping[str, str] = {
    **{name: message_id_hash(f"{name}@rada") for name in _IDS},
    "formatted": message_id_hash("both@obec"),
    "first": _FIRST,
    "second": _SECOND,
}


def staff_archive(folder: Path) -> Config:
    """Make the archive."""
    config = closed_lists(folder)
    source = config.lists[1].sources[0].path
    with source.open("ab") as mbox:
        mbox.writelines(b"From x Sat Mar 12 10:15:00 2011\n%b\n\n" % raw for raw in _mail())
    assert ingest(config, config.lists).errors == ()
    _decide(config)
    _erase(config)
    return config


def spare_id(number: int) -> str:
    """Return the Message-ID of a message that is there to be erased."""
    return f"spare{number}@x.example"


def _mail() -> list[bytes]:
    named = {"Content-Disposition": 'attachment; filename="smlouva.txt"'}
    with_file = multipart("mixed", part("Smlouva je v příloze.\n"), part("x\n", headers=named))
    replies = [_reply(number, name) for number, name in enumerate(_IDS) if name != "file"]
    spare = [
        mail(f"Na vymazání {n}", f"Text {n}.\n", message_id=spare_id(n),
             sender=f"Eva {n} <eva{n}@spare.example>")
        for n in range(SPARE)
    ]  # fmt: skip
    fields = {"Message-ID": "<file@rada>", "Subject": "Smlouva"}
    return [*replies, letter(with_file, fields), BOTH_FORMS, *spare]


def _reply(number: int, name: str) -> bytes:
    return mail(
        "Rada: elektronická úřední deska" if not number else "Re: Rada: elektronická úřední deska",
        f"Dobrý den,\n\nu nás {name} funguje od jara.\n\n> Jak jste to řešili?\n\nTakto.\n",
        message_id=f"{name}@rada",
        references=["asked@rada"] if number else (),
        sender=f"Vlada Novák <{OWNER}>" if not number else f"Jana {name} <{name}@lhota.example>",
        date=BEGIN + timedelta(hours=number),
    )


def _decide(config: Config) -> None:
    moderation.solve(config, CLUB, HASHES["answer"], _WHY)
    moderation.hide(config, CLUB, HASHES["hidden"], _WHY)
    moderation.split(config, CLUB, HASHES["split"], _WHY)
    moderation.join(config, CLUB, HASHES["joined"], HASHES["answer"], _WHY)
    jana = Author("Jana Veselá", "jana@lhota.example")
    moderation.correct_author(config, CLUB, HASHES["corrected"], jana, _WHY)
    number = moderation.hide(config, CLUB, HASHES["undone"], _WHY)
    moderation.undo(config, number, _WHY, CLUB)


def _erase(config: Config) -> None:
    with writing(config.archive.data_dir):
        keys = keys_of(config, CLUB, HASHES["erased"], whole_thread=False)
        gone = plan_messages(config, "erase message", HASHES["erased"], keys)
        carry_out(config, gone, OWNER, "Na žádost pisatele", NOW)
        file = plan_attachment(config, CLUB, HASHES["file"], 1)
        carry_out(config, file, OWNER, "Osobní údaje", NOW)
