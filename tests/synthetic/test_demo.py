"""The demo: seeded, of invented places, and with faults that the checks find, all of them and nothing else."""

import numpy as np
import polars as pl
import pytest
from helpers import example, put, run
from polars.testing import assert_frame_equal

from loaders.bodies.kinds import kind_of
from loaders.form.vocabulary import CELLS
from loaders.places.gazetteer import gazetteer
from loaders.store.additive import vertical
from loaders.store.errors import StoreError
from loaders.store.versions import open_store, shipped
from loaders.synthetic.figures import figures
from loaders.synthetic.places import plan, provinces
from loaders.synthetic.planted import ERROR_SHARES, FILED
from loaders.synthetic.store import write_demo

ERRORS = ("balance", "outcomes", "applicants", "results", "whole_number", "carry_over", "in_force", "group")


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    path = tmp_path_factory.mktemp("demo") / "store"
    made = write_demo(path, 900, 7)
    return made, open_store(path)


def found(store, rule: str) -> set[tuple[str, int]]:
    """The bodies and years with an issue of a rule."""
    rows = store.read("issues").filter(pl.col("rule") == rule).join(store.read("reports"), on="report_id")
    return set(rows.select("agency", "year").iter_rows())


def reported(store, planted: list[tuple[str, int]]) -> set[tuple[str, int]]:
    snapshot = set(store.read("reports").select("agency", "year").iter_rows())
    return set(planted) & snapshot


def test_every_planted_fault_is_found_and_no_other(demo):
    made, store = demo
    planted = made.planted_reports
    assert all(planted[f] for f in ERROR_SHARES)
    snapshot = store.read("reports")
    assert found(store, "outcomes") == reported(store, planted["total_off"])
    following = {(a, y) for a, y in reported(store, planted["carry_off"]) if reported(store, [(a, y - 1)])}
    assert found(store, "carry_over") == following
    assert found(store, "unreadable") == reported(store, planted["unreadable"])
    several = snapshot.filter(
        pl.sum_horizontal(f"reviews.review.{c}" for c in ("upheld", "corrected", "other", "pending")) > 0
    )
    with_reviews = set(several.select("agency", "year").iter_rows())
    assert found(store, "results") == reported(store, planted["review_total_zero"]) & with_reviews
    spoilt = set().union(*planted.values())
    assert set().union(*(found(store, rule) for rule in ERRORS)) <= spoilt


def test_what_is_missing_or_rejected_has_no_figures(demo):
    made, store = demo
    snapshot = set(store.read("reports").select("agency", "year").iter_rows())
    assert not snapshot & set(made.planted_reports["missing"])
    assert not snapshot & set(made.planted_reports["rejected"])
    documents = store.read("documents")
    assert set(documents.filter(pl.col("status") == "rejected").select("agency", "year").iter_rows()) == set(
        made.planted_reports["rejected"]
    ) - set(made.planted_reports["missing"])


def test_most_rows_are_zero_and_a_few_bodies_get_hundreds(demo):
    new = demo[1].read("reports").filter(pl.col("scope") == "own")["requests.received_new.total"]
    assert new.median() <= 10
    assert new.max() >= 200


def test_the_same_seed_writes_the_same_reports(demo, tmp_path):
    write_demo(tmp_path / "again", 900, 7)
    write_demo(tmp_path / "other", 900, 8)
    reports = demo[1].read("reports")
    assert open_store(tmp_path / "again").read("reports").equals(reports)
    assert not open_store(tmp_path / "other").read("reports").equals(reports)


def test_the_demo_of_the_repo_is_what_the_command_writes(tmp_path):
    """`gongkai demo --reports 2000 --seed 2024 --store data/demo`"""
    write_demo(tmp_path / "demo", 2000, 2024)
    for table in ("reports", "issues", "documents"):
        written, ours = (open_store(s).read(table) for s in (tmp_path / "demo", shipped("demo")))
        assert ours.height, table
        assert written.equals(ours), table


def test_it_never_overwrites_a_store(demo):
    with pytest.raises(StoreError):
        write_demo(demo[1].path, 900, 7)


@pytest.fixture(scope="module")
def nation(tmp_path_factory):
    """The beginning of a nation: two provinces, one of them in part."""
    path = tmp_path_factory.mktemp("nation") / "store"
    made = write_demo(path, 70_000, 7)
    return made, open_store(path)


def test_documents_may_be_added_to_it_and_none_of_its_reports_is_lost_or_changed(tmp_path):
    path = tmp_path / "store"
    write_demo(path, 300, 7)
    before = open_store(path)
    put(tmp_path / "in", "2023.html", example(2023))
    for _ in range(2):
        assert run("ingest", tmp_path / "in", "--store", path).exit_code == 0
        after = open_store(path)
        for table in ("reports", "issues"):
            key = ["report_id", "document"] if table == "reports" else ["report_id"]
            kept = after.read(table).join(before.read("reports"), on=key, how="semi")
            assert_frame_equal(kept, before.read(table), check_row_order=False)
        assert after.read("reports").height == before.read("reports").height + 1
        assert after.label == "demo"
        put(tmp_path / "in", "again.html", example(2023))


