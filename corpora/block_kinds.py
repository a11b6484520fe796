"""Recognises by its words what a paragraph of a resolution is, in the six languages.

Every pattern is matched at the beginning of a text folded by `fold` (straight apostrophes, plain spaces).
"""

from __future__ import annotations

import functools
import re
import unicodedata

from corpora.block_patterns import (
    ADOPTED,
    ADOPTION_HEADING,
    AGREED,
    ANNEX,
    BODY,
    DONE_AT,
    ISSUED,
    ISSUED_BY,
    MASTHEAD,
    MEETING,
    NUMBERED_TITLE,
    OFFICE,
    ORGANS,
    OTHER_BODY,
    PARTIES,
    PREAMBLE_HEADING,
    RESOLUTION_TITLE,
    RULES_OF_PROCEDURE,
    SIGNED,
    SOURCE_NOTE,
    SPLIT_ORDINAL,
    TESTIMONIUM,
    TITLE_OF_NUMBER_ALONE,
    TWO_PARTIES,
    VOTE,
)
from corpora.opening_words import OPERATIVE_OPENINGS, PREAMBULAR_OPENINGS

LONGEST_ENACTING_CHARS = 120
LONGEST_CLOSING_CHARS = 240
LONGEST_TITLE_CHARS = 600
LONGEST_HEADING_CHARS = 120
LONGEST_ANNEX_TITLE_CHARS = 300

_UNSEEN = re.compile("[\u200b-\u200f\u061c\u0640]")
_TO_FOLD = re.compile("[’\u02bc\u00a0\u202f\u200b-\u200f\u061c\u0640]")
# What `fold` takes off the beginning. The patterns are long, and most texts match none of them: where all
# alternatives begin with, or contain, one of few characters, that is asked first.
_SKIPPED = r"[\s\u200b-\u200f\u061c\u0640]*"
_MAY_BE_MEETING = re.compile(_SKIPPED + r"[\d第ا]")
_MAY_BE_ADOPTED = re.compile(_SKIPPED + "[aпا在第]", re.IGNORECASE)
_MAY_BE_NUMBERED = re.compile(_SKIPPED + r"(?:E?S-)?\d")
_FIGURE_OR_HAN_NUMBER = re.compile(r"[\d号]")
# In plain Latin letters every body that speaks has one before its name.
_ARTICLES = ("the ", "la ", "le ", "el ", "l'")
_COMMAS = (",", "،", "，")
_COLONS = (":", "：")
# The names of the organs are no longer; with a longer text a comma or a colon must stand at its end.
_LONGEST_ORGAN_CHARS = 40
# The same beginnings are asked about by several steps of reading; they are short.
_REMEMBERED = 1024
_LONGEST_REMEMBERED_CHARS = 400
_ENDINGS = (".", "。", ";", "；", "؛", ",", "，", "،", ":", "：", "?", "？", "؟", "!", "…")


def fold(text: str) -> str:
    """Straight apostrophes and ordinary spaces, without marks of direction; the length may change."""
    if text.isascii():
        return text.strip()
    return _fold_short(text) if len(text) <= _LONGEST_REMEMBERED_CHARS else _fold(text)


def _fold(text: str) -> str:
    if _TO_FOLD.search(text) is None:
        return text.strip()
    plain = text.replace("’", "'").replace("\u02bc", "'").replace("\u00a0", " ").replace("\u202f", " ")
    return _UNSEEN.sub("", plain).strip()


_fold_short = functools.lru_cache(maxsize=_REMEMBERED)(_fold)


def enacting_organ(text: str) -> str | None:
    """Organ that speaks ("A", "S", "E", "A/HRC"; "" for another body) in enacting words, else None.

    >>> enacting_organ("L’Assemblée générale,"), enacting_organ("大会，"), enacting_organ("It decides")
    ('A', 'A', None)
    """
    if len(text) > LONGEST_ENACTING_CHARS or text[:1].islower():
        return None
    nobody = text.isascii() and not text.lstrip().lower().startswith(_ARTICLES)
    return None if nobody else _organ(text)


