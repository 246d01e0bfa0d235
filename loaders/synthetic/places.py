"""A number of reports → as many provinces, cities, districts and kinds as it takes, and the bodies in them.

No name or code here is a real division's. A small demo is one invented city; a larger one has more cities in its
province, then more provinces, up to a nation of the real shape: 31 provinces, some 340 cities, 2,900 districts and counties, 40,000
townships and subdistricts.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from loaders.synthetic.names import invented_names
from loaders.synthetic.organs import ENDINGS, FORMER, PROVINCIAL

PROVINCE = "江岭省"
CITY = "望溪市"
DISTRICTS = (
    ("青禾区", 2.6), ("白鹭区", 2.2), ("石榴区", 1.9), ("云栖区", 1.5), ("枫桥区", 1.3), ("桐江区", 1.1),
    ("南浦县", 1.0), ("北岭县", 0.8), ("澄湖县", 0.7), ("竹川县", 0.6), ("梨园县", 0.5), ("鹤鸣县", 0.4),
)  # fmt: skip
"""The districts and counties of the first city, and their sizes relative to the average."""

_CODES = (*range(99, 82, -1), *range(80, 71, -1), *range(60, 55, -1))
"""The first two digits of the provinces' codes, which no real province has."""
_CITY_YEARS = range(2019, 2025)
_NATION_YEARS = range(2016, 2026)
_KINDS = len(ENDINGS)
_USUAL = 51
"""The number of kinds of bodies in a county of a nation; cities and provinces have all kinds."""
_TOWNSHIPS = 100
"""The order of townships among an area's bodies: after its departments."""


@dataclass(frozen=True)
class Plan:
    """The size of a demo. kinds: their number in a county. provinces: the numbers of districts by province and city.

    nation: whether there are townships, and provinces with bodies of their own.
    """

    years: range
    kinds: int
    provinces: tuple[tuple[int, ...], ...]
    nation: bool


def plan(reports: int, filed: float) -> Plan:
    """The plan for about so many reports; filed: the share of all reports that can be read."""
    kinds = max(2, round(reports / len(_CITY_YEARS) / filed / (1 + len(DISTRICTS))))
    if kinds <= _KINDS:
        return Plan(_CITY_YEARS, kinds, ((len(DISTRICTS),),), False)
    wanted = reports / len(_NATION_YEARS) / filed
    shape: list[list[int]] = []
    fixed, counties = 0, 0
    for p, districts in _shape():
        if fixed + _USUAL * counties >= wanted:
            break
        if p == len(shape):
            shape.append([])
            fixed += _KINDS
        shape[p].append(districts)
        fixed += _KINDS + sum(_townships(counties + d) for d in range(districts))
        counties += districts
    kinds = min(max(2, round((wanted - fixed) / counties)), _KINDS)
    return Plan(_NATION_YEARS, kinds, tuple(map(tuple, shape)), True)


def _shape() -> Iterator[tuple[int, int]]:
    """The cities of a nation: the index of each one's province, and the number of its districts."""
    number = 0
    for p in range(len(_CODES)):
        for _ in range(7 + 5 * p % 9):
            yield p, 4 + 7 * number % 10 if number else len(DISTRICTS)
            number += 1


def _townships(county: int) -> int:
    return 8 + 7 * county % 13


BODIES = {
    "group": pl.Int32, "order": pl.Int32, "level": pl.String, "province": pl.String, "city": pl.String,
    "district": pl.String, "district_before": pl.String, "division": pl.String, "code": pl.String,
    "code_before": pl.String, "since": pl.Int32, "size": pl.Float64, "kind": pl.String, "organ": pl.String,
    "organ_before": pl.String, "organ_since": pl.Int32,
}  # fmt: skip
"""The columns of a body: its divisions, its organ, and the names of both before a reform (`since`, `organ_since`)."""
_PLACE = tuple(BODIES)[2:12]


