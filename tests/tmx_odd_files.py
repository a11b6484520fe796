"""Odd TMX files, made by code: name, bytes, what comes out of them, and whether a strict reader takes them.

`read` is the texts of each unit that a lenient reader gives; `skipped` what it tells: (line, reason). A
strict reader gives the same units, or refuses (`strict` is False). Where `refused` is set, no reader takes
the file, and says so in words that match it.
"""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

TEXTS = {
    "fr": "Les rivières sont à nous.",
    "en": "The rivers are ours.",
    "es": "Los ríos son nuestros, señor.",
    "ru": "Реки принадлежат нам.",
    "zh": "河流是我们的。",
    "ar": "الأنهار لنا.",
}


@dataclass(frozen=True)
class OddFile:
    name: str
    data: bytes
    read: tuple[dict[str, str], ...] = ()
    skipped: tuple[tuple[int, str], ...] = ()
    strict: bool = True
    refused: str = ""


def tuv(language: str, text: str | None = None, code: str | None = None) -> str:
    return (
        f'<tuv xml:lang="{code or language}"><seg>{text if text is not None else TEXTS[language]}</seg></tuv>'
    )


def tu(*languages: str, attributes: str = "") -> str:
    return f"<tu{attributes}>{''.join(tuv(language) for language in languages)}</tu>"


def texts(*languages: str) -> dict[str, str]:
    return {language: TEXTS[language] for language in languages}


def tmx(
    *units: str, declared: str = "", root: str = 'tmx version="1.4"', header: str = '<header srclang="fr"/>'
) -> str:
    declaration = f'<?xml version="1.0" encoding="{declared}"?>\n' if declared else ""
    name = root.split()[0]
    return f"{declaration}<{root}>{header}<body>\n" + "\n".join(units) + f"\n</body></{name}>\n"


def odd(
    name: str,
    text: str,
    *read: dict[str, str],
    skipped: Sequence[tuple[int, str]] = (),
    encoding: str = "utf-8",
    strict: bool | None = None,
    refused: str = "",
) -> OddFile:
    takes = not skipped if strict is None else strict
    return OddFile(name, text.encode(encoding), read, tuple(skipped), takes, refused)


XINCLUDE = 'a<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>b'
SIX = tuple(TEXTS)
GOOD, PAIR = tu(*SIX), tu("fr", "ru")
ALL, BOTH = texts(*SIX), texts("fr", "ru")


def _encodings() -> list[OddFile]:
    files = [
        odd(f"{name} {mark}", ("\ufeff" if mark else "") + tmx(GOOD, declared=declared), ALL, encoding=name)
        for name, declared in (
            ("utf-16-le", "UTF-16"),
            ("utf-16-be", "UTF-16"),
            ("utf-32-le", "UTF-32"),
            ("utf-32-be", ""),
            ("utf-8", "UTF-8"),
        )
        for mark in ("", "with a mark")
    ]
    for encoding, language in (
        ("windows-1251", "ru"),
        ("windows-1252", "fr"),
        ("windows-1252", "es"),
        ("windows-1256", "ar"),
        ("gb18030", "zh"),
        ("big5", "zh"),
        ("koi8-r", "ru"),
        ("iso-8859-6", "ar"),
        ("iso-8859-5", "ru"),
        ("shift_jis", "zh"),
    ):
        text = "河川" if encoding in ("big5", "shift_jis") else TEXTS[language]
        unit = f"<tu>{tuv('en')}{tuv(language, text)}</tu>"
        read = {"en": TEXTS["en"], language: text}
        files.append(odd(f"{encoding} {language}", tmx(unit, declared=encoding), read, encoding=encoding))
    pair = f"<tu>{tuv('en')}{tuv('ru', 'Вода')}</tu>"
    mojibake = "Вода".encode().decode("windows-1251")
    return [
        *files,
        odd("declares UTF-16 in UTF-8", tmx(GOOD, declared="UTF-16"), ALL),
        odd(
            "declares UTF-8 in windows-1251",
            tmx(pair, declared="utf-8"),
            skipped=[(3, "broken-unit")],
            encoding="windows-1251",
        ),
        # Nothing in the bytes says otherwise.
        odd(
            "declares windows-1251 in UTF-8",
            tmx(pair, declared="windows-1251"),
            {"en": TEXTS["en"], "ru": mojibake},
        ),
        odd("UTF-16 mark, declares UTF-8", "\ufeff" + tmx(GOOD, declared="UTF-8"), ALL, encoding="utf-16-le"),
        odd("two marks", "\ufeff\ufeff" + tmx(PAIR), BOTH),
        *(
            odd(f"declares {name}", tmx(PAIR, declared=name), refused="declares the encoding")
            for name in (
                "zlib",
                "rot13",
                "base64",
                "x-none",
                "utf-7",
                "cp037",
                "undefined",
                "unicode_escape",
                "idna",
            )
        ),
        odd(
            "a declaration after a line",
            "\n" + tmx(PAIR, declared="utf-8"),
            BOTH,
            skipped=[(2, "broken-header")],
        ),
        OddFile(
            "half a character of UTF-16",
            tmx(PAIR, PAIR).encode("utf-16-le")[:-61],
            (BOTH,),
            ((3, "unclosed-unit"), (3, "truncated")),
            strict=False,
        ),
    ]


