# SPDX-License-Identifier: MIT
"""The table of markers: how mail clients and list servers write them, with an example each.

Sources: the clients' own translations and real mail. Patterns are matched on folded lines
(``markers.fold``); ``~`` stands for an accented letter that a wrong charset may have turned into
up to four other signs, or lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto


class Role(Enum):
    """What a marker says of the lines around it."""

    ATTRIBUTION = auto()
    """Introduces a quote and says when it was written; its first word is known."""
    NAMED_ATTRIBUTION = auto()
    """The same, but a name or a number comes first, so where it begins is not sure."""
    LOOSE_ATTRIBUTION = auto()
    """Introduces a quote if one follows; words of the text may look the same."""
    SEPARATOR = auto()
    """An older message follows."""
    AUTHOR_FIELD = auto()
    """Who wrote the older message, in the header block that clients put above it."""
    HEAD_LINE = auto()
    """Above a quote in one line, by whom and when it was written, without a colon at the end."""
    SENT_FIELD = auto()
    """When it was sent, in words that only header blocks use."""
    RECEIVER_FIELD = auto()
    """To whom it was sent: patches have header fields too, but not this one."""
    OTHER_FIELD = auto()
    """Any other line of such a block."""
    CLOSING = auto()
    """Ends the text; a block with name and address may follow."""
    CONTACT = auto()
    """Stands in a signature: a telephone number, an address."""
    SENT_FROM = auto()
    """What a program adds as if its user had signed so."""
    LIST_FOOTER = auto()
    """Begins what list servers add."""
    NOTICE = auto()
    """Begins what firms and virus scanners add."""


@dataclass(frozen=True, slots=True)
class Marker:
    """A line, or the beginning of one, that tells what the lines around it are."""

    pattern: str
    example: str


_WROTE = (
    r",?[ ](?:nap~sal(?:[aoi]|\(a\)|/a|-a)?(?: jste)?|napsano|pise|pisze|napisa~(?:\(a\))?"
    r"|wrote|writes|said|you write|schrieb|geschrieben|schreef|skrev|ha scritto|(?:vous )?a(?:vez)?"
    r" ~crit|escribi~|escreveu|~rta|пишет|写道)"
)
_TIME = r"\d{1,2}[:.]\d{2}"
# The names of days and months as programs abbreviate them at the beginning of a line.
_DAY = (
    r"(?:po|ut|st|ct|pa|so|ne|pon|str|stv|pia|sob|ned|pt|wt|sr|czw|niedz"
    r"|mon|tue|wed|thu|fri|sat|sun)"
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
_OLD = r"(?:p~vodn~|original|urspr~ngliche)"
_PASSED_ON = r"(?:p~eposlan~|p~edan~|preposlan~|~alej odoslan~|forwarded|weitergeleitete)"
_LETTER = r"(?:zpr~va|spr~va|e\S{0,5}mail|mail|message|nachricht|ud~lost|appointment)"

MARKERS: Mapping[Role, tuple[Marker, ...]] = {
    Role.ATTRIBUTION: (
        Marker(rf"(?:dne|d~a) .*\d.*{_WROTE} ?:?", "Dne 12.3.2011 v 10:15 Jan Novák napsal(a):"),
        Marker(rf"{_DAY}\.?,? \d.*{_WROTE} ?:?",
               "so 12. 3. 2011 v 10:15 odesílatel Jan Novák <jan@obec.example> napsal:"),
        Marker(rf"(?:v|on|at|le|il|el|op|em|w dniu|в) .*\d.*{_WROTE} ?:?",
               "On Sat, 12 Mar 2011 10:15:00 +0100, Jan Novák wrote:"),
        Marker(r"(?:am|op|den) .*\d.* (?:schrieb|schreef|hat|skrev) .{1,100}:",
               "Am 12.03.2011 um 10:15 schrieb Jan Novák:"),
        Marker(rf"(?:[a-z]+day|nedele|pond~l~|~ter~|st~eda|~tvrtek|p~tek|sobota),?"
               rf" .*\d.*{_WROTE} ?:",
               "sobota 12. března 2011, 10:15:11, napsal jste:"),
        Marker(rf"\d{{1,2}}\. ?\d{{1,2}}\. ?\d{{4}} v {_TIME},? .{{1,120}}:",
               "12. 3. 2011 v 10:15, Jan Novák <jan@obec.example>:"),
        Marker(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2} .{1,120}<.*> ?:",
               "2011-03-12 10:15 GMT+01:00 Jan Novák <jan@obec.example>:"),
        Marker(rf"{_MONTH} \d{{1,2}}, \d{{4}},? .*{_TIME}.*<.*> ?:",
               "Mar 12, 2011, 10:15:11 AM Jan Novák <jan@obec.example>:"),
        Marker(r"you wrote to .*\d.*:",
               "You wrote to ismo@lists.example on Sat, 12 Mar 2011 10:15:00 +0100:"),
        Marker(rf"on .*\d.* {_TIME}.{{1,120}}:",
               "On 12/03/2011 at 10:15, Jan Novák <jan@obec.example>:"),
        Marker(rf"-+ ?on .*\d.*{_WROTE} ?[-:]+",
               "----- On Mar 12, 2011, at 10:15 AM, Jan Novák jan@obec.example wrote:"),
        Marker(r">>> .*\d.* in (?:nachricht|message) ?<.*>:",
               ">>> Jan Novák <jan@obec.example> schrieb am 12.03.2011 um 10:15 in Nachricht"
               " <4D7B@obec.example>:"),
        Marker(rf"在 .*\d.*{_WROTE} ?[::]", "在 2011/3/12 10:15, Jan Novák 写道:"),
    ),
    Role.NAMED_ATTRIBUTION: (
        Marker(rf"\S.{{0,100}}{_WROTE} (?:(?:dne|v|on|am|d~a|at|o) )?"
               rf"\W{{0,2}}(?:{_DAY}\.?,? )?\d.*:",
               "Jan Novák píše v So 12. 03. 2011 v 10:15 +0100:"),
        Marker(rf"\d.*{_TIME}.*{_WROTE} ?:", "12.3.2011 10:15, Jan Novák napsal:"),
    ),
    Role.LOOSE_ATTRIBUTION: (
        Marker(rf"\S.{{0,200}}{_WROTE} ?[::]", "Jan Novák napsal(a):"),
        Marker(rf"\S.{{0,100}}{_WROTE} (?:in|on|to|v|do) \S{{1,80}} ?:",
               "Jan Novák <jan@obec.example> wrote on ismo@lists.example:"),
        Marker(r"(?:citov~n~|citujem|cituji|quoting|zitat von|excerpts from) .{1,150}:",
               "Citování Jan Novák <jan@obec.example>:"),
        Marker(r"\* .{1,120} \[.*\d.*\] ?:", "* Jan Novák <jan@obec.example> [2011-03-12 10:15]:"),
        Marker(r"(?:in (?:message|article|nachricht)|nachricht) .{0,80}<.*>.*:",
               'In message "Re: spisovka" on 11/03/12, <jan@obec.example> has written:'),
    ),
    Role.SEPARATOR: (
        Marker(rf"-{{2,}} ?{_OLD} ?{_LETTER}.*-{{2,}}.*", "-----Původní zpráva-----"),
        Marker(r"-{2,} ?original-?nachricht ?-{2,}", "-------- Original-Nachricht --------"),
        Marker(r"-{2,} ?(?:mail|message|mensaje) (?:original|d'origine) ?-{2,}",
               "----- Mail original -----"),
        Marker(rf"-{{2,}} ?{_PASSED_ON} {_LETTER}.*-{{2,}}.*",
               "-------- Přeposlaná zpráva --------"),
        Marker(rf"-{{3,}} ?(?:{_LETTER} |{_PASSED_ON} )*(?:od|from|von) .{{3,150}}-{{3,}}",
               "----- Zpráva přeposlaná od Jan Novák <jan@obec.example> -----"),
        Marker(rf"-{{3,}} ?.{{3,150}}{_WROTE} ?: ?-{{3,}}",
               '-----"Jan Novák" <jan@obec.example> napsal: -----'),
        Marker(rf"-{{2,}} ?(?:dne|on) .*\d.*{_WROTE} ?-{{2,}}",
               "---- Dne So, 12 bře 2011 10:15 Jan Novák <jan@obec.example> napsal(a) ----"),
        Marker(r"za~tek p~ed~van~ zpr~vy ?:|za~tek p~edan~ zpr~vy ?:", "Začátek předané zprávy:"),
        Marker(r"za~iatok (?:odovzdanej spr~vy|spr~vy poslanej ~alej) ?:",
               "Začiatok správy poslanej ďalej:"),
        Marker(r"begin forwarded message ?:", "Begin forwarded message:"),
        Marker(r"anfang der weitergeleiteten (?:nachricht|e-mail) ?:",
               "Anfang der weitergeleiteten Nachricht:"),
        Marker(r">>> ?.{3,120} \d.* ?>>>.*",
               ">>> Jan Novák <jan@obec.example> 12.3.2011 10:15 >>>"),
    ),
    Role.AUTHOR_FIELD: (
        Marker(r"\*?(?:od|od koho|odes~latel|from|von|de)\*? ?:\*? ?[^\d\s].*", "Od: Jan Novák"),
    ),
    Role.HEAD_LINE: (
        Marker(r"(?:od|from|von) ?: .{3,150} (?:odesl~no|odoslan~|sent|gesendet) ?: .*\d.*",
               "From: Jan Novák <jan@obec.example> Sent: Saturday, March 12, 2011 10:15 AM"),
        Marker(r"\d{4}[/-]\d{1,2}[/-]\d{1,2} [^<>]{2,100} <[^<>]{3,80}>",
               "2011/3/12 Jan Novák <jan@obec.example>"),
    ),
    Role.SENT_FIELD: (
        Marker(r"\*?(?:odesl~no|odoslan~|posl~no|wys~an[oey]|sent|gesendet|envoy~|enviado(?: el)?)"
               r"\*? ?:.*",
               "Odesláno: 12. března 2011 10:15"),
    ),
    Role.RECEIVER_FIELD: (
        Marker(r"\*?(?:komu|adres~t|to|an|kopie|k~pia|cc|kopia)\*? ?:.*",
               "Komu: ismo@lists.example"),
    ),
    Role.OTHER_FIELD: (
        Marker(r"\*?(?:datum|d~tum|date|p~edm~t|predmet|subject|betreff|temat|objet|asunto|sent by"
               r"|do|dw|a|para"
               r"|odpov~~ (?:na|pro)"
               r"|reply-to|organi[sz]ation|organizace|priorita|importance|d~le~itost|p~~lohy"
               r"|attachments)\*? ?:.*",
               "Předmět: Spisovka"),
    ),
    Role.CLOSING: (
        Marker(r"(?:(?:predem )?(?:diky|dekuj\w+|dakuj\w+)[ ,.!a]{1,4})?"
               r"(?:s|se) [^.]{0,30}(?:pozdravem|pozdravom|uctou|pranim)\b.{0,30}",
               "S přátelským pozdravem"),
        Marker(r"(?:zdravi|(?:hezky|pekny) (?:den|zbytek dne)|preji .{3,25} den)[ ,.!]{0,3}.{0,20}",
               "Hezký den"),
        Marker(r"(?:(?:thanks|thank you|and|&|many|best|kind|kindest|with|warm),? )*"
               r"regards\b.{0,15}|(?:with )?(?:best|kind|warm) wishes\b.{0,15}"
               r"|(?:yours )?sincerely\b.{0,10}|cheers\b.{0,10}",
               "Best regards,"),
        Marker(r"(?:mit [^.]{0,30}|viele |liebe |beste )gr~(?:ss|~)(?:en|e)?\b.{0,10}|mfg\b.{0,10}",
               "Mit freundlichen Grüßen"),
    ),
    Role.CONTACT: (
        Marker(r".*\b(?:tel|telefon|phone|mobil|mobile|mob|gsm|fax|handy)\b ?[.:+(/ ].*\d{3}.*",
               "tel.: 123 456 789"),
        Marker(r".*(?:\+|\b00)42[01][ \d/-]{9,}.*", "+420 123 456 789"),
        Marker(r"\d{3} ?\d{3} ?\d{3}", "777 123 456"),
        Marker(r"(?:[tm]|e-?mail|web|www|url|datova schranka|ds|ic~)[.:] ?\S.*", "T: 123 456 789"),
        Marker(r"(?:<?https?://|www\.)[^/\s]+(?:/[^/\s]*)?/?", "www.obec.example"),
        Marker(r"<?[\w.+-]+(?:@| at )[\w.-]+\.[a-z]{2,}>?", "jan.novak@obec.example"),
        Marker(r".*\b\d{3} \d{2},? [a-z].{0,50}", "Náměstí 1, 123 45 Lhota"),
    ),
    Role.SENT_FROM: (
        Marker(r"(?:odesl~no|posl~no|odoslan~|poslan~) (?:z|ze|zo|pomoc~|pros~ednictv~m|cez"
               r"|s) .{1,80}",
               "Odesláno z mého iPhonu"),
        Marker(r"(?:z~sk~t|st~hn~te? si|z~skajte|get|holen sie sich) outlook (?:pro|pre|for"
               r"|f~r) .{1,40}",
               "Získat Outlook pro Android"),
        Marker(r"(?:sent|envoye) (?:from|via|with|using|on|de) (?:my|mon|the|a|an|mail|yahoo"
               r"|outlook|blackberry|proton|samsung|mobile|tutanota|spark|gmail|iphone|ipad).{0,80}",
               "Sent from my iPhone"),
        Marker(r"(?:von meinem .{1,60}|gesendet (?:von|mit) .{1,60})",
               "Von meinem iPhone gesendet"),
        Marker(r"tato zpr~va byla vytvo~ena .*klientem.*",
               "Tato zpráva byla vytvořena poštovním klientem Opery: http://www.opera.example/mail/"),
    ),
    Role.LIST_FOOTER: (
        Marker(r"you received this message because you.*",
               "You received this message because you are subscribed to the Google Groups"
               ' "ismo" group.'),
        Marker(r"(?:tuto zpr~vu jste (?:obdr~eli|dostali)|obdr~eli jste tuto zpr~vu),? proto~e.*",
               "Tuto zprávu jste obdrželi, protože jste přihlášeni k odběru skupiny ve"
               " Skupinách Google."),
        Marker(r"(?:pro )?odhl~(?:~en~|sit se|ste se).{0,40}(?:konferenc|list|skupin|odb~r"
               r"|diskus).*",
               "Odhlášení z konference: ismo-leave@lists.example"),
        Marker(r"(?:to )?(?:un)?subscribe(?: from (?:this|the)|,| send|: ?(?:mailto|http|<)).*",
               "To unsubscribe from this list: send the line"),
        Marker(r"(?:yahoo! groups (?:links|sponsor)|-+ yahoo! groups sponsor).*",
               "Yahoo! Groups Links"),
        Marker(r"this sf\.?net email is sponsored by.*",
               "This SF.net email is sponsored by: Example"),
        Marker(r"view this message in context:.*",
               "View this message in context: http://nabble.example/1"),
        Marker(r"\[\[alternative html version deleted\]\].*",
               "[[alternative HTML version deleted]]"),
        Marker(r"(?:-+ next part -+|an (?:html|embedded) .*(?:was )?scrubbed).*",
               "-------------- next part --------------"),
        Marker(r"(?:mailing )?list (?:info|archive|page|charter)\w*: ?(?:<?http|mailto).*",
               "Mailing list info: https://lists.example/listinfo/ismo"),
        Marker(r"<?https?://\S+/(?:listinfo|mailman3?/lists)/\S+>?",
               "https://lists.example/mailman/listinfo/ismo"),
    ),
    Role.NOTICE: (
        Marker(r"(?:tato|tuto|tento|odchoz~|p~~choz~) (?:zpr~v[au]|e-?mail).{0,60}(?:zkontrolov"
               r"|prov~~|neobsahuje|bez vir).*",
               "Tato zpráva byla zkontrolována na viry programem Avast Antivirus."),
        Marker(r"(?:bez vir~|neobsahuje ~~dn~ viry|virus-free|virenfrei|zkontrolov~no (?:avg"
               r"|antivir)).*",
               "Bez virů. www.avast.com"),
        Marker(r"_* ?informace od eset.*|_* ?information from eset.*",
               "__________ Informace od ESET NOD32 Antivirus, verze 5944 (20110312) __________"),
        Marker(r"(?:this e-?mail (?:has been|was) (?:checked|scanned)|no virus found in"
               r"|checked by avg|outgoing mail is certified).*",
               "This email has been checked for viruses by Avast antivirus software."),
        Marker(r"(?:pros~m,? )?(?:mysl~te|mysl~me|zva~te|d~vejte pozor|~et~~te"
               r"|p~ed (?:vyti~t~n~m|tiskem)).{0,60}"
               r"(?:~ivotn~|p~~rod|tis[kn]|vyti|e-?mail|pap~r).*",
               "Dávejte pozor na životní prostředí a tiskněte jen to, co musíte."),
        Marker(r"(?:please )?(?:consider|think of) (?:the|our) environment.*",
               "Please consider the environment before printing this e-mail."),
        Marker(r"\W*(?:upozorn~n~|d~v~rnost|pou~en~|disclaimer|confidentiality"
               r"|e-?mail confidentiality|vyhradenie)"
               r"(?: (?:o d~v~rnosti|note|notice))?\W*",
               "Upozornění:"),
        Marker(r".{0,60}(?:tento e-?mail|tato (?:e-?mailov~ )?zpr~va|t~to spr~va|obsah t~to"
               r"|informace (?:v |obsa~en)).{0,120}"
               r"(?:d~v~rn|ur~en[aeoy]? (?:pouze|v~hradn|jen)|nelze pova~ovat|smlouv|omyl).*",
               "Tento e-mail a jakékoliv k němu připojené dokumenty jsou důvěrné."),
        Marker(r"(?:pokud|jestli~e|ak) (?:jste|nejste|ste|nie ste).{0,60}(?:omylem|adres~t"
               r"|p~~jemc|zam~~len).*",
               "Pokud jste tento e-mail obdrželi omylem, informujte laskavě jeho odesílatele."),
        Marker(r"(?:the information|the contents? of this"
               r"|this (?:electronic )?(?:e-?mail|message|communication|transmission)).{0,120}"
               r"(?:confidential|privileged|intended (?:only|solely)).*",
               "This e-mail and any attachments are confidential and may be privileged."),
        Marker(r"if you (?:are not|have received|received).{0,60}(?:intended|in error"
               r"|by mistake).*",
               "If you are not the intended recipient, please delete this message."),
        Marker(r".*\bzaps~n\S* (?:je )?ve? obchodn~m rejst~~ku.{0,20} (?:veden|u .*soud|odd~l).*",
               "zapsaná v obchodním rejstříku vedeném Krajským soudem v Brně, vložka C 1234"),
        Marker(r".*(?:amtsgericht|handelsregister|geschaftsfuhrer|geschaeftsfuehrer).*\bhrb\b.*",
               "Amtsgericht Lhota, HRB 1234, Geschäftsführer: Jan Novák"),
        Marker(r"diese e-?mail.{0,80}(?:vertraulich|bestimmt).*",
               "Diese E-Mail enthält vertrauliche Informationen."),
    ),
}  # fmt: skip
