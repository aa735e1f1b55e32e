# SPDX-License-Identifier: MIT
"""The HTML bodies that mail programs write beside or instead of plain text."""

from collections.abc import Callable, Mapping
from html import escape
from typing import Final

from archiver.demo import clock
from archiver.demo.compose import Sent
from archiver.demo.model import ClientName, Rows
from archiver.demo.quoting import Quoted, gmail_intro

WORD_HEAD: Final = """<html xmlns:o="urn:schemas-microsoft-com:office:office" \
xmlns="http://www.w3.org/TR/REC-html40">
<head>
<meta http-equiv=Content-Type content="text/html; charset=CHARSET">
<meta name=Generator content="Microsoft Word 12 (filtered medium)">
<style>
<!--
 /* Style Definitions */
 p.MsoNormal, li.MsoNormal, div.MsoNormal
	{margin:0cm; margin-bottom:.0001pt; font-size:11.0pt; font-family:"Calibri","sans-serif";}
a:link, span.MsoHyperlink {color:blue; text-decoration:underline;}
table.MsoTableGrid td {border:solid windowtext 1.0pt; padding:0cm 5.4pt;}
@page Section1 {size:595.3pt 841.9pt; margin:70.85pt 70.85pt 70.85pt 70.85pt;}
-->
</style>
</head>
<body lang=CS link=blue vlink=purple>
<div class=Section1>
"""
WORD_TAIL: Final = "</div>\n</body>\n</html>\n"
WORD_BORDER: Final = "border:none;border-top:solid #B5C4DF 1.0pt;padding:3.0pt 0cm 0cm 0cm"
GMAIL_QUOTE: Final = "margin:0 0 0 .8ex;border-left:1px #ccc solid;padding-left:1ex"


def html_body(sent: Sent, charset: str, image: str) -> str:
    """Return the message as HTML; *image* is the Content-ID of a picture shown in it, or empty."""
    write = WRITERS.get(sent.message.author.client, _plain_page)
    return write(sent, image).replace("CHARSET", charset, 1)


def _word_page(sent: Sent, image: str) -> str:
    own = _word_lines(sent.own_lines) + _table(sent.message.table, "MsoTableGrid")
    quoted = _word_quote(sent.answered) if sent.answered else ""
    return WORD_HEAD + own + _picture(image) + quoted + WORD_TAIL


def _word_lines(lines: tuple[str, ...]) -> str:
    shown = (escape(line, quote=False) or "&nbsp;" for line in lines)
    return "".join(f"<p class=MsoNormal>{line}<o:p></o:p></p>\n" for line in shown)


def _word_quote(quoted: Quoted) -> str:
    when = f"{clock.weekday(quoted.at)} {clock.in_words(quoted.at)} {clock.minutes(quoted.at)}"
    fields = {
        "Od": f"{quoted.name} &lt;{quoted.address}&gt;",
        "Odesláno": when,
        "Komu": quoted.to,
        "Předmět": escape(quoted.subject, quote=False),
    }
    block = "<br>\n".join(f"<b>{name}:</b> {value}" for name, value in fields.items())
    head = f"<div style='{WORD_BORDER}'>\n<p class=MsoNormal>{block}<o:p></o:p></p>\n</div>\n"
    return head + _word_lines(tuple(quoted.whole_text.splitlines()))


def _gmail_page(sent: Sent, image: str) -> str:
    own = f'<div dir="ltr">{_own(sent, image)}</div>\n'
    if not sent.answered:
        return own
    intro = escape(gmail_intro(sent.answered, sent.year), quote=False)
    quoted = _breaks(sent.answered.whole_text.splitlines())
    return (
        f'{own}<br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">{intro}<br></div>'
        f'<blockquote class="gmail_quote" style="{GMAIL_QUOTE}">{quoted}</blockquote></div>\n'
    )


def _seznam_page(sent: Sent, image: str) -> str:
    own = f"<html><body>{_own(sent, image)}"
    if not sent.answered:
        return f"{own}</body></html>\n"
    quoted = _breaks(sent.client.quoter(sent.answered, sent.year))
    return (
        f'{own}<br><aside><blockquote data-email="1">{quoted}</blockquote></aside></body></html>\n'
    )


def _plain_page(sent: Sent, image: str) -> str:
    head = '<html>\n<head><meta http-equiv="Content-Type" content="text/html; charset=CHARSET">'
    return f"{head}</head>\n<body>\n{_own(sent, image)}\n</body>\n</html>\n"


def _own(sent: Sent, image: str) -> str:
    return _breaks(sent.own_lines) + _table(sent.message.table, "") + _picture(image)


def _breaks(lines: tuple[str, ...] | list[str]) -> str:
    return "<br>\n".join(escape(line, quote=False) for line in lines)


def _table(rows: Rows, css_class: str) -> str:
    if not rows:
        return ""
    lines = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>\n" for row in rows
    )
    return f'<table class="{css_class}" border="1" cellspacing="0">\n{lines}</table>\n'


def _picture(image: str) -> str:
    return f'<p><img width="320" height="160" src="cid:{image}" alt=""></p>\n' if image else ""


WRITERS: Final[Mapping[ClientName, Callable[[Sent, str], str]]] = {
    ClientName.OUTLOOK: _word_page,
    ClientName.OUTLOOK_ODP: _word_page,
    ClientName.EXCHANGE: _word_page,
    ClientName.GMAIL: _gmail_page,
    ClientName.SEZNAM: _seznam_page,
}