def _bytes() -> list[OddFile]:
    whole = tmx(PAIR, GOOD, PAIR).encode()
    places = {
        "invalid bytes": b"\xff\xfe",
        "a surrogate in UTF-8": b"\xed\xa0\x80",
        "half a character": b"\xd0",
        "a long form": b"\xc0\xaf",
    }
    files = [
        OddFile(name, whole.replace("我们".encode(), bad), (BOTH, BOTH), ((3, "broken-unit"),), strict=False)
        for name, bad in places.items()
    ]
    for name, bad in {
        "a control character": "\x01",
        "U+FFFE": "\ufffe",
        "a zero": "\0",
        "reference to a control": "&#1;",
        "reference to zero": "&#0;",
        "reference to a surrogate": "&#xD800;",
        "reference to a pair": "&#55357;&#56832;",
        "reference past Unicode": "&#x110000;",
        "undeclared entity": "&nbsp;",
        "bare ampersand": "A & B",
        "bare less-than": "a < b",
        "end of CDATA": "a ]]> b",
        "an end too many": "</hi>",
        "crossed ends": "<hi>a<ph>b</hi></ph>",
        "an undeclared prefix": "<q:a/>",
        "an attribute twice": '<hi x="1" x="2">a</hi>',
        "an attribute without quotes": "<hi x=1>a</hi>",
        "deep": "<hi>" * 300 + "</hi>" * 300,
    }.items():
        unit = f"<tu>\n{tuv('en')}\n{tuv('es', bad)}</tu>"
        files.append(
            odd(f"in one unit: {name}", tmx(PAIR, unit, GOOD), BOTH, ALL, skipped=[(5, "broken-unit")])
        )
    return files


