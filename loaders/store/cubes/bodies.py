"""Reports → the bodies that filed them: names, place, kind, years, and the text in which a search finds them."""

from functools import lru_cache

import polars as pl

from loaders.bodies.order import office_order
from loaders.form.vocabulary import TEMPLATE_IDS
from loaders.places.gazetteer import FIRST, gazetteer

FIRST_YEAR = 1990
"""Bit 0 of `years`."""
UNKNOWN_YEAR = 1 << 63
YEARS_ON = {form: f"years_{form}" for form in TEMPLATE_IDS}
"""The columns with the years of a body's reports on each form."""
_OTHERWISE = {"长": "chang", "都": "du", "行": "xing", "调": "diao", "重": "zhong"}
"""How characters of organs' names are read where the dictionary reads them otherwise (重庆 and other places aside)."""
_LAST = ("agency", "province", "city", "district", "division", "level", "kind")


def bodies(reports: pl.LazyFrame) -> pl.DataFrame:
    """One row a body, as offices list them: body_id, its latest agency, place and kind, `years` with a bit for each year
    of a report, the same of each form (`YEARS_ON`), and `search`, its names and their initials.
    """
    form = "disclosure_template"
    rows = reports.filter(pl.col("body_id").is_not_null()).select("body_id", *_LAST, "year", form).sort("year")
    bit = pl.lit(1, dtype=pl.UInt64) * pl.lit(2, dtype=pl.UInt64).pow((pl.col("year") - FIRST_YEAR).cast(pl.UInt64))
    found = rows.group_by("body_id").agg(
        *(pl.col(c).last() for c in _LAST),
        names=pl.col("agency").unique(maintain_order=True),
        years=bit.drop_nulls().unique().sum().cast(pl.UInt64),
        **{column: _years_on(form_id, bit) for form_id, column in YEARS_ON.items()},
    )
    frame = found.sort(*office_order(), nulls_last=True).collect()
    texts = [
        _text(*row) for row in frame.select("names", "agency", "division", "province", "city", "district").iter_rows()
    ]
    return frame.drop("names").with_columns(search=pl.Series(texts, dtype=pl.String))


def _years_on(form: str, bit: pl.Expr) -> pl.Expr:
    """The years of reports on a form, as bits; the highest bit for those of an unknown year."""
    on_form = (pl.col("disclosure_template") == form).fill_null(False)
    return bit.fill_null(pl.lit(UNKNOWN_YEAR, dtype=pl.UInt64)).filter(on_form).unique().sum().cast(pl.UInt64)


def year_bits(years: tuple[int, ...]) -> int:
    """Some years as bits of `years`."""
    return sum(1 << (y - FIRST_YEAR) for y in years)


def _text(
    names: list[str], agency: str, division: str | None, province: str | None, city: str | None, district: str | None
) -> str:
    former = [agency.replace(district, older) for older in former_names(division) if district and district in agency]
    above = [province] if province and province not in agency else []
    return spelled([*names, *former, *above], tuple(p for p in (city, district) if p))


def spelled(names: list[str], places: tuple[str, ...]) -> str:
    """Names and their initials as one line to search in."""
    return "\x1f".join(dict.fromkeys([*names, *(initials(name, places) for name in names)])).lower()


@lru_cache(maxsize=8192)
def former_names(division: str | None) -> tuple[str, ...]:
    """The other names that a district bore since the first reports."""
    rows = gazetteer().of.get(division or "", [])
    return tuple(dict.fromkeys(r.name for r in rows if r.last >= FIRST and r.name != rows[-1].name))


def initials(name: str, places: tuple[str, ...] = ()) -> str:
    """The first letters of a name's syllables (洪泽区教育局 → hzqjyj); places are read as the words that they are."""
    return "".join(s[0] for s in _read(name, places))


def pinyin(name: str, places: tuple[str, ...] = ()) -> str:
    """A name's syllables in letters (洪泽区教育局 → hongzequjiaoyuju); places are read as the words that they are."""
    return "".join(_read(name, places))


def _read(name: str, places: tuple[str, ...]) -> list[str]:
    """The syllables of a name; what is no Chinese character stands for itself."""
    for place in places:
        before, found, after = name.partition(place)
        if found:
            return [*_read(before, places), *_syllables(place), *_read(after, places)]
    return [_syllable(c) for c in name]


@lru_cache(maxsize=1 << 16)
def _syllables(place: str) -> tuple[str, ...]:
    rows = gazetteer().named.get(place)
    return tuple(rows[0].syllables) if rows else tuple(_pinyin(place))


@lru_cache(maxsize=1 << 15)
def _syllable(character: str) -> str:
    return _OTHERWISE.get(character) or _pinyin(character)[0]


def _pinyin(characters: str) -> list[str]:
    # Its dictionary takes as long to load as Polars; only commits need it.
    from pypinyin import lazy_pinyin

    return list(lazy_pinyin(characters))
