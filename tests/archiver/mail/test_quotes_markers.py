# SPDX-License-Identifier: MIT
"""Every marker of the table, and the forms clients really write, are told from the new text."""

import unicodedata

import pytest

from archiver.mail.marker_table import MARKERS, Role
from archiver.mail.message import SegmentKind
from archiver.mail.quotes import split

ATTRIBUTIONS = [
    marker.example
    for role in (Role.ATTRIBUTION, Role.NAMED_ATTRIBUTION, Role.LOOSE_ATTRIBUTION)
    for marker in MARKERS[role]
]
SEPARATORS = [marker.example for marker in MARKERS[Role.SEPARATOR]]

CLIENT_ATTRIBUTIONS = {
    "Thunderbird cs": "Dne 12.3.2011 v 10:15 Jan Novák napsal(a):",
    "Thunderbird cs, short year": "Dne 12. 03. 11 v 10:15 Jan Novák napsal(a):",
    "Thunderbird cs, comma": "Dne 12.3.2011 10:15, Jan Novák napsal(a):",
    "Thunderbird cs, author first": "Jan Novák napsal(a) dne 12.3.2011 v 10:15:",
    "Thunderbird cs, author only": "Jan Novák napsal(a):",
    "Thunderbird sk": "Dňa 12. 3. 2011 o 10:15 Ján Novák napísal(a):",
    "Thunderbird en": "On 12.3.2011 10:15, Jan Novák wrote:",
    "Thunderbird de": "Am 12.03.2011 um 10:15 schrieb Jan Novák:",
    "Gmail cs": "so 12. 3. 2011 v 10:15 odesílatel Jan Novák <jan@obec.example> napsal:",
    "Gmail cs, woman": "út 1. 9. 2020 v 8:05 odesílatel Jana <jana@obec.example> napsala:",
    "Gmail cs, old": "Dne 12. března 2011 10:15 Jan Novák <jan@obec.example> napsal(a):",
    "Gmail sk": "so 12. 3. 2011 o 10:15 Ján Novák <jan@obec.example> napísal(a):",
    "Gmail en": "On Sat, Mar 12, 2011 at 10:15 AM Jan Novák <jan@obec.example> wrote:",
    "Gmail de": "Am Sa., 12. März 2011 um 10:15 Uhr schrieb Jan Novák <jan@obec.example>:",
    "Gmail, date first": "2011-03-12 10:15 GMT+01:00 Jan Novák <jan@obec.example>:",
    "Evolution cs": "Jan Novák píše v So 12. 03. 2011 v 10:15 +0100:",
    "Evolution sk": "V sobota, 12. marca 2011 o 10:15, Ján Novák napísal:",
    "Evolution en": "On Sat, 2011-03-12 at 10:15 +0100, Jan Novák wrote:",
    "Evolution de": "Am Samstag, dem 12.03.2011 um 10:15 +0100 schrieb Jan Novák:",
    "Geary cs": "Jan Novák napsal 12.3.2011:",
    "KMail cs": "Dne sobota 12. března 2011 10:15:00 Jan Novák napsal(a):",
    "KMail cs, to you": "Dne sobota 12. března 2011 10:15:00 CET jste napsal(a):",
    "KMail cs, abbreviated": "Dne So 12. března 2011 10:15:00 Jan Novák napsal(a):",
    "KMail en": "On Saturday 12 March 2011 10:15:00 Jan Novák wrote:",
    "Mutt cs": "V Sat, Mar 12, 2011 at 10:15:00AM +0100, Jan Novák napsal(a):",
    "Mutt en": "On Sat, Mar 12, 2011 at 10:15:00AM +0100, Jan Novák wrote:",
    "Mutt, short": "* Jan Novák <jan@obec.example> [2011-03-12 10:15]:",
    "Claws cs": "Dne Sat, 12 Mar 2011 10:15:00 +0100 Jan Novák <jan@obec.example> napsal(a):",
    "Opera cs": "Dne Fri, 29 Jul 2011 13:57:32 +0200 Jan Novák <jan@obec.example> napsal(a):",
    "Roundcube cs": "Dne 2011-03-12 10:15, Jan Novák napsal:",
    "SOGo cs": "12.3.2011 10:15, Jan Novák napsal:",
    "Redmine cs": "Jan Novák napsal:",
    "Redmine sk": "Používateľ Ján Novák napísal:",
    "K-9 sk": "Dňa 12. marca 2011 10:15:00 používateľ Ján Novák <jan@obec.example> napísal:",
    "Horde cs": "Citování Jan Novák <jan@obec.example>:",
    "Horde en": "Quoting Jan Novák <jan@obec.example>:",
    "Horde de": "Zitat von Jan Novák <jan@obec.example>:",
    "Lotus Notes cs": "jan@obec.example napsal dne 12.03.2011 10:15:11:",
    "Lotus Notes en": "Jan Novák <jan@obec.example> wrote on 03/12/2011 10:15:11 AM:",
    "GroupWise de": ">>> Jan Novák <jan@obec.example> schrieb am 12.03.2011 um 10:15 in Nachricht"
    " <4D7B@obec.example>:",
    "Apple Mail cs": "12. 3. 2011 v 10:15, Jan Novák <jan@obec.example>:",
    "Apple Mail en": "On Mar 12, 2011, at 10:15 AM, Jan Novák <jan@obec.example> wrote:",
    "Apple Mail de": "Am 12.03.2011 um 10:15 schrieb Jan Novák <jan@obec.example>:",
    "iPhone cs": "12. 3. 2011 v 10:15, Jan Novák <jan@obec.example>:",
    "SquirrelMail en": "On Sat, March 12, 2011 10:15 am, Jan Novák wrote:",
    "Seznam cs": "Dne 12. 3. 2011 10:15, Jan Novák napsal(a):",
    "Zimbra en": "----- On Mar 12, 2011, at 10:15 AM, Jan Novák jan@obec.example wrote:",
    "The Bat! en": "Saturday, March 12, 2011, 10:15:11 AM, you wrote:",
    "The Bat! cs": "sobota 12. března 2011, 10:15:11, napsal jste:",
    "Outlook for Mac": 'On 3/12/11 10:15 AM, "Jan Novák" <jan@obec.example> wrote:',
    "Gnus": "Jan Novák <jan@obec.example> writes:",
    "Thunderbird hu": "2011.03.12. 10:15 keltezéssel, Jan Novák írta:",
    "Gmail pl": "sob., 12 mar 2011 o 10:15 Jan Novák <jan@obec.example> napisał(a):",
    "KMail pl": "Dnia sobota, 12 marca 2011 o 10:15:00 Jan Novák napisał(a):",
    "KMail fr": "Le samedi 12 mars 2011 10:15:00 Jan Novák, vous avez écrit :",
    "FairEmail": "Mar 12, 2011 10:15:11 AM Jan Novák <jan@obec.example>:",
}
# Of a name alone nobody can tell where it begins.
DATED_ATTRIBUTIONS = [
    client for client, line in CLIENT_ATTRIBUTIONS.items() if any(map(str.isdigit, line))
]
CLIENT_HEADS = {
    "Outlook cs": "-----Původní zpráva-----\nOd: Jan Novák [mailto:jan@obec.example]\n"
    "Odesláno: 12. března 2011 10:15\nKomu: ismo@lists.example\nPředmět: Spisovka\n",
    "Outlook cs, no dashes": "Od: Jan Novák <jan@obec.example>\nOdesláno: sobota 12. března 2011 "
    "10:15\nKomu: ismo@lists.example\nPředmět: Spisovka\n",
    "Outlook sk": "Od: Ján Novák <jan@obec.example>\nOdoslané: sobota 12. marca 2011 10:15\n"
    "Komu: ismo@lists.example\nPredmet: Spisovka\n",
    "Outlook en": "-----Original Message-----\nFrom: Jan Novák [mailto:jan@obec.example]\n"
    "Sent: Saturday, March 12, 2011 10:15 AM\nTo: ismo@lists.example\nSubject: Spisovka\n",
    "Outlook de": "-----Ursprüngliche Nachricht-----\nVon: Jan Novák [mailto:jan@obec.example]\n"
    "Gesendet: Samstag, 12. März 2011 10:15\nAn: ismo@lists.example\nBetreff: Spisovka\n",
    "Outlook, mixed languages": "Od: Jan Novák\nSent: Saturday, March 12, 2011 10:15 AM\n"
    "To: ismo@lists.example\nPředmět: Spisovka\n",
    "Outlook, bold": "*Od:* Jan Novák <jan@obec.example>\n*Odesláno:* sobota 12. března 2011\n"
    "*Komu:* ismo@lists.example\n*Předmět:* Spisovka\n",
    "Outlook on the web": "________________________________\nOd: Jan Novák <jan@obec.example>\n"
    "Odesláno: 12. března 2011 10:15\nKomu: ismo@lists.example\nPředmět: Spisovka\n",
    "Outlook pl": "________________________________\nOd: Jan Novák <jan@obec.example>\n"
    "Wysłane: sobota, 12 marca 2011 10:15\nDo: ismo@lists.example\nTemat: Spisovka\n",
    "Outlook es": "-----Mensaje original-----\nDe: Jan Novák [mailto:jan@obec.example]\n"
    "Enviado el: sábado, 12 de marzo de 2011 10:15\nPara: ismo@lists.example\nAsunto: Spisovka\n",
    "Outlook Express": '----- Original Message ----- \nFrom: "Jan Novák" <jan@obec.example>\n'
    "To: <ismo@lists.example>\nSent: Saturday, March 12, 2011 10:15 AM\nSubject: Spisovka\n",
    "Seznam": "---------- Původní e-mail ----------\nOd: Jan Novák <jan@obec.example>\n"
    "Komu: ismo@lists.example\nDatum: 12. 3. 2011 10:15:00\nPředmět: Spisovka\n",
    "Seznam, hyphen that never breaks": "---------- Původní e\u2011mail ----------\n"
    "Od: Jan Novák <jan@obec.example>\nKomu: ismo@lists.example\nDatum: 12. 3. 2011 10:15:00\n",
    "Seznam, before 2013": "---------- Původní zpráva ----------\nOd: Jan Novák\n"
    "Datum: 12. 3. 2011\nPředmět: Spisovka\n",
    "Thunderbird cs, forwarded": "-------- Přeposlaná zpráva --------\nPředmět: \tSpisovka\n"
    "Datum: \tSat, 12 Mar 2011 10:15:00 +0100\nOd: \tJan Novák <jan@obec.example>\n"
    "Komu: \tismo@lists.example\n",
    "Thunderbird sk": "-------- Pôvodná správa --------\nPredmet: Spisovka\nOd: Ján Novák\n",
    "Thunderbird sk, two languages": "-------- Pôvodná správa --- Original Message --------\n",
    "Thunderbird de": "-------- Original-Nachricht --------\nBetreff: Spisovka\nVon: Jan Novák\n",
    "Evolution sk, forwarded": "-------- Ďalej odoslaná správa --------\nOd: Ján Novák\n",
    "Apple Mail en": "Begin forwarded message:\n\nFrom: Jan Novák <jan@obec.example>\n",
    "Apple Mail de": "Anfang der weitergeleiteten Nachricht:\n\nVon: Jan Novák\n",
    "Claws cs": "Začátek předané zprávy:\n\nDate: Sat, 12 Mar 2011 10:15:00 +0100\n",
    "Mutt cs": "----- Zpráva přeposlaná od Jan Novák <jan@obec.example> -----\n",
    "Horde cs": "----- Přeposlaná zpráva od jan@obec.example -----\n   Datum: 12. 3. 2011\n",
    "Lotus Notes": '-----"Jan Novák" <jan@obec.example> napsal: -----\nKomu: ismo@lists.example\n',
    "Lotus Notes, header": "From:\tJan Novák/Obec\nTo:\tismo@lists.example\nDate:\t12.03.2011\n"
    "Subject:\tSpisovka\n",
    "GroupWise": ">>> Jan Novák <jan@obec.example> 12.3.2011 10:15 >>>\n",
    "SquirrelMail": "---------------------------- Original Message ----------------------------\n"
    'Subject: Spisovka\nFrom:    "Jan Novák" <jan@obec.example>\n',
    "Zimbra cs": "----- Původní zpráva -----\nOd: Jan Novák <jan@obec.example>\n",
    "Zimbra fr": "----- Mail original -----\nDe: Jan Novák <jan@obec.example>\n"
    "À: ismo@lists.example\nEnvoyé: Samedi 12 Mars 2011 10:15:00\nObjet: Spisovka\n",
    "Zimbra de": "----- Ursprüngliche Mail -----\nVon: Jan Novák <jan@obec.example>\n",
}  # fmt: skip


