"""The reports behind a figure: they add up to what pages show, and every other that matches says why it is set aside."""

import os
import random
from pathlib import Path

import polars as pl
import pytest
from helpers import example, figures, fixed_seed, hold, put, read
from recomputed.reports import METRICS, Choice, counting, covers, matching, reports_of, total, with_vertical
from recomputed.stores import random_store

from loaders.form.metrics import METRIC
from loaders.form.metrics import METRICS as ALL
from loaders.query.exports import export
from loaders.query.filters import Filter
from loaders.query.snapshot import Snapshot, open_snapshot
from loaders.query.sources import ASIDE, COUNTED, NO_NUMBER, OTHER_DOCUMENTS, SCHEMA, Figure, behind, counts, set_aside
from loaders.query.sums import sums
from loaders.store.versions import open_store
from loaders.synthetic.documents import Example, html

STORES = int(os.environ.get("STORES") or 12)
UNITS = {
    "total": (), "city": ("province", "city"), "district": ("division",), "own": ("kind",), "body": ("body_id", "scope"),
}  # fmt: skip
NEW = "requests.received_new.total"


def filters_of(rng: random.Random, rows: pl.DataFrame) -> Filter:
    def some(column: str) -> tuple:
        values = sorted(rows[column].drop_nulls().unique())
        return tuple(rng.sample(values, min(len(values), rng.randint(1, 2)))) if rng.random() < 0.3 else ()

    year = rng.choice(sorted(rows["year"].drop_nulls().unique()))
    places = tuple(p for p in some("division") if not p.endswith("71"))[:1]
    return Filter((year,), places, some("kind"), some("level"), some("body_id"), some("disclosure_template"))


@pytest.mark.parametrize("n", range(STORES))
def test_the_reports_listed_add_up_to_the_figure_shown(n, tmp_path):
    """For every grouping, on stores and filters made at random: value, N, and how many reports have a number."""
    seed = f"{fixed_seed()}/{n}"
    rng = random.Random(seed)
    store = random_store(tmp_path / "store", rng)
    snapshot = open_snapshot(store, low_memory=rng.random() < 0.3)
    rows, compared = store.read("reports"), 0
    if not rows["year"].drop_nulls().len():
        return
    for _ in range(6):
        filters, id_ = filters_of(rng, rows), rng.choice([m.id for m in ALL] + [NEW, "reviews.review.total"])
        for by, keys in UNITS.items():
            shown = sums(snapshot, filters, (id_,), ("year", *keys))
            for row in shown.iter_rows(named=True):
                figure = Figure(id_, filters, by, tuple((k, row[k]) for k in keys))
                name = f"SEED={seed} {figure}"
                said, listed = counts(snapshot, figure), behind(snapshot, figure)
                assert said.value == row[id_], name
                assert said.over == row.get(f"{id_}.over"), name
                assert said.of((COUNTED, *NO_NUMBER)) == listed.height == row["reports"], name
                with_number = listed.filter(pl.col("role") == COUNTED)
                assert with_number.height == row[f"{id_}.reports"], name
                assert with_number["value"].null_count() == 0, name
                value = with_number["value"].sum() if with_number.height else None
                assert value == pytest.approx(row[id_]), name
                if id_ in METRIC and METRIC[id_].rate:
                    assert (with_number["over"].sum() if with_number.height else None) == row[f"{id_}.over"], name
                compared += 1
            if by != "own":
                # Each kind has a sum of its own; one over all kinds leaves bodies under vertical management out.
                said = counts(snapshot, Figure(id_, filters, by))
                assert said.of((COUNTED, *NO_NUMBER)) == shown["reports"].sum(), f"SEED={seed} {by}"
    assert compared, seed


@pytest.mark.parametrize("n", range(STORES))
def test_each_report_that_matches_is_behind_the_figure_or_says_why_not(n, tmp_path):
    """Beside a recomputation from the exports that knows nothing of the program's plans."""
    seed = f"{fixed_seed()}/{n}"
    rng = random.Random(seed)
    store = random_store(tmp_path / "store", rng)
    snapshot = open_snapshot(store, low_memory=rng.random() < 0.3)
    reports = reports_of(export(store, "reports", "zh").to_dicts(), export(store, "facts", "zh").to_dicts())
    agencies = {r.id: r.of["agency"] for r in reports}
    for year in sorted({r.of["year"] for r in reports if r.of["year"] is not None}):
        for unit in ("total", "city", "district", "body"):
            id_ = rng.choice(list(METRICS))
            kinds = tuple(rng.sample(("people_government", "education", "health"), 2)) if rng.random() < 0.3 else ()
            choice, figure = Choice((year,), kinds=kinds), Figure(id_, Filter((year,), kinds=kinds), unit)
            name = f"SEED={seed} {figure}"
            there = counting(reports, choice, year, unit)
            listed, aside = behind(snapshot, figure), set_aside(snapshot, figure)
            assert sorted(listed["report_id"]) == sorted(r.id for r in there), name
            assert set(listed.filter(pl.col("role") == COUNTED)["report_id"]) == {
                r.id for r in there if r.figure(id_) is not None
            }, name
            assert counts(snapshot, figure).value == total(there, id_)[0], name
            others = aside.filter(pl.col("role").is_in(ASIDE))
            left = {r.id: r for r in matching(reports, choice) if r not in there}
            assert sorted(others["report_id"]) == sorted(left), name
            for role, report_id, holder in others.select("role", "report_id", "holder").iter_rows():
                report = left[report_id]
                if role in ("no_body", "no_year", "no_scope"):
                    assert not report.known, name
                elif role == "vertical":
                    assert report.vertical, name
                    assert not with_vertical(reports, choice), name
                elif role == "above":
                    assert (unit, report.of["scope"]) in (("city", "area"), ("district", "area")), name
                else:
                    assert role == "covered", name
                    assert holder in {agencies[a.id] for a in there if covers(a, report)} or unit == "total", name
            old = aside.filter(pl.col("role").is_in(OTHER_DOCUMENTS))
            assert old["source"].null_count() == 0, name


