"""The words that open preambular and operative paragraphs in the six languages.

Preambular paragraphs open with a participle or an adjective, operative ones with a finite verb (United Nations
Editorial Manual, "Resolutions and other formal texts"). An adverb or two may stand first in several languages.
"""

from __future__ import annotations

import re

_EN_PREAMBULAR = (
    r"(?:(?:also|further|fully|deeply|gravely|seriously|keenly|strongly|profoundly|equally|again|particularly|still|once again) ){0,2}"
    r"(?:[a-z]{3,}ing|having|alarmed|concerned|convinced|aware|conscious|mindful|cognizant|determined|disturbed|dismayed"
    r"|distressed|encouraged|gratified|grieved|guided|inspired|indignant|outraged|persuaded|preoccupied|resolved|satisfied"
    r"|shocked|troubled|desirous|anxious|confident|appalled|impressed|pursuant|in accordance with|whereas)\b"
)
_FR_PREAMBULAR = (
    r"(?:(?:profondément|gravement|vivement|pleinement|également|particulièrement|de nouveau|sérieusement|fermement|toujours|très"
    r"|extrêmement|ne|n'|se|s'|y|en|l') ?){0,3}"
    r"(?:[^\W\d_]{2,}ant|ayant|étant|convaincue?|consciente?|préoccupée?|alarmée?|affligée?|inquiète|inquiet|soucieuse|soucieux"
    r"|désireuse|désireux|résolue?|déterminée?|encouragée?|guidée?|animée?|indignée?|inspirée?|troublée?|bouleversée?|attristée?"
    r"|consternée?|attachée?|certaine?|persuadée?|satisfaite?|vu|attendu|considérant|conformément)\b"
)
_ES_PREAMBULAR = (
    r"(?:(?:profundamente|gravemente|seriamente|plenamente|también|además|hondamente|muy|firmemente|vivamente|sumamente) ){0,2}"
    r"(?:[^\W\d_]{2,}[aei]?ndo(?:se|lo|la)?|habiendo|convencid[ao]s?|consciente|preocupad[ao]s?|alarmad[ao]s?|decidid[ao]s?"
    r"|resuelt[ao]s?|guiad[ao]s?|dese[oa]s[ao]s?|alentad[ao]s?|inspirad[ao]s?|consternad[ao]s?|perturbad[ao]s?|enterad[ao]s?"
    r"|segur[ao]s?|persuadid[ao]s?|animad[ao]s?|inquiet[ao]s?|indignad[ao]s?|vist[ao]s?|horrorizad[ao]s?)\b"
)
_RU_PREAMBULAR = (
    r"(?:(?:также|вновь|далее|глубоко|серьезно|серьёзно|полностью|твердо|твёрдо|особо|крайне|весьма|будучи|с \w+|вместе с тем|в \w+|особенно"
    r"|не) ){0,3}"
    r"(?:[а-яё]{2,}(?:ая|яя|уя|аясь|яясь|уясь|ив|ав|ев|яв|ившись|авшись|ывая|ывая|рив|мив)|ссылаясь|учитывая|сознавая|будучи"
    r"|(?:озабочен|обеспокоен|убежден|убеждён|встревожен|преисполнен|воодушевлен|воодушевлён|потрясен|руководствуясь|памяту"
    r"|исполнен|полн)[а-яё]*|памятуя|исходя|помня)\b"
)
_AR_PREAMBULAR = r"(?:و?إذ|وقد|إدراكا|واقتناعا|اقتناعا|رغبة|ورغبة|حرصا|وحرصا|اعترافا|وبعد أن|بعد أن|تصميما|وتصميما|وعيا|ووعيا|استنادا|التزاما)[\s\u064b]"
_ZH_PREAMBULAR = (
    r"(?:又|还|并|也|再次|重新|深为|深感|极为|充分|严重|严正|深切|高度|特别|进一步|欣见地|赞赏地|满意地|遗憾地|关切地|欣慰地|感谢地){0,3}"
    r"(?:回顾|忆及|重申|铭记|考虑到|注意到|意识到|认识到|确认|强调|欢迎|欣见|欣慰|关切|关注|震惊|惊悉|深信|坚信|相信|确信|审议了|审查了|听取了"
    r"|收到|表示|赞赏|感谢|遗憾|痛惜|念及|根据|依照|按照|遵循|本着|鉴于|承认|希望|切望|渴望|决心|谴责|指出|申明|赞扬|肯定|憾|牢记|知悉|支持|赞同)"
)