@functools.lru_cache(maxsize=_REMEMBERED)
def _organ(text: str) -> str | None:
    folded = fold(text)
    if folded[:1].islower() or (
        len(folded) > _LONGEST_ORGAN_CHARS and not folded.endswith((*_COMMAS, *_COLONS))
    ):
        return None
    for organ, pattern in ORGANS:
        if pattern.fullmatch(folded):
            # Chinese and Russian have no article: without its comma the name is a line of the masthead.
            bare = not folded[:1].isascii() and not folded.endswith((",", "،", "，", ":", "："))
            return None if bare and not "\u0600" <= folded[0] <= "\u06ff" else organ
    return "" if OTHER_BODY.fullmatch(folded) else None


def is_parties(text: str) -> bool:
    """Whether a text is the opening of a treaty: "The Parties to this Convention,"."""
    if len(text) > 200 or text[:1].isdigit():
        return False
    folded = fold(text)
    return folded.endswith(_COMMAS) and PARTIES.fullmatch(folded) is not None


def opens_regulation(text: str) -> bool:
    """Whether two states or an office speak: "The Government of ... and ...,", "The Minister of ...,".

    That is sure only before the first sentence of a document.
    """
    if len(text) > LONGEST_TITLE_CHARS or text[:1].isdigit():
        return False
    folded = fold(text)
    if not folded.endswith(_COMMAS):
        return False
    return TWO_PARTIES.fullmatch(folded) is not None or OFFICE.fullmatch(folded) is not None


def is_issued(text: str) -> bool:
    """Whether a text ends the preamble of a regulation: "Hereby orders as follows:", "Arrête :"."""
    return len(text) <= 80 and ISSUED.match(fold(text)) is not None


def is_issued_by(text: str) -> bool:
    """Whether a text says who issues a regulation by what right: "The ..., pursuant to ..., decrees:"."""
    if len(text) > 400:
        return False
    folded = fold(text)
    return folded.endswith(_COLONS) and ISSUED_BY.fullmatch(folded) is not None


def is_body(text: str) -> bool:
    """Whether a line is the name of a body and nothing else: "Fifth Committee", "人权事务委员会"."""
    return len(text) <= LONGEST_HEADING_CHARS and BODY.fullmatch(fold(text)) is not None


def is_testimonium(text: str) -> bool:
    """Whether a text says that a treaty is signed: "In witness whereof the undersigned ..."."""
    return len(text) <= 800 and TESTIMONIUM.match(fold(text[:200])) is not None


def is_agreement(text: str) -> bool:
    """Whether a text ends the preamble of a treaty: "Have agreed as follows:"."""
    return len(text) <= 120 and AGREED.match(fold(text)) is not None


def is_title_of_rules(text: str) -> bool:
    """Whether a text is the title of rules of procedure, whose articles are rules in the other languages."""
    short = len(text) <= LONGEST_HEADING_CHARS and not text.endswith(_ENDINGS)
    return short and RULES_OF_PROCEDURE.match(fold(text)) is not None


def is_preamble_heading(text: str) -> bool:
    """Whether a text is "Preamble" and nothing else."""
    return len(text) <= 40 and PREAMBLE_HEADING.match(fold(text)) is not None


def is_done_at(text: str) -> bool:
    """Whether a text ends a treaty: "Done at Geneva on 2 May 2019 ...", dated in figures."""
    return len(text) <= 800 and DONE_AT.match(fold(text[:200])) is not None and any(map(str.isdigit, text))


def is_signature(text: str) -> bool:
    """Whether a text is the signature under a letter: "(Signed) A. Diallo", "（签名）"."""
    return len(text) <= 200 and not text.endswith((".", "。")) and SIGNED.search(fold(text)) is not None


def is_vote_list(text: str) -> bool:
    """Whether a text lists votes ("In favour: ...", "弃权：..."); the names must follow on the same line."""
    head = text[:80]
    return (":" in head or "：" in head) and VOTE.match(fold(head)) is not None


def is_source_note(text: str) -> bool:
    """How the document came to be: "[on the report of ...]", "Adopted at the 81st plenary meeting, ..."."""
    return SOURCE_NOTE.match(fold(text[:900])) is not None


def is_adoption_heading(text: str) -> bool:
    """Line over a resolution: "Resolution adopted by the General Assembly on 18 December 2013"."""
    return len(text) <= 200 and ADOPTION_HEADING.match(fold(text)) is not None


def is_masthead(text: str) -> bool:
    """Line of the masthead: "United Nations", "A/RES/68/187", "Distr. générale", "第六十八届会议"."""
    return len(text) <= 160 and MASTHEAD.fullmatch(fold(text)) is not None


