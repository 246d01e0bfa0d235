"""Bodies of stores made at random over the years and among their peers, beside a recomputation in plain Python."""

from fractions import Fraction

import pytest
from recomputed.reports import FEWEST, Report
from recomputed.units import quartiles

from loaders.query.body import history, peers
from loaders.query.like_for_like import change_of_one


def test_a_body_is_compared_with_itself_and_with_its_peers(cases):
    for case in cases[::3]:
        for body in sorted({r.of["body_id"] for r in case.reports if r.of["body_id"]})[:6]:
            for scope in ("area", "own"):
                mine = {r.of["year"]: r for r in case.reports
                        if r.who == (body, scope) and r.of["year"] is not None}  # fmt: skip
                rows = {r["year"]: r for r in history(case.snapshot, body, scope).to_dicts()}
                assert set(rows) == set(mine), (case.name, body)
                for year, row in rows.items():
                    for id_ in ("received_new", "disclosure_rate", "permits"):
                        here = of_one(mine[year], mine.get(year - 1), id_)
                        said = change_of_one(row, rows.get(year - 1), id_)
                        assert (said.reason, said.now, said.before) == here, (case.name, body, year, id_)
                if not mine:
                    continue
                for row in peers(case.snapshot, body, scope).to_dicts():
                    if row["year"] in mine and row["metric"] in ("received_new", "disclosure_rate"):
                        wanted = of_peers(case.reports, mine[row["year"]], row["metric"])
                        found = row["peers"], row["q1"], row["median"], row["q3"]
                        assert found == pytest.approx(wanted), (case.name, body, row)


def of_one(now: Report, before: Report | None, id_: str) -> tuple[str | None, float | None, float | None]:
    """Why a body's figure may not be called a change, and its two values."""
    if before is None:
        return "no_report", None, None
    if id_ == "permits" and now.of["disclosure_template"] != before.of["disclosure_template"]:
        return "other_form", None, None
    first, second = now.figure(id_), before.figure(id_)
    if first is None or second is None:
        return "no_number", None, None
    few = first[1] is not None and min(first[1], second[1]) < FEWEST
    return "few_cases" if few else None, first[0], second[0]


def of_peers(reports: tuple[Report, ...], mine: Report, id_: str) -> tuple[float, ...]:
    """How many others of its kind, level and scope have a figure in a year, and their quartiles."""
    alike = [r for r in reports if r is not mine and r.of["body_id"] is not None
             and all(r.of[c] == mine.of[c] for c in ("kind", "level", "scope", "year"))]  # fmt: skip
    values = []
    for r in alike:
        figure = r.figure(id_)
        if figure and (figure[1] is None or figure[1] >= FEWEST):
            values.append(Fraction(figure[0]) / Fraction(1 if figure[1] is None else figure[1]))
    return len(values), *map(float, quartiles(values) or ())
