"""Words that open preambular and operative paragraphs in the six languages.

Preambular paragraphs open with a participle or an adjective, operative ones with a finite verb (United
Nations Editorial Manual, "Resolutions and other formal texts"). An adverb or two may stand first.
In the tables "_" is a space; the rest is written as regular expressions.
"""

from __future__ import annotations

import re


def _opening(adverbs: str, words: str, *, gap: str = " ?", end: str = r"\b") -> re.Pattern[str]:
    """Match the beginning of a text: up to three adverbs, then one of the words."""
    first, then = ("|".join(table.split()).replace("_", " ") for table in (adverbs, words))
    return re.compile(rf"(?:(?:{first}){gap}){{0,3}}(?:{then}){end}", re.IGNORECASE)


_EN_ADVERBS = """
also further fully deeply gravely seriously keenly strongly profoundly equally again particularly still
once_again solemnly urgently hereby therefore firmly categorically vigorously unequivocally
reiterates_and resolutely
"""
_EN_PARTICIPLES = """
[a-z]{3,}ing having alarmed concerned convinced aware conscious mindful cognizant determined disturbed
dismayed distressed encouraged gratified grieved guided inspired indignant outraged persuaded
preoccupied resolved satisfied shocked troubled desirous anxious confident appalled impressed pursuant
in_accordance_with whereas
"""
_EN_VERBS = """
accepts? acknowledges adopts affirms agrees appeals appoints appreciates approves asks authori[sz]es
calls commends condemns confirms congratulates considers concurs decides declares demands denounces
deplores determines directs draws elects emphasi[sz]es encourages endorses establishes expresses extends
finds holds instructs invites notes notifies proclaims reaffirms re-emphasizes recalls recogni[sz]es
recommends regrets reiterates rejects reminds renews requests resolves stresses supports takes
terminates thanks transmits trusts underlines underscores urges warns welcomes insists views
looks_forward
"""
_FR_ADVERBS = """
profondément gravement vivement pleinement également particulièrement de_nouveau sérieusement fermement
toujours très extrêmement ne n' se s' y en l' fait
"""
_FR_PARTICIPLES = r"""
[^\W\d_]{2,}ant ayant étant convaincue? consciente? préoccupée? alarmée? affligée? inquiète inquiet
soucieuse soucieux désireuse désireux résolue? déterminée? encouragée? guidée? animée? indignée?
inspirée? troublée? bouleversée? attristée? consternée? attachée? certaine? persuadée? satisfaite? vu
attendu considérant conformément
"""
_FR_VERBS = """
accepte adopte affirme approuve appelle appuie attend autorise charge condamne confirme considère
constate crée décide déclare demande déplore dénonce désigne encourage engage enjoint estime exhorte
exige exprime félicite invite lance loue nomme note prend prie proclame rappelle réaffirme recommande
reconnaît reconduit regrette réitère rejette remercie renouvelle salue sait_gré souligne souscrit
sienn?e?s? supplie transmet réjouit insiste juge met proroge redemande renvoie avertit conclut convient
élit accueille espère forme rend tient donne suit conjure émet
"""
_ES_ADVERBS = """
profundamente gravemente seriamente plenamente también además hondamente muy firmemente vivamente
sumamente se hace asimismo
"""
_ES_PARTICIPLES = r"""
[^\W\d_]{2,}[aei]?ndo(?:se|lo|la)? habiendo convencid[ao]s? consciente preocupad[ao]s? alarmad[ao]s?
decidid[ao]s? resuelt[ao]s? guiad[ao]s? dese[oa]s[ao]s? alentad[ao]s? inspirad[ao]s? consternad[ao]s?
perturbad[ao]s? enterad[ao]s? segur[ao]s? persuadid[ao]s? animad[ao]s? inquiet[ao]s? indignad[ao]s?
vist[ao]s? horrorizad[ao]s?
"""
_ES_VERBS = """
acepta acoge acuerda adopta afirma agradece alienta apoya aprecia aprueba autoriza condena confirma
considera decide declara denuncia deplora designa destaca elige encarece encarga encomia establece
estima exhorta exige expresa felicita insta invita lamenta llama manifiesta nombra observa ordena pide
proclama pone prorroga reafirma recalca rechaza recomienda reconoce recuerda reitera renueva resuelve
ruega señala solicita subraya suplica suscribe suy[ao]s? toma transmite advierte anima celebra conviene
convoca crea da_las_gracias rinde
"""
_RU_ADVERBS = r"""
также вновь далее глубоко серьезно серьёзно полностью твердо твёрдо особо крайне весьма будучи с_\w+
вместе_с_тем в_\w+ особенно не настоятельно решительно торжественно самым_\w+_образом еще_раз ещё_раз
безоговорочно
"""
_RU_PARTICIPLES = """
[а-яё]{2,}(?:ая|яя|уя|аясь|яясь|уясь|ив|ав|ев|яв|ившись|авшись) ссылаясь учитывая сознавая будучи
памятуя исходя помня
(?:озабочен|обеспокоен|убежден|убеждён|встревожен|преисполнен|воодушевлен|воодушевлён|потрясен|исполнен|полн)[а-яё]*
"""
_RU_VERBS = """
благодарит воздает возлагает выносит выражает назначает напоминает настаивает обращается обращает
объявляет одобряет осуждает отвергает отмечает поддерживает подтверждает подчеркивает подчёркивает
поздравляет поощряет поручает постановляет предлагает предписывает предупреждает призывает признает
признаёт принимает провозглашает продлевает просит рекомендует решает сожалеет считает требует убеждает
утверждает уполномочивает учреждает приветствует заявляет констатирует определяет избирает препровождает
санкционирует надеется соглашается рассчитывает высоко_оценивает
"""
_AR_PARTICIPLES = """
و?إذ وقد و?إدراكا و?اقتناعا و?رغبة و?حرصا و?اعترافا و?بعد_أن و?تصميما و?وعيا استنادا التزاما ولما لما
"""
_AR_VERBS = """
قرر طلب وصي دعو هيب حث شجع عرب ؤكد رحب حيط لاحظ شيد دين شجب أسف عيد كرر عتمد قر وافق أذن علن عترف عين
نشئ ؤيد هنئ ناشد شدد شير ذكر حذر رى عتبر عرض مدد جدد لتمس ستنكر سلم نوه ثني شكر طالب فوض وجه رفض حدد بقي
ختار كلف ندد ضع تخذ نتظر نادي صدر
"""
_ZH_ADVERBS = """
又 还 并 也 再次 重新 深为 深感 极为 充分 严重 严正 深切 高度 特别 进一步 赞赏地 满意地 遗憾地 关切地
欣慰地 感谢地 特此 因此 郑重 强烈 坚决 紧急
"""
_ZH_PARTICIPLES = """
回顾 忆及 重申 铭记 考虑到 注意到 意识到 认识到 确认 强调 着重指出 欢迎 欣见 欣慰 关切 关注 震惊 惊悉
深信 坚信 相信 确信 审议了 审查了 听取了 收到 表示 赞赏 感谢 遗憾 痛惜 念及 根据 依照 按照 遵循 本着
鉴于 承认 希望 切望 渴望 决心 谴责 指出 申明 赞扬 肯定 憾 牢记 知悉 支持 赞同
"""
_ZH_VERBS = """
决定 请 邀请 敦促 促请 呼吁 要求 建议 通过 核准 批准 授权 谴责 宣布 认可 核可 吁请 鼓励 任命 设立 指示
断定 认定 同意 接受 核定 选举 责成
"""

