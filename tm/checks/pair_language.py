"""Checks of a text against its source and its code: untranslated, in another language, negated on one side."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from tm.checks.checked_units import Observation
from tm.checks.read_texts import ReadText

_SCRIPTS = {
    "ar": re.compile("[\u0620-\u064a\u066e-\u06d3\ufb50-\ufdfb\ufe70-\ufefc]"),
    "zh": re.compile("[\u3400-\u9fff]"),
    "ru": re.compile("[\u0400-\u04ff]"),
    "latin": re.compile("[A-Za-z\u00c0-\u024f]"),
}
_SCRIPT_OF = {"ar": "ar", "zh": "zh", "ru": "ru", "en": "latin", "fr": "latin", "es": "latin"}
_SCRIPT_NAMES = {"ar": "Arabic", "zh": "Han", "ru": "Cyrillic", "latin": "Latin"}
# A Han character says as much as three letters.
_HAN_WEIGHT = 3
_ENOUGH_LETTERS = 8
# The library tells languages of one alphabet apart in texts of so many letters: .999 of sentences.
_ENOUGH_LATIN_LETTERS = 40
_SURE = 0.95
_SAME_LETTERS = 12
_SAME_WORDS = 3
_WORDS = re.compile(r"[^\W\d_]{2,}")


def observe_language(source: ReadText, target: ReadText) -> Iterator[Observation]:
    """Yield what a pair says of its languages."""
    languages = (source.language, target.language)
    if source.base != target.base and _is_untranslated(source, target):
        yield Observation("content.same-text", languages, "The translation is the source text.")
    if source.known and target.known:
        yield from _negation(source, target, languages)


def _is_untranslated(source: ReadText, target: ReadText) -> bool:
    """Whether a sentence was left: names, symbols and figures are the same in many languages."""
    if _folded(source.text) != _folded(target.text) or target.letters < _SAME_LETTERS:
        return False
    words = _WORDS.findall(target.text)
    lower = sum(word[0].islower() or not word[0].isupper() for word in words)
    return target.has_han or lower >= _SAME_WORDS


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def observe_code(read: ReadText) -> Iterator[Observation]:
    """Yield whether a text is in another script or language than its code says; nothing beyond the six."""
    wanted = _SCRIPT_OF.get(read.base)
    if wanted is None or read.letters < _ENOUGH_LETTERS // (_HAN_WEIGHT if read.has_han else 1):
        return
    weights = {name: len(pattern.findall(read.text)) for name, pattern in _SCRIPTS.items()}
    weights["zh"] *= _HAN_WEIGHT
    if sum(weights.values()) < _ENOUGH_LETTERS:
        return
    most = max(weights, key=lambda name: weights[name])
    if most != wanted and weights[most] > 2 * weights[wanted]:
        # Names, titles and symbols keep their letters; a sentence does not.
        if most == "latin" and len(re.findall(r"\b[a-zà-ɏ]{3,}\b", read.text)) < _SAME_WORDS:
            return
        message = f"The text is in {_SCRIPT_NAMES[most]} letters, its code is {read.language}."
        yield Observation("content.language", (read.language,), message)
    elif wanted == "latin" and weights["latin"] >= _ENOUGH_LATIN_LETTERS:
        yield from _other_latin_language(read)


def _other_latin_language(read: ReadText) -> Iterator[Observation]:
    from corpora.languages import identify_language, language_name

    found, probability = identify_language(read.text)
    if found is not None and found != read.base and probability >= _SURE and not _has_own_words(read):
        message = f"The text seems to be {language_name(found)}, its code is {read.language}."
        yield Observation("content.language", (read.language,), message)


_OWN_WORDS = {
    "en": frozenset("the of and to in for with by on that is are shall from as an at be".split()),
    "fr": frozenset("le la les des du et dans pour par sur que est aux une qui au".split()),
    "es": frozenset("el los las del y en para por que con una se al es su".split()),
}


def _has_own_words(read: ReadText) -> bool:
    """Whether a fifth of the words are the small words of its own language: then a name misled the library."""
    words = read.text.lower().split()
    return 5 * sum(word in _OWN_WORDS[read.base] for word in words) >= len(words)


# A clause is surely negated; and anything that may say a negation in another way. "Not more than" and "ولا سيما" are none.
_NEGATED = {
    "en": r"\b(?:not(?!\s(?:more|less|only|later|earlier|fewer|exceeding|limited))|cannot|never|neither|no one|nobody|"
          r"none)\b|n['’]t\b",
    "fr": r"(?:\bne\s|\bn['’])\S.{0,40}?\b(?:pas|jamais|aucune?|nul(?:le)?|rien)\b(?!\s(?:plus|moins))|"
          r"\b(?:nul|aucune?)\b.{0,30}\bn(?:e\b|['’])",
    "es": r"\b(?:no(?!\s(?:más|menos|sólo|solo|obstante|superior|mayor|menor))|nunca|jamás|nadie|tampoco)\b",
    "ru": r"\b(?:не(?!\s(?:более|менее|только|позднее|ранее|свыше))|нельзя|никто|ничто|никогда|никого|ничего|никому)\b",
    "ar": r"(?<!\w)(?:[وف]?(?:لا(?!\s?(?:سيما|سـيما|ســيما|غنى|يزال|تزال|بد|يتجزأ|تتجزأ))|لم|لن|ليس\w*|لست))(?!\w)",
    "zh": r"不得|不应|不能|不会|不可|不是|不予|不受|并非|没有|决不|绝不|从未|尚未|未能|未经|勿",
}
_PERHAPS = {
    "en": r"\b(?:no|not|without|non|un(?!der|it|iv|ion|til)\w+|in(?:valid|elig|cap|adeq|suff|effect|compat|access|"
          r"justice|vol|secur|human|def|alien|sep)\w*|im(?:poss|prop|pun)\w*|ir\w+|il(?:leg|lic)\w*|dis\w+|fail\w*|lack\w*|"
          r"refus\w*|except\w*|unless|only|less|prevent\w*|prohibit\w*|forbid\w*|free|avoid\w*|exclu\w*|absen\w*|"
          r"otherwise|other|rather|nothing|nowhere|neither|nor|never|none|cannot|against|den(?:y|ie)\w*|ceas\w*|refrain\w*|"
          r"waiv\w*|limit\w*|before|until|nobody|zero|stop\w*|beyond|outside)\b|n['’]t\b|\w+less\b",
    "fr": r"\b(?:non|ni|ne|sans|pas|aucune?|nul\w*|rien|jamais|in(?:cap|suff|comp|acc|just|just|val|viol|hum|al|d[ée]p)\w*|"
          r"im(?:poss|pun)\w*|ir\w+|il(?:l[ée]g|lic)\w*|mal\w*|sauf|refus\w*|interdi\w*|exclu\w*|emp[êe]ch\w*|évit\w*|seul\w*|"
          r"moins|manqu\w*|défaut|faute|abst\w+|cess\w*|absence|contre|hors|autre\w*|renonc\w*|avant|limit\w*|exempt\w*)\b|\bn['’]",
    "es": r"\b(?:no|ni|sin|nunca|jamás|ningun\w*|ningún|nadie|nada|tampoco|in(?:cap|suf|comp|acc|just|val|viol|hum|al|dep)\w*|"
          r"im(?:pos|pun)\w*|ir\w+|il(?:eg|íc|ic)\w*|des\w+|salvo|excepto|excluy\w*|prohib\w*|imp(?:ed|id)\w*|evit\w*|sólo|solo|"
          r"menos|falta|carec\w*|neg\w*|ces\w*|absten\w*|contra|ausencia|excepción|otr[oa]s?|renunci\w*|antes|limit\w*|exent\w*)\b",
    "ru": r"не|ни|нет|без|бес|кроме|запре|отказ|лиш|отсутств|исключ|только|недопу|прекра|воздерж|избеж|против|отмен|"
          r"иной|ином|иных|иное|друг|до\s|огранич|вне",
    "ar": r"لا|لم|لن|ليس|لست|غير|عدم|دون|بلا|سوى|إلا|ما\s|منع|حظر|يحظر|رفض|امتناع|نفي|انعدام|فقط|خلو|حرمان|كف|تفاد|تجنب|يمتنع|"
          r"مانع|أخرى|آخر|خلاف|قبل|خارج|تنازل|استثن|إنكار|ينكر",
    "zh": r"不|没|無|无|未|非|勿|莫|否|禁|免|除|拒|只|仅|止|缺|防|避|别|停|反|难|外|其他|他|放弃|前",
}  # fmt: skip
_NEGATED_PATTERNS = {code: re.compile(pattern, re.IGNORECASE) for code, pattern in _NEGATED.items()}
_PERHAPS_PATTERNS = {code: re.compile(pattern, re.IGNORECASE) for code, pattern in _PERHAPS.items()}


def _negation(source: ReadText, target: ReadText, languages: tuple[str, str]) -> Iterator[Observation]:
    for own, other in ((source, target), (target, source)):
        match = _NEGATED_PATTERNS[own.base].search(own.text)
        if match and not _PERHAPS_PATTERNS[other.base].search(other.text):
            message = f"{own.language} has “{match.group()[:40]}”, {other.language} has no negation."
            yield Observation("content.negation", languages, message, own.language)
