"""Words that negate, in six languages: a match that differs in one says the opposite."""

from __future__ import annotations

import re

from tm.text_folding import fold_text

# Forms of one word each; of the French "ne ... pas" the second half is counted.
_WORDS = {
    "en": r"not|no|never|neither|nor|none|nobody|nothing|nowhere|without|cannot|(?<=n')t",
    "fr": r"pas|non|jamais|aucune?s?|sans|ni|nulle?s?|nullement|guère|rien",
    "es": r"no|nunca|jamás|ni|sin|ning[uú]n|ninguno|ninguna|tampoco|nada|nadie",
    "ru": r"не|ни|нет|нельзя|без|никогда|никто|никого|никому|никем|ничто|ничего|ничему|никак\w*|никоим",
    "ar": r"[وف]?(?:لا|لم|لن|لما|ليس\w?|لست|غير|دون|بدون|عدم|بعدم|لعدم)",
}
_PATTERNS = {language: re.compile(rf"(?<!\w)(?:{words})(?!\w)") for language, words in _WORDS.items()}
# 非 begins "Africa"; 不 stands in "not only", "constantly", "different" and others that negate nothing.
_PATTERNS["zh"] = re.compile(r"不(?![仅断同但])|没|未(?!来)|勿|无(?!论)|非(?![洲常法])|否|莫")


def count_negations(text: str, language: str) -> int:
    """Return how many words of `text` negate; 0 for languages other than the six."""
    pattern = _PATTERNS.get(language)
    return len(pattern.findall(fold_text(text))) if pattern else 0


def differs_in_negation(query: str, source: str, language: str) -> bool:
    """Say whether one of two texts negates more often than the other."""
    return count_negations(query, language) != count_negations(source, language)