def provinces(plan: Plan, seed: int) -> list[pl.DataFrame]:
    """The bodies of each province, provinces ordered by name; each area comes before those inside it."""
    rng = np.random.default_rng([seed, len(_CODES)])
    names = invented_names(rng) if plan.nation else []
    upper, names = names[:400], names[400:]
    by_name: list[tuple[str, pl.DataFrame]] = []
    county = 0
    for p, cities in enumerate(plan.provinces):
        province = PROVINCE if p == 0 else f"{upper.pop()}省"
        code = _CODES[p] * 10000
        divisions: list[tuple[object, ...]] = []
        if plan.nation:
            divisions.append(("province", province, None, None, None, str(code), str(code), str(code), None, 10.0))
        for c, districts in enumerate(cities, 1):
            first = p == 0 and c == 1
            city = CITY if first else f"{upper.pop()}市"
            above = str(code + 100 * c)
            size = 4.0 if first else 4.0 * float(rng.lognormal(0, 0.4))
            divisions.append(("city", province, city, None, None, above, above, above, None, size))
            for d, (name, before, since, size) in enumerate(_named(names, districts, first, rng), 1):
                own = str(code + 100 * c + d)
                moved = str(code + 100 * c + d + 40) if since else own
                divisions.append(("county", province, city, name, before, own, moved, own, since, size))
        frame = pl.DataFrame(divisions, schema={k: BODIES[k] for k in _PLACE}, orient="row").with_row_index("group")
        towns = _towns(frame, names, county, rng) if plan.nation else None
        county += sum(cities)
        by_name.append((province, _staffed(frame, towns, plan.kinds)))
    return [bodies for _, bodies in sorted(by_name, key=lambda item: item[0])]


def _named(
    names: list[str], districts: int, first: bool, rng: np.random.Generator
) -> list[tuple[str, str, int | None, float]]:
    """The districts of a city: name, the name before it, the year of the change if any, size."""
    if first:
        return [(name, name, None, size) for name, size in DISTRICTS]
    named: list[tuple[str, str, int | None, float]] = []
    # Not uniform, so that some names are those of districts in several cities, as in reality.
    drawn = np.unique((rng.random(3 * districts) ** 1.3 * len(names)).astype(int))
    for i in rng.permutation(drawn)[:districts]:
        level, change = str(rng.choice(["区", "县", "市"], p=[0.4, 0.45, 0.15])), rng.random()
        name, size = names[i], float(rng.lognormal(-0.1, 0.5))
        if level != "县" and change < 0.2:
            named.append((name + level, name + "县", int(rng.integers(2017, 2025)), size))
        else:
            named.append((name + level, name + level, None, size))
    return named


def _towns(places: pl.DataFrame, names: list[str], county: int, rng: np.random.Generator) -> pl.DataFrame:
    """The townships and subdistricts of counties, as bodies."""
    counties = places.filter(pl.col("level") == "county")
    counts = [_townships(county + i) for i in range(counties.height)]
    drawn = [i for n in counts for i in rng.choice(len(names), n, replace=False)]
    level = rng.choice(["镇", "乡", "街道"], len(drawn), p=[0.5, 0.22, 0.28])
    number = np.concatenate([np.arange(1, n + 1) for n in counts])
    named = pl.Series([names[i] for i in drawn]) + pl.Series(level)
    street = pl.Series(level == "街道")
    digits = pl.Series(number).cast(pl.String).str.zfill(3)
    towns = counties[np.repeat(np.arange(counties.height), counts)].with_columns(
        level=pl.lit("township"),
        code=pl.col("code") + digits,
        code_before=pl.col("code_before") + digits,
        size=pl.col("size") * pl.Series(rng.lognormal(0, 0.4, len(drawn))),
        order=_TOWNSHIPS + pl.Series(number),
        kind=pl.select(pl.when(street).then(pl.lit("subdistrict")).otherwise(pl.lit("township"))).to_series(),
        organ=named + pl.select(pl.when(street).then(pl.lit("办事处")).otherwise(pl.lit("人民政府"))).to_series(),
    )
    return _typed(towns.with_columns(organ_before="organ", organ_since=None))


def _staffed(places: pl.DataFrame, towns: pl.DataFrame | None, kinds: int) -> pl.DataFrame:
    """The bodies of divisions: each area's government first, then its departments, then its townships."""
    organs = []
    for order, (kind, ending) in enumerate(ENDINGS.items()):
        since, before = FORMER.get(kind, (None, None))
        for level, name in (("province", PROVINCIAL.get(kind, ending)), ("city", ending), ("county", ending)):
            if order < kinds or (towns is not None and level != "county"):
                before_reform = before.removesuffix("局") + "厅" if before and name.endswith("厅") else before
                organs.append((order, level, kind, name, before_reform or name, since))
    columns = ("order", "level", "kind", "organ", "organ_before", "organ_since")
    table = pl.DataFrame(organs, schema={k: BODIES[k] for k in columns}, orient="row")
    bodies = _typed(places.join(table, on="level"))
    return (bodies if towns is None else pl.concat([bodies, towns])).sort("group", "order")


def _typed(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(pl.col(name).cast(dtype) for name, dtype in BODIES.items())
