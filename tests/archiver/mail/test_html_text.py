# SPDX-License-Identifier: MIT
"""HTML as readers see it, in lines of text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.mail.html import html_to_text
from archiver.mail.htmltokens import tokens

BLANK = "<p class=MsoNormal><o:p>&nbsp;</o:p></p>"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>první</p><p>druhý</p>", "první\n\ndruhý\n"),
        ("<div>první</div><div>druhý</div>", "první\ndruhý\n"),
        ("první<br>druhý<br/>třetí", "první\ndruhý\ntřetí\n"),
        ("<div>a</div><div><br></div><div>b</div>", "a\n\nb\n"),
        ("<div>a<br></div><div>b</div>", "a\nb\n"),
        ("a\n  b\t c", "a b c\n"),
        ("<b>tuč</b>né <i> slovo </i>", "tučné slovo\n"),
        (
            f"<p class=MsoNormal>a</p><p class=MsoNormal>b</p>{BLANK}<p class=MsoNormal>c",
            "a\nb\n\nc\n",
        ),
        ("<pre>a\n  b\n\n\nc</pre>d", "a\n  b\n\nc\nd\n"),
        ("<ul><li>a<li>b<ol><li>c</li><li>d</li></ol></ul>", "* a\n* b\n\n  1. c\n  2. d\n"),
        ("a<hr>b", "a\n" + "_" * 32 + "\nb\n"),
        ("&lt;b&gt; &amp; &#268; &#x10c; &nbsp;x", "<b> & Č Č  x\n"),
        ("5 < 6 a 7 > 3", "5 < 6 a 7 > 3\n"),
        ("pište na <jan@obec.example>", "pište na <jan@obec.example>\n"),
        ("<head><title>T</title><style>p{}</style></head><body>a", "a\n"),
        ("<head><style>p{}</style><body>a", "a\n"),
        ("a<script>x()</script>b<!-- c -->d<?php e ?>f", "abdf\n"),
        ("<!--[if mso]>skryto<![endif]--><![if !mso]>vidět<![endif]>", "vidět\n"),
        ('<img src="x" alt="Znak obce"> <img alt="image001.png">', "Znak obce\n"),
        ("před\u200bložka hy\xadfen", "předložka hyfen\n"),
        ("", ""),
        ("<p></p><div> &nbsp; </div>", ""),
    ],
)
def test_blocks_stand_on_lines_of_their_own(html: str, text: str) -> None:
    assert html_to_text(html) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ('<a href="https://obec.example/a">zde</a>', "zde <https://obec.example/a>\n"),
        ('<a href="https://obec.example/">www.obec.example</a>', "www.obec.example\n"),
        ('<a href="mailto:jan@obec.example">jan@obec.example</a>', "jan@obec.example\n"),
        ('<a href="mailto:jan@obec.example">Jan</a>', "Jan <jan@obec.example>\n"),
        ('<a href="http://x.example/?a=1&amp;b=2">x</a>', "x <http://x.example/?a=1&b=2>\n"),
        ("<a href=javascript:alert(1)>x</a><a href='#dole'>y</a><a>z</a>", "xyz\n"),
        ('<a href="https://x.example"><img src="logo.gif"></a>', ""),
    ],
)
def test_links_keep_their_address_where_it_is_not_the_label(html: str, text: str) -> None:
    assert html_to_text(html) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (
            "<table><tr><th>Obec<th>Počet</tr><tr><td>Kamenec</td><td>5</td></tr></table>x",
            "Obec | Počet\nKamenec | 5\n\nx\n",
        ),
        (
            "<table><tr><td><p class=MsoNormal>a</p></td><td><p>b</p></td><tr><td><p>c</table>",
            "a | b\nc\n",
        ),
        ("<table><tr><td>a<br>b</td><td>c</td></tr></table>", "a\nb\nc\n"),
        (
            "<table><tr><td><table><tr><td>a</td><td>b</td></tr></table></td></tr></table>",
            "a | b\n",
        ),
        ("<td>a</td><td>b</td>", "a\nb\n"),
    ],
)
def test_rows_of_a_table_are_lines(html: str, text: str) -> None:
    assert html_to_text(html) == text


GMAIL = (
    '<div>Ano.</div><div class="gmail_quote"><div class="gmail_attr">Dne 1. 9. 2023 Jan'
    ' napsal:<br></div><blockquote class="gmail_quote">Jde to?<br><br>Jan</blockquote></div>'
)
THUNDERBIRD = (
    '<div class="moz-cite-prefix">Dne 1.9.2023 Jan napsal(a):<br></div><blockquote type="cite">'
    '<p>a</p><blockquote type="cite">b</blockquote></blockquote>c'
)
OUTLOOK_WEB = (
    '<p class=MsoNormal>Ano.</p><hr tabindex="-1"><div id="divRplyFwdMsg"><b>From:</b> Jan'
    "<br><b>Sent:</b> 1. 9. 2023<br><b>Subject:</b> Dotaz</div><div>Jde to?</div>"
)
OUTLOOK = (
    "<div style='border:none;border-top:solid #E1E1E1 1.0pt'><p class=MsoNormal><b>Od:</b>"
    " Jan<br>\n<b>Odesláno:</b> pátek<br>\n<b>Předmět:</b> Dotaz<o:p></o:p></p></div>"
)
RULER = "_" * 32


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (GMAIL, "Ano.\nDne 1. 9. 2023 Jan napsal:\n> Jde to?\n>\n> Jan\n"),
        (THUNDERBIRD, "Dne 1.9.2023 Jan napsal(a):\n> a\n>\n> > b\n\nc\n"),
        (
            OUTLOOK_WEB,
            f"Ano.\n{RULER}\nFrom: Jan\nSent: 1. 9. 2023\nSubject: Dotaz\nJde to?\n",
        ),
        (OUTLOOK, "Od: Jan\nOdesláno: pátek\nPředmět: Dotaz\n"),
    ],
)
def test_quotes_of_mail_programs_are_lines_that_tell_them_apart(html: str, text: str) -> None:
    assert html_to_text(html) == text


@pytest.mark.parametrize(
    "hidden",
    [
        '<div style="display:none">x</div>',
        '<span style="Display : NONE ;color:red">x<span>y</span></span>',
        '<p style="mso-hide:all">x</p>',
        '<div style="max-height:0;overflow:hidden">x</div>',
        '<span style="font-size:0px">x</span>',
        "<div hidden>x</div>",
        "<template>x</template>",
    ],
)
def test_what_the_sender_hid_is_left_out(hidden: str) -> None:
    assert html_to_text(f"{hidden}<p>vidět</p>") == "vidět\n"


def test_an_element_that_hides_and_is_never_closed_hides_nothing() -> None:
    html = '<p style="display:none">a</p><div style="display:none">b<p>c'
    assert html_to_text(html) == "b\n\nc\n"


def test_big_type_is_not_hidden_type() -> None:
    assert html_to_text('<span style="font-size:10px">x</span>') == "x\n"


PIECES = st.sampled_from(
    ["<", ">", "<!", "<![", "<!--", "-->", "<?", "</", "<a href=", '"', "'", "<p>", "</p>", "&",
     "&#", "&#99999999999999;",
     "<td>", "<tr>", "<table>", "</table>", "<li>", "<ul>", "</ul>", "<br>",
     "<blockquote>", "</blockquote>", "<pre>", "</pre>", "<style>", "</style>", "<script", "x",
     " ", "\n", "\xa0", "\x00", "é", ' style="display:none"', "<a>", "</a>", "=", "/"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=60).map("".join)))
def test_no_page_raises(html: str) -> None:
    text = html_to_text(html)
    assert text == "" or text.endswith("\n")
    assert "\n\n\n" not in text


@given(st.text(alphabet="abc žš\n", max_size=200))
def test_a_page_without_markup_keeps_its_words(html: str) -> None:
    assert html_to_text(html).split() == html.split()


@pytest.mark.parametrize(
    "piece",
    [
        "<",
        "<a ",
        '<a "',
        "<a '",
        "<!",
        "<![",
        "<!--",
        "<?",
        "</",
        "&",
        "&#",
        "<style>",
        "<p style=",
    ],
)
def test_markup_that_is_never_closed_is_looked_through_once(piece: str) -> None:
    # Each token takes a step; steps that grew faster than the length would show here.
    few, many = (sum(1 for _ in tokens(piece * count)) for count in (1000, 4000))
    assert many <= 4 * few + 4


def test_a_megabyte_without_any_end_gives_its_text() -> None:
    assert html_to_text("<a " * 300_000 + "konec").rstrip().endswith("konec")
