"""Pictures (PNG, JPEG, TIFF) and pages of a PDF without text → rows, through the extra `gongkai[ocr]` where it is installed."""

import importlib.util
import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageOps, ImageSequence

from loaders.reading.formats.document import Document
from loaders.text.errors import Unreadable

if TYPE_CHECKING:
    from loaders.reading.formats.scans.page import PicturedPage
    from loaders.reading.formats.scans.sheet import Picture

PICTURES = ("png", "jpeg", "tiff", "gif", "bmp")
"""The formats of pictures that are read."""
_MOST_PAGES = 60
"""Far above any annual report: each takes seconds."""
_DRAWN_SIDE = 2900
"""Pixels of the long side of a PDF's page: 248 dpi for A4."""
_SHOWN_SIDE = 1100
"""Pixels of the longer side of a page on a screen."""
_MOST_PIXELS = 120_000_000
_LEAST_SIDE = 500
"""A picture with a side shorter than this, in pixels, holds no page that could be read."""

Announce = Callable[[int], None]
"""Is told how many pages are about to be read from pictures: this takes seconds for each."""


def quietly(pages: int) -> None:
    """An announcement to nobody."""


def installed() -> bool:
    """Whether the extra is there."""
    return all(importlib.util.find_spec(name) for name in ("rapidocr", "onnxruntime", "cv2"))


def read_pictures(data: bytes, format: str, announce: Announce) -> Document:
    """The pages of a picture file; raises Unreadable if the extra is missing, the file broken, too small or too large."""
    if not installed():
        raise Unreadable("image")
    document = Document(format=format)
    tables = 0
    for number, picture in enumerate(_decoded(data, announce), 1):
        page = picture_page(picture, number, tables)
        tables += sum(line.text is None for line in page.lines)
        document.rows += [row for line in page.lines for row in line.rows]
        document.sightings |= page.sightings
        document.pictured.append(number)
    if not document.rows:
        raise Unreadable("picture_without_text")
    return document


def decoded(data: bytes) -> Image.Image:
    """The first picture of a file, upright; raises Unreadable if it is broken or too large."""
    with _opened(data) as file:
        return _upright(file)


def shown_page(data: bytes, page: int) -> tuple[bytes, int]:
    """A page of a picture file, counted from 1, as PNG for a screen, and how many pages the file has."""
    with _opened(data) as file:
        count = getattr(file, "n_frames", 1)
        file.seek(min(max(page, 1), count) - 1)
        picture = _upright(file)
        picture.thumbnail((_SHOWN_SIDE, _SHOWN_SIDE))
        out = io.BytesIO()
        picture.save(out, "PNG", optimize=True)
        return out.getvalue(), count


def picture_page(picture: "Picture", number: int, tables: int) -> "PicturedPage":
    """A page from its picture, given how many tables stand on the pages before it."""
    from loaders.reading.formats.scans.page import read_page

    return read_page(picture, number, tables)


def drawn_pages(data: bytes, pages: Iterable[int]) -> "Iterator[Picture]":
    """Pages of a PDF, by index from 0, as they are drawn."""
    import pypdfium2

    with closing(pypdfium2.PdfDocument(data)) as pdf:
        for index in pages:
            page = pdf[index]
            picture = page.render(scale=_DRAWN_SIDE / max(*page.get_size(), 1.0), rev_byteorder=True)
            yield picture.to_numpy()[..., :3].copy()


def _decoded(data: bytes, announce: Announce) -> "Iterator[Picture]":
    """The pages in a file of pictures, upright as the camera says, with square pixels."""
    with _opened(data) as file:
        if min(file.size) < _LEAST_SIDE:
            raise Unreadable("picture_too_small", wide=file.width, high=file.height, least=_LEAST_SIDE)
        announce(getattr(file, "n_frames", 1))
        for frame in ImageSequence.Iterator(file):
            across, down = frame.info.get("dpi", (1, 1))
            page = _upright(frame)
            if across > 1.2 * down > 0:
                page = page.resize((page.width, round(page.height * float(across) / float(down))))
            yield np.asarray(page)


@contextmanager
def _opened(data: bytes) -> Iterator[Image.Image]:
    """A file of pictures; whatever Pillow raises over it becomes Unreadable."""
    Image.MAX_IMAGE_PIXELS = _MOST_PIXELS
    try:
        with Image.open(io.BytesIO(data)) as file:
            count = getattr(file, "n_frames", 1)
            if count > _MOST_PAGES:
                raise Unreadable("too_many_pages", pages=count, most=_MOST_PAGES)
            yield file
    except (Unreadable, MemoryError):
        raise
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise Unreadable("picture_broken") from error


def _upright(frame: Image.Image) -> Image.Image:
    """A page in grey or colour, turned as the camera says."""
    page = ImageOps.exif_transpose(frame)
    return page.convert("L" if page.mode in ("1", "L", "I;16", "I") else "RGB")
