"""The demo: seeded, of invented places, and with faults that the checks find, all of them and nothing else."""

import polars as pl
import pytest

from loaders.demo.store import FAULTS, write_demo
from loaders.store import StoreError, open_store, shipped

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
    held = set(store.read("reports").select("agency", "year").iter_rows())
    return set(planted) & held


def test_every_planted_fault_is_found_and_no_other(demo):
    made, store = demo
    planted = made.faults
    assert all(planted[f] for f in FAULTS)
    held = store.read("reports")
    assert found(store, "outcomes") == reported(store, planted["total_off"])
    following = {(a, y) for a, y in reported(store, planted["carry_off"]) if reported(store, [(a, y - 1)])}
    assert found(store, "carry_over") == following
    assert found(store, "unreadable") == reported(store, planted["unreadable"])
    several = held.filter(
        pl.sum_horizontal(f"reviews.review.{c}" for c in ("upheld", "corrected", "other", "pending")) > 0
    )
    with_reviews = set(several.select("agency", "year").iter_rows())
    assert found(store, "results") == reported(store, planted["review_total_zero"]) & with_reviews
    spoilt = set().union(*planted.values())
    assert set().union(*(found(store, rule) for rule in ERRORS)) <= spoilt


def test_what_is_missing_or_rejected_has_no_figures(demo):
    made, store = demo
    held = set(store.read("reports").select("agency", "year").iter_rows())
    assert not held & set(made.faults["missing"])
    assert not held & set(made.faults["rejected"])
    documents = store.read("documents")
    assert set(documents.filter(pl.col("status") == "rejected").select("agency", "year").iter_rows()) == set(
        made.faults["rejected"]
    ) - set(made.faults["missing"])


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
        assert open_store(tmp_path / "demo").read(table).equals(open_store(shipped("demo")).read(table)), table


def test_it_never_overwrites_a_store(demo):
    with pytest.raises(StoreError):
        write_demo(demo[1].path, 900, 7)
