"""Canary texts: sixteen sentences whose vectors tell one encoder from another, whatever it is called."""

from __future__ import annotations

import numpy as np

from align.encoders import Encoder
from tm.errors import EncoderMismatch
from tm.manifest import EncoderEntry

# In six scripts and styles, with figures and symbols, so that another tokeniser or normaliser shows as well.
CANARY_TEXTS = (
    "L'Assemblée générale prend acte du rapport du Secrétaire général ;",
    "The Security Council decides to remain seized of the matter.",
    "La Conferencia pide a los Estados Miembros que cooperen plenamente.",
    "Комитет постановляет включить этот пункт в повестку дня следующей сессии.",
    "委员会请秘书长向大会第六十九届会议提出报告。",
    "تطلب اللجنة إلى الأمين العام أن يقدم تقريرا في هذا الشأن.",
    "Article 3",
    "resolution 1373 (2001) of 28 September 2001",
    "Droits de l'homme et libertés fondamentales",
    "Всеобщая декларация прав человека",
    "可持续发展目标",
    "مكافحة الإرهاب الدولي",
    "agua potable y saneamiento para todos",
    "A/RES/68/187, par. 12",
    "12,5 % du produit intérieur brut en 2013",
    "COASTAL ZONE management — early-warning systems",
)
LOWEST_COSINE = 0.999


def canaries_of(encoder: Encoder, name: str) -> EncoderEntry:
    """Return the manifest's entry of the encoder called `name`."""
    return EncoderEntry(
        name=name,
        identity=dict(encoder.identity),
        dimension=encoder.dimension,
        canary_texts=CANARY_TEXTS,
        canary_vectors=encoder.encode(CANARY_TEXTS),
    )


def refuse_other_encoder(encoder: Encoder, entry: EncoderEntry) -> None:
    """Raise `EncoderMismatch` unless every canary has a cosine of `LOWEST_COSINE` with its stored vector."""
    if encoder.dimension != entry.dimension:
        raise EncoderMismatch(
            f"The memory was built with vectors of {entry.dimension} dimensions ({_called(entry)}); "
            f"this encoder gives {encoder.dimension}. Open it with the encoder that built it."
        )
    vectors = encoder.encode(list(entry.canary_texts))
    cosines = np.sum(vectors * entry.canary_vectors, axis=1)
    worst = int(np.argmin(cosines))
    # Written so that a cosine that is not a number is refused too.
    if not cosines[worst] >= LOWEST_COSINE:
        raise EncoderMismatch(
            f"This encoder gives other vectors than {_called(entry)}, which built the memory "
            f'(cosine {cosines[worst]:.3f}, not {LOWEST_COSINE}, on "{entry.canary_texts[worst]}"). '
            "Open it with the encoder that built it, or build the memory again."
        )


def _called(entry: EncoderEntry) -> str:
    return f'"{entry.name}"'
