"""How words go with a phrase: a common word of its rendering is told from a word that stands by chance."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from tm.concordancing.associations import Associations, associations
from tm.concordancing.counterpart_words import tokens_of
from tm.concordancing.passages import passage_of
from tm.concordancing.span_scores import scored_spans


class CommonWords:
    """A language of 100 paragraphs, 40 of which have each word."""

    paragraphs = 100

    def with_key(self, key: str) -> int:
        return 40

    def with_run(self, text: str) -> int:
        return 40

    def cohesion(self, left: str, right: str) -> float:
        return 0.0


def counted(texts: Sequence[str], language: str) -> Associations:
    tokens = [tokens_of(text, language) for text in texts]
    return associations(tokens, len(texts), 8, CommonWords())  # type: ignore[arg-type]


# The same word in three forms, and a word that one text has.
FORMS = {
    "ar": (["السدود تبنى", "سدود", "بالسدود"], "السدود", "تبنى"),
    "zh": (["坝高", "坝", "坝"], "坝", "高"),
    "en": (["dams hold", "the dam", "dam"], "dam", "hold"),
    "fr": (["barrages tiennent", "le barrage", "barrage"], "barrage", "tiennent"),
    "ru": (["плотины стоят", "плотину", "плотин"], "плотина", "стоят"),
    "es": (["presas resisten", "la presa", "presa"], "presa", "resisten"),
}


@pytest.mark.parametrize("language", FORMS)
def test_a_common_word_in_all_texts_has_all_the_excess_and_one_by_chance_none(language: str) -> None:
    texts, word, other = FORMS[language]
    counts = counted(texts, language)
    (token,), (rare,) = tokens_of(word, language), tokens_of(other, language)
    # In 3 of 3 paragraphs with the phrase and 40 of 100 without; in 1 of 3, which is less than by chance.
    assert counts.excess(token.key) == 1.0
    assert counts.excess(rare.key) == 0.0
    assert counts.dice(1.0, 40) == pytest.approx(2 * 3 / (3 + 40))


def test_the_excess_is_the_share_above_chance() -> None:
    counts = counted(["dam", "dam", "dam", "river", "river"], "en")
    assert counts.excess("dam") == pytest.approx((0.6 - 0.4) / (1 - 0.4))
    assert counted(["dam", "dam"], "en").excess("dam") == 0.0


# "The rights of fishermen" among other words; the head noun is common, 40 of 100 paragraphs have it.
FISHERMEN = {
    "ar": ("حقوق الصيادين محفوظة", "حقوق الصيادين", "الصيادين"),
    "en": ("rights of fishermen remain", "rights of fishermen", "fishermen"),
    "es": ("derechos de pescadores quedan", "derechos de pescadores", "pescadores"),
    "fr": ("droits des pêcheurs demeurent", "droits des pêcheurs", "pêcheurs"),
    "ru": ("правам рыбаков грозит", "правам рыбаков", "рыбаков"),
}


def net_of(text: str, language: str, copies: int) -> dict[str, float]:
    source, target = passage_of("渔民权利仍在", "zh"), passage_of(text, language)
    counts = counted([text] * copies, language)
    spans = scored_spans(source, (0, 4), target, counts, lambda texts: np.ones((len(texts), 1), np.float32))
    assert spans is not None
    return {target.words(*span): net for span, net in zip(spans.ranges, spans.features["net"], strict=True)}


@pytest.mark.parametrize("language", FISHERMEN)
def test_a_common_head_noun_that_is_always_there_costs_its_span_nothing(language: str) -> None:
    text, whole, part = FISHERMEN[language]
    net = net_of(text, language, 3)
    assert net[whole] == net[part] == 0.0
    # Of two texts nobody can say what they have in common by chance.
    net = net_of(text, language, 2)
    assert net[whole] < net[part] < 0.0
