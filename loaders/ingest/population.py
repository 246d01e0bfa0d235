"""A CSV or workbook of residents by place and year → the population, or what is wrong with it row by row; nothing is half taken."""

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import polars as pl

from loaders.bodies.describe import description
from loaders.bodies.placing import Context
from loaders.ingest.csv_input import Headings, InputError, read_listing
from loaders.places.gazetteer import gazetteer
from loaders.store.schema import Population, types
from loaders.text.normalize import strip_space

HEADINGS: Headings = {
    "place": ("地区", "所属地区", "行政区划", "区县", "县区", "district", "division", "place"),
    "year": ("年份", "年度", "年", "year"),
    "residents": ("常住人口", "常住人口（人）", "常住人口(人)", "年末常住人口", "年末常住人口（人）", "residents", "population"),
    "ten_thousands": ("常住人口（万人）", "常住人口(万人)", "年末常住人口（万人）", "年末常住人口(万人)", "residents_10k"),
}  # fmt: skip
"""What the columns may be called: the place, the year, and the residents in persons or in 10,000 persons."""

Places = Mapping[str, frozenset[str]]
"""A place's name, with or without those above it → the divisions of a store that bear it."""

_NUMBER = re.compile(r"\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_BOUNDS = {"province": (600_000, 200_000_000), "city": (2_200, 40_000_000), "county": (1_000, 10_000_000)}
"""The residents of a division, at least and at most: what lies outside was meant in the other unit. A city has from 2,300
persons (三沙市) to about 2,150 ten thousands (成都市).
"""


def places_of(reports: pl.LazyFrame) -> Places:
    """The names of the places of a store's reports."""
    named: dict[str, set[str]] = {}
    columns = ("division", "level", "province", "city", "district")
    rows = reports.select(columns).filter(pl.col("division").is_not_null()).unique().collect()
    for division, level, *names in rows.iter_rows():
        above = names[: {"province": 1, "city": 2}.get(level, 3)]
        # A zone has no name of its own among these columns.
        if above[-1]:
            path = [name for name in dict.fromkeys(above) if name]
            for i in range(len(path)):
                named.setdefault("".join(path[i:]), set()).add(division)
    return {name: frozenset(divisions) for name, divisions in named.items()}


def read_population(data: bytes, places: Places | None = None) -> tuple[pl.DataFrame, list[InputError]]:
    """The population in a file, and the faults that keep it from being taken.

    places: those of the store; one that the table of divisions lacks must be among them.
    """
    listed, faults = read_listing(data, HEADINGS, "place")
    if listed and not {"residents", "ten_thousands"} & listed[0][1].keys():
        return _frame([]), [InputError(listed[0][0] - 1, "population_column", {"needed": HEADINGS["residents"][0]})]
    if listed and "year" not in listed[0][1]:
        return _frame([]), [InputError(listed[0][0] - 1, "population_column", {"needed": HEADINGS["year"][0]})]
    rows: list[dict[str, Any]] = []
    first_row: dict[tuple[str, int], int] = {}
    for number, cells in listed:
        row, fault = _row(number, cells, places or {})
        if row:
            before = first_row.setdefault((row["division"], row["year"]), number)
            if before != number:
                words = {"place": row["place"], "year": row["year"], "before": before}
                fault = InputError(number, "population_twice", words)
        if fault:
            faults.append(fault)
        elif row:
            rows.append(row)
    return _frame([] if faults else rows), faults


def _frame(rows: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=types(Population)).sort("division", "year")


def _row(number: int, cells: dict[str, str], places: Places) -> tuple[dict[str, Any] | None, InputError | None]:
    place, year = strip_space(cells["place"]), strip_space(cells["year"])
    if not place:
        return None, InputError(number, "population_no_place")
    if not re.fullmatch(r"20\d\d年?", year):
        return None, InputError(number, "population_year", {"value": year})
    found = division_named(place, int(year[:4]), places)
    if len(found) != 1:
        reason = "population_ambiguous" if found else "population_unknown"
        return None, InputError(number, reason, {"place": place, "candidates": "、".join(found.values())})
    (division, name), *_ = found.items()
    residents, printed = _residents(cells)
    words: dict[str, object] = {"place": place, "value": printed}
    if residents is None or residents.denominator != 1:
        return None, InputError(number, "population_number", words)
    least, most = _BOUNDS[_level(division)]
    if not least <= residents <= most:
        return None, InputError(number, "population_absurd", words)
    return {"division": division, "place": name, "year": int(year[:4]), "residents": int(residents)}, None


def _residents(cells: dict[str, str]) -> tuple[Fraction | None, str]:
    """Persons, None where the cell holds no number; and the cell. A number in 10,000 persons may have decimals."""
    persons, ten_thousands = (strip_space(cells.get(c, "")) for c in ("residents", "ten_thousands"))
    printed = persons or ten_thousands
    text = printed.removesuffix("人")
    unit = 1 if persons else 10_000
    if text.endswith("万"):
        text, unit = text[:-1], 10_000
    if not _NUMBER.fullmatch(text):
        return None, printed
    return Fraction(text.replace(",", "").replace("，", "")) * unit, printed


def division_named(place: str, year: int, places: Places) -> dict[str, str]:
    """The divisions that a name may mean in a year, each with its full name."""
    body = description(f"{place}人民政府", year, "area", Context(year))
    if body.candidates:
        return {name: name.removesuffix("人民政府") for name in body.candidates}
    if body.division and body.place_source != "printed":
        # What follows the place is no part of it: 洪泽区教育局 has no residents.
        names = gazetteer().named
        ends = (row for i in range(len(place)) for row in names.get(place[i:], ()))
        return {body.division: _full_name(body.division, year)} if any(r.id == body.division for r in ends) else {}
    return dict.fromkeys(sorted(places.get(place, ())), place)


def _full_name(division: str, year: int) -> str:
    book = gazetteer()
    return "".join(row.name for row in book.path(book.at(division, year), year))


def _level(division: str) -> str:
    """The level for the bounds, by the code: 320000 is a province, 320800 a city."""
    return "province" if division.endswith("0000") else "city" if division.endswith("00") else "county"
