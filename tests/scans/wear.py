"""A drawn page → what a scanner, a fax machine or a camera makes of it."""

import math
import random
from collections.abc import Callable
from io import BytesIO

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from tests.scans.drawing import Print

Wear = Callable[[Image.Image, Print, random.Random], Image.Image]


def clean(page: Image.Image, how: Print, rng: random.Random) -> Image.Image:
    """As drawn."""
    return page


def noise(page: Image.Image, how: Print, rng: random.Random) -> Image.Image:
    """Grey paper, grain, specks and a little blur."""
    maker = np.random.default_rng(rng.randrange(2**32))
    soft = page.filter(ImageFilter.GaussianBlur(0.35 / 200 * how.dpi))
    pixels = np.asarray(soft, np.float32) * 0.85 + rng.uniform(15, 30)
    pixels += maker.normal(0, rng.uniform(4, 14), pixels.shape)
    specks = maker.random(pixels.shape) < 0.0004
    pixels[specks] = maker.integers(0, 120, int(specks.sum()))
    return Image.fromarray(pixels.clip(0, 255).astype(np.uint8))


def skew(page: Image.Image, how: Print, rng: random.Random) -> Image.Image:
    """Laid on the glass at an angle, grainy."""
    angle = rng.uniform(0.4, 3.5) * rng.choice((-1, 1))
    return noise(page, how, rng).rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=235)


def fax(page: Image.Image, how: Print, rng: random.Random) -> Image.Image:
    """Black or white, at the fine resolution of ITU-T T.4 (204 × 196 dpi), some lines lost."""
    inches = page.width / how.dpi, page.height / how.dpi
    small = page.resize((round(inches[0] * 204), round(inches[1] * 196)), Image.Resampling.BILINEAR)
    pixels = np.asarray(small).copy()
    maker = np.random.default_rng(rng.randrange(2**32))
    pixels = np.where(pixels + maker.normal(0, 25, pixels.shape) > rng.uniform(120, 170), 255, 0).astype(np.uint8)
    for _ in range(rng.randint(0, 3)):
        row = rng.randrange(len(pixels) - 1)
        pixels[row] = pixels[row + 1]
    pixels[maker.random(pixels.shape) < 0.0005] = 0
    return Image.fromarray(pixels).convert("1")