def documents_of(folder: Path, **pages: str | Example) -> Snapshot:
    for name, page in pages.items():
        put(folder / "in", f"{name}.html", page)
    read(folder / "store", folder / "in")
    return hold(folder / "store")


def test_what_fails_in_a_cell_is_said(tmp_path):
    """A number, an absurd one (rule 5), a text, nothing; of a table that the document lacks, unlisted."""
    texts = {"教育": "30", "公安": "20000000", "审计": "若干", "民政": ""}
    pages = {n: html(example(2023, f"徐州市{n}局", requests__received_new__total=t)) for n, t in texts.items()}
    snapshot = documents_of(tmp_path, **pages)
    rows = behind(snapshot, Figure(NEW, Filter((2023,))))
    assert {r["agency"][3:5]: (r["role"], r["value"]) for r in rows.to_dicts()} == {
        "教育": ("counted", 30.0), "公安": ("impossible", None), "审计": ("unreadable", None), "民政": ("blank", None),
    }  # fmt: skip
    said = counts(snapshot, Figure(NEW, Filter((2023,))))
    assert (said.value, said.roles) == (30, {"counted": 1, "impossible": 1, "unreadable": 1, "blank": 1})
    old = counts(snapshot, Figure("disclosure.permits.items_last_year", Filter((2023,))))
    assert (old.value, old.roles) == (None, {"unlisted": 4})


def test_a_rate_lists_n_and_N_and_lacks_what_either_lacks(tmp_path):
    one = Example("徐州市教育局", 2023, "2021", figures(granted=20, received_new=30, denied_state_secret=10))
    two = Example("徐州市公安局", 2023, "2021", figures(granted=5) | {"requests.total_processed.total": ""})
    snapshot = documents_of(tmp_path, a=one, b=two)
    figure = Figure("granted_rate", Filter((2023,)))
    said = counts(snapshot, figure)
    assert (said.value, said.over, said.roles) == (20, 30, {"counted": 1, "blank": 1})
    assert behind(snapshot, figure).select("role", "value", "over").rows() == [
        ("counted", 20, 30),
        ("blank", None, None),
    ]


def test_who_is_set_aside_and_why(tmp_path):
    """An area report holds the bodies' own; tax stands apart; a revised and a repeated document count once; 教育局 is nobody."""
    page = lambda agency, n: html(Example(agency, 2023, "2021", figures(received_new=n, granted=n), "2024-01-20"))  # noqa: E731
    snapshot = documents_of(
        tmp_path, area=page("徐州市人民政府", 100), own=page("徐州市教育局", 7), tax=page("国家税务总局徐州市税务局", 50),
        old=page("徐州市教育局", 6).replace("2024-01-20", "2024-01-10"), same=page("徐州市教育局", 7) + "<!-- again -->",
        nobody=page("教育局", 3),
    )  # fmt: skip
    figure = Figure("received_new", Filter((2023,)))
    rows = set_aside(snapshot, figure)
    found = {(r["role"], r["agency"], r["holder"], r["source"] and r["source"][:-5]) for r in rows.to_dicts()}
    winner = snapshot.store.read("documents").filter(
        pl.col("status") == "read", pl.col("source").is_in(["own.html", "same.html"])
    )
    other = "same" if winner["source"].item() == "own.html" else "own"
    assert found == {
        ("no_body", "教育局", None, None),
        ("vertical", "国家税务总局徐州市税务局", None, None),
        ("covered", "徐州市教育局", "徐州市人民政府", None),
        ("superseded", "徐州市教育局", None, "old"),
        ("duplicate", "徐州市教育局", None, other),
    }
    assert dict(counts(snapshot, figure).roles) == {
        "counted": 1, "no_body": 1, "vertical": 1, "covered": 1, "superseded": 1, "duplicate": 1,
    }  # fmt: skip
    own = Figure("received_new", Filter((2023,)), "own", (("kind", "education"),))
    assert counts(snapshot, own).roles == {"counted": 1, "no_body": 1, "superseded": 1, "duplicate": 1}
    of_tax = Figure("received_new", Filter((2023,), kinds=("vertical",)))
    assert (counts(snapshot, of_tax).value, counts(snapshot, of_tax).roles) == (50, {"counted": 1})


def test_a_province_is_no_part_of_a_table_of_cities(tmp_path):
    page = lambda agency, n: html(Example(agency, 2023, "2021", figures(received_new=n, granted=n)))  # noqa: E731
    snapshot = documents_of(tmp_path, a=page("江苏省人民政府", 1000), b=page("徐州市人民政府", 100))
    rows = set_aside(snapshot, Figure("received_new", Filter((2023,)), "city"))
    assert rows.select("role", "agency").rows() == [("above", "江苏省人民政府")]


def test_a_long_list_is_cut_and_holds_the_largest(tmp_path):
    pages = {f"p{n}": Example(f"徐州市{k}局", 2023, "2021", figures(received_new=n, granted=n))
             for n, k in enumerate(("教育", "公安", "审计", "民政"), 1)}  # fmt: skip
    snapshot = documents_of(tmp_path, **pages)
    rows = behind(snapshot, Figure("received_new", Filter((2023,))), 2)
    assert rows["value"].to_list() == [4, 3]
    assert list(rows.schema) == list(SCHEMA)
    assert set_aside(snapshot, Figure("received_new", Filter((2023,))), 2).height == 0
    assert open_store(tmp_path / "store").read("reports").height == 4
