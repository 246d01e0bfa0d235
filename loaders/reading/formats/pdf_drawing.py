"""A PDF → its pages as they are drawn: notes and fields on them, and which of their glyphs a person sees.

A glyph is seen if the page looks different without it. A page is drawn with its text and without where some of it may be
unseen; elsewhere all glyphs on the page are seen.
"""

import ctypes
from collections import defaultdict
from io import BytesIO
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2
import pypdfium2.raw as pdfium

from loaders.reading.formats.glyphs import UNCLEAR, Box, Glyph, unclear
from loaders.reading.formats.pdf_actual_text import misnamed
from loaders.reading.formats.pdf_canvas import Canvas, Picture, clear, show
from loaders.reading.formats.pdf_glyphs import compared, page_marks, uncertain
from loaders.reading.formats.pdf_notes import flattened, unpainted
from loaders.reading.formats.pdf_objects import PageObjects
from loaders.reading.formats.pdf_shapes import Fonts
from loaders.text.errors import Unreadable

_CONTRAST = 24
"""The least difference of a channel, of 255, by which a pixel of a glyph stands out from its ground."""
_HIDDEN, _WHOLE = 0.1, 0.75
"""The share of a glyph's pixels below which it is unseen, and from which it is seen."""
_DARK, _PALE, _TRACE = 128, 232, 6
"""The channel below which a pixel is of a glyph, or of the edge of its stroke, and the pixels of an edge that an eye sees."""
_OVER = 0.3
"""The share of its width, and of its height, by which a glyph must be over another to be in its way."""
_STAIN, _DIGIT = 64, 16
"""The difference of a channel, of 255, from a cell's ground, and the pixels with it, from which a cell is not empty."""
_BAR = 0.25
"""The share of a page's width up to which a dark shape over a digit is a bar, and no ground of a row."""
_PICTURED = 0.25
"""The share of a page that pictures take from which one may show a table."""

Mask = npt.NDArray[np.bool_]


class Drawing:
    """The pages of a PDF as they are drawn; raises Unreadable if it is encrypted, broken or has more pages than a limit.

    data: the PDF's bytes, where notes and fields, if it has any, are drawn on its pages.
    """

    def __init__(self, data: bytes, most: int) -> None:
        self.data = data
        self._pdf = _opened(data)
        self._fonts = Fonts()
        if len(self._pdf) > most:
            raise Unreadable("too_many_pages", pages=len(self._pdf), most=most)
        self._pages = _loaded(self._pdf)
        self._notes = [unpainted(page) for page in self._pages]
        if sum(flattened(page) for page in self._pages):
            saved = BytesIO()
            self._pdf.save(saved)
            self.close()
            self.data = saved.getvalue()
            self._pdf = _opened(self.data)
            self._pages = _loaded(self._pdf)

    def close(self) -> None:
        """Frees the native memory."""
        for page in self._pages:
            pdfium.FPDF_ClosePage(page)
        self._pdf.close()

    def seen(self, index: int, glyphs: list[Glyph]) -> list[Glyph]:
        """The glyphs of a page, counted from 0, that a person sees; a digit of which a part is seen becomes unclear.

        glyphs: with their places in points from the left and the top of the page as it is before any rotation.
        """
        page = self._pages[index]
        canvas = Canvas(page)
        here = [g for g in glyphs if canvas.holds(g)]
        objects = PageObjects(page)
        wrong = misnamed(page, [objects.found[i] for i in objects.texts]) if here else []
        odd = [*wrong, *objects.mirrored]
        if odd:
            here = _doubted(here, [canvas.place(objects.bounds(text)) for text in odd])
        fonts = objects.fonts()
        drawn = list(page_marks(page, fonts)) if here else []
        marks = uncertain(drawn, fonts)
        settled = {(one.font, one.text) for one in marks}
        false = self._fonts.misread(fonts, {(one.font, one.text) for one in drawn} - settled)
        if false:
            here = _misread(page, objects, here, canvas.high, false)
        if marks:
            here = compared(page, objects, here, marks)
            page = self._reopened(index)
            canvas, objects = Canvas(page), PageObjects(page)
        if not here or not objects.may_hide():
            return here
        seen = _looked_at(page, objects, here, canvas)
        self._reopened(index)
        return seen

    def _reopened(self, index: int) -> Any:
        """A page as it was before it was drawn in parts."""
        pdfium.FPDF_ClosePage(self._pages[index])
        self._fonts.forget()
        self._pages[index] = pdfium.FPDF_LoadPage(self._pdf.raw, index)
        return self._pages[index]

    def stained(self, index: int, cells: list[Box]) -> list[Box]:
        """The cells without text, of those given, in which something is drawn all the same."""
        page = self._pages[index]
        pictures = PageObjects(page).pictures() if cells else []
        if not pictures:
            return []
        canvas = Canvas(page)
        left, bottom, right, top = np.array(pictures).T
        shown = np.array([left, canvas.high - top, right, canvas.high - bottom])
        near = [c for c in cells if ((c[2:] > shown[:2].T).all(1) & (c[:2] < shown[2:].T).all(1)).any()]
        if not near:
            return []
        whole = canvas.draw(page)
        return [cell for cell in near if _stained(whole, canvas.inner(cell))]

    def pictured(self, index: int, all_of_it: bool) -> bool:
        """Whether a page is a picture or has a large one. all_of_it: it has no text, so anything drawn counts."""
        objects = PageObjects(self._pages[index])
        if all_of_it:
            return bool(objects.found)
        canvas = Canvas(self._pages[index])
        areas = [(right - left) * (top - bottom) for left, bottom, right, top in objects.images()]
        return bool(sum(areas) > _PICTURED * canvas.wide * canvas.high)

    def notes(self, index: int) -> list[Glyph]:
        """The notes and fields of a page that are not drawn on it, each as one glyph."""
        canvas = Canvas(self._pages[index])
        return [canvas.placed(note) for note in self._notes[index]]


