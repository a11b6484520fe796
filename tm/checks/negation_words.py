"""Words that negate a clause, and all that may say a negation otherwise, in the six languages.

"Not more than", "no sólo", "не более" and "ولا سيما" negate nothing.
"""

from __future__ import annotations

import re

_EN_NOT = r"not(?!\s(?:more|less|only|later|earlier|fewer|exceeding|limited))"
_ES_NO = r"no(?!\s(?:más|menos|sólo|solo|obstante|superior|mayor|menor))"
_RU_NOT = r"не(?!\s(?:более|менее|только|позднее|ранее|свыше))"
_AR_NO = r"لا(?!\s?(?:سيما|غنى|يزال|تزال|بد|يتجزأ|تتجزأ))"
_NEGATED = {
    "en": rf"\b(?:{_EN_NOT}|cannot|never|neither|no one|nobody|none)\b|n['’]t\b",
    "fr": r"(?:\bne\s|\bn['’])\S.{0,40}?\b(?:pas|jamais|aucune?|nul(?:le)?|rien)\b(?!\s(?:plus|moins))"
    r"|\b(?:nul|aucune?)\b.{0,30}\bn(?:e\b|['’])",
    "es": rf"\b(?:{_ES_NO}|nunca|jamás|nadie|tampoco)\b",
    "ru": rf"\b(?:{_RU_NOT}|нельзя|никто|ничто|никогда|никого|ничего|никому)\b",
    "ar": rf"(?<!\w)(?:[وف]?(?:{_AR_NO}|لم|لن|ليس\w*|لست))(?!\w)",
    "zh": r"不得|不应|不能|不会|不可|不是|不予|不受|并非|没有|决不|绝不|从未|尚未|未能|未经|勿",
}
# Whole words, and beginnings of words that a star ends.
_PERHAPS_WORDS = {
    "en": """no not without non fail* lack* refus* except* unless only less prevent* prohibit* forbid* free
        avoid* exclu* absen* otherwise other rather nothing nowhere neither nor never none cannot
        against deny deni* ceas* refrain* waiv* limit* before until nobody zero stop* beyond outside
        dis* ir* illeg* illic* invalid* inelig* incap* inadeq* insuff* ineff* incompat* inaccess*
        injustice* invol* insecur* inhuman* indef* inalien* insep* imposs* improp* impun* unab* unac*
        unau* uncert* unempl* unequal* uneven* unfair* unfav* unfor* unjust* unknown* unlaw* unlike*
        unn* unpr* unre* unrec* unsafe* unsp* unsuit* unsus* untr* unw*""",
    "fr": """non ni ne sans pas aucun aucune nul* rien jamais incap* insuff* incomp* inacc* injust* inval*
        inviol* inhum* inal* indép* imposs* impun* ir* illég* illic* mal* sauf refus* interdi* exclu* empêch*
        emp* évit* seul* moins manqu* défaut faute abst* cess* absence contre hors autre* renonc* avant limit*
        exempt*""",
    "es": """no ni sin nunca jamás ningun* ningún nadie nada tampoco incap* insuf* incomp* inacc* injust*
        inval* inviol* inhum* inal* indep* impos* impun* ir* ileg* ilíc* ilic* des* salvo excepto excluy*
        prohib* imped* impid* evit* sólo solo menos falta carec* neg* ces* absten* contra ausencia excepción
        otro* otra* renunci* antes limit* exent*""",
}
# These may stand inside a word.
_PERHAPS_PARTS = {
    "ru": """не ни нет без бес кроме запре отказ лиш отсутств исключ только недопу прекра воздерж избеж
        против отмен иной ином иных иное друг до_ огранич вне""",
    "ar": """لا لم لن ليس لست غير عدم دون بلا سوى إلا ما_ منع حظر رفض امتناع نفي انعدام فقط خلو حرمان كف تفاد
        تجنب يمتنع مانع أخرى آخر خلاف قبل خارج تنازل استثن إنكار ينكر""",
    "zh": "不 没 無 无 未 非 勿 莫 否 禁 免 除 拒 只 仅 止 缺 防 避 别 停 反 难 外 其他 他 放弃 前",
}


def _of_words(words: str, more: str = "") -> re.Pattern[str]:
    parts = (re.escape(word.rstrip("*")) + (r"\w*" if word.endswith("*") else "") for word in words.split())
    return re.compile(rf"\b(?:{'|'.join(parts)})\b{more}", re.IGNORECASE)


def _of_parts(parts: str) -> re.Pattern[str]:
    return re.compile("|".join(part.replace("_", r"\s") for part in parts.split()), re.IGNORECASE)


NEGATED = {code: re.compile(pattern, re.IGNORECASE) for code, pattern in _NEGATED.items()}
PERHAPS_NEGATED = {
    "en": _of_words(_PERHAPS_WORDS["en"], r"|n['’]t\b|\w+less\b"),
    "fr": _of_words(_PERHAPS_WORDS["fr"], r"|\bn['’]"),
    "es": _of_words(_PERHAPS_WORDS["es"]),
    **{code: _of_parts(parts) for code, parts in _PERHAPS_PARTS.items()},
}
