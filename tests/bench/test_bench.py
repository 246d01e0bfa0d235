"""The benchmarks measure what they say they do, beside what they say they do."""

import asyncio

from typer.testing import CliRunner

from loaders.store.versions import shipped
from tests.bench import load, stock
from tests.bench.commands import bench
from tests.bench.visitor import Visitor


def measure(*arguments: object):
    return CliRunner().invoke(bench, [str(a) for a in arguments])


def test_export_measures_every_format_beside_another_writer():
    result = measure("export", "--rows", 20, "--repeats", 1)
    assert result.exit_code == 0
    for format, peer in (("csv", "polars"), ("xlsx", "xlsxwriter"), ("parquet", "polars")):
        assert any(format in line and peer in line for line in result.stdout.splitlines())
    assert "20 rows × 304 columns" in result.stdout


def test_start_measures_commands_beside_the_import_of_polars():
    result = measure("start", "--repeats", 1)
    assert result.exit_code == 0
    rows = [line.strip("│ ").split("│") for line in result.output.splitlines() if line.startswith("│")]
    assert [row[0].strip() for row in rows] == ["import polars", "gongkai --help", "gongkai explain"]
    assert float(rows[0][3]) == 1


def test_ingest_measures_every_format_it_writes_and_a_mixed_run():
    result = measure("ingest", "--documents", 4)
    assert result.exit_code == 0
    rows = [line.strip("│ ").split("│") for line in result.output.splitlines() if line.startswith("│")]
    counted = {row[0].strip(): (int(row[1]), int(row[2])) for row in rows}
    assert counted == dict.fromkeys(("html", "txt", "docx", "xlsx", "pdf"), (4, 4))
    assert "On 2: 20 documents" in result.output
    assert "200,000 such documents" in result.output


def test_an_empty_store_and_a_missing_file_are_said_to_be_so(tmp_path):
    for arguments in (("queries", "--store", tmp_path), ("load", "--store", tmp_path), ("ingest", tmp_path / "none")):
        result = measure(*arguments)
        assert result.exit_code == 2
        assert str(tmp_path) in result.output


def test_the_servers_of_the_comparison_draw_the_same_charts_in_another_way():
    async def charts(address: str) -> tuple[int, set[str]]:
        visitor = await Visitor.enter(address)
        seen = [await visitor.open(), await visitor.turn_to("reviews")]
        await visitor.leave()
        assert not [f for s in seen for f in s.faults]
        return seen[1].charts, seen[1].chart_elements

    drawn = {}
    for sort in ("ours", *stock.SORTS):
        with load.serving(shipped("sample"), sort) as server:
            drawn[sort] = asyncio.run(charts(server.address))
    number = drawn["ours"][0]
    assert number > 1
    assert drawn == {
        "ours": (number, {"bidi_component"}),
        "slim": (number, {"plotly_chart"}),
        "default": (number, {"plotly_chart"}),
    }
