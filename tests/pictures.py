"""`python -m tests.pictures FOLDER [PAGE …]`: a picture of every page, or of those named, on the demo, in both languages and themes."""

import asyncio
import io
import sys
from collections.abc import Collection
from itertools import product
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, async_playwright

sys.path.insert(0, str(Path(__file__).parent))

import chromium
from walk.look import settle
from walk.run import menu
from walk.states import LANGS, THEMES

_WIDE = 1366
_LOW, _HIGH = 768, 3000
_MOST = 250_000
"""Bytes of a picture at the most, so that the README loads at once."""
_HEIGHT = "Math.max(...[...document.querySelectorAll('[data-testid=stMain], [data-testid=stMainBlockContainer]')].map((e) => e.scrollHeight))"


async def take(browser: Browser, address: str, name: str, lang: str, theme: str) -> bytes:
    """A page from its head to its end, or as far as a picture goes."""
    context = await browser.new_context(
        locale="zh-CN", viewport={"width": _WIDE, "height": _LOW}, color_scheme=theme, reduced_motion="reduce"
    )
    page = await context.new_page()
    await page.goto(f"{address}/{name}?data=demo&lang={lang}")
    await settle(page)
    high = await page.evaluate(_HEIGHT)
    await page.set_viewport_size({"width": _WIDE, "height": max(_LOW, min(int(high) + 60, _HIGH))})
    await settle(page)
    picture = await page.screenshot()
    await context.close()
    return picture


def small(picture: bytes) -> bytes:
    """The picture in as many colours as its size allows."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    for colours in (256, 128, 64, 32):
        out = io.BytesIO()
        image.quantize(colours, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
        if out.tell() <= _MOST:
            break
    return out.getvalue()


async def main(folder: Path, only: Collection[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with chromium.serving() as address:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=chromium.PATH, args=chromium.ARGUMENTS)
            names = {name or "overview": name for name in await menu(browser, address)}
            if unknown := set(only) - names.keys():
                sys.exit(f"no such page: {', '.join(sorted(unknown))}; there are {', '.join(names)}")
            for page, lang, theme in product(only or names, LANGS, THEMES):
                name, file = names[page], folder / f"{page}_{lang}_{theme}.png"
                file.write_bytes(small(await take(browser, address, name, lang, theme)))
                print(f"{file} {file.stat().st_size // 1000} kB", flush=True)
            await browser.close()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2:]))
