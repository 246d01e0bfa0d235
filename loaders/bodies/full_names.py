"""A division and an organ → the full name of the body, unmistakable among all divisions."""

import re

from loaders.bodies.abbreviations import organ_in_full
from loaders.places.gazetteer import MUNICIPALITIES, Division, gazetteer


def full_name(first: Division | None, row: Division, printed: str, rest: str, year: int | None) -> str:
    """A body's name with the divisions that distinguish its own from others: 湛江市霞山区教育局, 兴仁市大山镇人民政府.

    first: the division that the printed name begins with; the needed ones above it are put before it.
    row: the body's own division. printed: the words for its divisions in the name. rest: the organ.
    """
    book = gazetteer()
    path = book.path(book.at(row.id, year), year)
    printed = _without_province(first, row, printed)
    needed = [r for r in path if distinguishes(r, path)]
    if first:
        known = [r.id for r in path]
        above = known[: known.index(first.id)] if first.id in known else []
        needed = [r for r in needed if r.id in above]
    # 西安高新区 names its city already.
    needed = [r for r in needed if not (printed.startswith(r.short) and first and first.level == "zone")]
    if row.level == "zone" and not rest:
        rest = "" if row.name.endswith("兵团") else "管理委员会"
        return "".join(r.name for r in needed) + printed + rest
    if rest == "海关" and not printed:
        return row.short + rest
    return "".join(r.name for r in needed) + printed + _organ(rest, row, path[0].id, year)


def distinguishes(row: Division, path: tuple[Division, ...]) -> bool:
    """Whether a division belongs in a full name: the body's own, the township's county, a district's city."""
    last = path[-1]
    if row is last:
        return True
    county = next((r for r in path if r.level in ("county", "zone")), None)
    if row is county:
        return last.level == "township"
    district = county is not None and (county.name.endswith("区") or county.level == "zone")
    if row.level == "city":
        return district or (county is None and last.level == "township")
    return row.id in MUNICIPALITIES and district


def with_government(name: str) -> str:
    """A township's name with its government (大山镇 → 大山镇人民政府)."""
    if name.endswith("街道"):
        return f"{name}办事处"
    return f"{name}人民政府" if re.search(r"(?:[镇乡]|苏木)$", name) else name


def _without_province(first: Division | None, row: Division, printed: str) -> str:
    """The words for the divisions without the province before a city or county: 甘肃省白银市 → 白银市."""
    if not first or first.level != "province" or first.id in MUNICIPALITIES or row is first:
        return printed
    below = printed.removeprefix(first.name)
    # 浙江省东阳 before 经济开发区 is part of that zone's name.
    return below if re.search(r"[市州盟县区旗镇乡道]$", below) and row.level != "zone" else printed


def _organ(rest: str, row: Division, province: str, year: int | None) -> str:
    if row.level == "township" and rest in ("", "政府", "人民政府"):
        return "办事处" if row.name.endswith("街道") else "人民政府"
    if row.level == "township" and row.name.endswith("街道") and rest in ("街道办事处", "办", "街道办"):
        return "办事处"
    rest = re.sub(r"^政府(?=国资委|国有资产监督管理委员会|办公[室厅]$)", "人民政府", rest)
    rest = re.sub(r"^(?:(?:人民)?政)?府办(?:公室)?$", "人民政府办公室", rest)
    rest = re.sub(r"^(?:人民)?政府(?!办|国有资产|国资委)(?=.{2,}[局委会]$)", "", rest)
    rest = organ_in_full(rest, province, year)
    return "人民政府" if rest in ("", "政府") else rest
