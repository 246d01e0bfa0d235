"""The arithmetic of the form at its edges: blanks on either side, printed group rows, two reports of one body, part sums."""

import polars as pl
import pytest
from helpers import AGENCY, example, figures, put, read

from loaders.ingest.roster import read_roster
from loaders.ingest.run import set_roster
from loaders.language.issues import sentence
from loaders.store.versions import open_store
from loaders.synthetic.documents import Example, html

GOVERNMENT, GOVERNMENT_ITSELF = "洪泽区人民政府", "洪泽区人民政府（本级）"
BEFORE_DENIED, BEFORE_OTHER = "（二）部分公开", "5.要求行政机关确认"
"""The labels of the rows before those of the groups （三） and （六）."""


@pytest.fixture
def found(tmp_path):
    """A function: examples or pages → their issues as (rule, item, column, left, right, partial)."""

    def run(*documents):
        for i, one in enumerate(documents):
            put(tmp_path / "in", f"{i}.html", one)
        outcome = read(tmp_path / "store", tmp_path / "in")
        assert set(outcome.documents["status"]) == {"read"}
        rows = open_store(tmp_path / "store").read("issues")
        return set(rows.select("rule", "item", "column", "left", "right", "partial").iter_rows())

    return run


def with_group_row(page: str, before: str, label: str, *numbers: str) -> str:
    """A page whose part 三 prints the figures of a group in a row of its own, after the row that holds a text."""
    at = page.index("</tr>", page.index(before)) + len("</tr>")
    row = f"<tr><td colspan='2'>{label}</td>" + "".join(f"<td>{n}</td>" for n in numbers) + "</tr>"
    return page[:at] + row + page[at:]


# Blanks


def test_a_blank_on_the_right_leaves_a_sum_open_unless_the_rest_exceeds_the_left(found):
    """1 + 2 received and carried in; what is processed and carried out must be 3, and carried out is blank."""
    less = {"received_new": 1, "carried_in": 2, "granted": 2}
    open_sum = Example(AGENCY, 2023, "2021", figures(**less) | {"requests.carried_out.natural_person": ""})
    assert found(open_sum) == {("balance", None, "total", 3, 2, False)}, "no blank among the totals"


def test_what_is_printed_on_the_right_may_exceed_the_left_whatever_is_blank(found):
    cells = figures(received_new=1, carried_in=2, granted=4) | {"requests.carried_out.natural_person": "/"}
    assert found(Example(AGENCY, 2023, "2021", cells)) == {
        ("balance", None, "natural_person", 3, 4, True),
        ("balance", None, "total", 3, 4, False),
    }


def test_blanks_on_both_sides_leave_a_sum_open(found):
    cells = figures(received_new=9, granted=2)
    for item in ("carried_in", "carried_out"):
        cells |= {f"requests.{item}.natural_person": "", f"requests.{item}.total": ""}
    assert found(Example(AGENCY, 2023, "2021", cells)) == set(), "9 + blank = 2 + blank"
    cells = figures(received_new=2, granted=9) | {n: "" for n in cells if n.startswith("requests.carried_")}
    assert found(Example("望溪市青禾区民政局", 2023, "2021", cells)) == set(), "2 + blank = 9 + blank"


def test_a_blank_total_of_reviews_is_no_total_of_0(found):
    assert found(example(reviews__review__upheld="7", reviews__review__total="")) == set()


def test_a_blank_among_the_reviews_leaves_their_sum_open_unless_the_rest_exceeds_the_total(found):
    cells = {"reviews__review__upheld": "7", "reviews__review__pending": "", "reviews__litigation_direct__pending": ""}
    cells |= {"reviews__review__total": "6", "reviews__litigation_direct__total": "2"}
    assert found(example(**cells)) == {("results", "review", None, 7, 6, True)}


def test_what_cannot_be_read_is_no_0_in_a_sum(found):
    """3 granted of 5 in all: the 2 may stand where the cell cannot be read."""
    cells = figures(received_new=5, granted=3)
    for column in ("natural_person", "total"):
        cells |= {f"requests.total_processed.{column}": "5", f"requests.denied_third_party.{column}": "若干"}
    assert {rule for rule, *_ in found(Example(AGENCY, 2023, "2021", cells))} == {"unreadable"}


