"""The statistics table of 2014: every figure in its row, in every layout; labels that stand there twice; local tables."""

import random

import polars as pl
import pytest
from helpers import fixed_seed, put, read

from loaders.form import paper
from loaders.form.form_2014 import ADD_UP, LINES, SECTIONS_2014, parts_of
from loaders.query.exports import export
from loaders.reading.extract import Reading, read_file
from loaders.store.versions import open_store
from loaders.synthetic.documents import TEXT_LAYOUTS, Example, html

AGENCY = "徐州市鼓楼区教育局"
CELLS = paper.printed_cells("2014")
HEAD = f"{AGENCY}2016年政府信息公开工作年度报告\n一、概述\n政府信息公开情况统计表\n统计指标\t单位\t统计数\n"


def report(rng: random.Random, blank: float = 0.1) -> Example:
    """A figure of its own for each row, some rows blank."""
    figures = rng.sample(range(1000), len(CELLS))
    cells = {c: "" if rng.random() < blank else str(n) for c, n in zip(CELLS, figures, strict=True)}
    return Example(AGENCY, 2016, "2014", cells, "2017-02-03")


def as_read(reading: Reading) -> dict[str, str]:
    return {c.name: str(c.value) if c.state == "printed" else c.state for c in reading.cells}


@pytest.mark.parametrize("layout", [*TEXT_LAYOUTS, "html"])
def test_every_figure_is_read_into_its_row(layout):
    seed = fixed_seed()
    for i in range(10):
        example = report(random.Random(seed + i))
        text = html(example) if layout == "html" else TEXT_LAYOUTS[layout](example)
        reading = read_file(text.encode(), f"a.{'html' if layout == 'html' else 'txt'}")
        assert reading.reason is None
        found, printed = as_read(reading), {c: t or "blank" for c, t in example.cells.items()}
        assert found.items() <= printed.items()
        # Where blank cells leave no trace, a label without a figure may be lost beside the next one.
        lost = printed.keys() - found.keys()
        assert not lost if layout not in ("cell_a_line", "spaces") else {printed[c] for c in lost} <= {"blank"}
        assert set(reading.templates.values()) == {"2014"}
        assert (reading.identity.agency, reading.identity.year) == (AGENCY, 2016)


def test_rows_left_out_move_no_figure():
    """Of a table with some rows alone, a label that stands there twice belongs to the row above it."""
    seed = fixed_seed()
    for i in range(60):
        rng = random.Random(seed + i)
        kept = [line for line in LINES if rng.random() < 0.7]
        figures = {line.id: rng.randrange(10_000) for line in kept}
        rows = [f"{line.label}\t{line.unit}\t{figures[line.id]}" for line in kept]
        reading = read_file((HEAD + "\n".join(rows)).encode(), "a.txt")
        for cell in reading.cells:
            if cell.item.endswith(("_corrected", "_other")) and not {"review", "litigation"} <= figures.keys():
                continue  # without the rows above them nothing tells the two apart
            assert cell.state != "printed" or (cell.item in figures and cell.value == figures[cell.item]), seed + i


@pytest.mark.parametrize(
    "row",
    [
        "（一）收到申请数\t件\t3\t5",
        "（一）收到申请数\t件\t3\t（二）申请办结数\t件\t5",
        "（一）收到申请数\t件\t约30",
        "（一）收到申请数\t件\t3万元",
    ],
)
def test_what_leaves_more_than_one_figure_is_unreadable(row):
    rows = [f"{line.label}\t{line.unit}\t7" for line in LINES if line.id not in ("received", "completed")]
    reading = read_file((HEAD + "\n".join([*rows[:16], row, *rows[16:]])).encode(), "a.txt")
    assert as_read(reading)["requests_2014.received.total"] == "unreadable"


