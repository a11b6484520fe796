"""Recognises by its words what a paragraph of a resolution is, in the six languages.

Every pattern is matched at the beginning of a text folded by `fold` (straight apostrophes, plain spaces).
"""

from __future__ import annotations

import re
import unicodedata

from corpora.opening_words import OPERATIVE_OPENINGS, PREAMBULAR_OPENINGS

LONGEST_ENACTING_CHARS = 120
LONGEST_CLOSING_CHARS = 240
LONGEST_TITLE_CHARS = 600
LONGEST_HEADING_CHARS = 120

GENERAL_ASSEMBLY, SECURITY_COUNCIL = "A", "S"
ECONOMIC_AND_SOCIAL_COUNCIL, HUMAN_RIGHTS_COUNCIL = "E", "A/HRC"

_ORGANS = (
    (
        GENERAL_ASSEMBLY,
        r"l'assemblée générale|the general assembly|la asamblea general|генеральная ассамблея|ف?إن الجمعية العامة|(?:联合国)?大会",
    ),
    (
        SECURITY_COUNCIL,
        r"le conseil de sécurité|the security council|el consejo de seguridad|совет безопасности|ف?إن مجلس الأمن"
        r"|安全理事会|安理会",
    ),
    (
        ECONOMIC_AND_SOCIAL_COUNCIL,
        r"le conseil économique et social|the economic and social council|el consejo económico y social"
        r"|экономический и социальный совет|ف?إن المجلس الاقتصادي والاجتماعي|经济及社会理事会",
    ),
    (
        HUMAN_RIGHTS_COUNCIL,
        r"le conseil des droits de l'homme|the human rights council|el consejo de derechos humanos"
        r"|совет по правам человека|ف?إن مجلس حقوق الإنسان|人权理事会",
    ),
)
_ORGAN = tuple((organ, re.compile(rf"(?:{words})\s*[,،，:：]?", re.IGNORECASE)) for organ, words in _ORGANS)
# Other bodies: only with the comma that leads to the preamble.
_OTHER_BODY = re.compile(
    r"(?:the (?:\w+ ){0,3}(?:assembly|council|commission|committee|conference|congress|board|governing council)"
    r"|(?:l'|le |la )(?:\w+ ){0,2}(?:assemblée|conseil|commission|comité|conférence|congrès)"
    r"|(?:el |la )(?:\w+ ){0,2}(?:asamblea|consejo|comisión|comité|conferencia|congreso)"
    r"|(?:\w+ ){0,3}(?:ассамблея|совет|комиссия|комитет|конференция|конгресс)"
    r"|إن (?:الجمعية|مجلس|المجلس|اللجنة|لجنة|مؤتمر|المؤتمر))(?: [^,،.;:]{1,80})?[,،]"
    r"|[^，。；：,]{0,24}(?:理事会|委员会|缔约方会议|缔约国会议|会议|大会)[，,]",
    re.IGNORECASE,
)