_EN_OPERATIVE = (
    r"(?:(?:also|further|strongly|solemnly|urgently|once again|again|hereby|therefore|firmly|fully|categorically|vigorously|unequivocally"
    r"|reiterates and|resolutely) ){0,2}"
    r"(?:accepts?|acknowledges|adopts|affirms|agrees|appeals|appoints|appreciates|approves|asks|authori[sz]es|calls|commends|condemns"
    r"|confirms|congratulates|considers|concurs|decides|declares|demands|denounces|deplores|determines|directs|draws|elects|emphasi[sz]es"
    r"|encourages|endorses|establishes|expresses|extends|finds|holds|instructs|invites|notes|notifies|proclaims|reaffirms|recalls"
    r"|recogni[sz]es|recommends|regrets|reiterates|rejects|reminds|renews|requests|resolves|stresses|supports|takes|terminates|thanks"
    r"|transmits|trusts|underlines|underscores|urges|warns|welcomes|insists|views|looks forward)\b"
)
_FR_OPERATIVE = (
    r"(?:se |s'|fait |y |l')?(?:accepte|adopte|affirme|approuve|appelle|appuie|attend|autorise|charge|condamne|confirme|considère|constate"
    r"|crée|décide|déclare|demande|déplore|dénonce|désigne|encourage|engage|enjoint|estime|exhorte|exige|exprime|félicite|invite|lance"
    r"|loue|nomme|note|prend|prie|proclame|rappelle|réaffirme|recommande|reconnaît|reconduit|regrette|réitère|rejette|remercie|renouvelle"
    r"|salue|sait gré|souligne|souscrit|sienne|sien|siennes|siens|supplie|transmet|félicite|réjouit|engage|insiste|juge|met|proroge"
    r"|redemande|renvoie|avertit|conclut|convient|élit|accueille|espère|forme|rend|tient|donne|charge|suit|conjure|émet)\b"
)
_ES_OPERATIVE = (
    r"(?:se |hace |asimismo |también |además )?(?:acepta|acoge|acuerda|adopta|afirma|agradece|alienta|apoya|aprecia|aprueba|autoriza"
    r"|condena|confirma|considera|decide|declara|denuncia|deplora|designa|destaca|elige|encarece|encarga|encomia|establece|estima|exhorta"
    r"|exige|expresa|felicita|hace|insta|invita|lamenta|llama|manifiesta|nombra|observa|ordena|pide|proclama|pone|prorroga|reafirma"
    r"|recalca|rechaza|recomienda|reconoce|recuerda|reitera|renueva|resuelve|ruega|señala|solicita|subraya|suplica|suscribe|toma|transmite"
    r"|advierte|anima|celebra|conviene|convoca|crea|da las gracias|rinde|hace suy[ao]s?)\b"
)
_RU_OPERATIVE = (
    r"(?:(?:также|вновь|далее|настоятельно|решительно|торжественно|с \w+|самым \w+ образом|еще раз|ещё раз|особо|твердо|безоговорочно) ){0,3}"
    r"(?:благодарит|воздает|возлагает|выносит|выражает|назначает|напоминает|настаивает|обращается|обращает|объявляет|одобряет|осуждает"
    r"|отвергает|отмечает|поддерживает|подтверждает|подчеркивает|подчёркивает|поздравляет|поощряет|поручает|постановляет|предлагает"
    r"|предписывает|предупреждает|призывает|признает|признаёт|принимает|провозглашает|продлевает|просит|рекомендует|решает|сожалеет"
    r"|считает|требует|убеждает|утверждает|уполномочивает|учреждает|приветствует|заявляет|констатирует|определяет|избирает|препровождает"
    r"|санкционирует|надеется|соглашается|рассчитывает|высоко оценивает|с удовлетворением отмечает)\b"
)
_AR_OPERATIVE = (
    r"[تي](?:قرر|طلب|وصي|دعو|هيب|حث|شجع|عرب|ؤكد|رحب|حيط|لاحظ|شيد|دين|شجب|أسف|عيد|كرر|عتمد|قر|وافق|أذن|علن|عترف|عين|نشئ|ؤيد|هنئ|ناشد"
    r"|شدد|شير|ذكر|حذر|رى|عتبر|عرض|مدد|جدد|لتمس|ستنكر|سلم|نوه|ثني|شكر|طالب|فوض|وجه|رفض|حدد|بقي|ختار|كلف|ندد|ضع|تخذ|نتظر|نادي|صدر)(?:\s|$)"
)
_ZH_OPERATIVE = (
    r"(?:又|还|并|也|再次|特此|因此|郑重|强烈|坚决|紧急|进一步){0,3}"
    r"(?:决定|请|邀请|敦促|促请|呼吁|要求|建议|通过|核准|批准|授权|谴责|宣布|认可|核可|吁请|鼓励|任命|设立|指示|断定|认定|同意|接受|核定|选举|责成)"
)

PREAMBULAR_OPENINGS = {
    "en": re.compile(_EN_PREAMBULAR, re.IGNORECASE),
    "fr": re.compile(_FR_PREAMBULAR, re.IGNORECASE),
    "es": re.compile(_ES_PREAMBULAR, re.IGNORECASE),
    "ru": re.compile(_RU_PREAMBULAR, re.IGNORECASE),
    "ar": re.compile(_AR_PREAMBULAR),
    "zh": re.compile(_ZH_PREAMBULAR),
}
OPERATIVE_OPENINGS = {
    "en": re.compile(_EN_OPERATIVE, re.IGNORECASE),
    "fr": re.compile(_FR_OPERATIVE, re.IGNORECASE),
    "es": re.compile(_ES_OPERATIVE, re.IGNORECASE),
    "ru": re.compile(_RU_OPERATIVE, re.IGNORECASE),
    "ar": re.compile(_AR_OPERATIVE),
    "zh": re.compile(_ZH_OPERATIVE),
}