def is_distribution_line(text: str) -> bool:
    """Line of the masthead that only one has: the symbol, how and when it was distributed."""
    return is_masthead(text) and re.search(r"/[A-Z\d]|distr|التوزيع|распределение", text, re.I) is not None


def is_meeting_line(text: str) -> bool:
    """Only the number of a meeting: "70th plenary meeting", "70 e séance plénière", "第70次全体会议"."""
    short = len(text) <= 80 and _MAY_BE_MEETING.match(text) is not None
    return short and MEETING.match(fold(text)) is not None


def is_closing(text: str) -> bool:
    """Line that ends a resolution: its meeting, or how it was adopted. Dates alone are told elsewhere."""
    return is_meeting_line(text) or (
        len(text) <= LONGEST_CLOSING_CHARS
        and (_MAY_BE_ADOPTED.match(text) is not None or "通" in text)
        and ADOPTED.match(fold(text)) is not None
    )


def repair_ordinal(text: str) -> str:
    """Close up "70 e séance" to "70e séance": extraction separates raised letters from their number."""
    return SPLIT_ORDINAL.sub(r"\1\2\3", text)


def title_number(text: str) -> str | None:
    """Give "68/187" for "68/187. Technical assistance ..."; None where a text does not begin like that."""
    head = text[:60]
    match = NUMBERED_TITLE.match(fold(head)) if _MAY_BE_NUMBERED.match(head) else None
    if match is None:
        return None
    return (match["number"] or match["alone"]) + (match["part"] or "")


def is_title(text: str) -> bool:
    """Title of a resolution: by its number ("68/187. ..."), or by its word ("Resolution 1373 (2001)")."""
    if len(text) > LONGEST_TITLE_CHARS:
        return False
    if title_number(text) is not None:
        return True
    if len(text) > 200 or not starts_resolution_title(text):
        return False
    goes_on = text.endswith((",", ";", "，", "；"))
    return not goes_on or TITLE_OF_NUMBER_ALONE.fullmatch(fold(text)) is not None


def starts_resolution_title(text: str) -> bool:
    """Whether a text begins with the word for a resolution and its number, or "67 (1949). Resolution of"."""
    head = text[:80]
    if _FIGURE_OR_HAN_NUMBER.search(head) is None:
        return False
    return RESOLUTION_TITLE.match(fold(head)) is not None


def is_annex_heading(text: str) -> bool:
    """Whether a text is "Annex", "Annexe II", "附件一", "المرفق الأول" and nothing else."""
    return len(text) <= 60 and ANNEX.match(fold(text)) is not None


def opens_preambular(text: str, language: str) -> bool:
    """Whether a text begins as a preambular paragraph does: with a participle, in the six languages."""
    return _opens(text[:120], PREAMBULAR_OPENINGS.get(language))


def opens_operative(text: str, language: str) -> bool:
    """Whether a text begins as an operative paragraph does: with a verb of decision."""
    return _opens(text[:120], OPERATIVE_OPENINGS.get(language))


@functools.lru_cache(maxsize=_REMEMBERED)
def _opens(head: str, pattern: re.Pattern[str] | None) -> bool:
    return pattern is not None and pattern.match(fold(head)) is not None


def opens_any(text: str) -> bool:
    """Whether a text begins a preambular paragraph in any of the six languages."""
    return _opens_any(text[:120])


@functools.lru_cache(maxsize=_REMEMBERED)
def _opens_any(head: str) -> bool:
    folded = fold(head)
    return any(pattern.match(folded) for pattern in PREAMBULAR_OPENINGS.values())


def is_long_heading(text: str) -> bool:
    """Line without final punctuation, up to two or three lines of print: what an annex is called."""
    if len(text) > LONGEST_ANNEX_TITLE_CHARS or text.endswith(_ENDINGS):
        return False
    return not text[:1].islower() and text[:1] not in "([（［"


def is_short_heading(text: str) -> bool:
    """Short line without final punctuation that does not begin in lower case."""
    if not text or len(text) > LONGEST_HEADING_CHARS or text.endswith(_ENDINGS):
        return False
    first = next((c for c in text if unicodedata.category(c)[0] == "L"), "")
    return bool(first) and not first.islower() and len(text.split()) <= 14