_VOTE = re.compile(
    r"(?:in favour|against|abstain(?:ing|ed)|abstentions?|ont voté (?:pour|contre)|votent (?:pour|contre)|pour|contre"
    r"|se sont abstenus|s'abstiennent|abstentions|votos? (?:a favor|en contra)|a favor|en contra|abstenciones"
    r"|голосовали (?:за|против)|за|против|воздержались|المؤيدون|المعارضون|الممتنعون(?: عن التصويت)?|مؤيدون"
    r"|赞成|反对|弃权)\s?[:：](?!\s*$)",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    r"[\[［](?!\s*\d{1,3}\s*[\]］])[^\]］]{2,400}[\]］][.。]?$"
    r"|(?:the )?(?:resolution |decision )?adopted (?:by|at|without|unanimously)\b"
    r"|(?:résolution |décision )?adoptée? (?:par|à|sans|le)\b"
    r"|(?:resolución |decisión )?(?:aprobad|adoptad)[ao] (?:por|en|sin|el)\b"
    r"|(?:резолюция,? |решение,? )?принят[ао]я? (?:на|без|генеральной|советом|единогласно)\b"
    r"|(?:قرار )?(?:اتخذ|اتخذت|اتخذه|اتخذته|اعتمد|اعتمدت)ه?ا? |قرار (?:اتخذته|اتخذه|اعتمدته) "
    r"|\d{4}年\d{1,2}月\d{1,2}日.{0,40}(?:通过|建议|表决)|.{0,12}(?:大会|理事会)(?:\d{4}年.{0,12}日)?.{0,24}通过的?(?:决议|决定)?[。]?$",
    re.IGNORECASE,
)
_ADOPTION_HEADING = re.compile(
    r"(?:resolutions?|decisions?) adopted (?:by|on|at)\b|(?:résolutions?|décisions?) adoptées? (?:par|le|à)\b"
    r"|(?:resoluci(?:ón|ones)|decisi(?:ón|ones)) (?:aprobad|adoptad)[ao]s? (?:por|el|en)\b"
    r"|(?:резолюци[яи]|решени[ея]),? принят(?:ая|ые|ое|а|ы|о) |(?:القرار |قرار |المقرر |مقرر )(?:الذي )?(?:اتخذ|اعتمد)"
    r"|(?:\d{4}年\d{1,2}月\d{1,2}日)?(?:联合国)?(?:大会|安全理事会|经济及社会理事会|人权理事会)(?:\d{4}年\d{1,2}月\d{1,2}日)?"
    r"(?:通过的)?(?:决议|决定)$",
    re.IGNORECASE,
)
_SYMBOL_LINE = r"[A-Z]{1,6}(?:/[A-Za-z0-9.()-]+){1,7}(?: \(\d{4}\))?\*{0,2}"
_UNITED_NATIONS = "united nations|nations unies|naciones unidas|организация объединенных наций|الأمم المتحدة|联合国"
_BARE_ORGAN = (
    "general assembly|assemblée générale|asamblea general|генеральная ассамблея|الجمعية العامة|大会"
    "|security council|conseil de sécurité|consejo de seguridad|совет безопасности|مجلس الأمن|安全理事会"
    "|economic and social council|conseil économique et social|consejo económico y social"
    "|экономический и социальный совет|المجلس الاقتصادي والاجتماعي|经济及社会理事会"
    "|human rights council|conseil des droits de l'homme|consejo de derechos humanos|совет по правам человека"
    "|مجلس حقوق الإنسان|人权理事会"
)
_MASTHEAD = re.compile(
    rf"{_SYMBOL_LINE}|(?:{_UNITED_NATIONS})(?:\s+{_SYMBOL_LINE})?|(?:{_BARE_ORGAN})(?:\s+{_SYMBOL_LINE})?"
    r"|distr(?:\.|ibution)?\s?:?.{0,60}|общее распределение.{0,40}|التوزيع.{0,40}|عام\b.{0,40}"
    r"|original\s?:.{0,40}|оригинал\s?:.{0,40}|الأصل\s?:.{0,40}|原文[：:].{0,20}"
    r"|(?:[\w-]+ ){1,4}(?:special |emergency )?session|(?:[\w-]+ ){1,4}session(?: extraordinaire)?"
    r"|(?:[\w-]+ ){1,5}período (?:extraordinario )?de sesiones|(?:[\w-]+ ){1,4}сессия|الدورة [\w ]{3,40}|第.{1,8}届会议"
    r"|(?:agenda )?items? \d.{0,60}|points? \d.{0,60}|temas? \d.{0,60}|пункты? \d.{0,60}|البند \d.{0,60}"
    r"|(?:临时)?议程项目.{0,20}",
    re.IGNORECASE,
)
_MEETING = re.compile(
    r"\d{1,5}\s?(?:-?(?:e|ème|er|ère|re|st|nd|rd|th|a|ª|º|е|я|ое|ая))?\.?\s"
    r"(?:séances?(?: plénières?)?|réunions?|(?:plenary )?meetings?|sesi(?:ón|ones)(?: plenarias?)?"
    r"|(?:пленарн\w+ )?заседани\w+)(?: \([^)]{1,60}\))?[.,]?$"
    r"|第\s?[\d一二三四五六七八九十百千〇零]{1,9}\s?次\s?(?:全体)?会议[。]?$"
    r"|الجلسة(?: العامة)? (?:الـ\s?)?\d{1,5}[.]?$"
    r"|الجلسة(?: العامة)? [\u0621-\u064a ]{3,60}$",
    re.IGNORECASE,
)
_ADOPTED = re.compile(
    r"(?:adopted|approved)\b.{0,200}\b(?:meeting|vote|votes|unanimously|consensus)\b"
    r"|adoptée?\b.{0,200}\b(?:séance|voix|unanimité|vote|consensus)\b"
    r"|(?:aprobad|adoptad)[ao]\b.{0,200}\b(?:sesión|votos?|votación|unanimidad|consenso)\b"
    r"|принят[ао]\b.{0,200}(?:заседани|голос|единогласно)"
    r"|(?:اتخذ|اتخذت|اعتمد|اعتمدت)\b.{0,200}(?:الجلسة|بالإجماع|تصويت|صوت)"
    r"|(?:在?第.{1,14}次(?:全体)?会议.{0,40}通过|.{0,80}(?:一致通过|票.{0,30}通过))",
    re.IGNORECASE | re.DOTALL,
)
_RESOLUTION_TITLE = re.compile(
    r"(?:(?:draft )?(?:resolution|decision)|(?:projet de )?(?:résolution|décision)|(?:proyecto de )?(?:resolución|decisión)"
    r"|(?:проект )?(?:резолюци[яи]|решени[ея])|(?:مشروع )?(?:القرار|قرار|المقرر|مقرر))\s+(?:[A-Z]{1,3}/)*(?:[A-Z]{2,6}[./]?\s?)?\d[\w/.-]*"
    r"|第?\s?[\w/()（） ]{1,24}号(?:决议|决定)"
    r"|\d{1,4}\s?[(（](?:19|20)\d{2}[)）]\.?\s|(?:19|20)\d{2}年第\d{1,4}号",
    re.IGNORECASE,
)
_NUMBERED_TITLE = re.compile(
    r"(?P<number>(?:E?S-)?\d{1,4}/\d{1,4})(?:\s?(?P<part>[A-Z]))?\s?(?:[.．。:：]|[-–—])\s?(?=\S)|(?P<alone>\d{1,3}/\d{1,4})$"
)
_ANNEX = re.compile(
    r"(?:annexe?|anexo|appendix|appendice|apéndice|attachment|приложение|дополнение|(?:ال)?مرفق|(?:ال)?تذييل|附件|附录)"
    r"(?:\s?(?:[ivxlcdm]{1,6}|[a-z]|\d{1,3}|[一二三四五六七八九十]{1,3}|ال[\u0621-\u064a]{2,10}))?\s*[.:：]?$",
    re.IGNORECASE,
)
_ENDINGS = (".", "。", ";", "；", "؛", ",", "，", "،", ":", "：", "?", "？", "؟", "!", "…")


