"""Rules 1 to 8 over 300 clean documents, some zeros of which are left blank: no alarm; over planted faults: every one found.

The rules are written down anew from the form's notes. `pytest -s` prints the figures.
"""

import random
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from pathlib import Path

import pytest
from helpers import fixed_seed, put, read

from loaders.ingest.roster import read_roster
from loaders.ingest.run import set_roster
from loaders.store.versions import open_store
from loaders.synthetic.documents import Example, html

COUNTIES = ("洪泽区", "金湖县", "盱眙县", "涟水县", "清江浦区")
BODIES = (
    "教育局",
    "财政局",
    "民政局",
    "司法局",
    "审计局",
    "统计局",
    "水利局",
    "商务局",
    "交通运输局",
    "应急管理局",
    "卫生健康委员会",
)
YEARS = range(2021, 2026)
PEOPLE = ("natural_person", "business", "research", "public_interest", "legal_service", "other")
OUTCOMES = (
    "granted partially_granted denied_state_secret denied_law_prohibits denied_safety_stability denied_third_party "
    "denied_internal_affairs denied_process_information denied_enforcement_file denied_administrative_inquiry "
    "unavailable_not_held unavailable_needs_creation unavailable_unclear not_processed_petition not_processed_repeat "
    "not_processed_publication not_processed_excessive not_processed_reissue other_overdue_correction other_unpaid_fee "
    "other_other"
).split()
ROWS = ("received_new", "carried_in", *OUTCOMES, "total_processed", "carried_out")
CASES = ("review", "litigation_direct", "litigation_after_review")
RESULTS = ("upheld", "corrected", "other", "pending")
NORMS = ("regulations", "normative_documents")
Key = tuple[str, int]
Figures = dict[str, int]
Printed = dict[str, str]
Alarm = tuple[str, int, str, str | None, str | None]


def clean(rng: random.Random) -> dict[Key, Figures]:
    """The figures of eleven bodies and the government of each county over five years, which keep all rules."""
    out: dict[Key, Figures] = {}
    for county in COUNTIES:
        before: dict[str, Figures] = {}
        for year in YEARS:
            area: Figures = {}
            for body in BODIES:
                one = before[body] = report(rng, before.get(body, {}))
                out[f"{county}{body}", year] = one
                area = {cell: area.get(cell, 0) + n for cell, n in one.items()}
            out[f"淮安市{county}人民政府", year] = area
    return out


def report(rng: random.Random, before: Figures) -> Figures:
    """A body's figures of a year, given those of the year before; most of them are 0."""
    out: Figures = {}
    for person in PEOPLE:
        column = dict.fromkeys(ROWS, 0)
        column["carried_in"] = before.get(f"requests.carried_out.{person}", rng.choice((0, 0, 1, 3)))
        column["received_new"] = rng.choice((0, 0, 2, 15))
        waiting = column["carried_in"] + column["received_new"]
        column["carried_out"] = rng.randint(0, min(waiting, 3))
        column["total_processed"] = waiting - column["carried_out"]
        for _ in range(column["total_processed"]):
            column[rng.choice(OUTCOMES[:4] + OUTCOMES[-4:])] += 1
        out |= {f"requests.{row}.{person}": n for row, n in column.items()}
    out |= {f"requests.{row}.total": sum(out[f"requests.{row}.{p}"] for p in PEOPLE) for row in ROWS}
    for row in CASES:
        results = [rng.choice((0, 0, 1, 4)) for _ in RESULTS]
        out |= {f"reviews.{row}.{c}": n for c, n in zip((*RESULTS, "total"), (*results, sum(results)), strict=True)}
    for row in NORMS:
        issued, standing = rng.choice((0, 2)), before.get(f"disclosure.{row}.in_force", rng.choice((0, 5)))
        repealed = rng.randint(0, min(standing + issued, 1))
        counts = {"issued": issued, "repealed": repealed, "in_force": standing + issued - repealed}
        out |= {f"disclosure.{row}.{c}": n for c, n in counts.items()}
    out |= {f"disclosure.{row}.decisions": rng.choice((0, 40)) for row in ("permits", "penalties", "coercion")}
    return out


def printed(rng: random.Random, figures: Figures) -> Printed:
    """The figures as a document prints them: none, some or all zeros as blanks."""
    blanks = rng.choice((0.0, 0.5, 1.0))
    marks = ("", "", "/", "—")
    return {c: rng.choice(marks) if n == 0 and rng.random() < blanks else str(n) for c, n in figures.items()}


def alarms_of(folder: Path, texts: Mapping[Key, Printed], rng: random.Random) -> set[Alarm]:
    """The issues of rules 1 to 8 in a store of documents: agency, year, rule, item, column."""
    for (agency, year), cells in texts.items():
        page = html(Example(agency, year, "2021", cells, f"{year + 1}-01-20"), messy=rng.random() < 0.3)
        put(folder / "in", f"{year}/{agency}.html", page)
    outcome = read(folder / "store", folder / "in")
    assert set(outcome.documents["status"]) == {"read"}
    listed = "\n".join(["单位", *(c + b for c in COUNTIES for b in BODIES)])
    roster, faults = read_roster(listed.encode())
    assert not faults
    set_roster(folder / "store", roster)
    store = open_store(folder / "store")
    reports = store.read("reports").select("report_id", "agency", "year")
    rows = store.read("issues").join(reports, on="report_id").to_dicts()
    return {(short(r["agency"]), r["year"], r["rule"], r["item"], r["column"]) for r in rows if r["rule"] in RULES}


