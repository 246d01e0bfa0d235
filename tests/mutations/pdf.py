"""A seed → a PDF whose numbers are drawn oddly, and what a reader sees of each."""

import io
import random
from collections.abc import Callable

from PIL import Image
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from loaders.reading.extract import read_file
from tests.mutations.truth import COLUMNS, HEADING, ROWS, TITLE, Result, Seen, compare

SIDE = 842
"""The width and height of a page, in points; square, so that a turned one holds the same."""
EDGES = (40, 270, *(270 + 76 * i for i in range(1, 8)))
DEEP = 34
SIZE = 9
FACES = ("Helvetica", "Times-Roman", "Courier", "Helvetica-Bold", "Times-Italic", "STSong-Light")
WHITE, BLACK, BLUE, CLEAR = HexColor("#ffffff"), HexColor("#000000"), HexColor("#0000ff"), Color(0, 0, 0, alpha=0)
GONE, UNCLEAR = (None, True), (None, False)
"""What is seen of digits that are not: nothing; something that is no plain number."""

Draw = Callable[[Canvas, float, float, str, random.Random], tuple[str | None, bool]]


def plain(canvas: Canvas, x: float, y: float, text: str, rng: random.Random) -> tuple[str | None, bool]:
    canvas.drawString(x, y, text)
    return text, False


def nothing(*_: object) -> tuple[str | None, bool]:
    return GONE


def invisible(canvas: Canvas, x: float, y: float, text: str, rng: random.Random) -> tuple[str | None, bool]:
    mode = rng.choice((3, 7))
    words = canvas.beginText(x, y)
    words.setTextRenderMode(mode)
    words.textOut(text)
    canvas.drawText(words)
    return GONE


def outlined(canvas: Canvas, x: float, y: float, text: str, rng: random.Random) -> tuple[str | None, bool]:
    words = canvas.beginText(x, y)
    words.setTextRenderMode(rng.choice((1, 2)))
    words.textOut(text)
    canvas.setLineWidth(0.4)
    canvas.drawText(words)
    return text, False


def coloured(canvas: Canvas, x: float, y: float, text: str, rng: random.Random) -> tuple[str | None, bool]:
    ground, ink, seen = rng.choice(
        (
            (None, WHITE, GONE),
            (None, CLEAR, GONE),
            (BLUE, BLUE, UNCLEAR),
            (BLUE, WHITE, None),
            (BLACK, BLACK, UNCLEAR),
            (HexColor("#ffff00"), BLACK, None),
            (None, HexColor("#fefefe"), GONE),
            (None, HexColor("#888888"), None),
            (None, HexColor("#d00000"), None),
        )
    )
    if ground:
        canvas.setFillColor(ground)
        canvas.rect(x - 2, y - 3, 40, 14, stroke=0, fill=1)
    canvas.setFillColor(ink)
    canvas.drawString(x, y, text)
    return (text, False) if seen is None else seen


def covered(canvas: Canvas, x: float, y: float, text: str, rng: random.Random) -> tuple[str | None, bool]:
    part = rng.choice((1.0, 1.0, 0.5))
    # Of several digits, half of them may be covered whole; the others are a number.
    text = text if part == 1 else text[:1]
    canvas.drawString(x, y, text)
    wide = canvas.stringWidth(text)
    colour = rng.choice((WHITE, WHITE, BLACK, BLUE))
    canvas.setFillColor(colour)
    # A thinner bar is taken for a rule.
    bar = max(3.5, (wide + 2) * part)
    canvas.rect(x - 1, y - 3, bar, 14, stroke=0, fill=1)
    if bar < wide + 1 or colour is not WHITE:
        return UNCLEAR
    if rng.random() < 0.5:
        canvas.setFillColor(BLACK)
        other = str(rng.randint(1, 99))
        canvas.drawString(x + rng.choice((0, 1.3, 6)), y, other)
        return other, False
    return GONE


