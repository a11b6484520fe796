"""Numbers written as words, read generously: every value that the words of a text may stand for.

"soixante-douzième", "seventy-second", "семьдесят второй", "الثانية والسبعين" and 七十二 all give 72 (and
70, 2, ...); "both", "ambos" and "оба" give 2, "decade" and "décennal" 10. The values say what a figure of
another version may have become; they are never taken for figures themselves, because "one" and "second"
are more often no number at all.
"""

from __future__ import annotations

import re

from corpora.ordinal_words import ORDINAL_WORDS, fold_word
from corpora.ordinals import HAN_NUMERALS, han_value
from corpora.plain_characters import plain_characters

# "value: forms", without accents.
_EN = """0: zero nil none| 1: one once sole single| 2: two twice both double pair half bi biennial
biennium|  3: three thrice triple triennial| 4: four quarter quadrennial| 5: five quinquennial| 6: six|
7: seven| 8: eight|  9: nine| 10: ten decade decades decennial| 11: eleven| 12: twelve dozen| 13:
thirteen| 14: fourteen fortnight|  15: fifteen| 16: sixteen| 17: seventeen| 18: eighteen| 19: nineteen|
20: twenty| 30: thirty thirtieth|  40: forty fortieth| 50: fifty fiftieth| 60: sixty sixtieth| 70:
seventy seventieth| 80: eighty eightieth|  90: ninety ninetieth| 100: hundred hundredth century
centenary| 1000: thousand thousandth millennium|  1000000: million millions| 1000000000: billion
billions"""
_FR = """0: zero nul nulle| 1: un une unique seul seule| 2: deux deuxieme deuxiemes second seconde
double moitie demi demie bi biennal biennale biennaux| 3: trois troisieme tiers triple triennal
triennale| 4: quatre quatrieme quart quadriennal quadriennale| 5: cinq cinquieme quinquennal
quinquennale| 6: six sixieme| 7: sept septieme|  8: huit huitieme| 9: neuf neuvieme| 10: dix dixieme
decennal decennale decennie decennies dizaine| 11: onze onzieme|  12: douze douzieme douzaine| 13:
treize treizieme| 14: quatorze quatorzieme| 15: quinze quinzieme quinzaine|  16: seize seizieme| 20:
vingt vingts vingtieme vingtaine| 30: trente trentieme trentaine| 40: quarante quarantieme|  50:
cinquante cinquantieme| 60: soixante soixantieme| 80: octante huitante| 90: nonante|  100: cent cents
centieme centaine centenaire siecle| 1000: mille millier milliers millieme|  1000000: million millions|
1000000000: milliard milliards"""
_ES = """0: cero ningun| 1: uno un una unico unica sola solo| 2: dos ambos ambas segundo segunda doble
mitad medio media bienal bienio| 3: tres tercio tercios triple trienal trienio| 4: cuatro cuarto
cuatrienal| 5: cinco quinquenal quinto|  6: seis| 7: siete| 8: ocho| 9: nueve| 10: diez decenal decenio
decenios decada| 11: once| 12: doce docena| 13: trece|  14: catorce| 15: quince quincena| 16: dieciseis|
17: diecisiete| 18: dieciocho| 19: diecinueve|  20: veinte vigesimo vigesima| 21: veintiun veintiuno
veintiuna| 22: veintidos| 23: veintitres| 24: veinticuatro|  25: veinticinco| 26: veintiseis| 27:
veintisiete| 28: veintiocho| 29: veintinueve| 30: treinta trigesimo trigesima|  40: cuarenta
cuadragesimo cuadragesima| 50: cincuenta quincuagesimo quincuagesima|  60: sesenta sexagesimo
sexagesima| 70: setenta septuagesimo septuagesima| 80: ochenta octogesimo octogesima|  90: noventa
nonagesimo nonagesima| 100: cien ciento centesimo centesima centenario siglo| 200: doscientos
doscientas|  300: trescientos trescientas| 500: quinientos quinientas| 1000: mil millar millares
milesimo|  1000000: millon millones| 1000000000: millardo"""
# Russian words are inflected: each form stands for every word that begins with it; the longest decides.
_RU = """0: нол нул| 1: один одна одно одни первы перва перво перву| 2: два две дву двое двои двой второ
втора вторы втору оба обе обои обеи двадцатилет| 3: три тре троих| 4: четыр четвер| 5: пять пяти пятью
пяты пята пято пяту|  6: шест| 7: семь семи семью седьм| 8: восем восьм| 9: девят| 10: десят декад| 11:
одиннадцат| 12: двенадцат| 13: тринадцат|  14: четырнадцат| 15: пятнадцат| 16: шестнадцат| 17:
семнадцат| 18: восемнадцат| 19: девятнадцат| 20: двадцат| 30: тридцат|  40: сорок сороко| 50: пятьдесят
пятидесят| 60: шестьдесят шестидесят| 70: семьдесят семидесят|  80: восемьдесят восьмидесят| 90:
девяност| 100: сто ста сот столет сота соты| 200: двести двухсот| 1000: тысяч|  1000000: миллион млн|
1000000000: миллиард млрд"""
_AR = """1: حادي حاديه واحد واحده احد احدي اول اولي وحيد| 2: اثنان اثنين اثنتان اثنتين اثنا اثني اثنتا
اثنتي ثان ثاني ثانيه كلا كلتا كلتي مرتين نصف عامين سنتين يومين شهرين| 3: ثلاث ثلاثه ثالث ثالثه ثلث| 4:
اربع اربعه رابع رابعه ربع| 5: خمس خمسه خامس خامسه خمسيه| 6: ست سته سادس سادسه| 7: سبع سبعه سابع سابعه|
8: ثمان ثماني ثمانيه ثامن ثامنه| 9: تسع تسعه تاسع تاسعه|  10: عشر عشره عاشر عاشره عقد عشريه عشري| 20:
عشرون عشرين| 30: ثلاثون ثلاثين| 40: اربعون اربعين| 50: خمسون خمسين|  60: ستون ستين| 70: سبعون سبعين| 80:
ثمانون ثمانين| 90: تسعون تسعين| 100: مائه مئه مايه قرن| 200: مائتان مائتين مئتين|  1000: الف الاف|
1000000: مليون ملايين مليونا| 1000000000: بليون بلايين مليار"""
# The tens of Arabic are joined with "and": the word carries it, as it may carry "by", "for", "as" and "the".
_AR_PREFIX = re.compile(r"(?:[وف]?(?:[بك]?ال|لل|[بلك])|[وف])")
# A word in the dual says "two" by its ending alone; many plurals look the same, which only excuses more.
_AR_DUAL = re.compile(r"\w{3,}(?:ان|ين)(?!\w)")
# These stand between the parts of one number: "treinta y dos", "vingt et un", "one hundred and first".
_JOINTS = frozenset({"y", "et", "and"})
_LONGEST_NUMBER = 6
# A longer run of number words is a list or an attack; its first words are read.
_LONGEST_RUN = 40
# Accents and vowel signs may be characters of their own.
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u064b-\u065f\u0670])*")
_HAN_WORD = re.compile(rf"[{HAN_NUMERALS}]{{1,18}}")


