"""What pages ask is the same from the sums made at ingest as from the reports themselves, to the last digit."""

from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp

import orjson
import polars as pl
import pytest
from helpers import hold
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nation import nation
from polars.testing import assert_frame_equal

from loaders.form.metrics import METRICS
from loaders.query import body, compare, coverage, issues, options, plan
from loaders.query import sums as query_sums
from loaders.query.filters import Filter
from loaders.query.snapshot import open_snapshot
from loaders.query.sums import comparable_counts, sums
from loaders.store import writer
from loaders.store.additive import AREAS
from loaders.store.cubes import cubes
from loaders.store.cubes.lines import former_agencies
from loaders.store.cubes.sums import IDS
from loaders.store.versions import open_store, shipped
from loaders.synthetic.store import write_demo

DEMO = hold(shipped("demo"))
ROWS = DEMO.store.read("reports")
DIVISIONS = ROWS["division"].drop_nulls().unique().sort().to_list()


NATION = nation(Path(mkdtemp()) / "store")
NATION_ROWS = NATION.store.read("reports")
KINDS, LEVELS, YEARS, TEMPLATES = (
    NATION_ROWS[c].drop_nulls().unique().sort().cast(t).to_list()
    for c, t in (("kind", pl.String), ("level", pl.String), ("year", pl.Int16), ("disclosure_template", pl.String))
)
PLACES = list(NATION.places.of)


def some(values, most):
    return st.lists(st.sampled_from(values), max_size=most, unique=True).map(tuple)


FILTERS = st.builds(
    Filter,
    years=some(YEARS, 3),
    places=some(PLACES, 4),
    kinds=some(KINDS, 3),
    levels=some(LEVELS, 2),
    templates=st.one_of(st.just(()), some(TEMPLATES, 2)),
)
SETTINGS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def from_reports(monkeypatch):
    """Runs a query on the reports themselves, whatever cube would serve."""

    def run(query, *arguments):
        with monkeypatch.context() as patched:
            patched.setattr(plan, "pick_source", lambda *_: "reports")
            patched.setattr(plan, "_settled", lambda *_: False)
            return query(NATION, *arguments)

    return run


def let_through(filters: Filter) -> pl.Series:
    """The reports that a filter lets through, found by the names of places; all that lie in them."""
    where = [(pl.col(c).cast(pl.String).is_in([str(v) for v in values])) for c, values in (
        ("year", filters.years), ("kind", filters.kinds), ("level", filters.levels), ("body_id", filters.bodies),
        ("disclosure_template", filters.templates),
    ) if values]  # fmt: skip

    def inside(code: str) -> pl.Expr:
        if code.endswith("0000"):
            return pl.col("province") == f"第{code[:2]}省"
        return pl.col("city") == f"{code[:2]}第{code[3]}市" if code.endswith("00") else pl.col("division") == code

    def holds(upper: str, lower: str) -> bool:
        if upper == lower or not upper.endswith("00"):
            return False
        return set(ids(inside(lower))) < set(ids(inside(upper)))

    def ids(*tests: pl.Expr) -> pl.Series:
        return NATION_ROWS.filter(*tests)["report_id"]

    narrow = [c for c in filters.places if not any(holds(c, other) for other in filters.places)]
    places = [pl.any_horizontal(inside(c) for c in narrow)] if narrow else []
    return ids(*where, *places).sort()


@SETTINGS
@given(filters=FILTERS)
def test_a_filter_lets_the_same_through_everywhere(filters):
    wanted = let_through(filters)
    rows = NATION_ROWS.filter(pl.col("report_id").is_in(wanted.implode()))
    assert query_sums.count(NATION, filters) == rows.height
    issue_rows = NATION.store.read("issues").filter(pl.col("report_id").is_in(wanted.implode()))
    found = issues.by_rule(NATION, filters)
    assert found["issues"].sum() == issue_rows.height
    assert found["reports"].sum() == issue_rows.select("report_id", "rule").unique().height
    filed = coverage.counts(NATION, filters)["filed"].sum()
    assert filed == rows.select("body_id", "year").unique().height
    bodies = set(rows["body_id"])
    every = options.bodies(NATION, filters)["body_id"]
    assert options.count_bodies(NATION, filters) == every.len() or every.len() == options.MAX_BODIES
    assert set(every) <= bodies or filters.chooses("levels")
    by_body = query_sums.sums(NATION, filters, ("received_new",), ("body_id",))
    assert by_body["reports"].sum() == rows.height


@SETTINGS
@given(
    filters=FILTERS,
    ids=some(IDS, 6).filter(bool),
    by=st.sampled_from([("year",), ("year", "division"), ("kind",), ("year", "kind"), ("year", "province")]),
)
def test_sums_are_those_of_the_reports(from_reports, filters, ids, by):
    assert_frame_equal(sums(NATION, filters, ids, by), from_reports(sums, filters, ids, by), check_exact=True)


@SETTINGS
@given(filters=FILTERS, year=st.sampled_from(YEARS))
def test_the_bodies_of_two_years_are_those_of_the_reports(from_reports, filters, year):
    both = comparable_counts(NATION, filters, year)
    every = tuple(NATION_ROWS["body_id"].unique())
    assert both == comparable_counts(NATION, replace(filters, bodies=every), year)


