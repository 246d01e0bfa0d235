"""A number of a PDF counts where a person sees it: each way of drawing one that is unseen, seen in part, or seen after all."""

import io
from collections.abc import Callable

import pytest
from PIL import Image, ImageDraw
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from loaders.reading.extract import read_file
from tests.reading.test_pdf_edges import HIGH, cell, row

Draw = Callable[[Canvas, float, float], None]
WHITE, BLACK, BLUE, YELLOW = (HexColor(c) for c in ("#ffffff", "#000000", "#0000ff", "#ffff00"))


def plain(canvas: Canvas, x: float, y: float) -> None:
    canvas.drawString(x, y, "77")


def mode(number: int) -> Draw:
    def draw(canvas: Canvas, x: float, y: float) -> None:
        text = canvas.beginText(x, y)
        text.setTextRenderMode(number)
        text.textOut("77")
        canvas.drawText(text)

    return draw


def coloured(colour: Color, ground: Color | None = None) -> Draw:
    def draw(canvas: Canvas, x: float, y: float) -> None:
        if ground:
            canvas.setFillColor(ground)
            canvas.rect(x - 3, y - 4, 50, 16, stroke=0, fill=1)
        canvas.setFillColor(colour)
        plain(canvas, x, y)

    return draw


def covered(colour: Color, left: float = -2, high: float = 14) -> Draw:
    def draw(canvas: Canvas, x: float, y: float) -> None:
        plain(canvas, x, y)
        canvas.setFillColor(colour)
        canvas.rect(x + left, y - 3, 20, high, stroke=0, fill=1)

    return draw


def pictured(opacity: int, under: bool = False, shade: int = 255) -> Draw:
    picture = io.BytesIO()
    Image.new("RGBA", (20, 20), (255, shade, shade, opacity)).save(picture, "PNG")

    def draw(canvas: Canvas, x: float, y: float) -> None:
        if not under:
            plain(canvas, x, y)
        canvas.drawImage(ImageReader(io.BytesIO(picture.getvalue())), x - 3, y - 3, 30, 16, mask="auto")
        if under:
            plain(canvas, x, y)

    return draw


def clipped(wide: float, high: float, right: float = -1) -> Draw:
    def draw(canvas: Canvas, x: float, y: float) -> None:
        path = canvas.beginPath()
        path.rect(x + right, y - 2, wide, high)
        canvas.clipPath(path, stroke=0)
        plain(canvas, x, y)

    return draw


def scaled(across: float, up: float) -> Draw:
    def draw(canvas: Canvas, x: float, y: float) -> None:
        canvas.translate(x, y)
        canvas.scale(across, up)
        plain(canvas, 0, 0)

    return draw


def field(value: str, flags: str = "print", number: bool = False) -> Draw:
    def draw(canvas: Canvas, x: float, y: float) -> None:
        if number:
            plain(canvas, x, y)
        box = {"x": x - 2, "y": y - 4, "width": 40, "height": 16, "fontSize": 9, "borderWidth": 0, "fillColor": WHITE}
        canvas.acroForm.textfield(name="a", value=value, annotationFlags=flags, **box)

    return draw


def note(canvas: Canvas, x: float, y: float) -> None:
    canvas.freeTextAnnotation("77", DA="0 g /Helv 9 Tf", Rect=(x, y - 3, x + 40, y + 12), relative=0)


def remark(canvas: Canvas, x: float, y: float) -> None:
    plain(canvas, x, y)
    canvas.textAnnotation("88", Rect=[x, y - 2, x + 12, y + 8])


def corrected(canvas: Canvas, x: float, y: float) -> None:
    canvas.drawString(x, y, "1234")
    canvas.setFillColor(WHITE)
    canvas.rect(x - 1, y - 2, 30, 12, stroke=0, fill=1)
    canvas.setFillColor(BLACK)
    canvas.drawString(x + 1.5, y, "77")


def shadowed(text: str, render: int) -> Draw:
    def draw(canvas: Canvas, x: float, y: float) -> None:
        plain(canvas, x, y)
        hidden = canvas.beginText(x + 2.5, y + 0.5)
        hidden.setFont("Courier", 9)
        hidden.setTextRenderMode(render)
        hidden.textOut(text)
        canvas.drawText(hidden)

    return draw


def in_form(canvas: Canvas, x: float, y: float) -> None:
    canvas.beginForm("f")
    canvas.setFont("Helvetica", 9)
    plain(canvas, 0, 0)
    canvas.endForm()
    canvas.translate(x, y)
    canvas.doForm("f")


def photographed(canvas: Canvas, x: float, y: float) -> None:
    """A picture of a digit."""
    picture = io.BytesIO()
    image = Image.new("L", (40, 40), 255)
    ImageDraw.Draw(image).text((10, 2), "7", fill=0, font_size=32)
    image.save(picture, "PNG")
    canvas.drawImage(ImageReader(picture), x, y - 2, 10, 10)


def outlined(canvas: Canvas, x: float, y: float) -> None:
    """A 7 as a shape."""
    path = canvas.beginPath()
    for i, (right, up) in enumerate(((0, 8), (5, 8), (2.5, 0), (1.5, 0), (4, 7), (0, 7))):
        (path.lineTo if i else path.moveTo)(x + right, y + up)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)