def stamp(page: Image.Image, how: Print, rng: random.Random) -> Image.Image:
    """A red seal over some part of the page, then scanned."""
    side = how.mm(42)
    seal = Image.new("L", (side, side), 0)
    pen, middle = ImageDraw.Draw(seal), side / 2
    pen.ellipse((4, 4, side - 4, side - 4), outline=255, width=how.mm(1.2))
    star = [
        (middle + r * math.sin(i * math.pi / 5), middle - r * math.cos(i * math.pi / 5))
        for i in range(10)
        for r in [side * (0.16 if i % 2 == 0 else 0.065)]
    ]
    pen.polygon(star, fill=255)
    for i, letter in enumerate("望溪市青禾区人民政府办公室"):
        angle = math.radians(-120 + i * 20)
        x, y = middle + 0.38 * side * math.sin(angle), middle - 0.38 * side * math.cos(angle)
        pen.text((x, y), letter, 255, how.font("字", 13), anchor="mm")
    seal = seal.rotate(rng.uniform(-20, 20))
    grey = np.asarray(noise(page, how, rng), np.float32)
    colour = np.stack([grey] * 3, axis=-1)
    left = rng.randrange(page.width // 10, page.width - side - page.width // 10)
    top = rng.randrange(page.height // 10, page.height - side - page.height // 10)
    ink = np.asarray(seal, np.float32)[..., None] / 255 * rng.uniform(0.55, 0.95)
    red = np.array([rng.uniform(190, 235), rng.uniform(20, 70), rng.uniform(20, 70)], np.float32)
    part = colour[top : top + side, left : left + side]
    # Ink lets black through: the paper's light is what the seal takes away.
    part[:] = part * (1 - ink) + part * (red / 255) * ink
    return Image.fromarray(colour.clip(0, 255).astype(np.uint8))


def photo(page: Image.Image, how: Print, rng: random.Random) -> Image.Image:
    """Photographed by hand on a desk: perspective, shadow, blur, JPEG."""
    wide, high = page.size
    away = 0.035
    corners = [(rng.uniform(0, away) * wide, rng.uniform(0, away) * high) for _ in range(4)]
    source = [(0, 0), (wide, 0), (wide, high), (0, high)]
    signs = [(1, 1), (-1, 1), (-1, -1), (1, -1)]
    target = [(x + s * dx, y + t * dy) for (x, y), (s, t), (dx, dy) in zip(source, signs, corners, strict=True)]
    paper = page.convert("RGB")
    warped = paper.transform(
        page.size, Image.Transform.PERSPECTIVE, _coefficients(target, source), Image.Resampling.BICUBIC,
        fillcolor=(96, 84, 70),
    )  # fmt: skip
    y, x = np.mgrid[0:high, 0:wide].astype(np.float32)
    turn = rng.uniform(0, 2 * math.pi)
    light = 0.8 + 0.2 * ((x / wide - 0.5) * math.cos(turn) + (y / high - 0.5) * math.sin(turn))
    pixels = np.asarray(warped, np.float32) * light[..., None] * np.array([1.0, 0.97, 0.9], np.float32)
    pixels += np.random.default_rng(rng.randrange(2**32)).normal(0, 4, pixels.shape)
    shot = Image.fromarray(pixels.clip(0, 255).astype(np.uint8))
    shot = shot.filter(ImageFilter.GaussianBlur(0.5 / 200 * how.dpi))
    packed = BytesIO()
    shot.save(packed, "JPEG", quality=rng.randint(70, 90))
    return Image.open(packed)


def curve(page: Image.Image, how: Print, rng: random.Random) -> Image.Image:
    """Photographed as it curls: its lines bow."""
    pixels = np.asarray(noise(page, how, rng), np.float32)
    high, wide = pixels.shape
    bow = how.mm(rng.uniform(1.0, 4.0)) * rng.choice((-1, 1))
    shift = bow * np.sin(np.linspace(0, math.pi * rng.uniform(0.8, 1.4), wide))
    rows = (np.arange(high)[:, None] + shift[None, :]).clip(0, high - 1).astype(int)
    light = 1 - 0.25 * np.abs(np.cos(np.linspace(0, math.pi, wide)))
    bent = pixels[rows, np.arange(wide)[None, :]] * light[None, :]
    return Image.fromarray(bent.clip(0, 255).astype(np.uint8))


def _coefficients(target: list[tuple[float, float]], source: list[tuple[float, float]]) -> list[float]:
    """The eight numbers by which Pillow maps each point of the new picture to one of the old."""
    rows, sides = [], []
    for (x, y), (u, v) in zip(target, source, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        sides += [u, v]
    return [float(n) for n in np.linalg.solve(np.array(rows), np.array(sides))]


WEARS: dict[str, Wear] = {f.__name__: f for f in (clean, noise, skew, fax, stamp, photo, curve)}


def saved(pages: list[Image.Image], kind: str, dpi: float | tuple[float, float]) -> bytes:
    """The pages as a file of a kind: pdf, tiff, png or jpeg; the last two hold one page."""
    if not isinstance(dpi, tuple):
        dpi = (dpi, dpi)
    out = BytesIO()
    if kind == "pdf":
        pages[0].save(out, "PDF", resolution=dpi[0], save_all=True, append_images=pages[1:])
    elif kind == "tiff":
        packing = "group4" if pages[0].mode == "1" else "tiff_lzw"
        pages[0].save(out, "TIFF", dpi=dpi, save_all=True, append_images=pages[1:], compression=packing)
    elif kind == "png":
        pages[0].save(out, "PNG", dpi=dpi)
    else:
        pages[0].convert("RGB").save(out, "JPEG", quality=85, dpi=tuple(round(d) for d in dpi))
    return out.getvalue()
