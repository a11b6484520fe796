"""Every check: its stable id, how bad it is, what it looks at. docs/checks.md shows an example of each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Severity(StrEnum):
    """An error breaks the file or the unit, a warning is most likely wrong, an info is to be looked at."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Check:
    """One check. `identifier` never changes its meaning: baselines rest on it."""

    identifier: str
    severity: Severity
    looks_at: str


_TABLE = """
error tmx.not-well-formed | the file stops being XML; nothing after that place is read
error tmx.entities | the file declares entities, which may hide text; nothing is read
error tmx.unknown-element | an element that TMX 1.4 does not have, or not at this place
error tmx.element-order | elements in another order than the DTD's: a note or prop after the texts
error tmx.missing-element | an element that must be there is not: header, body, tuv, seg
error tmx.missing-attribute | an attribute that must be there is not
error tmx.unknown-attribute | an attribute that this element does not have
error tmx.attribute-value | an attribute with a value that TMX does not know
error tmx.stray-text | text between elements, where TMX has none
warning tmx.version | a version other than 1.4
warning tmx.namespace | a namespace, which TMX 1.4 does not have
warning tmx.source-language-all | srclang="*all*", which several importers refuse
error tmx.missing-source | a unit without a text in its source language
error tmx.language-twice | two texts of one unit in one language
error tmx.bad-language | a language code that is none
error tmx.duplicate-id | a tuid that an earlier unit has
error tmx.bad-date | a date that is not of the form 20261123T000000Z
error tmx.unbalanced-codes | a bpt without its ept, an ept without its bpt, or two with one i
warning tmx.code-numbers | an x that is no number from 1, or codes that not every text of the unit has
error profile.not-bilingual | a file or unit that the importer takes with two languages only
error profile.language-code | a language code that the importer does not take
warning profile.segment-too-long | a text longer than the importer takes
warning profile.file-too-large | a file larger than the importer takes
error form.empty-segment | a text that is empty, or made of spaces only
error form.forbidden-character | a control character or one that is no character
warning form.stray-spaces | spaces at an end of a text, or two and more inside
warning form.not-nfc | letters and accents apart where one character has both
warning form.invisible-control | zero-width characters, marks and controls of direction
warning form.replacement-character | the mark of a character that was lost
warning form.mojibake | a text that was read with the wrong table of characters
warning content.same-text | a translation that is the source text
warning content.length-ratio | a translation much longer or shorter than others of its pair
warning content.figures | a number, date or number word with another value
info content.figure-count | a number that one side has more often
warning content.symbols | a document symbol that one side has and the other has not
warning content.dates | dates whose days, months and years are put together otherwise
warning content.urls | an address of a web page that one side has and the other has not
warning content.language | a text in another script or language than its code says
info content.end-punctuation | the ends of two texts: a stop, a question, a colon, something that goes on
warning content.brackets | brackets that do not close, where those of the other text do
info content.quotes | quotation marks in one of two texts
warning content.repeated-word | a word twice in a row, where the other text repeats nothing
warning content.paragraph-number | the number that a paragraph begins with
warning content.footnote-marks | marks of footnotes that one side has and the other has not
warning content.furniture | a page number, job number or link left in one text
info content.negation | a negation in one of two texts
info set.source-translations | a source text that another unit translates otherwise
info set.target-sources | a translation that another unit has for another source
warning set.low-probability | a text whose alignment is less probable than one half
info set.large-bead | a unit made of more than three paragraphs on one side
warning set.doubtful-run | three units or more in a row whose alignment is doubtful
warning set.composed-disagrees | a pair composed over a third language that direct evidence contradicts
warning set.coverage | a language that lacks more than a tenth of the units of a document
info set.near-duplicate | a unit that is another but for case, punctuation and spaces
warning term.not-used | a term of the termbase whose translation has none of the terms that may be used for it
warning term.forbidden | a term that the termbase says is not to be used
info term.several-renderings | a term that is translated in several ways across documents and dates
"""


def _read(line: str) -> Check:
    head, _, looks_at = line.partition(" | ")
    severity, identifier = head.split()
    return Check(identifier, Severity(severity), looks_at)


CHECKS = MappingProxyType(
    {check.identifier: check for check in map(_read, _TABLE.strip().split("\n"))}
)  # fmt: skip
