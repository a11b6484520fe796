"""Addresses that the link annotations of a PDF lead to; the text beside them may say something else."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

_MOST_LINKS = 5_000
_LONGEST_ADDRESS_BYTES = 2_000


def pdf_links(data: bytes) -> list[str]:
    """Return the addresses in the order of the pages; [] for a PDF that cannot be opened. At most 5000."""
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return []
    found: list[str] = []
    try:
        for number in range(len(pdf)):
            page = pdf[number]
            found += _links_of_page(pdf, page)
            page.close()
            if len(found) >= _MOST_LINKS:
                break
    except pypdfium2.PdfiumError:
        # A page that is damaged: what stands before it counts.
        return found[:_MOST_LINKS]
    finally:
        pdf.close()
    return found[:_MOST_LINKS]


def _links_of_page(pdf: object, page: object) -> Iterator[str]:
    import pypdfium2.raw as raw

    position, link = ctypes.c_int(0), raw.FPDF_LINK()
    for _ in range(_MOST_LINKS):
        if not raw.FPDFLink_Enumerate(page, ctypes.byref(position), ctypes.byref(link)):
            return
        action = raw.FPDFLink_GetAction(link)
        if not action or raw.FPDFAction_GetType(action) != raw.PDFACTION_URI:
            continue
        size = raw.FPDFAction_GetURIPath(pdf, action, None, 0)
        if 1 < size <= _LONGEST_ADDRESS_BYTES:
            buffer = ctypes.create_string_buffer(size)
            raw.FPDFAction_GetURIPath(pdf, action, buffer, size)
            yield buffer.value.decode("latin-1")
