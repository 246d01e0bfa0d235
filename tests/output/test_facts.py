"""What is exported can be read back, and every column of it survives."""

import polars as pl
import pytest
from helpers import documents, example, figures, put, read, reports

from loaders.output.tables import write
from loaders.query.exports import export
from loaders.reading.extract import read_file
from loaders.reading.formats.facts import COLUMNS, OPTIONAL
from loaders.store.versions import open_store
from loaders.synthetic.documents import Example, html


@pytest.fixture
def store(tmp_path):
    put(tmp_path / "in", "2023/a.html", example(requests__granted__business="", requests__granted__other="若干"))
    put(
        tmp_path / "in",
        "2020/b.html",
        example(2020, template="2019", disclosure__procurement__amount_wan_yuan="523.15万元"),
    )
    put(tmp_path / "in", "c.html", html(example()).replace("望溪市青禾区教育局", "我局"))
    read(tmp_path / "store", tmp_path / "in")
    return open_store(tmp_path / "store")


def test_the_columns_come_first_and_in_order(store):
    facts = export(store, "facts", "zh")
    assert facts.columns[:14] == [
        "source", "report_id", "agency", "division_code", "year", "scope", "template", "section", "item", "column",
        "state", "value", "text", "where",
    ]  # fmt: skip
    assert [*COLUMNS, *OPTIONAL] == facts.columns


def test_one_row_for_each_cell_of_each_printed_row(store):
    facts = export(store, "facts", "zh")
    assert facts.filter(pl.col("source") == "2023/a.html").height == 200
    assert facts.filter(pl.col("source") == "2020/b.html").height == 198
    one = facts.filter(pl.col("source") == "2023/a.html", pl.col("item") == "granted")
    assert dict(one.select("column", "state").iter_rows())["business"] == "blank"
    assert dict(one.select("column", "state").iter_rows())["other"] == "unreadable"
    assert one.filter(pl.col("column") == "other")["text"].item() == "若干"
    assert one.filter(pl.col("state") != "printed")["value"].null_count() == 2


def test_values_have_no_trailing_zeros(store):
    text = write(export(store, "facts", "zh"), "csv").decode()
    assert ",printed,523.15,523.15万元," in text
    assert ",printed,3,3," in text
    assert ",3.0," not in text


@pytest.mark.parametrize("format", ["csv", "parquet", "json", "xlsx"])
def test_a_round_trip_loses_nothing(store, tmp_path, format):
    facts = export(store, "facts", "zh")
    data = facts.write_json().encode() if format == "json" else write(facts, format)
    put(tmp_path / "back", f"facts.{format}", data)
    read(tmp_path / "second", tmp_path / "back")
    again = export(open_store(tmp_path / "second"), "facts", "zh")
    assert again.equals(facts)
    forms = [f"{s}_template" for s in ("disclosure", "requests", "reviews")]
    one, two = (reports(s).sort("year", "agency").select("year", *forms) for s in (store, tmp_path / "second"))
    assert one.equals(two)
    assert one["requests_template"].to_list() == ["2019", "2021", "2021"]
    assert set(documents(tmp_path / "second").values()) == {("read", None)}
    issues = [
        export(s, "issues", "zh").filter(pl.col("rule") == "carry_over")
        for s in (store, open_store(tmp_path / "second"))
    ]
    assert issues[0].equals(issues[1])


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda t: t.replace("printed", "gedruckt", 1), "facts_value"),
        (lambda t: t.replace(",granted,", ",granty,", 1), "facts_value"),
        (lambda t: t.replace("report_id,agency", "report_id,office", 1), "facts_columns"),
        (lambda t: t.splitlines()[0] + "\n", "facts_empty"),
        (lambda t: t + t.splitlines()[1] + "\n", "facts_value"),
        (lambda t: t.replace(",2023,", ",2022,", 1), "facts_identity"),
    ],
)
def test_faults_name_row_and_column(store, tmp_path, change, reason):
    text = write(export(store, "facts", "zh"), "csv").decode()
    put(tmp_path / "back", "facts.csv", change(text))
    read(tmp_path / "second", tmp_path / "back")
    assert documents(tmp_path / "second") == {"facts.csv": ("rejected", reason)}


def test_a_json_file_of_something_else_is_no_facts():
    assert read_file(b'[{"a": 1}]', "a.json").reason == "not_a_report"


def test_workbooks_hold_numbers_as_numbers(store):
    import io

    from openpyxl import load_workbook

    facts = export(store, "facts", "zh")
    book = load_workbook(io.BytesIO(write(facts, "xlsx", about=[("内容", "facts")])))
    sheet = book.worksheets[1]
    assert book.worksheets[0]["B1"].value == "facts"
    assert sheet.freeze_panes == "A2"
    head = [c.value for c in sheet[1]]
    values = [row[head.index("value")].value for row in sheet.iter_rows(min_row=2)]
    assert values == [v if v is None else pytest.approx(v) for v in facts["value"].to_list()]


def test_text_that_looks_like_a_formula_stays_text(tmp_path):
    import io

    from openpyxl import load_workbook

    frame = pl.DataFrame({"text": ["=1+1", "@x"]})
    sheet = load_workbook(io.BytesIO(write(frame, "xlsx"))).worksheets[1]
    assert [sheet["A2"].value, sheet["A2"].data_type] == ["=1+1", "s"]


def test_group_rows_survive_as_well(tmp_path):
    cells = figures(received_new=3, granted=3)
    page = html(Example("望溪市青禾区教育局", 2023, "2021", cells))
    row = "<tr><td colspan='2'>（三）不予公开</td>" + "<td>0</td>" * 7 + "</tr>"
    at = page.index("</tr>", page.index("部分公开")) + 5
    put(tmp_path / "in", "a.html", page[:at] + row + page[at:])
    read(tmp_path / "store", tmp_path / "in")
    facts = export(open_store(tmp_path / "store"), "facts", "zh")
    assert facts.filter(pl.col("item") == "denied").height == 7


@pytest.mark.parametrize("bom", [True, False])
def test_a_csv_for_excel_runs_no_formula_out_of_a_document(bom):
    texts = ["=HYPERLINK(1)", "@SUM(1)", "+cmd|' /C calc'!A0", "-1+cmd(1)", "+12", "-3", "−", "教育局", None]
    out = write(pl.DataFrame({"text": texts}), "csv", bom=bom).decode("utf-8-sig").splitlines()[1:]
    assert [line.strip('"') for line in out] == [f"'{text}" for text in texts[:4]] + [text or "" for text in texts[4:]]
