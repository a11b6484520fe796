"""Ordinals from 1 to 99 written out in six languages, by rule: "the sixty-ninth session", "第六十九届会议".

Made without `corpora`, so that what reads number words can be measured against it.
"""

from __future__ import annotations


def _words(text: str) -> list[str]:
    return text.split()


_EN = _words("""first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth""")
_EN_TENS = _words("twenty thirty forty fifty sixty seventy eighty ninety")
_FR = _words("""un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize
dix-sept dix-huit dix-neuf""")
_FR_TENS = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante", 8: "quatre-vingt"}
_ES = _words("primer segundo tercer cuarto quinto sexto séptimo octavo noveno")
_ES_TENS = _words("""décimo vigésimo trigésimo cuadragésimo quincuagésimo sexagésimo septuagésimo octogésimo
nonagésimo""")
_RU = _words("""первой второй третьей четвертой пятой шестой седьмой восьмой девятой десятой одиннадцатой
двенадцатой тринадцатой четырнадцатой пятнадцатой шестнадцатой семнадцатой восемнадцатой девятнадцатой""")
_RU_TENS = _words("""двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто""")
_RU_WHOLE = _words("""двадцатой тридцатой сороковой пятидесятой шестидесятой семидесятой восьмидесятой
девяностой""")
_AR = _words("الأولى الثانية الثالثة الرابعة الخامسة السادسة السابعة الثامنة التاسعة العاشرة")
_AR_TENS = _words("العشرين الثلاثين الأربعين الخمسين الستين السبعين الثمانين التسعين")
_HAN = "一二三四五六七八九"


def session_phrase(number: int, language: str) -> str:
    """How a text of the United Nations names a session of an organ by its number, from 1 to 99."""
    ordinal = _MAKERS[language](number)
    return {
        "en": f"at its {ordinal} session",
        "fr": f"à sa {ordinal} session",
        "es": f"en su {ordinal} período de sesiones",
        "ru": f"на своей {ordinal} сессии",
        "ar": f"في دورتها {ordinal}",
        "zh": f"第{ordinal}届会议",
    }[language]


def _english(number: int) -> str:
    if number < 20:
        return _EN[number - 1]
    tens, unit = _EN_TENS[number // 10 - 2], number % 10
    return f"{tens}-{_EN[unit - 1]}" if unit else f"{tens[:-1]}ieth"


def _french(number: int) -> str:
    if number == 1:
        return "première"
    tens, unit = divmod(number, 10)
    if tens in (7, 9):
        tens, unit = tens - 1, unit + 10
    if tens < 2:
        return _french_ordinal(_FR[number - 1])
    if not unit:
        return _french_ordinal(_FR_TENS[tens])
    last = "unième" if unit == 1 else _french_ordinal(_FR[unit - 1])
    return f"{_FR_TENS[tens]}{' et ' if unit in (1, 11) and tens != 8 else '-'}{last}"


def _french_ordinal(cardinal: str) -> str:
    stem = cardinal.removesuffix("e")
    return {"cinq": "cinqu", "neuf": "neuv", "dix-neuf": "dix-neuv"}.get(stem, stem) + "ième"


def _spanish(number: int) -> str:
    tens, unit = divmod(number, 10)
    return " ".join([*([_ES_TENS[tens - 1]] if tens else []), *([_ES[unit - 1]] if unit else [])])


def _russian(number: int) -> str:
    if number < 20:
        return _RU[number - 1]
    tens, unit = divmod(number, 10)
    return f"{_RU_TENS[tens - 2]} {_RU[unit - 1]}" if unit else _RU_WHOLE[tens - 2]


def _arabic(number: int) -> str:
    if number <= 10:
        return _AR[number - 1]
    tens, unit = divmod(number, 10)
    if tens == 1:
        return f"{'الحادية' if unit == 1 else _AR[unit - 1]} عشرة"
    if not unit:
        return _AR_TENS[tens - 2]
    return f"{'الحادية' if unit == 1 else _AR[unit - 1]} و{_AR_TENS[tens - 2]}"


def _chinese(number: int) -> str:
    tens, unit = divmod(number, 10)
    written = "" if not tens else "十" if tens == 1 else f"{_HAN[tens - 1]}十"
    return written + (_HAN[unit - 1] if unit else "")


_MAKERS = {
    "en": _english, "fr": _french, "es": _spanish, "ru": _russian, "ar": _arabic, "zh": _chinese,
}  # fmt: skip
