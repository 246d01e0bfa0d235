"""Damaged PDFs: over some of them the native code of a reader panics."""


def bare_pdf(pages: str, page: str = "/Type/Page") -> bytes:
    """A PDF of few objects, without the table of where they stand, which readers do without."""
    parts = (
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids{pages}>>",
        f"<<{page}/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        "<</Length 34>>stream\nBT /F 12 Tf 10 10 Td (hello) Tj ET\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    objects = "".join(f"{i} 0 obj\n{part}\nendobj\n" for i, part in enumerate(parts, 1))
    return f"%PDF-1.4\n{objects}trailer\n<</Size 6/Root 1 0 R>>\n%%EOF".encode()


PANICS = {"a page without its type": bare_pdf("[3 0 R]/Count 1", page="")}
BROKEN = {
    "two pages of which one is there": bare_pdf("[3 0 R]/Count 2"),
    "pages that hold themselves": bare_pdf("[2 0 R]/Count 1"),
}