def fold(text: str) -> str:
    """Straight apostrophes and ordinary spaces, without marks of direction; the length may change."""
    plain = text.replace("’", "'").replace("\u02bc", "'").replace("\u00a0", " ").replace("\u202f", " ")
    return re.sub(r"[\u200b-\u200f\u061c\u0640]", "", plain).strip()


def enacting_organ(text: str) -> str | None:
    """The organ that speaks ("A", "S", "E", "A/HRC"; "" for another body) if `text` is enacting words, else None.

    >>> enacting_organ("L’Assemblée générale,"), enacting_organ("大会，"), enacting_organ("The Council decides")
    ('A', 'A', None)
    """
    if len(text) > LONGEST_ENACTING_CHARS:
        return None
    folded = fold(text)
    if folded[:1].islower():
        return None
    for organ, pattern in _ORGAN:
        if pattern.fullmatch(folded):
            # Chinese and Russian have no article: without its comma the name is a line of the masthead.
            bare = not folded[:1].isascii() and not folded.endswith((",", "،", "，", ":", "："))
            return None if bare and not "\u0600" <= folded[0] <= "\u06ff" else organ
    return "" if _OTHER_BODY.fullmatch(folded) else None


def is_vote_list(text: str) -> bool:
    """ "In favour: ...", "Ont voté contre : ...", "弃权：..."; the names must follow on the same line."""
    return _VOTE.match(fold(text[:80])) is not None