def _table(text: str) -> dict[str, int]:
    table: dict[str, int] = {}
    for entry in text.split("|"):
        value, _, forms = entry.partition(":")
        table.update(dict.fromkeys(map(fold_word, forms.split()), int(value)))
    return table


def _with_ordinals(text: str, language: str) -> dict[str, int]:
    single = {word: value for word, value in ORDINAL_WORDS[language].items() if " " not in word}
    return single | _table(text)


_TABLES = {
    "en": _with_ordinals(_EN, "en"),
    "fr": _with_ordinals(_FR, "fr"),
    "es": _with_ordinals(_ES, "es"),
    "ru": _with_ordinals(_RU, "ru"),
    "ar": _with_ordinals(_AR, "ar"),
}
_LONGEST_RUSSIAN = max(map(len, _TABLES["ru"]))


def number_word_table(language: str) -> dict[str, int]:
    """Number words of "ar", "en", "es" or "fr", folded, and the value of each; stems of words for "ru"."""
    return dict(_TABLES[language])


def word_values(text: str, language: str) -> frozenset[int]:
    """Every value that number words of `text` may stand for, compounds and their parts included.

    Empty for a language without a table. Cases, genders and ordinals count as the plain number.
    """
    plain = plain_characters(text).text
    if language == "zh":
        return _han_values(plain)
    if language not in _TABLES:
        return frozenset()
    found: set[int] = set()
    for run in _runs(plain, language):
        for start in range(len(run)):
            for end in range(start + 1, min(len(run), start + _LONGEST_NUMBER) + 1):
                found.add(_composed(run[start:end]))
    if language == "ar" and _AR_DUAL.search(plain):
        found.add(2)
    return frozenset(found)


def _han_values(plain: str) -> frozenset[int]:
    found: set[int] = {2} if re.search("[双雙倆俩半]", plain) else set()
    for match in _HAN_WORD.finditer(plain):
        run = match.group()
        found |= {value for part in {run, *run} if (value := han_value(part)) is not None}
    return frozenset(found)


def _runs(plain: str, language: str) -> list[list[int]]:
    """Values of number words that stand together, apart from a word that joins them."""
    runs: list[list[int]] = [[]]
    words = [(match.start(), match.end(), fold_word(match.group())) for match in _WORD.finditer(plain)]
    end = 0
    for start, stop, word in words:
        value = _value(word, language)
        if start - end > 1:
            runs.append([])
        end = stop
        if value is not None:
            runs[-1].append(value)
        elif word not in _JOINTS:
            runs.append([])
    return [run[:_LONGEST_RUN] for run in runs if run]


def _value(word: str, language: str) -> int | None:
    table = _TABLES[language]
    if language == "ru":
        lengths = range(min(len(word), _LONGEST_RUSSIAN), 1, -1)
        return next((table[word[:size]] for size in lengths if word[:size] in table), None)
    if language == "ar" and word not in table:
        prefix = _AR_PREFIX.match(word)
        return _without_ending(word[prefix.end() :], table) if prefix else _without_ending(word, table)
    return table.get(word, table.get(word.removesuffix("s")))


def _without_ending(word: str, table: dict[str, int]) -> int | None:
    """Value of an Arabic word, the alef of the indefinite accusative aside ("ثلاثا", "مليونا")."""
    return table.get(word, table.get(word.removesuffix("ا")))


def _composed(values: list[int]) -> int:
    """Value of a number's words in order: 4 20 is 80 (French), 70 2 and 2 70 are 72, 2 100 5 is 205."""
    total = part = 0
    for value in values:
        if value >= 1000:
            total, part = total + max(part, 1) * value, 0
        elif value == 100 or (value == 20 and part == 4):
            part = max(part, 1) * value
        else:
            part += value
    return total + part
