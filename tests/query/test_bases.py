"""Sums of bodies: what each consists of stands beside it, on the page and in every file."""

from datetime import date

import polars as pl
import pytest
from helpers import example, hold, put, read

from loaders.language.basis import basis_words
from loaders.output.bases import bases_of_templates
from loaders.query.bases import bases
from loaders.query.by_template import by_template
from loaders.query.filters import Filter
from loaders.query.pivot import pivot
from loaders.query.pivot_labels import export_table
from loaders.query.pivot_layout import Layout


@pytest.fixture(scope="module")
def partial(tmp_path_factory):
    """A district with its area report, one with one of two bodies, one whose only body has not reported in 2023."""
    folder = tmp_path_factory.mktemp("partial")
    files = [
        (2023, "洪泽区人民政府"), (2023, "洪泽区教育局"), (2023, "金湖县教育局"), (2022, "金湖县财政局"),
        (2022, "金湖县教育局"), (2022, "盱眙县教育局"),
    ]  # fmt: skip
    for i, (year, agency) in enumerate(files):
        put(folder / "in", f"{i}.html", example(year, agency))
    read(folder / "store", folder / "in")
    return hold(folder / "store")


def test_a_sum_counts_the_bodies_of_a_district_without_any_report(partial):
    rows = bases(partial, Filter(years=(2023,)), "city").sort("division")
    found = {d: tuple(of) for d, *of in rows.select("division", "areas", "bodies", "expected").iter_rows()}
    assert found == {"320813": (1, 0, 0), "320830": (0, 0, 1), "320831": (0, 1, 2)}


def test_a_table_says_the_basis_of_each_row_where_one_is_partial(partial):
    layout = Layout(("received_new",), ("district",), ("figure",), Filter(years=(2023,)))
    frame, headings, _ = export_table(partial, pivot(partial, layout), "zh")
    assert headings["basis.words"] == "依据"
    of = dict(frame.select("district", "basis.words").iter_rows())
    assert of["洪泽区"] == "全区域报告"
    assert of["金湖县"] == "1/2 家单位之和"
    assert of["各区县合计"] == "1 份全区域报告与 1/3 家单位之和"


def test_a_row_over_years_names_the_years_that_lack_bodies(partial):
    layout = Layout(("received_new",), ("district",), ("year",), Filter())
    frame, *_ = export_table(partial, pivot(partial, layout), "en")
    row = frame.filter(pl.col("district").str.contains("金湖县"))
    assert row["basis.words"].to_list() == ["2022: sum of 2 of 2 agencies; 2023: sum of 1 of 2 agencies"]
    assert row["basis.partial"].to_list() == ["2023"]


OF_2023 = Filter(years=(2023,))


def bases_of(snapshot, *rows: str, columns: tuple[str, ...] = (), filters: Filter = OF_2023) -> dict:
    """The basis and the partial years of each row of a table by its words."""
    frame, *_ = export_table(snapshot, pivot(snapshot, Layout(("received_new",), rows, columns, filters)), "en")
    return {r[:-2]: r[-2:] for r in frame.select(*rows, "basis.words", "basis.partial").iter_rows()}


def test_rows_of_kinds_say_how_many_bodies_of_the_kind_are_in_the_sum(partial):
    of = bases_of(partial, "kind")
    assert of["Education",] == ("sum of 2 of 3 agencies", "2023")
    every = bases_of(partial, "kind", columns=("year",), filters=Filter())
    assert every["Finance",] == ("2022: the agency's own report; 2023: no report of the 1 agencies due", "2023")


def test_rows_of_levels_and_of_places_by_kind_say_it_too(partial):
    assert bases_of(partial, "level")["County",] == ("sum of 2 of 4 agencies", "2023")
    within = bases_of(partial, "district", "kind")
    assert within["金湖县", "Education"] == ("the agency's own report", "")


def test_rows_of_bodies_say_whether_the_report_is_on_the_whole_area(partial):
    found = {words: basis for (words,), (basis, _) in bases_of(partial, "body").items()}
    assert found["金湖县教育局"] == "the agency's own report"
    assert [b for words, b in found.items() if "洪泽区人民政府" in words] == ["report on the whole area"]


def test_a_column_of_figures_that_a_report_lacks_counts_the_reports(tmp_path):
    put(tmp_path / "in", "0.html", example(2023, "金湖县财政局"))
    put(tmp_path / "in", "1.html", example(2023, "金湖县教育局", requests__received_new__total=""))
    read(tmp_path / "store", tmp_path / "in")
    snapshot = hold(tmp_path / "store")
    layout = Layout(("received_new", "carried_out"), ("district",), ("figure",), OF_2023)
    frame, headings, _ = export_table(snapshot, pivot(snapshot, layout), "en")
    assert frame.select("0.reports", "0.filed").row(0) == (1, 2)
    assert "1.reports" not in headings, "every report has the figure"


def test_a_sum_never_has_more_bodies_than_are_expected():
    assert basis_words(0, 3, 2, "en") == "sum of 3 of 3 agencies"


