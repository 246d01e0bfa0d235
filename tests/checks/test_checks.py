"""The arithmetic of the form, each rule broken once; blanks make a sum not assessable, unless the rest exceeds it."""

import polars as pl
import pytest
from helpers import AGENCY, example, figures, put, read

from loaders.form.rules import RULES, operands
from loaders.ingest.roster import read_roster
from loaders.ingest.run import set_roster
from loaders.language.words import CATALOGUE
from loaders.query.exports import issues
from loaders.store.versions import open_store
from loaders.synthetic.documents import Example


@pytest.fixture
def found(tmp_path):
    """A function: examples → their issues as (rule, item, column, left, right, partial)."""

    def run(*examples):
        for i, one in enumerate(examples):
            put(tmp_path / "in", f"{i}.html", one)
        read(tmp_path / "store", tmp_path / "in")
        rows = open_store(tmp_path / "store").read("issues")
        return set(rows.select("rule", "item", "column", "left", "right", "partial").iter_rows())

    return run


def test_a_report_that_adds_up_has_no_issues(found):
    assert found(example()) == set()


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"requests__carried_out__total": "2"}, {("balance", None, "total", 3, 5, False), ("applicants", "carried_out", None, 0, 2, False)}),
        ({"requests__total_processed__total": "4"}, {
            ("balance", None, "total", 3, 4, False), ("outcomes", None, "total", 3, 4, False),
            ("applicants", "total_processed", None, 3, 4, False)}),
        ({"requests__denied_third_party__business": "1"}, {
            ("outcomes", None, "business", 1, 0, False), ("applicants", "denied_third_party", None, 1, 0, False)}),
        ({"reviews__review__upheld": "10", "reviews__review__corrected": "1"}, {("results", "review", None, 11, 0, False)}),
        ({"reviews__litigation_direct__total": "2"}, {("results", "litigation_direct", None, 0, 2, False)}),
    ],
)  # fmt: skip
def test_sums_that_do_not_hold(found, cells, expected):
    assert found(example(**cells)) == expected


def test_a_blank_part_is_not_assessable(found):
    assert found(example(requests__granted__business="", requests__granted__research="/")) == set()


def test_a_blank_total_is_not_assessable(found):
    assert found(example(requests__granted__total="")) == set()


def test_parts_that_already_exceed_the_total_fail(found):
    rows = found(example(requests__granted__natural_person="5", requests__granted__business=""))
    assert ("applicants", "granted", None, 5, 3, True) in rows
    assert ("outcomes", None, "natural_person", 5, 3, False) in rows


def test_negative_and_broken_counts(found):
    rows = found(example(disclosure__permits__decisions="-5", disclosure__penalties__decisions="1.5"))
    assert ("whole_number", "permits", "decisions", -5, None, False) in rows
    assert ("whole_number", "penalties", "decisions", 1.5, None, False) in rows


def test_changes_may_be_negative_and_money_broken(found):
    one = example(
        2020, template="2019", disclosure__permits__items_change="-3", disclosure__procurement__amount_wan_yuan="1.5"
    )
    assert found(one) == set()


def test_years_that_do_not_join(found):
    first = Example(AGENCY, 2022, "2021", figures(received_new=5, granted=3, carried_out=2))
    second = Example(AGENCY, 2023, "2021", figures(received_new=3, carried_in=1, granted=4))
    assert found(first, second) == {
        ("carry_over", None, "natural_person", 2, 1, False),
        ("carry_over", None, "total", 2, 1, False),
    }


def test_a_year_in_between_is_no_year_before(found):
    first = Example(AGENCY, 2021, "2021", figures(received_new=5, granted=3, carried_out=2))
    assert found(first, example(2023)) == set()


def test_another_body_is_no_year_before(found):
    first = Example("望溪市青禾区民政局", 2022, "2021", figures(received_new=5, granted=3, carried_out=2))
    assert found(first, example(2023)) == set()