@pytest.mark.parametrize("blank", ["in_force", "issued", "repealed"])
def test_a_blank_among_documents_in_force_leaves_the_years_unjoined(found, blank):
    norms = {"in_force": "11", "issued": "3", "repealed": "1"} | {blank: ""}
    now = example(2023, **{f"disclosure__normative_documents__{c}": n for c, n in norms.items()})
    assert found(example(2022, disclosure__normative_documents__in_force="20"), now) == set()


def test_a_blank_of_the_year_before_leaves_the_years_unjoined(found):
    before = figures(received_new=3, granted=3) | {
        "requests.carried_out.total": "",
        "requests.carried_out.business": "/",
    }
    now = figures(received_new=1, carried_in=2, granted=3)
    rows = found(Example(AGENCY, 2022, "2021", before), Example(AGENCY, 2023, "2021", now))
    assert rows == {("carry_over", None, "natural_person", 0, 2, False)}, "a printed 0 is compared, a blank is not"


APPLICANTS = ("natural_person", "business", "research", "public_interest", "legal_service", "other")
LARGEST = 999_999_999
"""The largest number that a cell is read as; three of them are more than 32 bits hold."""


def test_a_sum_beyond_32_bits_is_no_smaller_number(found, monkeypatch):
    monkeypatch.setattr("loaders.form.bounds.MAX_REQUESTS", LARGEST)
    cells = {f"requests__granted__{a}": str(LARGEST) for a in APPLICANTS}
    rows = found(example(**cells | {"requests__granted__total": str(LARGEST)}))
    assert ("applicants", "granted", None, 5_999_999_994, LARGEST, False) in rows
    reviews = {f"reviews__review__{c}": str(LARGEST) for c in ("upheld", "corrected", "other", "pending")}
    rows = found(example(2021, "望溪市青禾区民政局", **reviews))
    assert ("results", "review", None, 3_999_999_996, 0, False) in rows


# Printed group rows


def test_a_groups_printed_figure_is_checked_against_its_rows_and_never_added(found):
    cells = figures(received_new=5, granted=3, denied_third_party=2)
    page = html(Example(AGENCY, 2023, "2021", cells))
    right = with_group_row(page, BEFORE_DENIED, "（三）不予公开", "2", "0", "0", "0", "0", "0", "2")
    assert found(right) == set()
    wrong = page.replace("教育局", "民政局")
    wrong = with_group_row(wrong, BEFORE_DENIED, "（三）不予公开", "1", "0", "0", "0", "0", "0", "3")
    assert found(wrong) == {
        ("group", "denied", "natural_person", 2, 1, False),
        ("group", "denied", "total", 2, 3, False),
    }


def test_a_blank_in_a_group_leaves_its_figure_open_unless_the_rest_exceeds_it(found):
    """2 of a third party, a blank for state secrets: 3 in the group's row may be right, 1 cannot be."""
    cells = figures(received_new=5, granted=3, denied_third_party=2)
    cells |= {f"requests.denied_state_secret.{c}": "" for c in ("natural_person", "total")}
    page = html(Example(AGENCY, 2023, "2021", cells))
    page = with_group_row(page, BEFORE_DENIED, "（三）不予公开", "1", "0", "0", "0", "0", "0", "3")
    assert found(page) == {("group", "denied", "natural_person", 2, 1, True)}


def test_a_blank_in_a_groups_own_row_is_no_0(found):
    page = html(Example(AGENCY, 2023, "2021", figures(received_new=5, granted=3, denied_third_party=2)))
    assert found(with_group_row(page, BEFORE_DENIED, "（三）不予公开", "", "/", "", "", "", "", "2")) == set()


def test_otherwise_handled_printed_as_a_row_and_as_its_three_is_counted_once(found):
    """1 + 1 of the three rows, 2 in the group's: 3 granted + 2 = 5, not 7."""
    cells = figures(received_new=5, granted=3, other_overdue_correction=1, other_other=1)
    page = html(Example(AGENCY, 2023, "2021", cells))
    assert found(with_group_row(page, BEFORE_OTHER, "（六）其他处理", "2", "0", "0", "0", "0", "0", "2")) == set()


