# SPDX-License-Identifier: MIT
from __future__ import annotations

import html as html_entities

import nh3
import pytest
from hostile_payloads import PAYLOADS, VECTORS
from hypothesis import given
from hypothesis import strategies as st
from web_html import read, tree

from web.sanitize import ATTRIBUTES, KEPT, Image, sanitize

PARTS = [
    *[f"<{tag}>" for tag in ("p", "div", "b", "table", "td", "ul", "li", "pre", "svg", "math")],
    *[f"<{tag}>" for tag in ("style", "script", "title", "head", "noscript", "template", "xml")],
    *[f"</{tag}>" for tag in ("p", "div", "b", "table", "style", "script", "title", "svg", "pre")],
    '<a href="javascript:alert(1)">',
    '<a href="https://a.cz/?b&c=&quot;" onclick=x title=t>',
    "</a>",
    '<img src="http://t.example/p.gif" onerror="alert(1)">',
    '<p style="position:fixed" class=MsoNormal>',
    "<!-- x -->",
    "<!--[if mso]><xml>y</xml><![endif]-->",
    "<o:p>",
    "&lt;script&gt;",
    "&amp;",
    "&#106;avascript:",
    "&nbsp;",
    "text ž",
    "\n",
    "<",
    '">',
]
HTML = st.lists(st.sampled_from(PARTS) | st.text(max_size=5), max_size=12).map("".join)

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img onerror=x&gt;'>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    '<a href="java&#115;cript:alert(1)">x</a>',
    '<a href=" javascript:alert(1)">x</a>',
    '<a href="data:text/html,x">x</a>',
    '<a href="//evil.example">x</a>',
    "<iframe src=https://evil.example></iframe>",
    "<form action=https://evil.example><input name=q></form>",
    "<base href=https://evil.example>",
    '<meta http-equiv=refresh content="0;url=https://evil.example">',
    "<link rel=stylesheet href=https://evil.example/x.css>",
    '<div style="background:url(https://evil.example/p.gif)">x</div>',
    "<object data=x></object><embed src=x>",
    "<template><img src=x onerror=alert(1)></template>",
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_that_acts_or_loads_is_left(hostile: str) -> None:
    markup = sanitize(hostile).markup
    for tag, attributes in read(markup).tags:
        assert tag in KEPT
        assert set(attributes) <= {
            *ATTRIBUTES.get(tag, []),
            *({"href", "rel"} if tag == "a" else ()),
        }
    assert "evil" not in markup


@pytest.mark.parametrize(
    "leak",
    [
        "<style>p.MsoNormal{margin:0}</style>",
        "<script>alert(1)</script>",
        "<title>leak</title>",
        "<head><title>leak</title><style>leak</style></head>",
        "<!-- leak -->",
        "<!--[if gte mso 9]><xml>leak</xml><![endif]-->",
        "<xml>leak</xml>",
        "<noscript>leak</noscript>",
        "<svg><text>leak</text></svg>",
    ],
)
def test_text_not_meant_for_readers_is_left_out(leak: str) -> None:
    assert sanitize(f"<p>before</p>{leak}<p>after</p>").markup == "<p>before</p><p>after</p>"


def test_structure_of_a_message_is_kept() -> None:
    html = '<table><tbody><tr><td colspan="2"><b>a</b><br>b</td></tr></tbody></table>'
    assert sanitize(html).markup == html


@pytest.mark.parametrize("url", ["http://a.cz/", "https://a.cz/?b=1", "mailto:a@b.cz"])
def test_links_to_the_web_and_to_mail_are_kept(url: str) -> None:
    expected = f'<a href="{url}" rel="nofollow noopener noreferrer">x</a>'
    assert sanitize(f'<a href="{url}" onclick="y">x</a>').markup == expected


def test_remote_images_are_dropped_and_counted() -> None:
    found = sanitize(
        '<img src="http://t.example/1.gif"><img src="//t.example/2.gif"><img src="cid:1">x'
    )
    assert (found.markup, found.remote_images) == ("x", 2)


@given(HTML)
def test_what_is_safe_is_not_changed_again(html: str) -> None:
    once = sanitize(html).markup
    assert sanitize(once).markup == once


@given(HTML)
def test_another_sanitizer_changes_nothing(html: str) -> None:
    _check_unchanged(html)


@pytest.mark.parametrize("number", range(len(VECTORS)))
def test_another_sanitizer_changes_nothing_of_hostile_mail_either(number: int) -> None:
    each = len(PAYLOADS) // len(VECTORS)
    for payload in PAYLOADS[number * each : (number + 1) * each]:
        _check_unchanged(f"<p>before {payload} <b>after</b>")


def test_another_sanitizer_keeps_the_images_of_a_message() -> None:
    shown = sanitize("<p><img src=cid:a@x alt=A></p>", {"a@x": Image("/list/a.png", "a.png")})
    assert tree(_of_the_other(shown.markup)) == tree(shown.markup)
    assert "/list/a.png" in shown.markup


def _check_unchanged(html: str) -> None:
    ours = sanitize(html).markup
    assert tree(_of_the_other(ours)) == tree(ours), html


def _of_the_other(markup: str) -> str:
    attributes = {tag: set(names) for tag, names in ATTRIBUTES.items()}
    return nh3.clean(
        markup,
        tags=KEPT | {"img"},
        attributes=attributes | {"a": {"href", "rel"}, "img": {"src", "alt"}},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )


@pytest.mark.parametrize("tag", ["div", "b", "table", "blockquote"])
def test_elements_nested_without_end_give_their_text(tag: str) -> None:
    assert sanitize(f"<{tag}>" * 5_000 + "text").markup == "text"


@given(st.text())
def test_plain_text_says_the_same(text: str) -> None:
    escaped = html_entities.escape(text)
    assert "<" not in sanitize(escaped).markup.replace("&lt;", "")