def test_a_year_that_is_not_due_is_called_so(tmp_path):
    year = date.today().year
    for i, (of, agency) in enumerate(((year - 2, "教育局"), (year - 2, "财政局"), (year, "教育局"))):
        put(tmp_path / "in", f"{i}.html", example(of, f"金湖县{agency}"))
    read(tmp_path / "store", tmp_path / "in")
    found = bases_of(hold(tmp_path / "store"), "district", columns=("year",), filters=Filter())
    (words,) = {basis for basis, _ in found.values()}
    assert words == f"{year - 2}: sum of 2 of 2 agencies; {year}: sum of 1 of 2 agencies (not yet due)"


def test_a_cell_of_a_year_that_is_not_due_misses_no_report(tmp_path):
    """Nor does its basis; a column and a total that has the year in it say so, and a year that is due misses it."""
    year = date.today().year
    for i, (of, agency) in enumerate(((year - 2, "盱眙县教育局"), (year, "金湖县教育局"), (year - 2, "洪泽区教育局"))):
        put(tmp_path / "in", f"{i}.html", example(of, agency))
    put(tmp_path / "in", "3.html", example(year - 3, "金湖县教育局"))
    read(tmp_path / "store", tmp_path / "in")
    snapshot = hold(tmp_path / "store")
    table = pivot(snapshot, Layout(("received_new",), ("district",), ("year",), Filter()))
    frame, headings, _ = export_table(snapshot, table, "zh")
    at = {heading: name for name, heading in headings.items()}
    now = at[f"{year}（尚未到期）"]
    of = {r["district"]: r for r in frame.iter_rows(named=True)}
    assert of["盱眙县"][now] is None
    assert of["盱眙县"][f"{now}.state"] == "尚未到期"
    assert of["金湖县"][f"{at[str(year - 2)]}.state"] == "未见报告"
    assert f"{year} 年：1 家单位均尚未到期" in of["盱眙县"]["basis.words"]
    assert "（尚未到期）" in of["各区县合计"]["basis.words"]
    assert f"{year}（尚未到期）" in of["盱眙县"]["basis.partial"]
    assert f"合计（含尚未到期的 {year} 年）" in at


def test_a_government_has_until_march_where_its_departments_have_not(tmp_path):
    for i, (of, agency) in enumerate(((2022, "洪泽区人民政府"), (2022, "洪泽区教育局"), (2023, "金湖县水利局"))):
        put(tmp_path / "in", f"{i}.html", example(of, agency))
    read(tmp_path / "store", tmp_path / "in")
    snapshot = hold(tmp_path / "store")
    for rows in ("body", "kind"):
        for today, wanted in ((date(2024, 3, 1), ["none", "not_due"]), (date(2024, 4, 1), ["none", "none"])):
            layout = Layout(("received_new",), (rows,), ("year",), Filter(), totals=False)
            table = pivot(snapshot, layout, today)
            (i,) = (i for i, c in enumerate(table.columns) if c.key["year"] == 2023)
            states = table.rows[f"{i}.state"].to_list()
            assert sorted(s for s in states if s != "number") == wanted[: len(states) - 1], (rows, today, states)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_basis_of_a_year_that_is_not_due_names_no_missing_report(lang):
    for counts in ((0, 0, 3), (2, 0, 3), (1, 0, 0), (0, 2, 3), (0, 1, 1), (1, 2, 3)):
        words = basis_words(*counts, lang, due=False)
        assert {"zh": "尚未到期", "en": "yet due"}[lang] in words
        assert "未见" not in words
        assert "without a report" not in words


def test_the_sums_of_each_form_rest_on_the_reports_on_it(tmp_path):
    """Of a year on two forms; a body that is absent may be on either. A year on one form rests on what its total does."""
    files = [
        (2020, "洪泽区人民政府", "2019"), (2020, "金湖县教育局", "2019"), (2021, "洪泽区人民政府", "2021"),
        (2021, "金湖县教育局", "2019"), (2021, "金湖县财政局", "2021"), (2021, "金湖县水利局", "2021"),
        (2020, "盱眙县司法局", "2019"),
    ]  # fmt: skip
    for i, (year, agency, template) in enumerate(files):
        put(tmp_path / "in", f"{i}.html", example(year, agency, template))
    read(tmp_path / "store", tmp_path / "in")
    snapshot = hold(tmp_path / "store")
    rows = by_template(snapshot, Filter(), ("disclosure.permits.decisions",))
    found = bases_of_templates(snapshot, Filter(), tuple(rows.select("year", "form").iter_rows()), "en")
    words = {(year, form): basis.words for form, of in found.items() for year, basis in of.items()}
    assert set(words) == set(rows.select("year", "form").iter_rows())
    assert words[2021, "2019"] == "sum of 1 of 2 agencies"
    assert words[2021, "2021"] == "area reports: 1, agencies: 2 of 3, added up"
    assert words[2020, "2019"].startswith("area reports: 1, agencies: 2 of ")