def pictured(canvas: Canvas, x: float, y: float, text: str, rng: random.Random) -> tuple[str | None, bool]:
    opacity, under, shade = rng.choice((0, 255)), rng.random() < 0.5, rng.choice((255, 120))
    file = io.BytesIO()
    Image.new("RGBA", (8, 8), (255, shade, shade, opacity)).save(file, "PNG")
    picture = ImageReader(io.BytesIO(file.getvalue()))
    if under:
        canvas.drawImage(picture, x - 3, y - 3, 40, 15, mask="auto")
    canvas.drawString(x, y, text)
    if not under:
        canvas.drawImage(picture, x - 3, y - 3, 40, 15, mask="auto")
    # A ground of one colour is nothing that is printed.
    return (text, False) if under or not opacity else GONE


def clipped(canvas: Canvas, x: float, y: float, text: str, rng: random.Random) -> tuple[str | None, bool]:
    text = rng.choice((text, text[:1]))
    wide = canvas.stringWidth(text)
    across, up = rng.choice(
        ((wide + 4, 20), (canvas.stringWidth(text[:1]) / 2, 20), (wide + 4, 6), (wide + 4, 2.5), (0.2, 20))
    )
    path = canvas.beginPath()
    path.rect(x - 1, y - 3, across, up)
    canvas.clipPath(path, stroke=0)
    canvas.drawString(x, y, text)
    return (text, False) if across > wide and up > 10 else (None, across - 1 < 0.3 * wide or up < 3)


def turned(canvas: Canvas, x: float, y: float, text: str, rng: random.Random) -> tuple[str | None, bool]:
    canvas.translate(x + 15, y + 3)
    change = rng.choice(
        ("around", "across", "mirrored", "flipped", "slanted", "flat", "narrow", "dot", "wide", "large")
    )
    if change in ("around", "across", "slanted"):
        canvas.rotate({"around": 180, "across": rng.choice((90, 270)), "slanted": rng.choice((20, 45, 160))}[change])
    else:
        scales = {"mirrored": (-1, 1), "flipped": (1, -1), "flat": (1, 0.05), "narrow": (0.03, 1), "dot": (0.05, 0.05)}
        canvas.scale(*scales.get(change, (1.6, 1) if change == "wide" else (1.3, 1.3)))
    canvas.drawString(-4, -3, text)
    # A speck or a stroke is no digit, and is the mark of an empty cell.
    return (text if change in ("wide", "large", "slanted") else None, change in ("dot", "flat", "narrow"))


def noted(canvas: Canvas, x: float, y: float, text: str, rng: random.Random) -> tuple[str | None, bool]:
    """A small raised digit behind the number, or one of its digits as small as that."""
    canvas.drawString(x, y, text)
    canvas.setFont(canvas._fontname, 5)
    canvas.drawString(x + canvas.stringWidth(text, canvas._fontname, SIZE) + 0.4, y + rng.choice((0, 4)), "1")
    return text, False


def doubled(canvas: Canvas, x: float, y: float, text: str, rng: random.Random) -> tuple[str | None, bool]:
    """The number drawn again a little aside, as false bold and shadows are."""
    for _ in range(rng.choice((2, 2, 3, 4))):
        canvas.drawString(x, y, text)
        x, y = x + rng.choice((0, 0.2, 0.4, 0.8)), y - rng.choice((0, 0, 0.3, 0.6))
    return text, False


def piled(canvas: Canvas, x: float, y: float, text: str, rng: random.Random) -> tuple[str | None, bool]:
    """Two numbers over each other."""
    other = str(int(text) + 1)
    canvas.drawString(x, y, text)
    canvas.drawString(x + rng.choice((0, 0.4, 1.5)), y + rng.choice((0, 1)), other)
    return UNCLEAR


def in_pieces(canvas: Canvas, x: float, y: float, text: str, rng: random.Random) -> tuple[str | None, bool]:
    """Each digit drawn for itself, in any order."""
    places = [(x + canvas.stringWidth(text[:i]), digit) for i, digit in enumerate(text)]
    rng.shuffle(places)
    for left, digit in places:
        canvas.drawString(left, y, digit)
    return text, False


