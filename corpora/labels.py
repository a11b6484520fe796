"""The label at the beginning of a paragraph, in all six languages: recognised, split off, masked.

"1. Decides", "١ - تقرر", "(b) Texte", "Статья 3", "第三条": each gives a `Label` and the text that
follows. What only looks like a label ("2030 Agenda", "3.5 million", "18 décembre 2013", "55/100.
Respect") gives None. Where a label can be read in two ways ("(i)"), both readings are kept;
`corpora.label_paths` decides by the sequence.
"""

from __future__ import annotations

from corpora.label_beginnings import begins_without_label, plain_label
from corpora.label_forms import Head, Label, LabelForm, LabelStyle, Reading, head_of
from corpora.label_marks import match_bare, match_marked
from corpora.label_words import match_word

__all__ = ["Label", "LabelForm", "LabelStyle", "Reading", "mask_ordinals", "split_label", "split_label_chain"]

# "12. (a) (i) Text" carries three labels; more than a handful is no numbering.
_MOST_LABELS = 6


def split_label(text: str, language: str) -> tuple[Label, str] | None:
    """Label that a paragraph begins with and the text after it; None when it begins without one.

    `label.raw` and the rest, joined, are the paragraph but for white space. Only the first label is
    split off: "1. (a) Text" leaves "(a) Text".
    """
    found = plain_label(text, language) or _of_text(text, language)
    if found is None:
        return None
    label, end = found
    return label, text[end:].strip()


def _of_text(text: str, language: str) -> tuple[Label, int] | None:
    if begins_without_label(text):
        return None
    head = head_of(text)
    return match_word(head, text, language) or match_marked(head, text, language)


def split_label_chain(label: str, language: str) -> list[Label]:
    """Labels of a string that is nothing but labels: "2 (1) (a)" gives three, "1." one.

    Reading stops at the first thing that is no label, so that free text gives [].
    """
    labels: list[Label] = []
    rest = label.strip()
    while rest and len(labels) < _MOST_LABELS:
        head = head_of(rest)
        found = _of_markup(head, rest, language)
        if found is None:
            break
        labels.append(found[0])
        rest = rest[found[1] :].strip()
    return labels


def _of_markup(head: Head, text: str, language: str) -> tuple[Label, int] | None:
    return (
        match_word(head, text, language, whole=True)
        or match_marked(head, text, language)
        or match_bare(head, text, language)
    )


def mask_ordinals(text: str, language: str) -> str:
    """Line without the ordinals of its labels, the words of the labels kept.

    "Article 3" gives "Article", "第三条" gives "第条", "1. (a) Text" gives "Text".
    """
    kept: list[str] = []
    rest = text.strip()
    for _ in range(_MOST_LABELS):
        found = split_label(rest, language)
        if found is None or found[0].style is LabelStyle.BULLET:
            break
        label, rest = found
        kept.append(label.masked)
    return " ".join(part for part in [*kept, rest] if part)
