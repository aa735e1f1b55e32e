# SPDX-License-Identifier: MIT
"""The walk over the parts that readers read."""

from __future__ import annotations

from collections.abc import Mapping

from archiver.mail.alternatives import Choose, choose, leaves
from archiver.mail.defects import Defect
from archiver.mail.invitation import invitation_text
from archiver.mail.message import Attachment
from archiver.mail.mime import Part
from archiver.mail.names import file_name, is_attached, is_text, may_be_text
from archiver.mail.parameters import parameter
from archiver.mail.parttext import Text, decode_text, text_of
from archiver.mail.transfer import Octets
from archiver.mail.unpack import Unpacked

# A message with so little text of its own that a message inside it is what it is about.
_LITTLE = 200
_LONGEST_NAME = 100
# Parts that are no text of the message but say something.
_REPORTS = {"message/delivery-status", "message/disposition-notification", "text/rfc822-headers"}
_SMIME = {"application/pkcs7-mime", "application/x-pkcs7-mime"}
_PGP = "-----BEGIN PGP MESSAGE-----"


class Reader:
    """Collects the texts, attachments and defects of a message."""

    def __init__(
        self,
        numbers: Mapping[int, int],
        unpacked: Mapping[int, Unpacked],
        choice: Choose = choose,
    ) -> None:
        self._numbers = numbers
        """The number of each part by its identity."""
        self._unpacked = unpacked
        self._choice = choice
        """Which of several forms of one text is read."""
        self._octets: dict[int, Octets] = {}
        self._enclosed: list[tuple[Part, bool]] = []
        self._named: list[Part] = []
        self._invitations: set[str] = set()
        self.texts: list[Text] = []
        self.attachments: list[Attachment] = []
        self.defects: list[str] = []

    def read(self, message: Part) -> None:
        """Read a whole message and the messages in it."""
        self._read(message)
        if not self._has_text():
            self._read_named(message)
        little = bool(self._enclosed) and self._says_little()
        for part, in_digest in self._enclosed:
            self._read_enclosed(part, inline=in_digest or little)

    def _has_text(self) -> bool:
        return any(text.plain.strip() for text in self.texts)

    def _says_little(self) -> bool:
        return sum(len(text.plain.strip()) for text in self.texts) < _LITTLE

    def _read(self, part: Part) -> None:
        if part.is_multipart:
            self._read_multipart(part)
        elif part.encloses:
            self._enclosed.append((part, False))
        elif self._numbers[id(part)] in self._unpacked:
            self._read_unpacked(part, self._unpacked[self._numbers[id(part)]])
        elif is_text(part):
            self._add_text(text_of(part, self._octets_of(part)))
        else:
            self._read_file(part)

    def _read_multipart(self, part: Part) -> None:
        others: list[Part] = []
        if part.type == "multipart/encrypted":
            self.defects.append(Defect.ENCRYPTED)
        if part.type == "multipart/digest":
            self._enclosed += [(child, True) for child in part.children if child.encloses]
            children = [child for child in part.children if not child.encloses]
        elif part.type == "multipart/alternative":
            children, others = self._choice(part, lambda leaf: self._octets_of(leaf).data)
        else:
            children = list(part.children)
        for child in children:
            self._read(child)
        self._read_files(others)

    def _read_files(self, others: list[Part]) -> None:
        """Read what stands beside texts that are not chosen, e.g. the pictures of the HTML."""
        for leaf in (leaf for other in others for leaf in leaves(other)):
            if not is_text(leaf):
                self._read(leaf)

    def _read_unpacked(self, part: Part, unpacked: Unpacked) -> None:
        if part.type.startswith("text/") and not is_attached(part):
            self._add_text(text_of(part, Octets(unpacked.octets)))
        elif unpacked.text.strip() and not self._has_text():
            self._add_text(Text(unpacked.text, unpacked.html))
        if not unpacked.files:
            self._attach(part)
        for number, file in unpacked.numbered():
            self.attachments.append(
                Attachment(number, file.name, file.type, len(file.data), file.content_id)
            )

    def _read_file(self, part: Part) -> None:
        if may_be_text(part) and not is_attached(part):
            self._named.append(part)
        text = ""
        if part.type in _REPORTS:
            text = self._plain(part)
        elif part.type == "text/calendar":
            self._read_invitation(part)
        elif part.type == "message/partial":
            self.defects.append(Defect.ONE_PIECE)
            self._add_text(Text(self._plain(part)))
        elif part.type in _SMIME:
            signed = parameter(part.parameters, "smime-type").lower() == "signed-data"
            self.defects.append(Defect.SIGNED_OPAQUE if signed else Defect.ENCRYPTED)
        self._attach(part, text)

    def _read_invitation(self, part: Part) -> None:
        text = invitation_text(self._plain(part))
        if text and text not in self._invitations:
            self._invitations.add(text)
            self.texts.append(Text(text))

    def _read_named(self, message: Part) -> None:
        """Read a text that has a file name: where there is no other, it is the text."""
        if message.type.startswith("text/") and not message.is_multipart:
            self._named[:] = [message]
        for part in self._named[:1]:
            self._add_text(text_of(part, self._octets_of(part)))

    def _read_enclosed(self, part: Part, *, inline: bool) -> None:
        inner = Reader(self._numbers, self._unpacked, self._choice)
        inner.read(part.children[0])
        subject = part.children[0].headers.text("subject")
        texts = [Text(_heading(part.children[0])), *inner.texts]
        if inline:
            self.texts += texts
        else:
            name = f"{subject[:_LONGEST_NAME]}.eml" if subject else ""
            self._attach(part, "\n".join(text.plain for text in texts), name)
        self.attachments += inner.attachments
        self.defects += inner.defects

    def _add_text(self, text: Text) -> None:
        self.texts.append(text)
        self.defects += text.defects
        if _PGP in text.plain:
            self.defects.append(Defect.ENCRYPTED)

    def _attach(self, part: Part, text: str = "", name: str = "") -> None:
        # Not remembered: files are large and read once.
        octets = part.octets()
        if octets.defect:
            self.defects.append(octets.defect)
        self.attachments.append(
            Attachment(
                self._numbers[id(part)],
                name or file_name(part),
                part.type,
                len(octets.data),
                part.headers.text("content-id").strip("<> "),
                text,
            )
        )

    def _plain(self, part: Part) -> str:
        label = parameter(part.parameters, "charset")
        return decode_text(part.octets().data, label).text

    def _octets_of(self, part: Part) -> Octets:
        found = self._octets.get(id(part))
        if found is None:
            found = self._octets[id(part)] = part.octets()
        return found


def _heading(message: Part) -> str:
    """Return who wrote a message in the message, when, and about what, as mail programs do."""
    fields = ((name, message.headers.text(name.lower())) for name in ("From", "Date", "Subject"))
    return "".join(f"{name}: {value}\n" for name, value in fields if value)
