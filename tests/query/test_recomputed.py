"""Figures, changes and sentences of stores made at random, beside a recomputation in plain Python over their exports.

`STORES=200` in the environment runs it over so many stores; `SEED=…` runs the same ones again.
"""

import os
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from helpers import fresh_seed
from random_stores import random_store
from recomputed import (
    METRICS,
    Alike,
    Choice,
    Due,
    Report,
    change,
    counting,
    due,
    grouped,
    matching,
    moved,
    near,
    partial,
    rate_is,
    reports_of,
    total,
    unit_of,
)  # fmt: skip

from loaders.output import summaries
from loaders.query.compare import Comparison, compared, two_years
from loaders.query.exports import export
from loaders.query.filters import Filter
from loaders.query.like_for_like import like_for_like
from loaders.query.snapshot import Snapshot, open_snapshot
from loaders.query.sums import excluded_count, sums

STORES = int(os.environ.get("STORES") or 25)
FILTERS = 2
"""How many filters are drawn for a store, beside that of everything."""
REASONS = {
    "other_bodies": "两年没有相同的单位", "no_number": "没有两年都有数字的单位",
    "other_form": "两年表格版本不同", "few_cases": "件数不足 20",
}  # fmt: skip
FAILURES = ("no_tables",)


@dataclass(frozen=True)
class Case:
    """A store, what its exports hold, and a filter over it in both forms."""

    name: str
    snapshot: Snapshot
    reports: tuple[Report, ...]
    due: Due
    mismatched: dict[str, set[str]]
    filters: Filter
    choice: Choice

    @property
    def years(self) -> list[int]:
        return sorted({r.of["year"] for r in self.reports if r.of["year"] is not None})


@pytest.fixture(scope="module")
def cases(tmp_path_factory) -> list[Case]:
    seed = fresh_seed()
    return [c for n in range(STORES) for c in cases_of(tmp_path_factory.mktemp("random") / "store", f"{seed}/{n}")]


def cases_of(path: Path, seed: str) -> Iterator[Case]:
    """A store, each time with another filter."""
    rng = random.Random(seed)
    store = random_store(path, rng)
    exported = export(store, "reports", "zh").to_dicts()
    reports = reports_of(exported, export(store, "facts", "zh").to_dicts())
    documents = store.read("documents").to_dicts()
    failed = {(d["body_id"], d["year"]) for d in documents if d["status"] == "rejected" and d["reason"] in FAILURES}
    mismatched: dict[str, set[str]] = {}
    for issue in store.read("issues").to_dicts():
        mismatched.setdefault(issue["rule"], set()).add(issue["report_id"])
    snapshot = open_snapshot(store, low_memory=rng.random() < 0.2)
    for n in range(FILTERS + 1):
        choice, places = drawn(rng, reports) if n else (Choice(), ())
        filters = Filter(choice.years, places, choice.kinds, choice.levels, choice.bodies, choice.templates)
        name = f"SEED={seed} {filters}"
        yield Case(
            name, snapshot, reports, due(reports, store.read("roster").to_dicts(), failed), mismatched, filters, choice
        )


def drawn(rng: random.Random, reports: tuple[Report, ...]) -> tuple[Choice, tuple[str, ...]]:
    """A filter, and the codes of its places: a province or city is chosen by the code of its own division."""

    def some(column: str) -> tuple:
        values = sorted({r.of[column] for r in reports if r.of[column] is not None})
        return tuple(sorted(rng.sample(values, min(len(values), rng.randint(1, 3)))))

    fields = rng.sample(("years", "divisions", "kinds", "levels", "bodies", "templates"), rng.randint(1, 2))
    columns = {"years": "year", "divisions": "division", "kinds": "kind", "levels": "level", "bodies": "body_id",
               "templates": "disclosure_template"}  # fmt: skip
    chosen = {f: some(columns[f]) for f in fields}
    # The table of divisions does not know an invented zone from the city that it is named after.
    places = tuple(d for d in chosen.get("divisions", ()) if not d.endswith("71"))[:1]
    if places:
        stem = places[0].removesuffix("0000") if places[0].endswith("0000") else places[0].removesuffix("00")
        inside = {r.of["division"] for r in reports if r.of["division"] and r.of["division"].startswith(stem)}
        chosen["divisions"] = tuple(sorted(inside))
    else:
        chosen.pop("divisions", None)
    return Choice(**chosen), places


def test_totals_and_what_is_set_aside(cases):
    ids = tuple(METRICS)
    for case in cases:
        rows = {r["year"]: r for r in sums(case.snapshot, case.filters, ids).to_dicts()}
        there = {y: counting(case.reports, case.choice, y) for y in case.years}
        assert set(rows) == {y for y, r in there.items() if r}, case.name
        for year, row in rows.items():
            assert row["reports"] == len(there[year]), case.name
            for id_ in ids:
                found = row[id_], row.get(f"{id_}.over"), row[f"{id_}.reports"]
                assert found == total(there[year], id_), (case.name, year, id_)
        aside = [r for r in matching(case.reports, case.choice) if not r.known]
        assert excluded_count(case.snapshot, case.filters) == len(aside), case.name