def _opened(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        encrypted = error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
        raise Unreadable("pdf_encrypted" if encrypted else "pdf_broken") from None


def _loaded(pdf: pypdfium2.PdfDocument) -> list[Any]:
    pages = [pdfium.FPDF_LoadPage(pdf.raw, index) for index in range(len(pdf))]
    if not all(pages):
        raise Unreadable("pdf_broken")
    return pages


def _looked_at(page: Any, objects: PageObjects, glyphs: list[Glyph], canvas: Canvas) -> list[Glyph]:
    """The glyphs that are seen where the page is drawn."""
    layers = _layers(page, objects, glyphs, canvas.high)
    plain = _plainly_drawn(page, objects, glyphs, canvas.high)
    whole = canvas.draw(page)
    visible = []
    for texts, _ in layers:
        show(texts, False)
        visible.append(_differ(whole, canvas.draw(page)))
        show(texts, True)
    clear(objects)
    out: dict[int, Glyph] = {}
    for mask, (texts, places) in zip(visible, layers, strict=True):
        drawing = canvas.draw_plainly(page, objects, texts).min(axis=2)
        ink = drawing < _DARK
        both, traces = ink & mask, (drawing < _PALE) & mask
        for i in places:
            one, box = glyphs[i], canvas.box(glyphs[i])
            drawn = np.count_nonzero(ink[box])
            share = np.count_nonzero(both[box]) / drawn if drawn else float(mask[box].any())
            if share >= _WHOLE or not one.text.strip():
                out[i] = one
            elif share >= _HIDDEN or (one.text.isdigit() and (_is_trace(traces[box]) or _on_a_bar(whole, box))):
                out[i] = unclear(one)
    _doubt_corrections(out, glyphs, plain)
    return [out[i] for i in sorted(out)]


def _on_a_bar(picture: Picture, place: tuple[slice, slice]) -> bool:
    """Whether a place is of a colour that is not the paper's, and most of the page beside it is not."""
    part = picture[place].reshape(-1, 3)
    if not part.size:
        return False
    colour = np.median(part, axis=0)
    if (255 - colour).max() < _STAIN:
        return False
    alike = (np.abs(picture[place[0]] - colour) < _STAIN).all(axis=2)
    return bool(alike.mean() < _BAR)


def _plainly_drawn(page: Any, objects: PageObjects, glyphs: list[Glyph], high: float) -> set[int]:
    """The glyphs, by index, among those that stand over others, whose text is drawn in full colour."""
    pairs = _overlaps(glyphs)
    owners = _owners(page, glyphs, high) if pairs else {}
    texts = {_address(objects.found[i]): objects.found[i] for i in objects.texts}
    return {i for pair in pairs for i in pair if owners.get(i) in texts and objects.plain(texts[owners[i]])}


def _doubt_corrections(seen: dict[int, Glyph], glyphs: list[Glyph], plain: set[int]) -> None:
    """A digit pasted over another that was printed and is covered: which of the two the body meant cannot be told."""
    for pair in _overlaps(glyphs):
        for above, below in (pair, pair[::-1]):
            if above in seen and below not in seen and below in plain and glyphs[below].text.isdigit():
                seen[above] = unclear(glyphs[above])


def _doubted(glyphs: list[Glyph], places: list[Box]) -> list[Glyph]:
    """The glyphs, those in these places unclear."""
    return [unclear(g) if any(b[0] <= g.x <= b[2] and b[1] <= g.y <= b[3] for b in places) else g for g in glyphs]


def _misread(
    page: Any, objects: PageObjects, glyphs: list[Glyph], high: float, false: set[tuple[int, str]]
) -> list[Glyph]:
    """The glyphs, those unclear that show another digit. false: such texts, each with the address of its font."""
    owners = _owners(page, glyphs, high)
    fonts = {_address(text): _address(font) for text, font in objects.texts_with_fonts()}
    anywhere = {text for _, text in false}
    out = []
    for i, one in enumerate(glyphs):
        font = fonts.get(owners.get(i, 0))
        doubted = one.text in anywhere and (font is None or (font, one.text) in false)
        out.append(one._replace(text=one.text + UNCLEAR) if doubted else one)
    return out


def _is_trace(seen: Mask) -> bool:
    """Whether what is seen of a digit is more than a speck, such as the edge of its stroke beside a cover."""
    return int(np.count_nonzero(seen)) >= _TRACE


def _stained(picture: Picture, place: tuple[slice, slice]) -> bool:
    """Whether a part of a picture is not of one colour throughout."""
    part = picture[place].reshape(-1, 3)
    if not part.size:
        return False
    ground = np.median(part, axis=0)
    return int(np.count_nonzero((np.abs(part - ground) >= _STAIN).any(axis=1))) >= _DIGIT


def _differ(a: Picture, b: Picture) -> Mask:
    gap = np.maximum(a, b) - np.minimum(a, b)
    mask: Mask = (gap[:, :, 0] >= _CONTRAST) | (gap[:, :, 1] >= _CONTRAST) | (gap[:, :, 2] >= _CONTRAST)
    return mask


def _layers(page: Any, objects: PageObjects, glyphs: list[Glyph], high: float) -> list[tuple[list[Any], list[int]]]:
    """The texts of a page in groups in which none is over another, each with the indices of its glyphs."""
    texts = {_address(objects.found[i]): objects.found[i] for i in objects.texts}
    pairs = _overlaps(glyphs)
    owners = _owners(page, glyphs, high) if pairs else {}
    rivals: dict[int, set[int]] = defaultdict(set)
    for a, b in pairs:
        if a in owners and b in owners:
            rivals[owners[a]].add(owners[b])
            rivals[owners[b]].add(owners[a])
    layer: dict[int, int] = {}
    for text in texts:
        taken = {layer.get(other) for other in rivals[text] if other != text}
        layer[text] = next(n for n in range(len(taken) + 1) if n not in taken)
    groups: list[tuple[list[Any], list[int]]] = [([], []) for _ in range(max(layer.values(), default=0) + 1)]
    for text, number in layer.items():
        groups[number][0].append(texts[text])
    for i in range(len(glyphs)):
        groups[layer.get(owners.get(i, 0), 0)][1].append(i)
    return groups


def _address(raw: Any) -> int:
    return ctypes.addressof(raw.contents)


def _overlaps(glyphs: list[Glyph]) -> list[tuple[int, int]]:
    """The pairs of glyphs of different text that stand over each other."""
    places = [i for i, g in enumerate(glyphs) if g.text.strip()]
    if not places:
        return []
    boxes = np.array([(glyphs[i].left, glyphs[i].top, glyphs[i].right, glyphs[i].bottom) for i in places], np.float32)
    order = np.argsort(boxes[:, 1], kind="stable")
    left, top, right, bottom = boxes[order].T
    out: list[tuple[int, int]] = []
    for k in range(len(order) - 1):
        end = int(np.searchsorted(top, bottom[k], side="left"))
        near = slice(k + 1, end)
        wide = np.minimum(right[near], right[k]) - np.maximum(left[near], left[k])
        high = np.minimum(bottom[near], bottom[k]) - top[near]
        over = (wide > _OVER * np.minimum(right[near] - left[near], right[k] - left[k])) & (
            high > _OVER * np.minimum(bottom[near] - top[near], bottom[k] - top[k])
        )
        out += [(places[order[k]], places[order[k + 1 + int(j)]]) for j in np.flatnonzero(over)]
    return [(a, b) for a, b in out if glyphs[a].text != glyphs[b].text]


def _owners(page: Any, glyphs: list[Glyph], high: float) -> dict[int, int]:
    """The text object, by its address, that draws each glyph: the nearest with that text, within two points."""
    drawn: dict[tuple[str, int, int], list[tuple[float, float, int]]] = defaultdict(list)
    texts = pdfium.FPDFText_LoadPage(page)
    box = pdfium.FS_RECTF()
    for i in range(pdfium.FPDFText_CountChars(texts)):
        text = pdfium.FPDFText_GetTextObject(texts, i)
        if text and pdfium.FPDFText_GetLooseCharBox(texts, i, box):
            middle = high - (box.bottom + box.top) / 2
            key = chr(pdfium.FPDFText_GetUnicode(texts, i)), round(box.left), round(middle)
            drawn[key].append((box.left, middle, _address(text)))
    pdfium.FPDFText_ClosePage(texts)
    out = {}
    for i, g in enumerate(glyphs):
        x, y = round(g.left), round(g.y)
        near = [d for dx in (-1, 0, 1) for dy in (-1, 0, 1) for d in drawn.get((g.text, x + dx, y + dy), ())]
        if near:
            out[i] = min(near, key=lambda d: abs(d[0] - g.left) + abs(d[1] - g.y))[2]
    return out