@SETTINGS
@given(
    filters=FILTERS,
    metric=st.sampled_from([m.id for m in METRICS]),
    unit=st.sampled_from(["district", "city", "province"]),
)
def test_comparisons_are_those_of_the_reports(from_reports, filters, metric, unit):
    question = compare.Comparison(metric, unit, filters)
    assert_frame_equal(compare.compared(NATION, question), from_reports(compare.compared, question), check_exact=True)


@SETTINGS
@given(filters=FILTERS, by=st.sampled_from([(), ("division",), ("kind",), ("province",)]))
def test_filings_are_counted_as_they_are_listed(filters, by):
    rows = coverage.coverage(NATION, filters).filter(pl.col("state") != "not_expected")
    listed = rows.group_by("year", *by).agg(expected=pl.len(), missing=(pl.col("state") == "missing").sum())
    got = coverage.counts(NATION, filters, by).select("year", *by, "expected", "missing")
    assert_frame_equal(got, listed, check_row_order=False, check_dtypes=False)


def test_a_bodys_peers_are_all_others_of_its_kind_and_level():
    """For every body of two kinds: quartiles of the group without it, computed from its members."""
    compared = 0
    for kind in ("natural_resources", "education"):
        of_kind = ROWS.filter(pl.col("kind") == kind, pl.col("level") == "county", pl.col("scope") == "own")
        for id_ in of_kind["body_id"].unique():
            got = {(r["year"], r["metric"]): r for r in body.peers(DEMO, id_, "own").iter_rows(named=True)}
            for (year,), rows in of_kind.filter(pl.col("body_id") != id_).group_by("year"):
                value = rows["requests.received_new.total"].drop_nulls().cast(pl.Float64)
                line = got.get((year, "received_new"))
                assert (line is None) == (value.len() < 4)
                if line:
                    wanted = [value.quantile(q, "linear") for q in (0.25, 0.5, 0.75)]
                    assert [line["q1"], line["median"], line["q3"]] == pytest.approx(wanted, abs=1e-12)
                    assert line["peers"] == value.len()
                    compared += 1
    assert compared > 50


@pytest.mark.parametrize("few", [0, 10**6])
@pytest.mark.parametrize("low_memory", [False, True])
def test_a_store_held_or_scanned_with_cubes_or_without_says_the_same(tmp_path, monkeypatch, low_memory, few):
    monkeypatch.setattr(writer, "MAX_REPORTS_WITHOUT_CUBES", few)
    write_demo(tmp_path / "store", 2000, 2024)
    snapshot = open_snapshot(open_store(tmp_path / "store"), low_memory=low_memory)
    assert ("places" in snapshot.store.files) == (few == 0)
    filters = Filter(kinds=("education", "water"), places=tuple(DIVISIONS[:3]))
    ids = ("received_new", "disclosure_rate", "fees")
    for query, arguments in (
        (sums, (filters, ids)),
        (sums, (Filter(), ids)),
        (issues.examples, (Filter(), "zh")),
        (coverage.coverage, (Filter(), 50, None, coverage.OWING)),
        (coverage.counts, (Filter(templates=("2019",)),)),
        (options.bodies, (Filter(years=(2022,), templates=("2019",)),)),
        (compare.compared, (compare.Comparison("denial_rate", "district", Filter()),)),
    ):
        assert_frame_equal(query(snapshot, *arguments), query(DEMO, *arguments))


@pytest.mark.parametrize("low_memory", [False, True])
def test_sums_of_a_program_that_numbered_no_areas_are_made_anew(tmp_path, monkeypatch, low_memory):
    def without_areas(*tables: pl.LazyFrame) -> dict[str, pl.DataFrame]:
        return {name: cube.drop(AREAS.values(), strict=False) for name, cube in cubes(*tables).items()}

    path = tmp_path / "store"
    with monkeypatch.context() as before:
        before.setattr(writer, "MAX_REPORTS_WITHOUT_CUBES", 0)
        before.setattr(writer, "cubes", without_areas)
        write_demo(path, 2000, 2024)
    manifest = orjson.loads((path / "manifest.json").read_bytes())
    (path / "manifest.json").write_bytes(orjson.dumps(manifest | {"cubes": 9}))
    snapshot = open_snapshot(open_store(path), low_memory=low_memory)
    for filters in (Filter(levels=("county",)), Filter(templates=("2021",)), Filter(places=tuple(DIVISIONS[:3]))):
        for by in (("year",), ("division", "year")):
            assert_frame_equal(
                sums(snapshot, filters, ("received_new",), by), sums(DEMO, filters, ("received_new",), by)
            )


@pytest.mark.parametrize("turned", [False, True])
def test_earlier_names_stand_by_their_first_years_whatever_the_order_of_reports(turned):
    now = {"body_id": "b", "agency": "望溪市青禾区数据局", "district": None, "division": None}
    named = [("望溪市青禾区行政审批局", 2021), ("望溪市青禾区政务服务管理办公室", 2018), (now["agency"], 2024)]
    filed = pl.DataFrame([{**now, "name": name, "since": since} for name, since in named])
    found = former_agencies(filed.reverse() if turned else filed)
    assert found["former"].to_list() == ["望溪市青禾区政务服务管理办公室、望溪市青禾区行政审批局"]
