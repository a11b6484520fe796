"""Set phrases of resolutions in the six languages, as patterns that `corpora.block_kinds` matches.

They are matched against folded text: straight apostrophes, ordinary spaces, no marks of direction, any case.
"""

from __future__ import annotations

import re

GENERAL_ASSEMBLY, SECURITY_COUNCIL = "A", "S"
ECONOMIC_AND_SOCIAL_COUNCIL, HUMAN_RIGHTS_COUNCIL = "E", "A/HRC"


def _any_of(*alternatives: str, end: str = "") -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(alternatives)}){end}", re.IGNORECASE | re.DOTALL)


ORGANS = (
    (
        GENERAL_ASSEMBLY,
        _any_of(
            "l'assemblée générale",
            "the general assembly",
            "la asamblea general",
            "генеральная ассамблея",
            "ف?إن الجمعية العامة",
            "(?:联合国)?大会",
            end=r"\s*[,،，:：]?",
        ),
    ),
    (
        SECURITY_COUNCIL,
        _any_of(
            "le conseil de sécurité",
            "the security council",
            "el consejo de seguridad",
            "совет безопасности",
            "ف?إن مجلس الأمن",
            "安全理事会|安理会",
            end=r"\s*[,،，:：]?",
        ),
    ),
    (
        ECONOMIC_AND_SOCIAL_COUNCIL,
        _any_of(
            "le conseil économique et social",
            "the economic and social council",
            "el consejo económico y social",
            "экономический и социальный совет",
            "ف?إن المجلس الاقتصادي والاجتماعي",
            "经济及社会理事会",
            end=r"\s*[,،，:：]?",
        ),
    ),
    (
        HUMAN_RIGHTS_COUNCIL,
        _any_of(
            "le conseil des droits de l'homme",
            "the human rights council",
            "el consejo de derechos humanos",
            "совет по правам человека",
            "ف?إن مجلس حقوق الإنسان",
            "人权理事会",
            end=r"\s*[,،，:：]?",
        ),
    ),
)
# Other bodies: only with the comma that leads to the preamble.
OTHER_BODY = _any_of(
    r"the (?:\w+ ){0,3}(?:assembly|council|commission|committee|conference|board)(?: [^,.;:]{1,80})?,",
    r"(?:l'|le |la )(?:\w+ ){0,2}(?:assemblée|conseil|commission|comité|conférence)(?: [^,.;:]{1,80})?,",
    r"(?:el |la )(?:\w+ ){0,2}(?:asamblea|consejo|comisión|comité|conferencia)(?: [^,.;:]{1,80})?,",
    r"(?:\w+ ){0,3}(?:ассамблея|совет|комиссия|комитет|конференция|конгресс)(?: [^,.;:]{1,80})?,",
    r"ف?إن (?:الجمعية|مجلس|المجلس|اللجنة|لجنة|مؤتمر|المؤتمر)(?: [^,،.;:]{1,80})?[,،]",
    r"(?![于在自])[^，。；：,\d]{0,24}(?:理事会|委员会|缔约方会议|缔约国会议|会议|大会)[，,]",
)
# Treaties: who agrees, that they agree, where it was done.
PARTIES = _any_of(
    "the (?:contracting |high contracting |states? )?(?:states |parties)[^.;:]{0,120},",
    "les (?:hautes )?(?:parties|états parties)[^.;:]{0,120},",
    "(?:las (?:altas )?partes|los estados partes)[^.;:]{0,120},",
    "(?:высокие )?(?:договаривающиеся )?(?:стороны|государства)[^.;:]{0,120},",
    "إن (?:الأطراف|الدول الأطراف|الطرفين|الدول)[^.;:]{0,120}،",
    "本[^，。；：]{1,16}(?:各)?(?:缔约方|缔约国|当事方|当事国)[，,]|(?:各)?(?:缔约方|缔约国)[，,]",
)
# Names of bodies as a masthead has them; they are many, and a heading may name one as well.
BODY = _any_of(
    r"(?:[\w'-]+ ){0,5}(?:committee|commission|council|secretariat|conference|board)"
    "(?: (?:on|of|for|against) .{1,80})?",
    r"(?:[\w'-]+ ){0,3}(?:comité|commission|conseil|secrétariat|conférence)"
    "(?: (?:de|des|du|d'|sur|pour|contre).{1,80})?",
    r"(?:[\w'-]+ ){0,3}(?:comité|comisión|consejo|secretaría|conferencia)"
    "(?: (?:de|del|para|contra|sobre) .{1,80})?",
    r"(?:[\w'-]+ ){0,3}(?:комитет|комиссия|совет|секретариат|конференция)"
    "(?: (?:по|против|на|для|о) .{1,80})?",
    "(?:ال)?(?:لجنة|مجلس|أمانة|مؤتمر)(?: [^.;:،]{1,80})?",
    r"[^，。；：\d]{0,20}(?:委员会|理事会|秘书处)",
)
# Two states and no more: before the first article only, since a sentence of the text may begin so.
TWO_PARTIES = _any_of(
    r"the (?:government|kingdom|republic|state|federation|union|commonwealth)\b"
    r"[^.;:]{0,300} and [^.;:]{1,300},",
    r"(?:le (?:gouvernement|royaume)|la (?:république|confédération)|l'(?:état|union))\b"
    r"[^.;:]{0,300} et [^.;:]{1,300},",
    r"(?:el (?:gobierno|reino|estado)|la (?:república|confederación|unión))\b[^.;:]{0,300} y [^.;:]{1,300},",
    r"(?:правительство|королевство|республика|государство|союз)\b[^.;:]{0,300} и [^.;:]{1,300},",
    r"(?:إن )?(?:حكومة|مملكة|جمهورية|دولة)\b[^.;:]{0,300} و[^.;:]{1,300}[،,]",
    "[^。；：]{1,120}(?:政府|共和国|王国)[和与同及][^。；：]{1,200}[，,]",
)
# Who issues a regulation, and that it is issued: "The Minister of Agriculture," ... "Hereby orders:".
OFFICE = _any_of(
    r"the (?:[a-z-]+ ){0,3}(?:minister|president|governor|council|cabinet)(?: (?:of|for)\b[^.;:]{1,100})?,",
    "(?:le|la) (?:premier |première )?(?:ministre|présidente?|gouverneur)"
    r"(?: (?:de|du|des|chargé)\b[^.;:]{1,100})?,",
    r"(?:el|la) (?:ministr[oa]|president[ea]|gobernadora?)(?: (?:de|del)\b[^.;:]{1,100})?,",
    "(?:министр|президент|председатель|губернатор|правительство)(?: [^.;:]{1,100})?,",
    "إن (?:وزير|وزيرة|رئيس|رئيسة|مجلس|حاكم)(?: [^.;:]{1,100})?[،,]",
    "[^，。；：]{0,20}(?:部长|总统|主席|总理|省长|国务院)[，,]",
)
ISSUED = _any_of(
    "(?:do |does |has )?(?:hereby )?"
    "(?:orders?|decrees?|enacts?|makes?|issues?|promulgates?|regulates?|resolves?)"
    "(?: as follows| the following(?: [a-z ]{3,40})?)?",
    "(?:arrête|décrète|ordonne|édicte|promulgue)(?:nt)?(?: ce qui suit)?",
    "(?:ordena|decreta|dispone|dicta|expide|promulga|resuelve)n?"
    "(?: lo siguiente| (?:el|la) siguiente [a-zé ]{3,40})?",
    "(?:настоящим )?(?:приказыва[а-я]+|постановля[а-я]+|утвержда[а-я]+|издаёт|издает)"
    "(?: (?:следующее|нижеследующее))?",
    "(?:قد )?(?:يقرر|تقرر|قرر|قررت|يصدر|أصدر|يأمر)(?: (?:ما يلي|الآتي|ما هو آت))?",
    "(?:兹|特)?(?:命令|规定|决定|制定|颁布|发布)(?:如下|本[^，。；：]{1,12})",
    end=r"\s?[:：]$",
)
# The same at the end of a sentence that begins with who issues it and by what right.
ISSUED_BY = _any_of(
    "[^;]{3,300}[, ](?:hereby )?(?:orders|decrees|enacts|issues|promulgates)"
    "(?: the following[a-z ]{0,40}| as follows)",
    "[^;]{3,300}[, ](?:arrête|décrète|ordonne|édicte|promulgue)(?: ce qui suit| les dispositions suivantes)",
    "[^;]{3,300}[, ](?:ordena|decreta|dispone|dicta|promulga)(?: lo siguiente| las siguientes [a-z ]{3,40})",
    "[^;]{3,300}[, ](?:приказывает|постановляет|издает|издаёт|утверждает|вводит в действие)"
    "(?: [а-яё ]{3,40})?",
    "(?:تصدر|يصدر|أصدر|تقرر|يقرر) [^;]{3,300}(?:ما يلي|الآتي)",
    "[^。；]{2,120}，(?:兹|特)?(?:颁布|发布|制定|命令|规定)(?:以下|下列|如下)[^。；：]{0,10}",
    end=r"\s?[:：]$",
)
AGREED = _any_of(
    "(?:have |hereby |do )?(?:agreed|agree)(?: [a-z]+){0,3} (?:as follows|the following[a-z ]{0,20})",
    "(?:sont|ont) conven[^.;]{0,40}(?:ce qui suit|dispositions suivantes)",
    "conviennent d(?:e ce qui suit|es dispositions suivantes)",
    "(?:han convenido|han acordado|convienen)(?: en)? "
    "(?:lo siguiente|las (?:disposiciones )?siguientes(?: disposiciones)?)",
    "(?:договорились|согласились|условились) о (?:нижеследующем|следующем)",
    "(?:قد )?(?:اتفقت|اتفقتا|اتفقوا|تتفق)[^.;]{0,30} (?:ما يلي|يلي)",
    "(?:兹)?(?:议定|协议|商定|达成协议)如下",
    end=r"\s?[:：,.،]?$",
)
PREAMBLE_HEADING = _any_of(
    "preamble|préambule|preámbulo|преамбула|(?:ال)?ديباجة|序言|弁言|recitals|considérants", end=r"\s?[.:：]?$"
)
RULES_OF_PROCEDURE = _any_of(
    r"(?:provisional )?rules of procedure\b",
    r"règlement intérieur\b",
    r"reglamento (?:interno|provisional|de la|del|de las|de los)\b",
    r"(?:временные )?правила процедуры\b",
    r"(?:ال)?نظام (?:ال)?داخلي",
    r".{0,20}议事规则$",
)
DONE_AT = _any_of(
    r"done (?:at|in)\b|fait (?:à|en)\b|hecho en\b|совершено (?:в|на)\b|حررت? (?:في|ب)",
    r"\d{4}年\d{1,2}月\d{1,2}日(?:订|签)于|.{0,12}[订签]于",
)
# Before the day and the place: who signs, and that they do.
TESTIMONIUM = _any_of(
    "in (?:witness|faith) whereof\\b|in testimony whereof\\b",
    "en foi de quoi\\b|en témoignage de quoi\\b",
    "en (?:fe|testimonio) de lo cual\\b|en fe de lo anterior\\b",
    "в (?:удостоверение|подтверждение|свидетельство) (?:чего|вышеизложенного|изложенного)\\b",
    "و?(?:إثباتا|إشهادا|شهادة|تصديقا)[ً]? (?:لما تقدم|لذلك|على ذلك|على ما تقدم|بما تقدم)",
    "(?:为此|下列|兹由)[^。；]{0,60}(?:签署|签字)|[^。；]{0,30}(?:以昭信守|以资证明|特此证明)",
)
VOTE = _any_of(
    "in favour|against|abstain(?:ing|ed)|abstentions?",
    "ont voté (?:pour|contre)|votent (?:pour|contre)|pour|contre|se sont abstenus|s'abstiennent",
    "votos? (?:a favor|en contra)|a favor|en contra|abstenciones",
    "голосовали (?:за|против)|за|против|воздержались",
    "المؤيدون|المعارضون|الممتنعون(?: عن التصويت)?|مؤيدون",
    "赞成|反对|弃权",
    end=r"\s?[:：](?!\s*$)",
)
SIGNED = re.compile(
    r"[(（\[](?:signed|signée?|firmad[oa]|подпись|подписал[аи]?|توقيع|签名|签字)[)）\]]", re.IGNORECASE
)
SOURCE_NOTE = _any_of(
    r"[\[［](?!\s*\d{1,3}\s*[\]］])[^\]］]{2,400}[\]］][.。]?$",
    r"(?:the )?adopted (?:by|at|without|unanimously)\b",
    r"adoptée? (?:par|à|sans|le)\b",
    r"(?:aprobad|adoptad)[ao] (?:por|en|sin|el)\b",
    r"принят[ао]я? (?:на|без|генеральной|советом|единогласно)\b",
    r"(?:الذي |التي )?(?:اتخذ|اتخذت|اتخذه|اتخذته|اعتمد|اعتمدت)ه?ا? ",
    r"\d{4}年\d{1,2}月\d{1,2}日.{0,80}(?:通过|建议|表决)",
)
_HAN_ORGAN = "(?:联合国)?(?:大会|安全理事会|经济及社会理事会|人权理事会)"
_HAN_DATE = r"\d{4}年\d{1,2}月\d{1,2}日"
ADOPTION_HEADING = _any_of(
    r"(?:resolutions?|decisions?) adopted (?:by|on|at)\b",
    r"(?:résolutions?|décisions?) adoptées? (?:par|le|à)\b",
    r"(?:resoluci(?:ón|ones)|decisi(?:ón|ones)) (?:aprobad|adoptad)[ao]s? (?:por|el|en)\b",
    "(?:резолюци[яи]|решени[ея]),? принят(?:ая|ые|ое|а|ы|о) ",
    "(?:القرار |قرار |المقرر |مقرر )(?:الذي )?(?:اتخذ|اعتمد)",
    f"(?:{_HAN_DATE})?{_HAN_ORGAN}(?:{_HAN_DATE})?(?:通过的)?(?:决议|决定)$",
)
_SYMBOL_LINE = r"[A-Z]{1,6}(?:/[A-Za-z0-9.()-]+){1,7}(?: \(\d{4}\))?\*{0,2}"
_OVER_SYMBOL = (
    "united nations|nations unies|naciones unidas|организация объединенных наций|الأمم المتحدة|联合国",
    "general assembly|assemblée générale|asamblea general|генеральная ассамблея|الجمعية العامة|大会",
    "security council|conseil de sécurité|consejo de seguridad|совет безопасности|مجلس الأمن|安全理事会",
    "economic and social council|conseil économique et social|consejo económico y social",
    "экономический и социальный совет|المجلس الاقتصادي والاجتماعي|经济及社会理事会",
    "human rights council|conseil des droits de l'homme|consejo de derechos humanos",
    "совет по правам человека|مجلس حقوق الإنسان|人权理事会",
)
MASTHEAD = _any_of(
    _SYMBOL_LINE,
    rf"(?:{'|'.join(_OVER_SYMBOL)})(?:\s+{_SYMBOL_LINE})?(?:\s+distr(?:\.|ibution)?\s?:?.{{0,80}})?",
    "arabic|arabe|арабский|العربية|阿拉伯文|chinese|chinois|chino|китайский|الصينية|中文",
    "english|anglais|inglés|английский|الإنكليزية|الانكليزية|英文|french|français|francés|французский|الفرنسية|法文",
    "russian|russe|ruso|русский|الروسية|俄文|spanish|espagnol|español|испанский|الإسبانية|西班牙文",
    r"distr(?:\.|ibution)?\s?:?.{0,60}|общее распределение.{0,40}|التوزيع.{0,40}",
    r"original\s?:.{0,40}|оригинал\s?:.{0,40}|الأصل\s?:.{0,40}|原文[：:].{0,20}",
    r"(?:[\w-]+ ){1,4}(?:special |emergency )?session(?: extraordinaire)?",
    r"(?:[\w-]+ ){1,5}período (?:extraordinario )?de sesiones|(?:[\w-]+ ){1,4}сессия",
    r"الدورة [\w ]{3,40}|第.{1,8}届会议",
    r"session de \d{4}|período de sesiones de \d{4}|сессия \d{4} года|دورة عام \d{4}|\d{4}年届会",
    r"(?:agenda )?items? \d.{0,60}|points? \d.{0,60}|temas? \d.{0,60}|пункты? \d.{0,60}|البند \d.{0,60}",
    "(?:临时)?议程项目.{0,20}|(?:暂定|初步)项目表\\*?项目.{0,20}",
)
_RAISED = "e|ème|er|ère|re|st|nd|rd|th|a|ª|º|е|я|ое|ая"
MEETING = _any_of(
    rf"\d{{1,5}}\s?(?:-?(?:{_RAISED}))?\.?\s(?:séances?(?: plénières?)?|réunions?|(?:plenary )?meetings?"
    r"|sesi(?:ón|ones)(?: plenarias?)?|(?:пленарн\w+ )?заседани\w+)(?: \([^)]{1,60}\))?[.,]?",
    r"第\s?[\d一二三四五六七八九十百千〇零]{1,9}\s?次\s?(?:全体)?会议。?",
    r"الجلسة(?: العامة)? (?:(?:الـ?\s?)?\d{1,5}\.?|[\u0621-\u064a ]{3,60})",
    end="$",
)
SPLIT_ORDINAL = re.compile(
    r"^(\d{1,5}) (e|ème|er|st|nd|rd|th|a|ª|-е|-я)(\.?)"
    r"(?= (?:séance|réunion|plenary|meeting|sesi|пленарн|заседан))"
)
ADOPTED = _any_of(
    r"(?:adopted|approved)\b.{0,200}\b(?:meeting|votes?|unanimously|consensus)\b",
    r"adoptée?\b.{0,200}\b(?:séance|voix|unanimité|vote|consensus)\b",
    r"(?:aprobad|adoptad)[ao]\b.{0,200}\b(?:sesión|votos?|votación|unanimidad|consenso)\b",
    r"принят[ао]\b.{0,200}(?:заседани|голос|единогласно)",
    r"(?:اتخذ|اتخذت|اعتمد|اعتمدت)\b.{0,200}(?:الجلسة|بالإجماع|تصويت|صوت)",
    "在?第.{1,14}次(?:全体)?会议.{0,40}通过|.{0,80}(?:一致通过|票.{0,30}通过)",
)
_NUMBER = r"\s+(?:[A-Z]{1,3}/)*(?:[A-Z]{2,6}[./]?\s?)?\d[\w/.-]*"
RESOLUTION_TITLE = _any_of(
    rf"(?:draft )?(?:resolution|decision){_NUMBER}",
    rf"(?:projet de )?(?:résolution|décision){_NUMBER}",
    rf"(?:proyecto de )?(?:resolución|decisión){_NUMBER}",
    rf"(?:проект )?(?:резолюци[яи]|решени[ея]){_NUMBER}",
    rf"(?:مشروع )?(?:القرار|قرار|المقرر|مقرر){_NUMBER}",
    r"第?\s?[\dA-Z/()（）. -]{1,24}号(?:决议|决定)",
    r"\d{1,4}\s?[(（](?:19|20)\d{2}[)）]\.?\s|(?:19|20)\d{2}年第\d{1,4}号(?!.{0,30}(?:条例|法|规定|办法|规则|令)$)",
)
# In Russian the line on the adoption goes on from the title: "Резолюция 1373 (2001),".
TITLE_OF_NUMBER_ALONE = re.compile(r"[^\W\d_]{5,12} \d{1,5} \((?:19|20)\d{2}\),")
NUMBERED_TITLE = re.compile(
    r"(?P<number>(?:E?S-)?\d{1,4}/\d{1,4})(?:\s?(?P<part>[A-Z]))?\s?(?:[.．。:：]|[-–—])\s?(?=\S)"
    r"|(?P<alone>\d{1,3}/\d{1,4})$"
)
ANNEX = _any_of(
    "annexe?|anexo|appendix|appendice|apéndice|attachment|приложение|дополнение",
    "enclosure|pièce jointe|documento adjunto|附件|附录|附文",
    "(?:ال)?مرفق|(?:ال)?ملحق|(?:ال)?تذييل|(?:ال)?ضميمة",
    end=r"(?:\s?(?:[ivxlcdm]{1,6}|[a-z]|\d{1,3}|[一二三四五六七八九十]{1,3}|ال[\u0621-\u064a]{2,10}))?\s*[.:：]?$",
)