def test_otherwise_handled_that_is_not_the_sum_of_its_three_is_an_issue(found):
    cells = figures(received_new=5, granted=3, other_overdue_correction=1, other_other=1)
    page = html(Example(AGENCY, 2023, "2021", cells))
    assert found(with_group_row(page, BEFORE_OTHER, "（六）其他处理", "3", "0", "0", "0", "0", "0", "3")) == {
        ("group", "other", "natural_person", 2, 3, False),
        ("group", "other", "total", 2, 3, False),
        ("outcomes", None, "natural_person", 6, 5, False),
        ("outcomes", None, "total", 6, 5, False),
    }


def test_a_blank_row_of_otherwise_handled_counts_as_its_three(found):
    """The group's row is blank: 3 granted + 1 + 1 are 5, and a total of 4 is less than that."""
    cells = figures(received_new=4, granted=3, other_overdue_correction=1, other_other=1)
    cells |= {f"requests.total_processed.{c}": "4" for c in ("natural_person", "total")}
    page = html(Example(AGENCY, 2023, "2021", cells))
    assert found(with_group_row(page, BEFORE_OTHER, "（六）其他处理", *[""] * 7)) == {
        ("outcomes", None, "natural_person", 5, 4, False),
        ("outcomes", None, "total", 5, 4, False),
    }


def test_a_blank_among_the_three_of_otherwise_handled_leaves_the_outcomes_open(found):
    cells = figures(received_new=5, granted=3, other_other=1)
    for column in ("natural_person", "total"):
        cells |= {f"requests.other_unpaid_fee.{column}": "", f"requests.total_processed.{column}": "5"}
    assert found(Example(AGENCY, 2023, "2021", cells)) == set()


# A body with a report on itself and one on its area


def report_of(agency: str, year: int, carried_in: int, carried_out: int, **cells: int) -> Example:
    """10 new requests, what came in, what went out; all others granted."""
    n = {"received_new": 10, "carried_in": carried_in, "carried_out": carried_out}
    return Example(agency, year, "2021", figures(**n, granted=10 + carried_in - carried_out, **cells))


def test_a_report_on_the_area_goes_on_from_that_on_the_area_and_the_bodys_own_from_its_own(found):
    rows = found(
        report_of(GOVERNMENT, 2022, 0, 5),
        report_of(GOVERNMENT_ITSELF, 2022, 0, 2),
        report_of(GOVERNMENT, 2023, 5, 4),
        report_of(GOVERNMENT_ITSELF, 2023, 2, 1),
    )
    assert "carry_over" not in {rule for rule, *_ in rows}


def test_each_of_a_bodys_two_reports_is_held_against_the_right_one_of_the_year_before(tmp_path):
    examples = {
        "area2022": report_of(GOVERNMENT, 2022, 0, 5),
        "own2022": report_of(GOVERNMENT_ITSELF, 2022, 0, 2),
        "area2023": report_of(GOVERNMENT, 2023, 2, 4),
        "own2023": report_of(GOVERNMENT_ITSELF, 2023, 5, 1),
    }
    for name, one in examples.items():
        put(tmp_path / "in", f"{name}.html", one)
    read(tmp_path / "store", tmp_path / "in")
    store = open_store(tmp_path / "store")
    documents = store.read("documents")
    name = dict(zip(documents["report_id"], documents["source"].str.strip_suffix(".html"), strict=True))
    issues = store.read("issues").filter(pl.col("rule") == "carry_over", pl.col("column") == "total")
    assert sorted(
        (name[report], name[before], left, right)
        for report, before, left, right in issues.select("report_id", "other_report", "left", "right").iter_rows()
    ) == [("area2023", "area2022", 5, 2), ("own2023", "own2022", 2, 5)]


def test_a_report_on_the_area_does_not_go_on_from_the_bodys_own(found):
    assert found(report_of(GOVERNMENT_ITSELF, 2022, 0, 2), report_of(GOVERNMENT, 2023, 5, 4)) == set()