def _forms() -> list[OddFile]:
    one = [texts("fr", "ru")]
    spaced = (
        "<tu\n\ttuid = '1'\n>\n <tuv\n xml:lang = \"fr\" >\n<seg\n> x </seg\n>\n</tuv\n>"
        + tuv("ru")
        + "</tu\n>"
    )
    inner = "a<bpt i='1'>&lt;b><sub>s<sub>t</sub></sub></bpt>b<ept i='1'/>"
    inner += "<hi>c<hi>d</hi></hi><ut>u</ut><ph x='1'/><it pos='end'>i</it><new>e</new>"
    return [
        *(
            odd(f"version {version}", tmx(PAIR, root=f'tmx version="{version}"'), *one)
            for version in ("1.0", "1.1", "1.2", "1.3", "1.4", "1.4b", "2.0")
        ),
        odd(
            "lang, codes of odd case and separator",
            tmx(
                '<tu><tuv lang="FR_ca"><seg>Un</seg></tuv><tuv lang="zh-HANS-cn">'
                '<seg>一</seg></tuv><tuv xml:lang=" AR "><seg>١</seg></tuv></tu>'
            ),
            {"fr-CA": "Un", "zh-Hans-CN": "一", "ar": "١"},
        ),
        odd("default namespace", tmx(PAIR, root='tmx xmlns="http://www.lisa.org/tmx14"'), *one),
        odd(
            "prefixed",
            tmx(PAIR)
            .replace("</", "\0")
            .replace("<", "<t:")
            .replace("\0", "</t:")
            .replace("<t:tmx", '<t:tmx xmlns:t="urn:t"'),
            *one,
        ),
        odd(
            "namespace on the body",
            tmx(tu("fr", "ru").replace("<tuv", "<q:tuv").replace("</tuv", "</q:tuv")).replace(
                "<body>", '<body xmlns:q="urn:q">'
            ),
            *one,
        ),
        odd(
            "namespace on the unit",
            tmx(tu("fr", "ru", attributes=' xmlns="urn:q" xmlns:z="urn:z" z:tuid="7"')),
            *one,
        ),
        odd("inline codes", tmx(f"<tu>{tuv('fr', inner)}</tu>"), {"fr": "abcde"}),
        odd("CDATA", tmx(f"<tu>{tuv('fr', '<![CDATA[<b>&amp;</tu>]]>')}</tu>"), {"fr": "<b>&amp;</tu>"}),
        odd(
            "comments that hold units",
            tmx(f"<!-- {PAIR} </tu><tu> -->", PAIR, "<!-- </body></tmx> -->"),
            *one,
        ),
        odd(
            "instructions",
            "<?xml-stylesheet href='x'?>"
            + tmx("<?go <tu>?>", PAIR.replace("<seg>", "<seg><?x </tu>?>"), "<?end?>")
            + "<?z?>",
            *one,
        ),
        odd("attributes that hold >", tmx(tu("fr", "ru", attributes=" tuid='a>b/>' x=\"/>\"")), *one),
        odd("white space everywhere", tmx(spaced), {"fr": "x", "ru": TEXTS["ru"]}),
        odd(
            "carriage returns",
            tmx(PAIR, "<tu/>").replace("\n", "\r"),
            *one,
            skipped=[(3, "no-variant")],
            strict=True,
        ),
        odd("CRLF", tmx(PAIR, "<tu/>").replace("\n", "\r\n"), *one, skipped=[(3, "no-variant")], strict=True),
        odd(
            "an internal subset",
            "<!DOCTYPE tmx [\n<!ELEMENT tmx ANY>\n<!-- ]> <!ENTITY -->\n"
            '<?x ]>?>\n<!NOTATION n SYSTEM "]>">\n]>' + tmx(PAIR),
            *one,
        ),
        odd(
            "a default of an attribute",
            '<!DOCTYPE tmx [<!ATTLIST tuv xml:lang CDATA "es">]>'
            + tmx("<tu><tuv><seg>Un río</seg></tuv></tu>"),
            {"es": "Un río"},
        ),
        odd("DOCTYPE with odd names", '<!DOCTYPE tmx SYSTEM "a>b[.dtd" >' + tmx(PAIR), *one),
        odd("no header", tmx(PAIR, header=""), *one),
        odd("no srclang", tmx(PAIR, header="<header/>"), *one),
        odd("srclang *all*", tmx(PAIR, header='<header srclang="*all*"/>'), *one),
        odd(
            "a header with a body in CDATA",
            tmx(PAIR, header="<header><note><![CDATA[<body>]]></note><!-- <body> --></header>"),
            *one,
        ),
        odd(
            "a broken header",
            tmx(PAIR, header="<header><note>&x;</note></header>"),
            *one,
            skipped=[(1, "broken-header")],
        ),
        odd("a body with attributes", tmx(PAIR).replace("<body>", "<body a='>'>"), *one),
        odd("only a header", '<tmx version="1.4"><header/></tmx>', skipped=[(1, "no-body")], strict=True),
        odd("only a root", "<tmx/>", skipped=[(1, "no-body")], strict=True),
        odd("an empty body", '<tmx version="1.4"><header/><body></body></tmx>'),
        odd("self-closed bodies", '<tmx version="1.4"><header/><body /></tmx>'),
        odd(
            "self-closed units",
            tmx("<tu/>", "<tu />", PAIR, '<tu a="/>"/>'),
            *one,
            skipped=[(2, "no-variant"), (3, "no-variant"), (5, "no-variant")],
            strict=True,
        ),
        odd("a language twice", tmx(f"<tu>{tuv('fr')}{tuv('fr', 'encore')}{tuv('ru')}</tu>"), *one),
        odd(
            "a segment twice",
            tmx(f"<tu>{tuv('fr').replace('</seg>', '</seg><seg>2</seg>')}</tu>"),
            texts("fr"),
        ),
        odd(
            "variants without text, segment, language",
            tmx(
                f"<tu>\n<tuv xml:lang='fr'><seg> \n</seg></tuv>\n"
                f"<tuv xml:lang='en'/>\n<tuv><seg>x</seg></tuv>{tuv('ru')}</tu>"
            ),
            texts("ru"),
            skipped=[(3, "empty-segment"), (5, "no-segment"), (6, "no-language")],
            strict=True,
        ),
        odd("other elements in the unit", tmx(PAIR.replace("<tu>", "<tu><x><tuv/></x>")), *one),
        odd(
            "other elements in the body", tmx(PAIR, "<x/>", PAIR), BOTH, BOTH, skipped=[(3, "stray-content")]
        ),
        odd("text in the body", tmx(PAIR, "вода", PAIR), BOTH, BOTH, skipped=[(3, "stray-content")]),
        odd(
            "an end without a beginning", tmx(PAIR, "</tu>", PAIR), BOTH, BOTH, skipped=[(3, "stray-content")]
        ),
        odd(
            "a unit without end",
            tmx(PAIR, f"<tu>{tuv('en')}", PAIR),
            BOTH,
            BOTH,
            skipped=[(3, "unclosed-unit")],
        ),
        odd(
            "a unit in a unit",
            tmx(f"<tu>{PAIR}</tu>"),
            BOTH,
            skipped=[(2, "unclosed-unit"), (2, "stray-content")],
        ),
        odd(
            "double hyphens in a comment", tmx(PAIR, "<!-- a -- b -->"), BOTH, skipped=[(3, "stray-content")]
        ),
        odd(
            "an unclosed CDATA section",
            tmx(PAIR, PAIR.replace("<seg>", "<seg><![CDATA["), PAIR),
            BOTH,
            skipped=[(3, "unclosed-unit"), (6, "truncated")],
        ),
        odd(
            "an unclosed comment",
            tmx(PAIR, "<!-- a", PAIR),
            BOTH,
            skipped=[(3, "stray-content"), (6, "truncated")],
        ),
        odd("two files in one", tmx(PAIR) + tmx(GOOD), BOTH, skipped=[(4, "stray-content")]),
        odd("two bodies", tmx(PAIR).replace("</tmx>", "<body/></tmx>"), BOTH, skipped=[(3, "stray-content")]),
        odd("text after the end", tmx(PAIR) + "fin", BOTH, skipped=[(4, "stray-content")]),
        odd(
            "no end of the body",
            tmx(PAIR).replace("</body>", ""),
            BOTH,
            skipped=[(3, "stray-content"), (4, "truncated")],
        ),
        odd(
            "XInclude and XSL are text",
            tmx(f"<tu>{tuv('fr', '&lt;xi:include href=&quot;/etc/passwd&quot;/>')}</tu>"),
            {"fr": '<xi:include href="/etc/passwd"/>'},
        ),
        odd(
            "XInclude as elements",
            tmx(f"<tu>{tuv('fr', XINCLUDE)}</tu>"),
            {"fr": "ab"},
        ),
        odd(
            "a tag at the end of a chunk",
            tmx(" " * (262_144 - 80) + "<tu " + " " * 40 + "/>", PAIR),
            BOTH,
            skipped=[(2, "no-variant")],
            strict=True,
        ),
    ]


