"""Ordinals written as words where documents number with them: "Article premier", "Часть первая", "أولا".

Words are compared folded: case, accents, Arabic vowel signs and the shapes of alef do not matter.
"""

from __future__ import annotations

import functools
import unicodedata

from corpora.ordinals import ARABIC_VARIANTS

LONGEST_WORD = 40

_EN = """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth
thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"""
_EN_CARDINAL = """one two three four five six seven eight nine ten eleven twelve thirteen fourteen
fifteen sixteen seventeen eighteen nineteen twenty"""
_FR = """premier,première,unique deuxième,second,seconde troisième quatrième cinquième sixième
septième huitième neuvième dixième onzième douzième treizième quatorzième quinzième seizième
dix-septième dix-huitième dix-neuvième vingtième"""
_ES = """primero,primera,primer,único segundo,segunda tercero,tercera,tercer cuarto,cuarta
quinto,quinta sexto,sexta séptimo,séptima octavo,octava noveno,novena décimo,décima
undécimo,undécima,decimoprimero,decimoprimera duodécimo,duodécima,decimosegundo,decimosegunda
decimotercero,decimotercera decimocuarto,decimocuarta decimoquinto,decimoquinta
decimosexto,decimosexta decimoséptimo,decimoséptima decimoctavo,decimoctava
decimonoveno,decimonovena vigésimo,vigésima"""
_RU = """первый,первая,первое,первой второй,вторая,второе третий,третья,третье,третьей
четвертый,четвертая,четвертое пятый,пятая,пятое шестой,шестая,шестое седьмой,седьмая,седьмое
восьмой,восьмая,восьмое девятый,девятая,девятое десятый,десятая,десятое
одиннадцатый,одиннадцатая,одиннадцатое двенадцатый,двенадцатая,двенадцатое
тринадцатый,тринадцатая,тринадцатое четырнадцатый,четырнадцатая,четырнадцатое
пятнадцатый,пятнадцатая,пятнадцатое шестнадцатый,шестнадцатая,шестнадцатое
семнадцатый,семнадцатая,семнадцатое восемнадцатый,восемнадцатая,восемнадцатое
девятнадцатый,девятнадцатая,девятнадцатое двадцатый,двадцатая,двадцатое"""
# Arabic ordinals have two words from eleven on: "الحادي عشر", "الثانية عشرة".
_AR = """الأول,الأولى الثاني,الثانية الثالث,الثالثة الرابع,الرابعة الخامس,الخامسة السادس,السادسة
السابع,السابعة الثامن,الثامنة التاسع,التاسعة العاشر,العاشرة الحادي_عشر,الحادية_عشرة,الحادية_عشر
الثاني_عشر,الثانية_عشرة,الثانية_عشر الثالث_عشر,الثالثة_عشرة,الثالثة_عشر
الرابع_عشر,الرابعة_عشرة,الرابعة_عشر الخامس_عشر,الخامسة_عشرة,الخامسة_عشر
السادس_عشر,السادسة_عشرة,السادسة_عشر السابع_عشر,السابعة_عشرة,السابعة_عشر
الثامن_عشر,الثامنة_عشرة,الثامنة_عشر التاسع_عشر,التاسعة_عشرة,التاسعة_عشر العشرون,العشرين"""
# "أولا -" heads the chapter that other languages number "I."; "ألف -" the one they letter "A.".
_AR_ADVERBS = """أولا ثانيا ثالثا رابعا خامسا سادسا سابعا ثامنا تاسعا عاشرا حادي_عشر ثاني_عشر
ثالث_عشر رابع_عشر خامس_عشر سادس_عشر سابع_عشر ثامن_عشر تاسع_عشر عشرون"""
_AR_LETTER_NAMES = """ألف باء جيم دال هاء واو زاي,زاء حاء طاء ياء كاف لام ميم نون سين عين فاء صاد
قاف راء شين تاء ثاء خاء ذال ضاد ظاء غين"""


def fold_word(text: str) -> str:
    """Fold away case, accents and Arabic vowel signs and the shapes of alef: so words are compared."""
    return _folded(text[:LONGEST_WORD])


@functools.lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text)
    bare = (
        character
        for character in decomposed
        if not unicodedata.combining(character) and character != "\u0640"
    )
    return "".join(ARABIC_VARIANTS.get(character, character) for character in bare).casefold()


def _table(*lists: str) -> dict[str, int]:
    table: dict[str, int] = {}
    for words in lists:
        for value, forms in enumerate(words.split(), start=1):
            for form in forms.split(","):
                table[" ".join(fold_word(part) for part in form.split("_"))] = value
    return table


ORDINAL_WORDS = {
    "en": _table(_EN, _EN_CARDINAL),
    "fr": _table(_FR),
    "es": _table(_ES),
    "ru": _table(_RU),
    "ar": _table(_AR),
}
ARABIC_ADVERBS = _table(_AR_ADVERBS)
ARABIC_LETTER_NAMES = _table(_AR_LETTER_NAMES)


def ordinal_word_value(words: str, language: str) -> int | None:
    """Value, 1 to 20, of an ordinal written out in `language`: "premier", "Вторая"; else None."""
    table = ORDINAL_WORDS.get(language)
    if table is None or len(words) > LONGEST_WORD:
        return None
    return table.get(" ".join(fold_word(part) for part in words.split()))