def outside(canvas: Canvas, x: float, y: float, text: str, rng: random.Random) -> tuple[str | None, bool]:
    canvas.drawString(*rng.choice(((-200, y), (x, 900), (x, -80), (900, y))), text)
    return GONE


def noticed(canvas: Canvas, x: float, y: float, text: str, rng: random.Random) -> tuple[str | None, bool]:
    kind = rng.choice(("field", "hidden", "free", "icon"))
    if kind in ("field", "hidden"):
        flags = "print" if kind == "field" else "hidden"
        canvas.acroForm.textfield(
            name=f"f{x:.0f}{y:.0f}", value=text, annotationFlags=flags, x=x - 2, y=y - 4, width=50, height=16, fontSize=9,
            borderWidth=0, fillColor=WHITE,
        )  # fmt: skip
        return (text, False) if kind == "field" else GONE
    if kind == "free":
        canvas.freeTextAnnotation(text, DA="0 g /Helv 9 Tf", Rect=(x, y - 3, x + 50, y + 12), relative=0)
        return text, False
    canvas.textAnnotation(text, Rect=[x, y - 2, x + 12, y + 8])
    return GONE


def in_a_form(canvas: Canvas, x: float, y: float, text: str, rng: random.Random) -> tuple[str | None, bool]:
    """Drawn by a form of its own, whose content has places of its own."""
    name = f"x{x:.0f}{y:.0f}"
    canvas.saveState()
    canvas.beginForm(name, 0, 0, 60, 20)
    canvas.setFont("Helvetica", SIZE)
    canvas.drawString(2, 4, text)
    canvas.endForm()
    canvas.restoreState()
    canvas.translate(x - 2, y - 4)
    canvas.doForm(name)
    return text, False


WAYS: tuple[Draw, ...] = (
    nothing, invisible, outlined, coloured, covered, pictured, clipped, turned, noted, doubled, piled, in_pieces, outside,
    noticed, in_a_form,
)  # fmt: skip


def document(seed: int) -> tuple[bytes, dict[str, Seen]]:
    """A page with five rows of part three; at times the page itself is turned."""
    rng = random.Random(seed)
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=(SIDE, SIDE), invariant=1)
    canvas.setPageRotation(rng.choice((0, 0, 0, 90, 180, 270)))
    canvas.setFont("STSong-Light", SIZE)
    canvas.drawString(40, SIDE - 60, TITLE)
    canvas.drawString(40, SIDE - 80, HEADING)
    tops = [SIDE - 100 - DEEP * i for i in range(len(ROWS) + 2)]
    ruled = rng.random() < 0.8
    if ruled:
        canvas.grid(list(EDGES), tops)
    for left, head in zip(EDGES[1:], COLUMNS.values(), strict=False):
        canvas.drawString(left + 6, tops[0] - 20, head)
    seen: dict[str, Seen] = {}
    odd = rng.choice((0.1, 0.3, 0.6))
    for top, (item, label) in zip(tops[1:], ROWS.items(), strict=False):
        canvas.drawString(44, top - 20, label)
        for left, column in zip(EDGES[1:], COLUMNS, strict=False):
            way = rng.choice(WAYS) if rng.random() < odd else plain
            canvas.saveState()
            canvas.setFont(rng.choice(FACES), SIZE)
            number, empty = way(canvas, left + 8, top - 20, str(rng.randint(0, rng.choice((9, 99, 9999)))), rng)
            canvas.restoreState()
            # Where no rule says which cell is empty, the columns of a row need not be known.
            seen[f"requests.{item}.{column}"] = Seen(number, empty, way.__name__)
    canvas.save()
    return data.getvalue(), seen


def part(seeds: range) -> Result:
    out = Result()
    for seed in seeds:
        data, seen = document(seed)
        out.add(compare(f"pdf {seed}", read_file(data, "a.pdf"), seen))
    return out
