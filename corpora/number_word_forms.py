"""The forms of number words, exactly: cardinals and ordinals up to a hundred, and what multiplies them.

Where `corpora.number_words` reads generously, this table says what a word most likely counts. An *idiom* has
a number in it that another language may leave out: "both", "decade", "hundreds", "le tiers", "двусторонний".
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

from corpora.number_words import number_word_table
from corpora.ordinal_words import ORDINAL_WORDS, fold_word


@dataclass(frozen=True, slots=True)
class WordForm:
    """What one word counts: its value, whether it is an ordinal, whether it is an idiom."""

    value: int
    ordinal: bool = False
    idiom: bool = False


# Words of the generous table that are more than a number, by language, without accents.
_IDIOMS = {
    "en": """zero nil none once sole single twice both double pair half bi biennial biennium thrice triple
        triennial quarter quadrennial quinquennial decade decades decennial dozen fortnight century centenary
        millions billions""",
    "fr": """zero nul nulle unique seul seule double moitie demi demie bi biennal biennale biennaux tiers
        triple triennal triennale quart quadriennal quadriennale quinquennal quinquennale decennal decennale
        decennie decennies dizaine douzaine quinzaine vingtaine trentaine centaine centenaire siecle millier
        milliers""",
    "es": """cero ningun unico unica sola solo ambos ambas doble mitad medio media bienal bienio tercio
        tercios triple trienal trienio cuatrienal quinquenal decenal decenio decenios decada docena quincena
        centenario siglo millar millares""",
    "ar": """وحيد كلا كلتا كلتي مرتين نصف عامين سنتين يومين شهرين ثلث ربع خمسيه عقد عشريه عشري قرن الاف
        ملايين بلايين اسبوعين اسبوعان ساعتين ساعتان سنتان عامان يومان شهران فقرتين فقرتان مادتين مادتان
        دولتين دولتان دورتين دورتان طرفين طرفان جانبين جانبان""",
}
_MORE = {
    "fr": "1: unieme| 70: septante septantieme| 80: octantieme| 90: nonantieme",
    "es": """400: cuatrocientos cuatrocientas| 600: seiscientos seiscientas| 700: setecientos setecientas|
        800: ochocientos ochocientas| 900: novecientos novecientas| 3: terceros terceras""",
    # The dual says "two" by its ending; these are counted often.
    "ar": """2: اسبوعين اسبوعان ساعتين ساعتان سنتان عامان يومان شهران فقرتين فقرتان مادتين
        مادتان دولتين دولتان دورتين دورتان طرفين طرفان جانبين جانبان| 2000: الفين الفان|
        2000000: مليونين مليونان| 300: ثلاثمائه ثلاثمئه| 400: اربعمائه اربعمئه| 500:
        خمسمائه خمسمئه| 600: ستمائه ستمئه| 700: سبعمائه سبعمئه| 800: ثمانمائه ثمانمئه|
        900: تسعمائه تسعمئه""",
}
_ES_TENS = {
    "decimo": 10, "vigesimo": 20, "trigesimo": 30, "cuadragesimo": 40, "quincuagesimo": 50,
    "sexagesimo": 60, "septuagesimo": 70, "octogesimo": 80, "nonagesimo": 90,
}  # fmt: skip
_ES_UNITS = {
    1: "primer primero primera", 2: "segundo segunda", 3: "tercer tercero tercera", 4: "cuarto cuarta",
    5: "quinto quinta", 6: "sexto sexta", 7: "septimo septima", 8: "octavo octava", 9: "noveno novena",
}  # fmt: skip
# Russian is inflected: whole forms, because a stem such as "сто" begins "сторона" as well.
_RU_CARDINALS = """1: один одна одно одного одной одному одну одним одном|2: два две двух двум двумя|
3: три трех трем тремя|4: четыре четырех четырем четырьмя|5: пять пяти пятью|6: шесть шести шестью|
7: семь семи|8: восемь восьми восемью|9: девять девяти девятью|10: десять десяти десятью|
40: сорок сорока|50: пятьдесят пятидесяти|60: шестьдесят шестидесяти|70: семьдесят семидесяти|
80: восемьдесят восьмидесяти|90: девяносто девяноста|100: сто ста|200: двести двухсот двумстам|
300: триста трехсот|400: четыреста четырехсот|500: пятьсот пятисот|600: шестьсот шестисот|
700: семьсот семисот|800: восемьсот восьмисот|900: девятьсот девятисот|
1000: тысяча тысячи тысяч тысячу тысячей тысячам тысячами тысячах тыс|
1000000: миллион миллиона миллионов миллиону миллионом миллионам миллионами млн|
1000000000: миллиард миллиарда миллиардов миллиарду миллиардом миллиардам млрд"""
_RU_TEENS = """11:одиннадцат 12:двенадцат 13:тринадцат 14:четырнадцат 15:пятнадцат 16:шестнадцат
17:семнадцат 18:восемнадцат 19:девятнадцат 20:двадцат 30:тридцат"""
_RU_ORDINALS = """1:перв 2:втор 4:четверт 5:пят 6:шест 7:седьм 8:восьм 9:девят 10:десят 40:сороков
50:пятидесят 60:шестидесят 70:семидесят 80:восьмидесят 90:девяност 100:сот 1000:тысячн"""
_RU_ENDINGS = "ый ой ая ое ого ому ым ом ую ые ых ыми"
_RU_THIRD = "третий третья третье третьего третьему третьим третьем третьей третью третьи третьих третьими"
_RU_IDIOMS = """0: ноль нуля нулю|1: одни одних одним одними единый единственный единственного|
2: оба обе обоих обеих обоим обеим двое двоих дважды половина половины половине половину|
3: трое троих трижды треть трети|4: четверо четверть четверти|10: десятилетие десятилетия десятилетии
десятилетий десятка десятков|100: столетие столетия столетий|1000: тысячелетие тысячелетия тысячелетий"""
_RU_JOINED = {
    "дву": 2, "двух": 2, "удво": 2, "трех": 3, "четырех": 4, "пяти": 5, "шести": 6, "семи": 7,
    "восьми": 8, "девяти": 9, "десяти": 10, "двенадцати": 12, "двадцати": 20, "тридцати": 30,
    "пятидесяти": 50,
}  # fmt: skip


@functools.cache
def word_forms(language: str) -> dict[str, WordForm]:
    """Forms of a language, folded (`fold_word`); {} for a language without a table, Chinese among them."""
    if language == "ru":
        return _russian()
    if language not in _IDIOMS:
        return {}
    idioms = {fold_word(word) for word in _IDIOMS[language].split()}
    values = {word: value for word, value in number_word_table(language).items() if len(word) > 1}
    values |= dict(_entries(_MORE.get(language, "")))
    forms = {
        word: WordForm(value, _is_ordinal(word, language), word in idioms) for word, value in values.items()
    }
    return forms | (_spanish_compounds() if language == "es" else {})


def joined_form(word: str) -> WordForm | None:
    """The number that begins a longer Russian word, an idiom: "двустороннее" 2, "пятилетний" 5."""
    for size in range(min(len(word) - 3, 10), 2, -1):
        value = _RU_JOINED.get(word[:size])
        if value is not None:
            return WordForm(value, idiom=True)
    return None


def _is_ordinal(word: str, language: str) -> bool:
    if language == "en":
        return word.endswith("th") or word in ("first", "second", "third")
    if language == "fr":
        return word.endswith(("ieme", "iemes")) or word.startswith(("premier", "second"))
    if language == "es":
        cardinal = word in ("unico", "unica")
        return not cardinal and (word in ORDINAL_WORDS["es"] or word.endswith(("esimo", "esima")))

    return word in ("حادي", "حاديه") or word in ORDINAL_WORDS["ar"] or f"ال{word}" in ORDINAL_WORDS["ar"]


def _spanish_compounds() -> dict[str, WordForm]:
    return {
        f"{tens[:-1]}{vowel}{unit}": WordForm(value + count, ordinal=True)
        for tens, value in _ES_TENS.items()
        for count, units in _ES_UNITS.items()
        for unit in units.split()
        for vowel in "oa"
    }


def _russian() -> dict[str, WordForm]:
    forms = {word: WordForm(value, idiom=True) for word, value in _entries(_RU_IDIOMS)}
    forms |= {word: WordForm(value) for word, value in _entries(_RU_CARDINALS)}
    teens = [entry.split(":") for entry in _RU_TEENS.split()]
    for value, stem in teens:
        forms |= {stem + ending: WordForm(int(value)) for ending in ("ь", "и", "ью")}
    for value, stem in [*teens, *(entry.split(":") for entry in _RU_ORDINALS.split())]:
        for ending in _RU_ENDINGS.split():
            forms[fold_word(stem + ending)] = WordForm(int(value), ordinal=True)
    forms |= {fold_word(word): WordForm(3, ordinal=True) for word in _RU_THIRD.split()}
    return forms


def _entries(text: str) -> list[tuple[str, int]]:
    return [
        (fold_word(word), int(value))
        for entry in text.split("|")
        if entry
        for value, _, words in [entry.partition(":")]
        for word in words.split()
    ]