RULES = ("balance", "outcomes", "applicants", "results", "whole_number", "carry_over", "in_force", "area_sum")


def short(agency: str) -> str:
    return agency if agency.endswith("政府") else agency.removeprefix("淮安市")


def breaks(left: Iterable[int | None], right: Iterable[int | None]) -> bool:
    """Whether two sums differ for certain: both are whole and unequal, or one is whole and less than what is known of the other."""
    (a, a_whole), (b, b_whole) = ((sum(n or 0 for n in s), None not in s) for s in (list(left), list(right)))
    return (a_whole and b_whole and a != b) or (a_whole and b > a) or (b_whole and a > b)


def wrong(texts: Mapping[Key, Printed]) -> Iterator[Alarm]:
    """What breaks a rule for certain."""
    numbers = {key: {c: int(t) if t.isdecimal() else None for c, t in cells.items()} for key, cells in texts.items()}
    for (agency, year), of in numbers.items():
        at = agency, year
        for column in (*PEOPLE, "total"):
            sides = [[of[f"requests.{r}.{column}"] for r in rows] for rows in (ROWS[:2], ROWS[-2:])]
            if breaks(*sides):
                yield *at, "balance", None, column
            if breaks((of[f"requests.{r}.{column}"] for r in OUTCOMES), [of[f"requests.total_processed.{column}"]]):
                yield *at, "outcomes", None, column
        for row in ROWS:
            if breaks((of[f"requests.{row}.{p}"] for p in PEOPLE), [of[f"requests.{row}.total"]]):
                yield *at, "applicants", row, None
        for row in CASES:
            if breaks((of[f"reviews.{row}.{c}"] for c in RESULTS), [of[f"reviews.{row}.total"]]):
                yield *at, "results", row, None
        for cell, text in texts[at].items():
            if text.startswith("-"):
                _, row, column = cell.split(".")
                yield *at, "whole_number", row, column
        last = numbers.get((agency, year - 1))
        if last:
            yield from wrong_since(at, last, of)
    yield from wrong_areas(numbers)


def wrong_since(at: Key, last: dict[str, int | None], now: dict[str, int | None]) -> Iterator[Alarm]:
    """What does not follow from the year before; where a number is missing nothing is known."""
    for column in (*PEOPLE, "total"):
        out, in_ = last[f"requests.carried_out.{column}"], now[f"requests.carried_in.{column}"]
        if out is not None and in_ is not None and out != in_:
            yield *at, "carry_over", None, column
    for row in NORMS:
        sides = (
            last[f"disclosure.{row}.in_force"],
            *(now[f"disclosure.{row}.{c}"] for c in ("issued", "repealed", "in_force")),
        )
        stood, issued, repealed, stands = sides
        if None not in sides and stood + issued - repealed != stands:
            yield *at, "in_force", row, "in_force"


def wrong_areas(numbers: Mapping[Key, dict[str, int | None]]) -> Iterator[Alarm]:
    """Area reports that are not the sum of the county's bodies, all of which have reported."""
    cells = ("requests.received_new", "requests.total_processed", "reviews.review")
    for county, year, cell in product(COUNTIES, YEARS, cells):
        area = f"淮安市{county}人民政府", year
        of_area = numbers[area][f"{cell}.total"]
        sums = [numbers[county + b, year][f"{cell}.total"] for b in BODIES]
        exceeds = sum(n or 0 for n in sums) > (of_area or 0)
        if of_area is not None and any(n is not None for n in sums) and (exceeds or breaks(sums, [of_area])):
            yield *area, "area_sum", cell.split(".")[1], "total"


@pytest.fixture(scope="module")
def corpus() -> tuple[random.Random, dict[Key, Printed]]:
    rng = random.Random(fixed_seed())
    return rng, {key: printed(rng, figures) for key, figures in clean(rng).items()}


def test_300_clean_documents_raise_no_alarm(corpus, tmp_path):
    rng, texts = corpus
    assert len(texts) == 300
    assert not list(wrong(texts)), "the documents are clean"
    blanks = sum(not t.isdecimal() for cells in texts.values() for t in cells.values())
    alarms = alarms_of(tmp_path, texts, rng)
    print(f"300 clean documents, {blanks:,} blanks for zeros: {len(alarms)} false alarms")
    assert not alarms


def test_every_planted_fault_is_found_where_it_can_be(corpus, tmp_path):
    """One cell in each document, or none: another number, a number in a blank, a negative one."""
    rng, texts = corpus
    spoilt, planted = {}, 0
    for key, cells in texts.items():
        changed = dict(cells)
        if rng.random() < 0.7:
            cell = rng.choice([c for c in cells if "decisions" not in c])
            text = cells[cell]
            changed[cell] = (
                f"-{rng.randint(1, 9)}"
                if rng.random() < 0.1
                else str((int(text) if text.isdecimal() else 0) + rng.randint(1, 9))
            )
            planted += 1
        spoilt[key] = changed
    wanted = set(wrong(spoilt))
    found = alarms_of(tmp_path, spoilt, rng)
    by_rule = {r: (len({a for a in wanted & found if a[2] == r}), len({a for a in wanted if a[2] == r})) for r in RULES}
    print(
        f"{planted} faults planted; found of those that can be: "
        + ", ".join(f"{r} {k}/{n}" for r, (k, n) in by_rule.items())
    )
    assert not wanted - found
    assert not found - wanted, "false alarms"
    assert all(n for _, n in by_rule.values())