def is_source_note(text: str) -> bool:
    """How the document came to be: "[on the report of ...]", "Adopted at the 81st plenary meeting, ..."."""
    return _SOURCE.match(fold(text[:900])) is not None


def is_adoption_heading(text: str) -> bool:
    """The line over the text of a resolution: "Resolution adopted by the General Assembly on 18 December 2013"."""
    return len(text) <= 200 and _ADOPTION_HEADING.match(fold(text)) is not None


def is_masthead(text: str) -> bool:
    """A line of the masthead: "United Nations", "A/RES/68/187", "Distr. générale", "第六十八届会议"."""
    return len(text) <= 160 and _MASTHEAD.fullmatch(fold(text)) is not None


def is_meeting_line(text: str) -> bool:
    """Only the number of a meeting: "70th plenary meeting", "70 e séance plénière", "第70次全体会议"."""
    return len(text) <= 80 and _MEETING.match(fold(text)) is not None


def is_closing(text: str) -> bool:
    """A line that ends a resolution: its meeting, or how it was adopted. Dates alone are told elsewhere."""
    return is_meeting_line(text) or (
        len(text) <= LONGEST_CLOSING_CHARS and _ADOPTED.match(fold(text)) is not None
    )


def repair_ordinal(text: str) -> str:
    """ "70 e séance" is "70e séance": extraction separates raised letters from their number."""
    return re.sub(
        r"^(\d{1,5}) (e|ème|er|st|nd|rd|th|a|ª|-е|-я)(\.?)(?= (?:séance|réunion|plenary|meeting|sesi|пленарн|заседан))",
        r"\1\2\3",
        text,
    )


def title_number(text: str) -> str | None:
    """ "68/187" of "68/187. Technical assistance ..."; None where a text does not begin like that."""
    match = _NUMBERED_TITLE.match(fold(text[:60]))
    if match is None:
        return None
    return (match["number"] or match["alone"]) + (match["part"] or "")


def is_title(text: str) -> bool:
    """The title of a resolution: by its number ("68/187. ..."), or by its word ("Resolution 1373 (2001)")."""
    if len(text) > LONGEST_TITLE_CHARS:
        return False
    if title_number(text) is not None:
        return True
    return len(text) <= 200 and not text.endswith((",", ";", "，", "；")) and starts_resolution_title(text)


def starts_resolution_title(text: str) -> bool:
    """Whether a text begins with the word for a resolution and its number, or "67 (1949). Resolution of"."""
    return _RESOLUTION_TITLE.match(fold(text[:80])) is not None


def is_annex_heading(text: str) -> bool:
    """ "Annex", "Annexe II", "附件一", "المرفق الأول" and nothing else."""
    return len(text) <= 60 and _ANNEX.match(fold(text)) is not None


def opens_preambular(text: str, language: str) -> bool:
    """Whether a text begins as a preambular paragraph does: with a participle, in the six languages."""
    pattern = PREAMBULAR_OPENINGS.get(language)
    return pattern is not None and pattern.match(fold(text[:120])) is not None


def opens_operative(text: str, language: str) -> bool:
    """Whether a text begins as an operative paragraph does: with a verb of decision."""
    pattern = OPERATIVE_OPENINGS.get(language)
    return pattern is not None and pattern.match(fold(text[:120])) is not None


def opens_any(text: str) -> bool:
    """Whether a text begins a preambular paragraph in any of the six languages, before the language is known."""
    head = fold(text[:120])
    return any(pattern.match(head) for pattern in PREAMBULAR_OPENINGS.values())


def is_short_heading(text: str) -> bool:
    """A short line without final punctuation that does not begin in lower case."""
    if not text or len(text) > LONGEST_HEADING_CHARS or text.endswith(_ENDINGS):
        return False
    first = next((c for c in text if unicodedata.category(c)[0] == "L"), "")
    return bool(first) and not first.islower() and len(text.split()) <= 14