def said(words: str, drawn: str = "77") -> Draw:
    """A number with a text for those who cannot see it."""

    def draw(canvas: Canvas, x: float, y: float) -> None:
        canvas._code.append(f"/Span <</ActualText ({words})>> BDC")
        canvas.drawString(x, y, drawn)
        canvas._code.append("EMC")

    return draw


def tinted(canvas: Canvas, x: float, y: float) -> None:
    canvas.setFillColor(YELLOW)
    canvas.rect(x - 3, y - 28, 68, 38, stroke=0, fill=1)


def struck(canvas: Canvas, x: float, y: float) -> None:
    """The stroke through a cell that stays empty."""
    canvas.line(x - 4, y - 30, x + 66, y + 10)


def first_number(draw: Draw) -> str:
    """How the first cell of a row is read in which only this is drawn."""
    out, top = cell("")
    out.canvas.saveState()
    out.canvas.setFont("Helvetica", 9)
    draw(out.canvas, 304, HIGH - top)
    out.canvas.restoreState()
    first, *others = row(out.read(), "received_new")
    assert others == ["0", "0", "0", "0", "0", "5"]
    return first


SEEN = {
    "plain": plain,
    "outlined": mode(1),
    "grey": coloured(HexColor("#999999")),
    "red": coloured(HexColor("#ff0000")),
    "half transparent": coloured(Color(0, 0, 0, alpha=0.5)),
    "white on blue": coloured(WHITE, BLUE),
    "black on yellow": coloured(BLACK, YELLOW),
    "under a tint": covered(Color(1, 1, 0, alpha=0.3)),
    "under a clear picture": pictured(0),
    "over a picture": pictured(255, under=True),
    "clipped to its cell": clipped(40, 14),
    "in a form object": in_form,
    "with its own words": said("77"),
    "with no words": said(""),
    "in a field": field("77"),
    "in a note on the page": note,
    "under the icon of a remark": remark,
    "under an invisible number": shadowed("1234", 3),
}
UNSEEN = {
    "invisible": mode(3),
    "mere clip": mode(7),
    "white": coloured(WHITE),
    "nearly white": coloured(HexColor("#f8f8f8")),
    "transparent": coloured(Color(0, 0, 0, alpha=0)),
    "covered": covered(WHITE),
    "under a picture": pictured(255),
    "clipped away": clipped(30, 30, right=200),
    "scaled to nothing": scaled(0, 0),
    "smaller than a dot": scaled(0.05, 0.05),
    "nowhere, on a tint": tinted,
    "nowhere, through a stroke": struck,
    "in a hidden field": field("77", "hidden"),
    "under an empty field": field("", number=True),
}
UNCLEAR = {
    "half covered": covered(WHITE, high=7),
    "half clipped": clipped(40, 5),
    "two points high": scaled(0.2, 0.2),
    "under another number": shadowed("12", 0),
    "blackened": covered(BLACK),
    "pasted over another number": corrected,
    "with other words": said("78"),
    "with more words": said("123"),
    "under a red picture": pictured(255, shade=0),
    "as a picture": photographed,
    "as a drawing": outlined,
}


@pytest.mark.parametrize("draw", SEEN.values(), ids=list(SEEN))
def test_a_number_that_is_seen_is_read(draw):
    assert first_number(draw) == "77"


@pytest.mark.parametrize("draw", UNSEEN.values(), ids=list(UNSEEN))
def test_a_number_that_nobody_sees_leaves_its_cell_blank(draw):
    assert first_number(draw) == "blank"


@pytest.mark.parametrize("draw", UNCLEAR.values(), ids=list(UNCLEAR))
def test_a_number_that_cannot_be_told_is_unreadable(draw):
    assert first_number(draw) == "unreadable"


@pytest.mark.parametrize(("state", "read"), [("ON", "77"), ("OFF", "blank")])
def test_a_number_in_a_layer_is_read_where_the_layer_is_shown(state, read):
    out, top = cell("")
    out.canvas.setFont("Helvetica", 9)
    out.canvas._code.append("/OC /L BDC")
    plain(out.canvas, 304, HIGH - top)
    out.canvas._code.append("EMC")
    out.canvas.save()
    data = out.data.getvalue()
    layers = f"/OCProperties <</OCGs [90 0 R] /D <</{state} [90 0 R]>>>>".encode()
    data = data.replace(b"/Type /Catalog", b"/Type /Catalog " + layers)
    data = data.replace(b"/Resources <<", b"/Resources << /Properties <</L 90 0 R>>")
    layer = b"90 0 obj\n<</Type /OCG /Name (L)>>\nendobj\nxref"
    data = data.replace(b"\nxref", b"\n" + layer).replace(b"startxref", b"startxref 0 ")
    assert row(read_file(data, "a.pdf"), "received_new") == [read, "0", "0", "0", "0", "0", "5"]


def test_what_lies_outside_the_page_is_no_part_of_it():
    out, top = cell("")
    out.canvas.setFont("Helvetica", 9)
    out.canvas.drawString(304, HIGH - top, "77")
    out.canvas.drawString(-40, HIGH - top, "88")
    out.canvas.setCropBox((20, 20, 830, 580))
    assert row(out.read(), "received_new") == ["77", "0", "0", "0", "0", "0", "5"]