def test_a_renamed_bodys_reports_join_although_others_stand_between_them(found):
    """洪泽县 became 洪泽区: the two stand apart in the table, by name and scope, and are one body all the same."""
    assert found(
        report_of("洪泽县教育局", 2014, 0, 3),
        report_of("洪泽县教育局", 2015, 3, 2),
        report_of("洪泽县财政局", 2015, 0, 7),
        report_of("洪泽区教育局", 2016, 1, 0),
        report_of("洪泽区财政局", 2016, 7, 0),
    ) == {
        ("carry_over", None, "natural_person", 2, 1, False),
        ("carry_over", None, "total", 2, 1, False),
    }


# The whole area and the bodies in it


@pytest.fixture
def warned(tmp_path):
    """A function: examples, a roster → the issues of rule 8 on new requests as (left, right, partial, text)."""

    def run(*examples, roster=""):
        for i, one in enumerate(examples):
            put(tmp_path / "in", f"{i}.html", one)
        read(tmp_path / "store", tmp_path / "in")
        if roster:
            rows, faults = read_roster(roster.encode())
            assert not faults
            set_roster(tmp_path / "store", rows)
        found = open_store(tmp_path / "store").read("issues")
        found = found.filter(pl.col("rule") == "area_sum", pl.col("item") == "received_new")
        return found.select("left", "right", "partial", "text").rows()

    return run


def received(agency: str, total: str, year: int = 2023) -> Example:
    return example(year, agency, requests__received_new__total=total)


BUREAUS = ("教育局", "财政局", "民政局", "审计局", "司法局", "水利局", "统计局", "医疗保障局", "应急管理局", "信访局",
           "卫生健康委员会", "交通运输局", "农业农村局", "商务局")  # fmt: skip
"""Fourteen bodies of a district."""
LISTED = "单位\n" + "".join(f"洪泽区{b}\n" for b in BUREAUS[:2])


def test_a_sum_equal_to_the_area_is_no_warning(warned):
    bodies = (received("洪泽区教育局", "3"), received("洪泽区财政局", "4"))
    assert warned(received(GOVERNMENT, "7"), *bodies, roster=LISTED) == []


def test_a_blank_body_keeps_a_smaller_sum_from_being_wrong(warned):
    bodies = (received("洪泽区教育局", "3"), received("洪泽区财政局", "/"))
    assert warned(received(GOVERNMENT, "7"), *bodies, roster=LISTED) == []


def test_a_sum_that_exceeds_the_area_is_wrong_although_a_body_is_blank(warned):
    bodies = (received("洪泽区教育局", "8"), received("洪泽区财政局", ""))
    assert warned(received(GOVERNMENT, "7"), *bodies) == [(8.0, 7.0, True, "")]


def test_a_blank_area_is_no_area_of_0(warned):
    assert warned(received(GOVERNMENT, ""), received("洪泽区教育局", "3"), roster=LISTED) == []


@pytest.mark.parametrize("roster", ["", "单位\n金湖县教育局\n"])
def test_a_smaller_sum_is_not_assessable_where_nobody_says_who_belongs_to_it(warned, roster):
    bodies = [received(f"洪泽区{b}", "1") for b in BUREAUS]
    assert warned(received(GOVERNMENT, "15"), *bodies, roster=roster) == []


def test_who_filed_before_is_named_as_missing_and_who_files_later_is_not(warned):
    """教育局 filed in 2022 and does again in 2024, 商务局 begins in 2024; the others exceed the area without them."""
    ten = [received(f"洪泽区{b}", "1") for b in BUREAUS[1:11]]
    others = [received("洪泽区教育局", "1", y) for y in (2022, 2024)] + [received("洪泽区商务局", "1", 2024)]
    assert warned(received(GOVERNMENT, "9"), *ten, *others) == [(10.0, 9.0, False, "淮安市洪泽区教育局")]


def test_bodies_under_vertical_management_are_in_no_sum_and_are_not_missed(warned):
    apart = ("国家税务总局淮安市洪泽区税务局", "洪泽区气象局", "国家统计局洪泽调查队")
    bodies = (received("洪泽区教育局", "7"), *(received(name, "70") for name in apart))
    roster = "单位\n洪泽区教育局\n洪泽区烟草专卖局\n"
    assert warned(received(GOVERNMENT, "7"), *bodies, roster=roster) == []


