"""TMX texts in six languages with every form that is well-formed, and seeded changes to them."""

from __future__ import annotations

import random

TEXTS = {
    "fr": "Les rivières appartiennent à tous ; n'en gaspillez pas l'eau.",
    "en": "Rivers belong to everyone; do not waste their water.",
    "es": "Los ríos son de todos; no derroche su agua.",
    "ru": "Реки принадлежат всем; берегите воду.",
    "zh": "河流属于所有人；请节约用水。",
    "ar": "الأنهار ملك للجميع؛ لا تهدروا ماءها.",
}
CODES = {"fr": "fr", "en": "EN_gb", "es": "es-ES", "ru": "ru", "zh": "zh-hans", "ar": "AR"}
HEADERS = (
    '<header creationtool="x" segtype="sentence" srclang="fr" datatype="plaintext"/>',
    "<header srclang='*all*'>\n<note>un &amp; deux</note><prop type='p'>x</prop></header>",
    "<header/>",
)
ROOTS = (
    ('<tmx version="1.4">', "</tmx>"),
    ("<tmx\n version='1.1'\n>", "</tmx >"),
    ('<tmx version="1.4" xmlns="urn:tmx" xmlns:z="urn:z">', "</tmx>"),
)
PROLOGS = (
    "",
    '<?xml version="1.0" encoding="UTF-8"?>\n',
    '<?xml version="1.0"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n',
    "<!-- <tmx><body><tu> -->\n",
    '<!DOCTYPE tmx [\n<!ATTLIST tuv xml:lang CDATA "es">\n]>',
)
SEGMENTS = (
    "{}", " {}\n", "<![CDATA[<b>]]>{}", "{}<ph>&lt;br/></ph>", '<bpt i="1">x<sub>y</sub></bpt>{}<ept i="1"/>',
    "<hi>{}</hi> &#233;&#x6587;", "{}<!-- </tu> --> &amp; &quot;", "{}<ut/><z>in</z>", "{}<?go </tu>?>&#13;x",
    "{} &gt; ]] > >", "\u202b{}\u202c", "", "{}\u00a0", "{}<it pos='begin'>k</it>\ttab",
)  # fmt: skip
# What is put in, or put in the place of something.
PIECES = (
    "<", ">", "&", '"', "'", "/", "]]>", "<!--", "-->", "--", "<?", "?>", "<![CDATA[", "</tu>", "<tu>",
    "<tu/>", "</seg>", "<seg>", "</body>", "<body>", "<tuv>", "</tuv>", "<note/>", "<prop>", "&amp;",
    "&nbsp;", "&#1;", "&#0;", "&#xD800;", "&#x10FFFF;", "&#x110000;", "&#10;", "&lt;", "\x01", "\x0b",
    "\ufffe", "\xa0", "\u2028", "\x85", "\r", "\r\n", "\n", "\t", " ", ' xmlns="urn:a"',
    ' xmlns:q="urn:q"', ' q:lang="fr"', ' xml:lang="fr"', ' lang="en"', ' tuid="7"', " tuid='7'",
    ' a="&#9;b"', ' a="x\ty"', ' a="x\ny"', " a=b", "=", ":", "xml:", "q:", "\u202e", "\xe9", "\u6cb3",
    "\U0001f30a", "<hi>", "</hi>", "<!-- x -->", "<?x y?>", "<?xml version='1.0'?>", "<x/>", "x",
    "<!DOCTYPE a>", "0",
)  # fmt: skip


def well_formed(chance: random.Random) -> str:
    """Return a TMX text that is well-formed."""
    opening, closing = chance.choice(ROOTS)
    units = chance.choice(("", "\n", "\r\n", " <!-- un <tu> -->\n")).join(
        _unit(chance, number) for number in range(chance.randint(0, 4))
    )
    body = (
        f"<body>{units}\n</body>"
        if units or chance.random() < 0.7
        else chance.choice(("<body/>", "<body />"))
    )
    return f"{chance.choice(PROLOGS)}{opening}{chance.choice(HEADERS)}\n{body}{closing}\n"


def _unit(chance: random.Random, number: int) -> str:
    attributes = chance.choice(
        (
            f'tuid="{number}"',
            f"tuid='n>{number}' creationdate='20131218T000000Z'",
            'srclang="ru"',
            'changedate="2014"',
        )
    )
    before = chance.choice(
        ("", '<prop type="x-a">b &lt; c</prop>\n', "<note>n</note><prop>p</prop>", "<!-- c -->")
    )
    languages = chance.sample(sorted(TEXTS), chance.randint(1, 6))
    return f"<tu {attributes}>{before}{''.join(_variant(chance, code) for code in languages)}</tu>"


def _variant(chance: random.Random, code: str) -> str:
    name = chance.choice(("xml:lang", "xml:lang", "lang"))
    own = chance.choice(("", "", '<prop type="x-p">0.5</prop>'))
    segment = chance.choice(SEGMENTS) if chance.random() < 0.5 else "{}"
    return f'<tuv {name}="{CODES[code]}">{own}<seg>{segment.format(TEXTS[code])}</seg></tuv>\n'


def mutated(chance: random.Random, text: str) -> str:
    """Return the text with up to three places changed."""
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(text) + 1)
        if chance.random() < 0.6:
            # Most that is telling happens beside marks.
            marks = [place for place, sign in enumerate(text) if sign in "<>\"'/& "]
            at = chance.choice(marks) + chance.randint(0, 1) if marks else at
        end = at + chance.choice((0, 0, 1, 1, 5, 40))
        kind = chance.random()
        if kind < 0.6:
            text = text[:at] + chance.choice(PIECES) + text[end if kind < 0.2 else at :]
        elif kind < 0.8:
            text = text[:at] + text[end:]
        else:
            text = text[:end] + text[at:end] + text[end:]
    return text