def test_the_figures_of_two_rows_under_one_label_are_read_into_neither():
    labels = [line.label for line in LINES]
    for upper in range(len(LINES) - 1):
        rows = [f"<tr><td>{label}<td>件<td>{i + 100}" for i, label in enumerate(labels)]
        rows[upper] = f"<tr><td rowspan=2>{labels[upper]} {labels[upper + 1]}<td rowspan=2>件<td>{upper + 100}"
        rows[upper + 1] = f"<tr><td>{upper + 101}"
        head = "<meta charset=utf-8><h1>徐州市鼓楼区教育局2016年政府信息公开工作年度报告</h1><table border=1>"
        reading = read_file(f"{head}<tr><td>统计指标<td>单位<td>统计数{''.join(rows)}</table>".encode(), "a.html")
        printed = {line.id: str(i + 100) for i, line in enumerate(LINES) if i not in (upper, upper + 1)}
        assert {c.item: str(c.value) for c in reading.cells if c.state == "printed"} == printed


@pytest.mark.parametrize("between", ["\t", " | ", " ", "\n"])
def test_money_in_another_unit_is_in_that_of_the_form_or_unreadable(between):
    rows = [between.join((line.label, "元" if line.id == "budget" else line.unit, "5000")) for line in LINES]
    found = as_read(read_file((HEAD + "\n".join(rows)).encode(), "a.txt"))
    figures = [found.get(f"resources_2014.{i}.amount_wan_yuan") for i in ("fees_collected", "budget")]
    assert figures[0] in ("5000", None)
    assert figures[1] in ("0.5000", "unreadable", None)


def test_a_row_that_the_table_does_not_have_is_noted_and_read_into_no_other():
    rows = [f"{line.label}\t{line.unit}\t7" for line in LINES]
    reading = read_file(
        (HEAD + "\n".join([*rows[:8], "6.政务客户端主动公开政府信息数\t条\t99", *rows[8:]])).encode(), "a.txt"
    )
    assert "99" not in as_read(reading).values()
    assert any(n.rule == "unread" and "政务客户端" in n.text for n in reading.notes)


def test_two_printings_that_differ_are_no_report():
    rng = random.Random(1)
    one, two = report(rng, 0), report(rng, 0)
    text = TEXT_LAYOUTS["tabs"](one) + TEXT_LAYOUTS["tabs"](two)
    assert read_file(text.encode(), "a.txt").reason == "conflicting_tables"


def test_a_local_table_is_called_by_its_name():
    text = (
        f"{AGENCY}2012年政府信息公开工作年度报告\n一、概述\n附表1：主动公开情况统计表\n"
        "指标\t单位\t统计数\n主动公开文件数\t条\t18\n网站点击数\t次\t1200\n"
    )
    reading = read_file(text.encode(), "a.txt")
    assert (reading.reason, reading.words) == ("pre2019_local", {"tables": "主动公开情况统计表"})


def test_a_report_on_the_form_of_2014_is_stored_checked_and_taken_out(tmp_path):
    sums = {p: sum(range(1, len(parts_of(p)) + 1)) for p in ADD_UP}
    cells = dict.fromkeys(CELLS, "0")
    for parent in ("received", "answered", "review", "litigation"):
        section = parts_of(parent)[0].section
        cells |= {f"{section}.{part.id}.total": str(n) for n, part in enumerate(parts_of(parent), 1)}
        cells[f"{section}.{parent}.total"] = str(sums[parent] + (parent == "review"))
    denied = int(cells["requests_2014.denied.total"])
    cells["requests_2014.denied_privacy.total"] = str(denied)
    put(tmp_path / "in", "a.html", html(Example(AGENCY, 2016, "2014", cells, "2017-02-03")))
    outcome = read(tmp_path / "store", tmp_path / "in")
    assert outcome.reports == 1
    store = open_store(tmp_path / "store")
    issues = store.read("issues").filter(pl.col("severity") != "info")
    assert issues.select(pl.col("rule"), pl.col("item").cast(pl.String), "left", "right").rows() == [
        ("group", "review", sums["review"], sums["review"] + 1)
    ]
    facts = export(store, "facts", "zh")
    assert facts.height == len(CELLS)
    assert set(facts["section"].cast(pl.String)) == set(SECTIONS_2014)
    facts.write_csv(put(tmp_path / "again", "facts.csv", ""))
    read(tmp_path / "second", tmp_path / "again")
    assert export(open_store(tmp_path / "second"), "facts", "zh").equals(facts)
