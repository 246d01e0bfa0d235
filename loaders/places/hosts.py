"""A page's address → the divisions whose names it spells, in pinyin or initials, each with a weight.

Official hosts are named after their division: xinle (新乐), yfq (鱼峰区), gzhezhang (贵州 赫章), ptjh (莆田 涵江).
"""

import re
from collections import defaultdict
from functools import cache
from urllib.parse import urlsplit

from loaders.places.gazetteer import Division, gazetteer

CITY, FULL, FIRM, PREFIXED, INITIALS = 3.5, 3.0, 2.5, 2.0, 1.0
"""The weights of spellings: a province or city in full, a county in full, in full but in the path, as initials after
those of the province or city, as initials alone."""
_GENERIC = frozenset(("www", "m", "gov", "cn", "com", "org", "net", "zwgk", "xxgk", "xxgkml", "zfxxgk"))
_GOVERNMENT = re.compile(r"^(?:site[_-])?([a-z]{2,10}?)rmzf")
_IRREGULAR = {
    "shaanxi": "610000", "harbin": "230100", "ordos": "150600", "urumqi": "650100", "hohhot": "150100", "pudong": "310115",
    "nmg": "150000", "hlj": "230000", "gxzf": "450000",
}  # fmt: skip
"""Hosts that follow no rule."""
_LONG = 8
"""The number of letters from which on a folder of the path counts as a division's name in full."""
_OF_MINISTRY = ("cma", "chinatax", "customs", "mofcom")
_PROVINCES = {
    "bj": "11", "tj": "12", "he": "13", "nm": "15", "ln": "21", "jl": "22", "hl": "23", "sh": "31", "js": "32",
    "zj": "33", "ah": "34", "fj": "35", "jx": "36", "sd": "37", "ha": "41", "hb": "42", "hn": "43", "gd": "44",
    "gx": "45", "hi": "46", "cq": "50", "sc": "51", "yn": "53", "xz": "54", "sn": "61", "gs": "62", "qh": "63",
    "nx": "64", "xj": "65",
}  # fmt: skip
"""The provinces' own second-level domains (bj.gov.cn …); gz and sx are left out, 广州 and 绍兴 use them."""


Word = dict[str, float]
"""The divisions that one word of an address may spell: weights by id."""


def spelled(url: str | None) -> list[Word]:
    """The words of an address that may spell divisions; a word spells one of them at most."""
    if not url:
        return []
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    labels = [label for label in host.split(".") if label not in _GENERIC] if host.endswith(".gov.cn") else []
    labels = [label for label in labels if label not in _OF_MINISTRY]
    forms = _forms()
    words: list[Word] = []
    if labels and labels[-1] in _PROVINCES and len(host.split(".")) > 3:
        words.append({f"{_PROVINCES[labels.pop()]}0000": FULL})
    words += [dict(forms.get(label, ())) for label in labels]
    if host.endswith(".chinatax.gov.cn"):
        words += _tax_office({id_ for word in words for id_ in word}, parts.path.lower())
        return [word for word in words if word]
    for piece in re.split(r"[/.]", parts.path.lower()):
        if match := _GOVERNMENT.match(piece):
            words.append({id_: min(weight, PREFIXED) for id_, weight in forms.get(match[1], ())})
        if len(piece) >= _LONG:
            words.append({id_: FIRM for id_, weight in forms.get(piece, ()) if weight >= FIRM})
        if piece.endswith("_customs"):
            words.append(dict(forms.get(piece.removesuffix("_customs"), ())))
    return [word for word in words if word]


def _tax_office(provinces: set[str], path: str) -> list[Word]:
    """The divisions of a tax office by its folder on its province's site: fssw_ is 佛山, gzbysw_ 广州 白云."""
    book = gazetteer()
    words: list[Word] = []
    for code in re.findall(r"/([a-z]{2,12})sw_", path):
        weights = dict(_forms().get(code, ()))
        rows = {id_: book.at(id_, None) for id_ in weights}
        words.append(
            {
                id_: FULL
                for id_, row in rows.items()
                if any(book.under(row, p) for p in provinces) and (weights[id_] > INITIALS or row.level == "city")
            }
        )
    return words


@cache
def _forms() -> dict[str, tuple[tuple[str, float], ...]]:
    """Each spelling of a division of today in hosts, with the ids and weights of the divisions that it may mean."""
    book = gazetteer()
    out: dict[str, dict[str, float]] = defaultdict(dict)
    for row in book.rows:
        if row.level == "township" or row.last != 9999:
            continue
        above = book.path(row, None)[:-1]
        for form, weight in _spellings(row, above):
            out[form][row.id] = max(weight, out[form].get(row.id, 0.0))
    for form, id_ in _IRREGULAR.items():
        out[form] = {id_: CITY}
    return {form: tuple(ids.items()) for form, ids in out.items()}


def _spellings(row: Division, above: tuple[Division, ...]) -> list[tuple[str, float]]:
    short, name = _short(row), row.syllables
    if row.level == "zone" and any(row.short == upper.short for upper in above):
        return [("".join(name), FULL)]
    full = CITY if row.level in ("province", "city") else FULL
    alias = [*short, name[-1]]
    forms = [("".join(short), full), ("".join(name), FULL), ("".join(alias), FULL)]
    forms += [(_initials(s), INITIALS) for s in (short, name, alias)]
    for upper in above:
        head = _short(upper)
        for start in (_initials(head), "".join(head), _initials([*head, upper.syllables[-1]])):
            forms += [(start + "".join(short), FULL), (start + "".join(alias), FULL)]
            forms += [(start + _initials(s), PREFIXED) for s in (short, name, alias)]
    return [(form, weight) for form, weight in forms if len(form) >= 2]


def _short(row: Division) -> tuple[str, ...]:
    return row.syllables[: len(row.short)] if row.name.startswith(row.short) else row.syllables[:-1]


def _initials(syllables: tuple[str, ...] | list[str]) -> str:
    return "".join(s[0] for s in syllables)
