"""A division and an organ → the full name of the body, unmistakable among all divisions."""

import re

from loaders.places.gazetteer import MUNICIPALITIES, Division, gazetteer

_COMMISSIONS = tuple(
    (re.compile(f"(?:{short})$"), full)
    for short, full in (
        ("(?:人民政府)?国资委", "人民政府国有资产监督管理委员会"), ("教委", "教育委员会"), ("发改委|发展改革委", "发展和改革委员会"), ("卫健委|卫生健康委", "卫生健康委员会"),
        ("住建委|住房城乡建设委", "住房和城乡建设委员会"), ("经信委", "经济和信息化委员会"), ("农业农村委", "农业农村委员会"),
        ("交通运输委", "交通运输委员会"), ("管委会?", "管理委员会"), ("住建局", "住房和城乡建设局"), ("人社局", "人力资源和社会保障局"), ("发改局", "发展和改革局"),
        ("卫健局", "卫生健康局"), ("市监局|市场监管局", "市场监督管理局"), ("工信局", "工业和信息化局"), ("(?<=[^省市县区旗州常党工])委", "委员会"),
    )
)  # fmt: skip


def full_name(first: Division | None, row: Division, printed: str, rest: str, year: int | None) -> str:
    """A body's name with the divisions that distinguish its own from others: 湛江市霞山区教育局, 兴仁市大山镇人民政府.

    first: the division that the printed name begins with; the needed ones above it are put before it.
    row: the body's own division. printed: the words for its divisions in the name. rest: the organ.
    """
    book = gazetteer()
    path = book.path(book.at(row.id, year), year)
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
    return "".join(r.name for r in needed) + printed + _organ(rest, row)


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


def _organ(rest: str, row: Division) -> str:
    if row.level == "township" and rest in ("", "政府", "人民政府"):
        return "办事处" if row.name.endswith("街道") else "人民政府"
    if row.level == "township" and row.name.endswith("街道") and rest in ("街道办事处", "办", "街道办"):
        return "办事处"
    rest = re.sub(r"^政府(?=国资委|国有资产监督管理委员会|办公[室厅]$)", "人民政府", rest)
    rest = re.sub(r"^(?:人民)?政府办$", "人民政府办公室", rest)
    rest = re.sub(r"^(?:人民)?政府(?!办|国有资产|国资委)(?=.{2,}[局委会]$)", "", rest)
    for short, full in _COMMISSIONS:
        rest = short.sub(full, rest)
    return "人民政府" if rest in ("", "政府") else rest
