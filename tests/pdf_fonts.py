"""PDFs whose fonts draw other digits than their texts say: glyph procedures (Type 3), and two glyphs for one text."""

import ctypes
import importlib.resources
import zlib
from collections.abc import Iterable, Sequence

import pypdfium2
import pypdfium2.raw as pdfium
from reportlab.pdfbase.ttfonts import TTFontFile

from tests.reading.test_pdf_edges import EDGES, HEADS, HIGH, NEW, PART3, SIZE, TITLE, WIDE

Glyph = tuple[str, str]
"""The text of a glyph, and the digit or blank that it draws."""


def table(font: "Font", cells: Sequence[Sequence[Glyph]], size: float = SIZE, turn: bytes = b"") -> bytes:
    """A PDF with the first row of part three, its seven cells in this font. turn: the operator that turns the page."""
    out = [turn, _song(40, 70, TITLE), _song(40, 90, PART3)]
    lines = [(x, 100, x, 148) for x in EDGES] + [(EDGES[0], y, EDGES[-1], y) for y in (100, 124, 148)]
    out += [f"{a} {HIGH - b} m {c} {HIGH - d} l S".encode() for a, b, c, d in lines]
    out += [_song(x + 4, 114, head) for x, head in zip(EDGES, HEADS, strict=False) if head]
    out.append(_song(44, 138, NEW))
    for left, cell in zip(EDGES[1:-1], cells, strict=True):
        codes = font.codes(cell)
        out.append(b"BT /F2 %d Tf %d %d Td <%s> Tj ET" % (size, left + 8, HIGH - 138, codes))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents 4 0 R/Resources<</Font<</F1 5 0 R/F2 8 0 R>>>>>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        page % (WIDE, WIDE),
        stream(b"\n".join(out)),
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/FontDescriptor 7 0 R"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 0>>>>",
        b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 752"
        b"/Descent -271/CapHeight 737/StemV 58>>",
        *font.objects(8),
    ]
    return assembled(objects)


class Font:
    """A font of glyphs in the order of their codes, which begin at 1."""

    width = 2
    """The hexadecimal digits of a code."""

    def __init__(self, glyphs: Iterable[Glyph]) -> None:
        self.glyphs = list(dict.fromkeys(glyphs))

    def codes(self, cell: Sequence[Glyph]) -> bytes:
        return b"".join(b"%0*x" % (self.width, self.glyphs.index(one) + 1) for one in cell)

    def objects(self, first: int) -> list[bytes]:
        """The objects of the font, itself the first of them; first: its number."""
        raise NotImplementedError

    def _map(self) -> bytes:
        """The text of each code."""
        lines = "\n".join(
            f"<{code:0{self.width}x}> <{text.encode('utf-16-be').hex()}>"
            for code, (text, _) in enumerate(self.glyphs, 1)
        )
        space = f"<{0:0{self.width}x}> <{'f' * self.width}>"
        return stream(
            f"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n1 begincodespacerange {space}\n"
            f"endcodespacerange\n{len(self.glyphs)} beginbfchar\n{lines}\nendbfchar endcmap end end".encode()
        )


class Procedures(Font):
    """A font of Type 3: each glyph is drawn by a procedure of its own."""

    def objects(self, first: int) -> list[bytes]:
        count = len(self.glyphs)
        names = " ".join(f"/g{i}" for i in range(1, count + 1))
        procedures = " ".join(f"/g{i} {first + 1 + i} 0 R" for i in range(1, count + 1))
        font = (
            f"<</Type/Font/Subtype/Type3/FontBBox[0 -200 1000 900]/FontMatrix[0.001 0 0 0.001 0 0]/FirstChar 1"
            f"/LastChar {count}/Widths[{'600 ' * count}]/Encoding<</Type/Encoding/Differences[1 {names}]>>"
            f"/CharProcs<<{procedures}>>/ToUnicode {first + 1} 0 R/Resources<<>>>>"
        )
        return [font.encode(), self._map(), *(stream(_procedure(drawn)) for _, drawn in self.glyphs)]


class Embedded(Font):
    """A TrueType font of which a program chooses the glyphs by number (Identity-H)."""

    width = 4

    def objects(self, first: int) -> list[bytes]:
        drawn = sorted({glyph for _, glyph in self.glyphs})
        with importlib.resources.as_file(importlib.resources.files("reportlab") / "fonts" / "Vera.ttf") as path:
            file = TTFontFile(str(path)).makeSubset([ord(glyph) for glyph in drawn])
        places = b"".join(b"%c%c" % divmod(drawn.index(glyph) + 1, 256) for _, glyph in self.glyphs)
        packed = zlib.compress(file)
        return [
            b"<</Type/Font/Subtype/Type0/BaseFont/AAAAAA+Vera/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>"
            % (first + 1, first + 2),
            b"<</Type/Font/Subtype/CIDFontType2/BaseFont/AAAAAA+Vera/FontDescriptor %d 0 R/DW 636/CIDToGIDMap %d 0 R"
            b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>" % (first + 3, first + 5),
            self._map(),
            b"<</Type/FontDescriptor/FontName/AAAAAA+Vera/Flags 4/FontBBox[-183 -236 1287 928]/ItalicAngle 0/Ascent 928"
            b"/Descent -236/CapHeight 730/StemV 80/FontFile2 %d 0 R>>" % (first + 4),
            stream(packed, b"/Filter/FlateDecode/Length1 %d" % len(file)),
            stream(b"\0\0" + places),
        ]


def _procedure(drawn: str) -> bytes:
    """The outline of a character in Helvetica, filled."""
    document = pypdfium2.PdfDocument.new()
    face = pdfium.FPDFText_LoadStandardFont(document.raw, b"Helvetica")
    path = pdfium.FPDFFont_GetGlyphPath(face, ord(drawn), 1000.0) if drawn.strip() else None
    x, y = ctypes.c_float(), ctypes.c_float()
    points, out = [], [b"600 0 0 -200 600 900 d1"]
    for i in range(pdfium.FPDFGlyphPath_CountGlyphSegments(path) if path else 0):
        segment = pdfium.FPDFGlyphPath_GetGlyphPathSegment(path, i)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        points.append(b"%.0f %.0f" % (1000 * x.value, 1000 * y.value))
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind != pdfium.FPDF_SEGMENT_BEZIERTO or len(points) == 3:
            operator = {pdfium.FPDF_SEGMENT_MOVETO: b"m", pdfium.FPDF_SEGMENT_LINETO: b"l"}.get(kind, b"c")
            out.append(b" ".join(points) + b" " + operator)
            points = []
    pdfium.FPDFFont_Close(face)
    document.close()
    return b"\n".join([*out, b"f" if len(out) > 1 else b""])


def _song(x: float, top: float, text: str) -> bytes:
    return b"BT /F1 %d Tf %d %d Td <%s> Tj ET" % (SIZE, x, HIGH - top, text.encode("utf-16-be").hex().encode())


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(data), entries, data)


def assembled(objects: Sequence[bytes]) -> bytes:
    """A PDF of these objects; the first is its catalogue."""
    out, places = b"%PDF-1.5\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    return (
        out
        + head
        + table
        + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))
    )