def test_its_reports_cannot_be_withdrawn_or_settled_and_that_is_said(demo):
    source = demo[1].read("documents").filter(pl.col("status") == "read")["source"][0]
    for command in (["withdraw", source], ["settle", source, "--year", "2020"]):
        refused = run(*command, "--store", demo[1].path, "--lang", "en")
        assert isinstance(refused.exception, StoreError), command
        assert refused.exception.reason == "store_invented", command
    assert open_store(demo[1].path).build == demo[1].build


def test_about_as_many_reports_are_written_as_were_asked_for(tmp_path, nation):
    for asked in (300, 3_000, 9_000):
        assert write_demo(tmp_path / str(asked), asked, 1).reports == pytest.approx(asked, rel=0.1)
    assert nation[0].reports == pytest.approx(70_000, rel=0.02)
    whole = plan(2_000_000, FILED)
    bodies = sum(b.height for b in provinces(whole, 1))
    assert bodies * len(whole.years) * FILED == pytest.approx(2_000_000, rel=0.02)


def test_a_large_demo_is_one_table_in_the_order_of_a_small_one(nation):
    store = nation[1]
    assert len(store.files["reports"]) == 2
    order = ["province", "city", "district", "agency", "scope", "year"]
    snapshot = store.scan("reports").select(order).collect()
    assert snapshot.equals(snapshot.sort(order))
    assert store.read("documents")["document"].is_unique().all()
    assert store.read("reports")["report_id"].is_unique().all()


def test_places_and_bodies_change_their_names_and_remain_the_same(nation):
    snapshot = nation[1].read("reports")
    lines = snapshot.group_by("body_id").agg(
        pl.col("agency", "division", "division_code", "district", "kind").n_unique()
    )
    assert lines["division"].max() == lines["kind"].max() == 1
    assert 0.02 < (lines["district"] > 1).mean() < 0.2
    assert (lines.filter(pl.col("district") > 1)["division_code"] > 1).all()
    assert (lines.filter(pl.col("district") == 1)["agency"] > 1).any()
    homonyms = snapshot.filter(pl.col("level") == "county").group_by("district").agg(pl.col("division").n_unique())
    assert homonyms["division"].max() > 1


def test_no_place_is_a_real_one_and_names_tell_their_kind(nation):
    snapshot = nation[1].read("reports")
    book = gazetteer()
    codes = {row.code for row in book.rows}
    assert not set(snapshot["division_code"]) & codes
    for column in ("province", "city", "district"):
        assert not set(snapshot[column].drop_nulls()) & book.named.keys()
    for agency, kind in snapshot.select("agency", "kind").unique().iter_rows():
        assert kind_of(agency) == kind, agency
    towns = snapshot.filter(pl.col("level") == "township")
    assert set(towns["kind"]) == {"township", "subdistrict"}
    assert (towns["division_code"].str.slice(0, 4) == towns["division"].str.slice(0, 4)).all()
    assert (towns["division_code"].str.len_chars() == 9).all()


def test_an_area_is_the_sum_of_the_bodies_in_it():
    filters = plan(60_000, FILED)
    (bodies, *_) = provinces(filters, 3)
    matrix = figures(bodies, range(2023, 2024), np.random.default_rng(3))
    own = pl.DataFrame({c.name: matrix[:, i] for i, c in enumerate(CELLS)})
    rows = pl.concat([bodies, own], how="horizontal")
    government = pl.col("kind") == "people_government"
    for level, place in (("county", ["city", "district"]), ("city", ["city"]), ("province", ["province"])):
        areas = rows.filter(government, pl.col("level") == level).sort(place)
        inside = (
            rows.filter(~government, ~vertical())
            .drop_nulls(place)
            .group_by(place)
            .agg(pl.col(own.columns).sum().round(2))
        )
        inside = inside.sort(place)
        assert areas.height == inside.height > 0
        assert_frame_equal(areas.select(own.columns), inside.select(own.columns), abs_tol=0.011)


def test_a_nation_holds_the_planted_faults_and_no_other(nation):
    made, store = nation
    off, blank = (reported(store, made.planted_reports[f]) for f in ("total_off", "blank_row"))
    # A sum with a blank in it cannot be assessed.
    assert off - blank <= found(store, "outcomes") <= off
    assert found(store, "unreadable") == reported(store, made.planted_reports["unreadable"])
    spoilt = set().union(*made.planted_reports.values())
    assert set().union(*(found(store, rule) for rule in ERRORS)) <= spoilt


def test_a_nation_too_is_the_same_for_the_same_seed(tmp_path):
    for name in ("one", "two"):
        write_demo(tmp_path / name, 9_000, 5)
    one, two = (open_store(tmp_path / name) for name in ("one", "two"))
    for table in ("reports", "issues", "documents", "notes"):
        assert one.read(table).height, table
        assert one.read(table).equals(two.read(table)), table