def test_changes_are_of_the_same_bodies(cases):
    for case in cases:
        for year in case.years:
            found = like_for_like(case.snapshot, case.filters, tuple(METRICS), year)
            for id_, said in found.items():
                here = change(case.reports, case.choice, id_, year)
                values = {f: getattr(said, f) for f in Alike.__dataclass_fields__}
                assert Alike(**values) == here, (case.name, year, id_)


@pytest.mark.parametrize("unit", ["district", "city", "province", "body"])
def test_units_are_compared_where_they_may_be(cases, unit):
    for case in cases:
        for id_ in ("received_new", "disclosure_rate"):
            rows = compared(case.snapshot, Comparison(id_, unit, replace(case.filters, years=())))
            choice = replace(case.choice, years=())
            every = {(r["unit"], r["year"]): r for r in rows.to_dicts()}
            here = {k: unit_of(case.reports, choice, case.due, unit, k[0], id_, k[1]) for k in every}
            for k, row in every.items():
                found = row["filed"], row["reports"], row["value"], row["over"], row["reason"]
                u = here[k]
                assert found == (len(u.who), u.numbers, u.value, u.over, u.reason), (case.name, unit, id_, k)
            years = sorted({y for _, y in every})
            for first, last in pairwise(years):
                for row in two_years(rows, first, last).to_dicts():
                    now, before = here[row["unit"], last], here[row["unit"], first]
                    may = not now.reason and not before.reason and now.who == before.who
                    wanted = now.value - before.value if may else None
                    assert row["difference"] == wanted, (case.name, id_, row)


_MOVED = r"(?:，与上年持平|，比上年(?:增加|减少) [\d,]+ 件(?:（[^）]*）)?)"
_WHO = r"(?:同口径 (?P<same>[\d,]+) 家{figure} \*\*(?P<figure>[\d,]+)\*\* 件(?P<lead>" + _MOVED + r")；合计：)?"
_AFTER = (r"(?:（(?P<n>\d+) 份报告中 (?P<k>\d+) 份有数字）)?"
          r"(?:（其中 (?P<areas>\d+) 个地区只有部分单位：应报 (?P<due>\d+) 家，计入 (?P<there>\d+) 家）)?"
          r"(?P<moved>" + _MOVED + r")?(?:（与上年不可比：(?P<reason>[^。]+)。）)?")  # fmt: skip
_POINTS = r"(?:（同口径 (?P<points_same>\d+) 家(?P<points_of>，[^）]*)）|(?P<points>，[^；]*))?"
_REMARK = r"(?:（⚠ 计入的报告中有 (?P<mismatched>\d+) 份合计与分项不等。）)?"


def _rate(name: str) -> str:
    return rf"\*\*(?P<{name}>[^*]+)\*\*"


SENTENCES = {
    "overview": r"(?P<year>\d+) 年，" + _WHO.replace("{figure}", "收到申请") + r"(?P<who>.+?)共收到申请 \*\*(?P<total>[^*]+)\*\* 件"
    + _AFTER + "；公开率 " + _rate("disclosure_rate") + _POINTS + "；行政复议 " + _rate("review_total") + " 件。",
    "requests": r"(?P<year>\d+) 年" + _WHO.replace("{figure}", "新收申请") + r"新收申请 \*\*(?P<total>[^*]+)\*\* 件" + _AFTER
    + "；办理 " + _rate("total_processed") + " 件，公开率 " + _rate("disclosure_rate") + "；结转下年 " + _rate("carried_out")
    + " 件。" + _REMARK,
    "reviews": r"(?P<year>\d+) 年" + _WHO.replace("{figure}", "行政复议") + r"行政复议 \*\*(?P<total>[^*]+)\*\* 件" + _AFTER
    + "，每百件办理 " + _rate("review_rate") + " 件；复议纠错率（审结口径）" + _rate("correction_rate") + "；未经复议直接起诉 "
    + _rate("direct") + " 件，复议后起诉 " + _rate("after") + " 件。" + _REMARK,
}  # fmt: skip
"""Every word of each sentence, so that no statement goes unread."""
FIGURE = {"overview": "received_new", "requests": "received_new", "reviews": "review_total"}
IDS = {"direct": "reviews.litigation_direct.total", "after": "reviews.litigation_after_review.total"}
RULES = {"overview": (), "requests": ("balance", "outcomes", "applicants", "group"), "reviews": ("results",)}