DISTRICTS = ("清江浦区", "淮安区", "淮阴区", "涟水县", "盱眙县", "金湖县")
"""The districts of 淮安市 beside 洪泽区 since 2016."""


@pytest.mark.parametrize("absent", [0, 1])
def test_a_citys_smaller_sum_is_assessed_only_if_every_district_has_reported(warned, absent):
    areas = [received(f"{d}人民政府", "10") for d in ("洪泽区", *DISTRICTS[absent:])]
    roster = "单位\n淮安市教育局\n淮安市财政局\n"
    found = warned(received("淮安市人民政府", "90"), *areas, received("淮安市教育局", "5"), roster=roster)
    assert found == ([] if absent else [(75.0, 90.0, False, "淮安市财政局")])


def test_a_districts_absence_does_not_hide_a_sum_that_exceeds_the_city(warned):
    areas = [received(f"{d}人民政府", "10") for d in ("洪泽区", *DISTRICTS[3:])]
    ((left, right, _, text),) = warned(received("淮安市人民政府", "30"), *areas)
    assert (left, right, sorted(text.split("、"))) == (40.0, 30.0, sorted(DISTRICTS[:3]))


@pytest.mark.parametrize(
    ("span", "missing"),
    [(",2023", "淮安市洪泽区财政局"), (",2022", ""), ("2023,", "淮安市洪泽区财政局"), ("2024,", "")],
)
def test_a_roster_names_who_is_missing_from_the_first_year_to_the_last(warned, span, missing):
    roster = f"单位,起始年,截止年\n洪泽区教育局,,\n洪泽区财政局,{span}\n"
    bodies = (received(GOVERNMENT, "7"), received("洪泽区教育局", "3"))
    assert warned(*bodies, roster=roster) == [(3.0, 7.0, False, missing)]


@pytest.mark.parametrize("missing", [12, 13])
def test_those_missing_are_counted_and_twelve_are_named(warned, missing):
    roster = "单位\n" + "".join(f"洪泽区{b}\n" for b in BUREAUS[: missing + 1])
    ((_, _, _, text),) = warned(received(GOVERNMENT, "7"), received("洪泽区教育局", "3"), roster=roster)
    issue = {"rule": "area_sum", "section": "requests", "item": "received_new", "column": "total",
             "left": 3.0, "right": 7.0, "partial": False, "text": text}  # fmt: skip
    said = sentence(issue, {}, "zh")
    assert f"缺 {missing} 个：淮安市洪泽区" in said
    assert (said.count("淮安市洪泽区"), "……" in said) == (12, missing > 12)
    assert f"without a report: {missing} (" in sentence(issue, {}, "en")


def test_a_citys_area_is_its_districts_and_its_own_bodies(warned):
    """4 of a district, 2 of a bureau of the city; the 3 of a bureau of the district stand in the 4 already."""
    bodies = (received("洪泽区教育局", "3"), received("淮安市教育局", "2"))
    assert warned(received("淮安市人民政府", "5"), received(GOVERNMENT, "4"), *bodies) == [
        (6.0, 5.0, False, "淮安区、淮阴区、清江浦区、涟水县、盱眙县、金湖县")
    ]


def test_a_governments_own_report_is_one_of_the_bodies_in_its_area(warned):
    assert warned(received(GOVERNMENT, "5"), received(GOVERNMENT_ITSELF, "4"), received("洪泽区教育局", "2")) == [
        (6.0, 5.0, False, "")
    ]


def test_a_township_belongs_to_its_district(warned):
    assert warned(received(GOVERNMENT, "5"), received("洪泽区岔河镇人民政府", "6")) == [(6.0, 5.0, False, "")]


def test_the_bodies_of_another_year_are_no_part_of_an_area(warned):
    assert warned(received(GOVERNMENT, "5"), received("洪泽区教育局", "6", 2022)) == []


def test_the_sum_of_an_area_beyond_32_bits_is_no_smaller_number(warned, monkeypatch):
    monkeypatch.setattr("loaders.form.bounds.MAX_REQUESTS", 10**9)
    bodies = (received(f"洪泽区{b}", "999999999") for b in BUREAUS[:3])
    assert warned(received(GOVERNMENT, "5"), *bodies) == [(2_999_999_997.0, 5.0, False, "")]