def _entities() -> list[OddFile]:
    declared = {
        "billion laughs": "<!ENTITY a 'aaaaaaaaaa'>"
        + "".join(f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in zip("abcdefgh", "bcdefghi", strict=True)),
        "quadratic blowup": f"<!ENTITY i '{'x' * 50_000}'>",
        "external file": '<!ENTITY i SYSTEM "file:///etc/passwd">',
        "external address": '<!ENTITY i SYSTEM "http://127.0.0.1:9/x">',
        "parameter entity": '<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;',
        "parameter entity inside": "<!ENTITY % p '&#60;!ENTITY i \"x\">'> %p;",
    }
    unit = f"<tu>{tuv('fr', '&i;' * 3000)}</tu>"
    return [
        odd(name, f"<!DOCTYPE tmx [{declarations}]>{tmx(unit)}", refused="declares entities")
        for name, declarations in declared.items()
    ]


def _no_tmx() -> list[OddFile]:
    return [
        odd("empty", "", refused="no element begins it"),
        odd("white space", " \n", refused="no element begins it"),
        odd("HTML", "<!doctype html>\n<html><body><p>x</body></html>", refused="its root element is <html>"),
        odd(
            "XLIFF",
            '<?xml version="1.0"?><xliff version="1.2"><file><body/></file></xliff>',
            refused="its root element is <xliff>",
        ),
        odd("PDF", "%PDF-1.4\n%", refused="no element begins it"),
        odd("many opened comments", "<!--" * 200_000, refused="no element begins it"),
        odd(
            "many opened comments in a DTD",
            "<!DOCTYPE tmx [" + "<!--" * 200_000,
            refused="no element begins it",
        ),
        OddFile("zip of nothing", zipped({}), refused=r"no file that ends in \.tmx"),
        OddFile("zip of something else", zipped({"a.txt": b"x"}), refused=r"no file that ends in \.tmx"),
        OddFile(
            "encrypted zip", _encrypted(zipped({"a.tmx": tmx(PAIR).encode()})), refused=r"a\.tmx is encrypted"
        ),
        OddFile("broken zip", zipped({"a.tmx": tmx(PAIR).encode()})[:-30], refused="cannot be unpacked"),
        OddFile("gzip of nothing", b"\x1f\x8b", refused="cannot be unpacked"),
        OddFile(
            "gzip bomb",
            gzip.compress(f"<tmx><header/><body>{' ' * 120_000_000}".encode(), 9, mtime=0),
            refused="a bomb|something other than a unit",
        ),
        OddFile(
            "zip bomb",
            zipped({"a.tmx": b"<tmx><header/><body>" + b" " * 120_000_000}),
            refused="a bomb|something other than a unit",
        ),
    ]


