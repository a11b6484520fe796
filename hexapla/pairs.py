"""Two versions of one document, aligned without a memory: what `hexapla align` and the facade share."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from align.beads import PairAlignment
    from align.encoders import Encoder
    from corpora.documents import Document


def align_documents(
    source: Document, target: Document, *, encoder: Encoder | str = "default", ignore_labels: bool = False
) -> PairAlignment:
    """Align the body blocks of two versions; footnotes are not part of the result.

    `encoder` is an encoder or the name of one (`load_encoder`). With `ignore_labels` the numbers of
    paragraphs give no evidence. Every body block of both sides is in exactly one bead.
    """
    from align.aligning import align_documents as align
    from align.encoders import load_encoder

    chosen = load_encoder(encoder) if isinstance(encoder, str) else encoder
    return align(source, target, chosen, ignore_labels=ignore_labels)
