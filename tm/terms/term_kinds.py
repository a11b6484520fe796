"""What kind of term a text is: a phrase, an acronym, or the name of a body, a treaty or a document."""

from __future__ import annotations

from tm.terms.acronyms import is_acronym
from tm.terms.word_lists import word_list
from tm.terms.words import words_of

# What bodies, treaties and documents are called in the two scripts without capitals.
_ARABIC = """
منظمة المنظمة لجنة اللجنة مجلس المجلس محكمة المحكمة جمعية الجمعية اتفاقية الاتفاقية معاهدة بروتوكول
ميثاق الميثاق إعلان الإعلان عهد العهد صندوق برنامج مؤسسة وكالة
"""
_CHINESE = "组织 委员会 理事会 法院 大会 公约 条约 议定书 宪章 宣言 盟约 基金 署 机构 法"


def term_kind(text: str, language: str) -> str:
    """Return one of `tm.terms.concepts.TERM_KINDS` for a term as it is written most often."""
    if is_acronym(text):
        return "acronym"
    words = words_of(text, language)
    if language == "ar":
        return "name" if len(words) > 1 and words[0] in _ARABIC.split() else "phrase"
    if language == "zh":
        return "name" if len(words) > 1 and words[-1] in _CHINESE.split() else "phrase"
    return "name" if _is_capitalised(words, language) else "phrase"


def _is_capitalised(words: list[str], language: str) -> bool:
    """Say whether the first content word has a capital and, in Latin letters, another one too.

    Names keep small words small, and French and Russian ones most words: "Assemblée générale".
    """
    inner = word_list(language, "articles") | word_list(language, "links")
    content = [word for word in words if word.lower().replace("’", "'") not in inner]
    return len(content) > 1 and content[0][:1].isupper()