PREAMBULAR_OPENINGS = {
    "en": _opening(_EN_ADVERBS, _EN_PARTICIPLES, gap=" "),
    "fr": _opening(_FR_ADVERBS, _FR_PARTICIPLES),
    "es": _opening(_ES_ADVERBS, _ES_PARTICIPLES, gap=" "),
    "ru": _opening(_RU_ADVERBS, _RU_PARTICIPLES, gap=" "),
    "ar": _opening("ثم", _AR_PARTICIPLES, gap=" ", end=r"[\s\u064b]"),
    "zh": _opening(_ZH_ADVERBS, _ZH_PARTICIPLES, end=""),
}
OPERATIVE_OPENINGS = {
    "en": _opening(_EN_ADVERBS, _EN_VERBS, gap=" "),
    "fr": _opening(_FR_ADVERBS, _FR_VERBS),
    "es": _opening(_ES_ADVERBS, _ES_VERBS, gap=" "),
    "ru": _opening(_RU_ADVERBS, _RU_VERBS, gap=" "),
    # The verb stands in the third person, feminine or masculine: تقرر, يقرر.
    "ar": _opening("كما", "\n".join(f"و?[تي]{verb}" for verb in _AR_VERBS.split()), gap=" ", end=r"(?:\s|$)"),
    "zh": _opening(_ZH_ADVERBS, _ZH_VERBS, end=""),
}