# "píše" in a wrong charset keeps too few letters to be told from other words.
READABLE_ATTRIBUTIONS = sorted(set(CLIENT_ATTRIBUTIONS) - {"Evolution cs"})


def new_text(text: str) -> str:
    return "".join(s.text for s in split(text) if s.kind is SegmentKind.NEW)


def unaccented(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def mojibake(text: str) -> str:
    return text.encode().decode("cp1252", "replace")


def wrapped(text: str) -> str:
    words = text.split(" ")
    middle = max(1, len(words) * 2 // 3)
    return " ".join(words[:middle]) + "\n" + " ".join(words[middle:])


@pytest.mark.parametrize("line", ATTRIBUTIONS)
def test_every_attribution_of_the_table_goes_with_its_quote(line: str) -> None:
    assert new_text(f"Ano.\n\n{line}\n> Funguje to?\n") == "Ano.\n\n"


@pytest.mark.parametrize("line", SEPARATORS)
def test_every_separator_of_the_table_begins_an_older_message(line: str) -> None:
    assert new_text(f"Ano.\n\n{line}\nFunguje to?\n\nJan\n") == "Ano.\n\n"


@pytest.mark.parametrize("client", CLIENT_ATTRIBUTIONS)
def test_an_attribution_goes_with_its_quote(client: str) -> None:
    line = CLIENT_ATTRIBUTIONS[client]
    assert new_text(f"Ano.\n\n{line}\n\n> Funguje to?\n> Jan\n\nDíky.\n") == "Ano.\n\n\nDíky.\n"


@pytest.mark.parametrize("client", CLIENT_ATTRIBUTIONS)
def test_an_attribution_without_diacritics_goes_with_its_quote(client: str) -> None:
    line = unaccented(CLIENT_ATTRIBUTIONS[client])
    assert new_text(f"Ano.\n\n{line}\n> Funguje to?\n") == "Ano.\n\n"


@pytest.mark.parametrize("client", READABLE_ATTRIBUTIONS)
def test_an_attribution_in_a_wrong_charset_goes_with_its_quote(client: str) -> None:
    line = mojibake(CLIENT_ATTRIBUTIONS[client])
    assert new_text(f"Ano.\n\n{line}\n> Funguje to?\n") == "Ano.\n\n"


@pytest.mark.parametrize("client", DATED_ATTRIBUTIONS)
def test_an_attribution_wrapped_over_two_lines_goes_with_its_quote(client: str) -> None:
    line = wrapped(CLIENT_ATTRIBUTIONS[client])
    assert new_text(f"Ano.\n\n{line}\n> Funguje to?\n") == "Ano.\n\n"


@pytest.mark.parametrize("client", CLIENT_HEADS)
def test_what_follows_a_head_is_the_older_message(client: str) -> None:
    assert new_text(f"Ano.\n\n{CLIENT_HEADS[client]}\nFunguje to?\n\nJan\n") == "Ano.\n\n"


@pytest.mark.parametrize("client", CLIENT_HEADS)
def test_a_head_without_diacritics_begins_the_older_message(client: str) -> None:
    head = unaccented(CLIENT_HEADS[client])
    assert new_text(f"Ano.\n\n{head}\nFunguje to?\n\nJan\n") == "Ano.\n\n"


@pytest.mark.parametrize("client", CLIENT_HEADS)
def test_a_head_in_a_wrong_charset_begins_the_older_message(client: str) -> None:
    head = mojibake(CLIENT_HEADS[client])
    assert new_text(f"Ano.\n\n{head}\nFunguje to?\n\nJan\n") == "Ano.\n\n"


@pytest.mark.parametrize("client", CLIENT_HEADS)
def test_answers_between_the_marked_lines_of_an_older_message_stay_new(client: str) -> None:
    text = f"Ano.\n\n{CLIENT_HEADS[client]}\n> Funguje to?\nFunguje.\n> A jak?\nDobře.\n"
    assert new_text(text) == "Ano.\n\nFunguje.\nDobře.\n"


@pytest.mark.parametrize("line", [marker.example for marker in MARKERS[Role.SENT_FROM]])
def test_what_a_program_signs_is_a_signature(line: str) -> None:
    segments = split(f"Funguje.\n\n{line}\n")
    assert [(s.kind, s.text) for s in segments] == [
        (SegmentKind.NEW, "Funguje.\n\n"),
        (SegmentKind.SIGNATURE, f"{line}\n"),
    ]


@pytest.mark.parametrize("closing", [marker.example for marker in MARKERS[Role.CLOSING]])
@pytest.mark.parametrize("contact", [marker.example for marker in MARKERS[Role.CONTACT]])
def test_a_closing_over_a_name_and_a_contact_is_a_signature(closing: str, contact: str) -> None:
    block = f"{closing}\n\nJan Novák\n{contact}\n"
    assert [s.kind for s in split(f"Funguje.\n\n{block}")] == ["new", "signature"]
    assert split(f"Funguje.\n\n{block}")[1].text == block


@pytest.mark.parametrize("role", [Role.LIST_FOOTER, Role.NOTICE])
def test_what_servers_and_firms_add_is_a_footer(role: Role) -> None:
    for marker in MARKERS[role]:
        segments = split(f"Funguje.\n\n{marker.example}\n")
        assert (marker, [s.kind for s in segments]) == (marker, ["new", "footer"])