def test_documents_in_force_roll_on_within_one_template(found):
    before = example(2022, disclosure__normative_documents__in_force="10")
    now = example(2023, disclosure__normative_documents__issued="3", disclosure__normative_documents__repealed="1",
                  disclosure__normative_documents__in_force="11")  # fmt: skip
    assert found(before, now) == {("in_force", "normative_documents", "in_force", 12, 11, False)}


def test_documents_in_force_are_not_compared_over_the_break(found):
    before = example(2020, template="2019", disclosure__normative_documents__published_total="10")
    now = example(2021, disclosure__normative_documents__in_force="99")
    assert found(before, now) == set()


def test_one_row_for_otherwise_handled_counts_once(found):
    cells = figures(received_new=5, granted=3)
    for column in ("natural_person", "total"):
        cells[f"requests.other.{column}"] = "2"
        cells[f"requests.total_processed.{column}"] = "5"
    for column in ("business", "research", "public_interest", "legal_service", "other"):
        cells[f"requests.other.{column}"] = "0"
    cells = {n: t for n, t in cells.items() if not n.startswith("requests.other_")}
    assert found(Example(AGENCY, 2023, "2021", cells)) == set()


def test_a_report_without_one_of_its_tables(found):
    cells = {n: t for n, t in figures().items() if not n.startswith("reviews.")}
    one = Example(AGENCY, 2023, "2021", cells)
    tables = one.tables()
    assert tables["reviews"]
    from loaders.synthetic.documents import html

    page = html(one)
    cut = page[: page.index("<p><strong>四、")] + page[page.index("<p>五、") :]
    assert found(cut) == {("missing_table", None, None, None, None, False)}


def test_sentences_name_table_row_column_and_both_figures(tmp_path):
    put(tmp_path, "a.html", example(reviews__review__upheld="10", reviews__review__corrected="1"))
    read(tmp_path / "store", tmp_path)
    row = issues(open_store(tmp_path / "store"), "zh").row(0, named=True)
    for words in ("第四部分", "行政复议", "11", "结果维持 10", "结果纠正 1", "总计", "0"):
        assert words in row["message_zh"]
    for words in ("Part IV", "Administrative review", "11", "Upheld 10", "total says 0"):
        assert words in row["message_en"]
    assert "reviews.review.upheld=10 [t3 r4 c1]" in row["left_cells"]
    assert row["right_cells"] == "reviews.review.total=0 [t3 r4 c5]"


def test_every_rule_has_a_name_and_a_sentence_and_finds_its_cells():
    for rule in RULES:
        assert f"rule.{rule.id}" in CATALOGUE
        assert f"sentence.{rule.id}" in CATALOGUE
    assert operands("carry_over", "requests", None, "total") == (
        ("requests.carried_out.total",),
        ("requests.carried_in.total",),
    )


def test_a_whole_area_is_the_sum_of_its_bodies_or_the_missing_are_named(tmp_path):
    """Rule 8: warned of where the sum exceeds the area, or where a roster says who is missing."""
    folder, store = tmp_path / "in", tmp_path / "store"
    put(folder, "gov.html", example(2023, "洪泽区人民政府", **{"requests__received_new__total": "7"}))
    put(folder, "edu.html", example(2023, "洪泽区教育局"))
    read(store, folder)

    def warned() -> list[tuple]:
        found = open_store(store).read("issues").filter(pl.col("rule") == "area_sum", pl.col("item") == "received_new")
        return found.select("left", "right", "text").rows()

    assert warned() == [], "one body of unknown many says nothing"
    roster, _ = read_roster("单位\n洪泽区教育局\n洪泽区财政局\n".encode())
    set_roster(store, roster)
    assert warned() == [(3.0, 7.0, "淮安市洪泽区财政局")]
    put(folder, "fin.html", example(2023, "洪泽区财政局", **{"requests__received_new__total": "9"}))
    read(store, folder)
    assert warned() == [(12.0, 7.0, "")]