@pytest.mark.parametrize("page", SENTENCES)
def test_sentences_are_true(cases, page):
    for case in cases:
        said = getattr(summaries, page)(case.snapshot, case.filters, "zh")
        shown = [y for y in case.years if (not case.choice.years or y in case.choice.years)
                 and counting(case.reports, case.choice, y)]  # fmt: skip
        if not shown:
            assert said == "", (case.name, said)
            continue
        found = re.fullmatch(SENTENCES[page], said)
        assert found, (case.name, said)
        wrong = list(false_statements(case, page, found.groupdict(), shown[-1]))
        assert not wrong, (case.name, said, wrong)


def false_statements(case: Case, page: str, said: dict[str, str | None], year: int) -> Iterator[object]:
    """What a sentence says against what is so, and what it ought to say and does not."""
    there, id_ = counting(case.reports, case.choice, year), FIGURE[page]

    def differ(name: str, wanted: object) -> Iterator[object]:
        if (said[name] or None) != (None if wanted is None else str(wanted)):
            yield name, said[name], wanted

    yield from differ("year", year)
    value, _, numbers = total(there, id_)
    yield from differ("total", grouped(value))
    gap = 0 < numbers < len(there)
    yield from differ("n", len(there) if gap else None)
    yield from differ("k", numbers if gap else None)
    areas, wanted, counted = partial(case.reports, case.choice, case.due, year)
    some = wanted > counted and not case.choice.bodies and not case.choice.templates
    for name, number in (("areas", areas), ("due", wanted), ("there", counted)):
        yield from differ(name, number if some else None)
    alike = change(case.reports, case.choice, id_, year)
    lead = not alike.reason and not alike.alike
    yield from differ("same", alike.bodies if lead else None)
    yield from differ("figure", grouped(alike.now) if lead else None)
    yield from differ("reason", REASONS.get(alike.reason or ""))
    if lead != bool(said["lead"]) or (said["lead"] and not moved(said["lead"], alike.now, alike.before)):
        yield "lead", said["lead"], alike
    whole = not alike.reason and alike.alike
    before = total(counting(case.reports, replace(case.choice, years=()), year - 1), id_)[0]
    if whole != bool(said["moved"]) or (said["moved"] and not moved(said["moved"], value, before)):
        yield "moved", said["moved"], value, before
    for name in ("disclosure_rate", "review_rate", "correction_rate"):
        if name in said and not rate_is(
            said[name] or "", *total(there, name)[:2], "" if name == "review_rate" else "%"
        ):
            yield name, said[name], total(there, name)
    for name in ("review_total", "total_processed", "carried_out", "direct", "after"):
        if name in said:
            yield from differ(name, grouped(total(there, IDS.get(name, name))[0]))
    if "who" in said:
        yield from wrong_bodies(said["who"] or "", there)
        yield from wrong_points(said, change(case.reports, case.choice, "disclosure_rate", year))
    broken = set().union(*(case.mismatched.get(r, set()) for r in RULES[page]))
    if "mismatched" in said:
        yield from differ("mismatched", len([r for r in there if r.id in broken]) or None)


def wrong_bodies(text: str, there: list[Report]) -> Iterator[object]:
    """Where `1 个市、2 个县区和 3 家单位` is not so."""
    areas = [r for r in there if r.of["scope"] == "area"]
    if name := re.fullmatch("(.+)（全区域报告）", text):
        alone = [r.of["district"] or r.of["city"] or r.of["province"] for r in areas]
        if len(there) != 1 or alone != [name[1]]:
            yield "who", text, alone
        return
    words = {"province": "个省份", "city": "个市", "county": "个县区", "body": "家单位"}
    counts = {unit: sum(r.of["level"] == unit for r in areas) for unit in words} | {"body": len(there) - len(areas)}
    wanted = [f"{n} {words[unit]}" for unit, n in counts.items() if n]
    if re.split("、|和 ", text) != wanted:
        yield "who", text, wanted


def wrong_points(said: dict[str, str | None], alike: Alike) -> Iterator[object]:
    """Where the clause about a rate's change is not so."""
    may = not alike.reason
    text = said["points"] if alike.alike else said["points_of"]
    other = said["points_of"] if alike.alike else said["points"]
    if other or may != bool(text) or (may and not alike.alike and said["points_same"] != str(alike.bodies)):
        yield "points", said["points"], said["points_of"], alike
    elif may and text:
        points = 100 * (
            Fraction(alike.now) / Fraction(alike.cases) - Fraction(alike.before) / Fraction(alike.cases_before)
        )
        if not points:
            true = text == "，与上年持平"
        elif abs(points) < Fraction(1, 20):
            true = text == "，与上年相差不到 0.1 个百分点"
        else:
            way = "上升" if points > 0 else "下降"
            size = re.fullmatch(rf"，比上年{way} ([\d.]+) 个百分点", text)
            true = bool(size) and near(size[1], abs(points))
        if not true:
            yield "points", text, alike, float(points)