def _packed() -> list[OddFile]:
    data, wide = tmx(PAIR).encode(), tmx(GOOD).encode("utf-16")
    bad_name = zipped({"a.tmx": data}).replace(b"a.tmx", b"\xff.tmx")
    return [
        OddFile("gzip", gzip.compress(wide, mtime=0), (ALL,)),
        OddFile("gzip in parts", gzip.compress(wide[:1], mtime=0) + gzip.compress(wide[1:], mtime=0), (ALL,)),
        OddFile(
            "zip with several files",
            zipped({"b.tmx": data, "note.txt": b"<tmx>", "A.TMX": wide}),
            (BOTH, ALL),
        ),
        OddFile("zip with odd names", zipped({"../../x.tmx": data, "/etc/y.tmx": data}), (BOTH, BOTH)),
        OddFile("zip with LZMA", zipped({"a.tmx": wide}, zipfile.ZIP_LZMA), (ALL,)),
        OddFile("zip with a name that is no UTF-8", _utf8_names(bad_name), refused="cannot be unpacked"),
        OddFile(
            "two gzips", gzip.compress(data, mtime=0) * 2, (BOTH,), ((4, "stray-content"),), strict=False
        ),
    ]


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return out.getvalue()


def _encrypted(archive: bytes) -> bytes:
    """Set the flag that says so, at both places."""
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = archive.index(mark) + at
        archive = archive[:place] + struct.pack("<H", 1) + archive[place + 2 :]
    return archive


def _utf8_names(archive: bytes) -> bytes:
    place = archive.index(b"PK\x01\x02") + 8
    return archive[:place] + struct.pack("<H", 0x800) + archive[place + 2 :]


FILES = [*_encodings(), *_bytes(), *_forms(), *_entities(), *_no_tmx(), *_packed()]
