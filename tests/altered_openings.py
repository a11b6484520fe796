"""Openings of paragraphs in six languages, and texts made of them by chance: the same ones each time."""

from __future__ import annotations

import random

OPENINGS = (
    "12. Asks the port of Lindal to mend its piers;",
    "(b) Bridges and ferries,",
    "Article 4. Fees",
    "iv. Boats",
    "70th plenary meeting",
    "Adopted at the 12th meeting, by 9 votes to none",
    "In favour: Norland, Sudmark",
    "The General Assembly,",
    "The Council of the Lindal Rivers,",
    "Resolution 77/3 on ferries",
    "68/187. Ferries",
    "Annex II",
    "2.3 On 4 May 2019 the ferry sank",
    "• nets",
    "A. Harbours",
    "'1' buoys",
    "3 (2) The owner pays",
    "8. – Demande au port de réparer ses quais ;",
    "Article premier",
    "b) Les ponts,",
    "L’Assemblée générale,",
    "Première partie",
    "70 e séance plénière",
    "Adoptée à la 12e séance",
    "Ont voté pour : Norlande",
    "7) Pide al puerto que repare los muelles;",
    "Artículo 3 bis. Tasas",
    "La Asamblea General,",
    "Anexo",
    "Aprobada en la 12ª sesión plenaria",
    "Votos a favor: Norlandia",
    "Primera parte",
    "5. просит порт починить причалы;",
    "Статья 3¹. Сборы",
    "а) мосты,",
    "Генеральная Ассамблея,",
    "Часть вторая",
    "12-е пленарное заседание",
    "Принята на 12-м заседании",
    "Голосовали за: Норландия",
    "٣ - تطلب إلى الميناء إصلاح الأرصفة؛",
    "المادة ٤",
    "(أ) الجسور،",
    "إن الجمعية العامة،",
    "أولا - القوارب",
    "الجلسة العامة ٧٠",
    "اعتمد في الجلسة ١٢",
    "المؤيدون: نورلاند",
    "الباب الثاني عشر",
    "3. 请港口修理码头；",
    "第三条 费用",
    "（一）桥梁，",
    "一、船只",
    "大会，",
    "第70次全体会议",
    "2019年5月4日第12次会议通过",
    "赞成：诺兰",
    "附件一",
    "林达尔河流理事会，",
    "第7/3号决议",
    "www.ports.example/list",
    "- 3 -",
    "Page 4 of 9",
    "N1912345 (E)",
    "19-12345*",
    "*1912345*",
    "第 3 页，共 9 页",
    "страница 3 из 9",
    "* * *",
    "/...",
    "3/9",
)
_PUT_IN = (
    "\u200f\u200e\u0640\u00a0\u202f\u00ad ’'()（）.,:;-–—、。，：；0123٣५①²ⅣaIvxАабءد第一〇ßﬁİ[]*/ 年号通\t"
)


def altered_openings(count: int = 4000) -> list[str]:
    """The openings, then `count` texts made of them."""
    draw = random.Random(20)
    made = list(OPENINGS)
    for _ in range(count):
        text = list(draw.choice(OPENINGS))
        for _ in range(draw.choice((1, 1, 2, 4))):
            at = draw.randrange(len(text) + 1)
            if draw.random() < 0.3:
                del text[at : at + draw.choice((1, 2, 6))]
            elif draw.random() < 0.2:
                text[at:at] = list(draw.choice(OPENINGS))
            else:
                text[at:at] = [draw.choice(_PUT_IN)]
        made.append("".join(text))
    return made


TEXTS = altered_openings()
