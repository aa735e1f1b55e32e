# SPDX-License-Identifier: MIT
"""What was wrong with a message, in words for the readers of its page."""

from __future__ import annotations

from collections.abc import Mapping

from archiver.extract.result import Note
from archiver.mail.defects import Defect, Told, read_defect
from archiver.store.records import MessageRecord, StoredMessage
from web.access import masked
from web.format import attachment_name
from web.language import gettext


def technical_notes(record: MessageRecord) -> list[str]:
    """Return what was wrong with the message; no address that the list hides is told."""
    return [_in_words(sentence, record) for sentence in record.defects]


def body_note(message: StoredMessage) -> str:
    """Return what stands in the place of a text that nobody can read here; "" with a text."""
    if Defect.ENCRYPTED in message.record.defects:
        return gettext("The content of this message is encrypted. The archive cannot read it.")
    if message.text.strip():
        return ""
    if Defect.SIGNED_OPAQUE in message.record.defects:
        return gettext(
            "The content of this message is packed into its signature (S/MIME). "
            "Open the attachment in a mail program."
        )
    if message.record.attachments:
        return gettext("This message has no text, only attachments.")
    return gettext("This message has no text.")


def _in_words(sentence: str, record: MessageRecord) -> str:
    told = read_defect(sentence)
    if told is None:
        return masked(sentence, record.list_address)
    if told.defect is Defect.ATTACHMENT:
        return _on_attachment(told, record)
    values = {name: masked(value, record.list_address) for name, value in told.values.items()}
    return defect_words()[told.defect] % values


def _on_attachment(told: Told, record: MessageRecord) -> str:
    part, note = told.values["part"], told.values["note"]
    names = (
        attachment_name(file, record.list_address)
        for file in record.attachments
        if str(file.part) == part
    )
    return note_words()[Note(note)] % {"name": next(names, part)}


def defect_words() -> Mapping[Defect, str]:
    """Return a sentence for each defect but those of attachments, with its places."""
    return _words_of_fields() | _words_of_parts() | _words_of_charsets()


def _words_of_fields() -> dict[Defect, str]:
    return {
        Defect.NO_MESSAGE_ID: gettext(
            "It came without a Message-ID; the archive gave it one of its own."
        ),
        Defect.NO_DATE: gettext("It has no date; the time of delivery is used where it is known."),
        Defect.DATE_UNREADABLE: gettext(
            "Its date cannot be read; the time of delivery is used where it is known."
        ),
        Defect.DATE_NOT_CREDIBLE: gettext(
            "Its date cannot be true; the time of delivery is used where it is known."
        ),
        Defect.NO_FROM: gettext("It does not say who sent it."),
        Defect.HEADER_NOT_ENCODED: gettext(
            "Its subject or sender has letters that are not encoded as the standard asks."
        ),
        Defect.HEADER_BROKEN: gettext("A header of it is damaged in places."),
    }


def _words_of_parts() -> dict[Defect, str]:
    return {
        Defect.PART_WITHOUT_END: gettext("Its last part has no end; something may be missing."),
        Defect.OTHER_BOUNDARY: gettext("Its parts are not divided as its header says."),
        Defect.TRANSFER_UNKNOWN: gettext(
            "A part is in an unknown transfer encoding and is taken as it came."
        ),
        Defect.TRANSFER_BROKEN: gettext(
            "The transfer encoding of a part is damaged; what could be read was read."
        ),
        Defect.ENCRYPTED: gettext("Its content is encrypted; the archive cannot read it."),
        Defect.SIGNED_OPAQUE: gettext(
            "Its content is packed into an S/MIME signature; a mail program opens it."
        ),
        Defect.ONE_PIECE: gettext("It is one piece of a message that was sent in pieces."),
    }


def _words_of_charsets() -> dict[Defect, str]:
    return {
        Defect.CHARSET_MISSING: gettext(
            "A text does not state its charset; it was read as %(used)s."
        ),
        Defect.CHARSET_UNKNOWN: gettext(
            "The charset that a text states, “%(label)s”, says nothing; it was read as %(used)s."
        ),
        Defect.CHARSET_WRONG: gettext(
            "A text is not in the charset that it states, “%(label)s”; it was read as %(used)s."
        ),
        Defect.CHARSET_WRONG_IN_PLACES: gettext(
            "A text is not everywhere in the charset that it states, “%(label)s”."
        ),
        Defect.CHARSET_INVALID: gettext(
            "A text has signs that the charset it states, “%(label)s”, does not have."
        ),
        Defect.ENCODED_TWICE: gettext(
            "A text was encoded twice by mistake; the archive put it right."
        ),
    }


def note_words() -> Mapping[Note, str]:
    """Return a sentence for each note on an attachment, with the place of its name."""
    return {
        Note.ENCRYPTED: gettext(
            "The attachment “%(name)s” is protected by a password; its text cannot be searched."
        ),
        Note.TOO_LARGE: gettext(
            "The attachment “%(name)s” is too large; not all of its text can be searched."
        ),
        Note.TOO_LONG: gettext(
            "Reading the attachment “%(name)s” took too long; its text cannot be searched."
        ),
        Note.SPENT: gettext(
            "Reading the attachments of this message took too long; "
            "not all of the text of “%(name)s” can be searched."
        ),
        Note.UNREADABLE: gettext(
            "The attachment “%(name)s” is damaged or not what it seems; "
            "not all of its text could be read."
        ),
        Note.OLD_FORMAT: gettext(
            "The attachment “%(name)s” is in an old format; "
            "only what looks like words can be searched."
        ),
    }
