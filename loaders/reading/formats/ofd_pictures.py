"""The pictures and fonts that an OFD file brings along → their parts; the pictures of a page → one (GB/T 33190-2016, 7.9, 10)."""

import posixpath
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from loaders.reading.formats.ofd_objects import PageContent
from loaders.reading.formats.packages import Package
from loaders.reading.formats.pictures import decoded

if TYPE_CHECKING:
    from loaders.reading.formats.scans.sheet import Picture

_LONG_SIDE = 2900
"""Pixels of the long side of a page as it is put together: 248 dpi for A4."""


def media(package: Package, resources: Iterable[str]) -> dict[str, str]:
    """The parts of pictures by their ids in these parts of resources."""
    return _files(package, resources, "{*}MultiMedias/{*}MultiMedia", "{*}MediaFile")


def font_files(package: Package, resources: Iterable[str]) -> dict[str, str]:
    """The parts of fonts that the file brings along, by their ids in these parts of resources."""
    return _files(package, resources, "{*}Fonts/{*}Font", "{*}FontFile")


def _files(package: Package, resources: Iterable[str], items: str, name: str) -> dict[str, str]:
    out: dict[str, str] = {}
    for part in resources:
        root = package.xml(part)
        folder = posixpath.join("/" + posixpath.dirname(part), (root.get("BaseLoc") or "").strip())
        for item in root.iterfind(items):
            file = item.find(name)
            if file is not None and file.text:
                out[item.get("ID") or ""] = posixpath.normpath(posixpath.join(folder, file.text.strip())).lstrip("/")
    return out


def drawn(package: Package, page: PageContent, files: Mapping[str, str]) -> "Picture | None":
    """The pictures of a page on white paper; None if none of them is in the file."""
    scale = _LONG_SIDE / max(page.wide, page.high, 1.0)
    sheet = Image.new("RGB", (max(1, round(page.wide * scale)), max(1, round(page.high * scale))), "white")
    found = False
    for resource, box in page.pictures:
        part = files.get(resource, "")
        left, top, right, bottom = (round(side * scale) for side in box)
        if part in package and 0 < right - left <= 4 * _LONG_SIDE and 0 < bottom - top <= 4 * _LONG_SIDE:
            picture: Any = decoded(package.read(part)).convert("RGB")
            sheet.paste(picture.resize((right - left, bottom - top), Image.Resampling.BICUBIC), (left, top))
            found = True
    return np.asarray(sheet) if found else None
