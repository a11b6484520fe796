"""What the elements of the XML vocabularies of official texts mean, by local name in lower case.

Known: the Justice Laws vocabulary of Canada, Akoma Ntoso, DocBook, TEI, JATS and XHTML names. An unknown
element is judged by its place: among running text it is inline, else its text is a paragraph.
"""

from __future__ import annotations


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES = frozenset(("longtitle",))
HEADINGS = _names(
    "titletext heading subheading head title subtitle shorttitle marginalnote crossheading h1 h2 h3 h4 "
    "h5 h6 groupheading-text partie titre"
)
PARAGRAPHS = _names(
    "text p para simpara ab l lg-l seg-p preambletext longtext formula-p originatingref signature "
    "caption quote-p blocktitle docstage docproponent term-p"
)
LABELS = frozenset(("label", "num", "number", "numero"))
ITEMS = frozenset(("item", "listitem", "li", "list-item"))
ROWS = frozenset(("tr", "row"))
CELLS = frozenset(("td", "th", "entry", "cell"))
INLINE = _names(
    "a abbr acronym b bold bdi cite code date definedtermen definedtermfr definitionref def del "
    "docauthority docdate docnumber doctype e em emph emphasis foreign hi i inline ins italic language "
    "leader link location mref doctitle name neutralcitation noteref num-i organization person phrase "
    "placename q quantity quote ref remark rref sc session small span strike strong sub sup superscript "
    "subscript term time u ulink underline xref xrefexternal xrefinternal footnoteref repealed "
    "foreignphrase persname orgname rs choice orig reg abbrev expan w num add "
    "measure unclear supplied corr sic"
)
BREAKS = frozenset(("br", "lb", "eol", "linebreak"))
FOOTNOTES = frozenset(("footnote", "authorialnote", "fn", "endnote"))
FOOTNOTE_MARKS = frozenset(("footnoteref", "noteref"))
DIVISIONS = _names(
    "section sect1 sect2 sect3 sect4 chapter part book title div div1 div2 div3 group article "
    "subsection schedule annex"
)
# The apparatus of an edition: no translator translates it with the text.
APPARATUS_NAMES = {
    "running head": "runninghead",
    "history": "billhistory historicalnote recentamendments history",
    "identification": "instrumentnumber registrationdate consolidationdate enablingauthority "
    "regulationmakerorder annualstatuteid consolidatednumber",
    "editorial note": "readernote",
    "metadata": "meta metadata teiheader processing-meta journal-meta article-id permissions",
    "page break": "pb",
    "script": "script",
    "style": "style",
    "picture": "imagemap graphic",
    "formula": "mathml",
}
APPARATUS = {name: reason for reason, names in APPARATUS_NAMES.items() for name in names.split()}


def local_name(tag: object) -> str:
    """Return the lower-case local name of a tag; "" for comments and processing instructions.

    >>> local_name("{http://www.tei-c.org/ns/1.0}Head")
    'head'
    """
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""
