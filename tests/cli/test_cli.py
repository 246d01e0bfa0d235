"""The command line as its users run it: exit codes, messages in both languages, nothing half-done."""

import csv
import io
import json
import subprocess
import sys
from dataclasses import replace

import polars as pl
import pytest
from helpers import AGENCY, ROOT, example, put, run
from typer.testing import CliRunner

from loaders import settings
from loaders.cli.commands import app
from loaders.cli.locale import language

runner = CliRunner()


@pytest.fixture
def folder(tmp_path):
    put(tmp_path / "in", "a.html", example())
    return tmp_path / "in"


def test_a_draft_is_checked_as_that_of_the_body_place_and_year_that_the_user_says(tmp_path):
    """As the boxes of the page have it: a draft that says neither is compared with nothing unless the user does."""
    draft = put(tmp_path, "draft.html", replace(example(2023), agency="教育局"))
    said = ["--body", "洪泽区教育局", "--place", "江苏省淮安市洪泽区", "--year", "2024"]
    lines = run("check", draft, *said, "--store", tmp_path / "none", "--lang", "en").output.splitlines()
    assert lines[1].startswith("淮安市洪泽区教育局")
    assert "2024" in lines[1]
    assert "洪泽区" not in run("check", draft, "--store", tmp_path / "none", "--lang", "en").output
    for wrong, words in [
        (["--year", "1999"], "1999"),
        (["--body", "某某", "--lang", "en"], "某某"),
        (["--place", "无此地"], "无此地"),
    ]:
        result = run("check", draft, *wrong, "--store", tmp_path / "none")
        assert result.exit_code == 2
        assert words in result.output


def test_a_file_that_is_not_checked_is_named(tmp_path):
    """Named beside a clear draft, it is no success; in a folder it may lie."""
    other = put(tmp_path / "in", "setup.exe", "MZ")
    result = run("check", other, "--store", tmp_path / "none", "--lang", "en")
    assert result.exit_code == 2
    assert "setup.exe" in result.output
    draft = put(tmp_path / "in", "draft.html", example(2023))
    result = run("check", draft, other, "--store", tmp_path / "none", "--lang", "en")
    assert result.exit_code == 1
    assert "setup.exe" in result.output
    assert run("check", tmp_path / "in", "--store", tmp_path / "none").exit_code == 0


def test_exit_codes_of_ingest(folder, tmp_path):
    store = tmp_path / "store"
    assert run("ingest", folder, "--store", store, "--workers", 1).exit_code == 0
    assert run("ingest", folder, "--store", store, "--workers", 1).exit_code == 0
    put(folder, "bad.html", "")
    result = run("ingest", folder, "--store", store, "--workers", 1)
    assert result.exit_code == 1
    assert "bad.html" in result.output
    assert "文件是空的" in result.output
    assert run("ingest", tmp_path / "nothing", "--store", store).exit_code == 2
    (tmp_path / "none").mkdir()
    assert run("ingest", tmp_path / "none", "--store", store).exit_code == 2
    put(tmp_path / "only", "bad.html", "")
    assert run("ingest", tmp_path / "only", "--store", tmp_path / "other", "--workers", 1).exit_code == 1


def test_messages_in_english(folder, tmp_path):
    put(folder, "bad.html", "")
    result = run("ingest", folder, "--store", tmp_path / "store", "--workers", 1, "--lang", "en")
    assert "The file is empty" in result.output


def test_a_store_that_another_process_writes(folder, tmp_path):
    from filelock import FileLock

    store = tmp_path / "store"
    store.mkdir()
    with FileLock(store / ".lock"):
        command = [sys.executable, "-m", "loaders.cli", "ingest", str(folder), "--store", str(store), "--lang", "en"]
        result = subprocess.run(command, capture_output=True, text=True)
    assert result.returncode == 2
    assert "Another process" in result.stderr
    assert "Traceback" not in result.stderr


def test_explain_writes_nothing(folder, tmp_path, monkeypatch):
    monkeypatch.setenv("GONGKAI_STORE", str(tmp_path / "store"))
    result = run("explain", folder / "a.html", "--lang", "en")
    assert result.exit_code == 0
    assert "望溪市青禾区教育局" in result.output
    assert "（一）予以公开" in result.output
    # The worker wrote it: a table without a head is drawn thin, one with a head thick.
    assert "│ Title" in result.output
    assert "┏" in result.output
    assert not (tmp_path / "store").exists()
    put(folder, "bad.txt", "天气晴。")
    assert run("explain", folder / "bad.txt").exit_code == 1
    assert run("explain", folder / "none.txt").exit_code == 2


def test_the_command_waits_for_no_library_that_its_worker_needs_alone():
    script = "import sys, loaders.cli.commands, loaders.output.explained; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert {"polars", "numpy", "lxml", "loaders.reading.extract"}.isdisjoint(loaded.stdout.split())


def test_check_lists_rules_and_issues(tmp_path):
    assert "carry_over" in run("check", "--rules").output
    put(tmp_path / "in", "a.html", example(reviews__review__upheld="10"))
    store = tmp_path / "store"
    run("ingest", tmp_path / "in", "--store", store, "--workers", 1)
    result = run("check", "--store", store, "--lang", "en")
    assert result.exit_code == 1
    assert "the four results add up to 10" in " ".join(result.output.split())
    put(tmp_path / "good", "b.html", example(2022))
    run("ingest", tmp_path / "good", "--store", tmp_path / "two", "--workers", 1)
    assert run("check", "--store", tmp_path / "two").exit_code == 0


def test_check_of_drafts(tmp_path):
    store = tmp_path / "store"
    put(tmp_path / "before", "a.html", example(2022, requests__carried_out__total="5"))
    run("ingest", tmp_path / "before", "--store", store, "--workers", 1)
    clear = put(tmp_path / "drafts", "clear.html", example(2022))
    faulty = put(tmp_path / "drafts", "faulty.html", example(2023, reviews__review__upheld="10"))
    no_report = put(tmp_path / "other", "no.txt", "天气晴。")
    result = run("check", faulty, "--store", store, "--lang", "en")
    said = " ".join(result.output.split())
    assert result.exit_code == 1
    assert f"{AGENCY}, report for 2023 (the body itself) Errors: correct them" in said
    assert "① Error" in said
    assert "the four results add up to 10 (Upheld 10), the total says 0. Difference: 10." in said
    assert "The year before: the report for 2022 that has been read in." in said
    assert "carries 5 out" in said
    assert "Difference: 5." in said
    assert run("check", clear, "--store", store).exit_code == 0
    result = run("check", clear, no_report, "--store", tmp_path / "none")
    assert result.exit_code == 1
    assert "没有发现错误" in result.output
    assert "没有 2021 年报告可供对照" in result.output
    assert "未能作为年度报告读取：不是政府信息公开工作年度报告" in result.output
    assert run("check", tmp_path / "nothing.html").exit_code == 2
    (tmp_path / "empty").mkdir()
    assert run("check", tmp_path / "empty").exit_code == 2
    assert not (tmp_path / "none").exists()


def test_export_to_a_file_and_to_standard_output(folder, tmp_path):
    store = tmp_path / "store"
    run("ingest", folder, "--store", store, "--workers", 1)
    result = runner.invoke(app, ["export", "documents", "--store", str(store), "--lang", "en"])
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert list(rows[0])[:6] == ["source", "sha256", "format", "status", "reason", "report_id"]
    assert rows[0]["status"] == "read"
    for name in ("facts.csv", "facts.parquet", "facts.xlsx"):
        assert run("export", "facts", "--store", store, "--out", tmp_path / name).exit_code == 0
        assert (tmp_path / name).stat().st_size > 1000
    assert pl.read_parquet(tmp_path / "facts.parquet").height == 200
    assert run("export", "nothing", "--store", store).exit_code == 2
    assert run("export", "facts", "--store", store, "--format", "doc").exit_code == 2
    assert run("export", "facts", "--store", store, "--out", tmp_path / "no" / "x.csv").exit_code == 2


def test_an_export_that_fails_leaves_the_file_as_it_was(folder, tmp_path, monkeypatch):
    store, target = tmp_path / "store", tmp_path / "out" / "facts.xlsx"
    run("ingest", folder, "--store", store, "--workers", 1)
    put(target.parent, target.name, b"before")
    monkeypatch.setattr("loaders.output.xlsx.MAX_ROWS", 100)
    result = run("export", "facts", "--store", store, "--out", target, "--lang", "en")
    assert result.exit_code == 2
    assert "More rows than a sheet of Excel holds" in result.output
    assert {p.name: p.read_bytes() for p in target.parent.iterdir()} == {"facts.xlsx": b"before"}


def test_withdraw(folder, tmp_path):
    store = tmp_path / "store"
    run("ingest", folder, "--store", store, "--workers", 1)
    assert run("withdraw", "a.html", "--store", store).exit_code == 0
    assert run("withdraw", "none.html", "--store", store).exit_code == 2
    assert run("withdraw", "a.html", "--undo", "--store", store).exit_code == 0


def test_demo_writes_to_an_empty_folder_only(tmp_path):
    assert run("demo", "--reports", 60, "--store", tmp_path / "demo").exit_code == 0
    result = subprocess.run(
        [sys.executable, "-m", "loaders.cli", "demo", "--reports", "60", "--store", str(tmp_path / "demo")],
        capture_output=True, text=True,
    )  # fmt: skip
    assert result.returncode == 2
    assert "Traceback" not in result.stderr


def test_a_broken_manifest_is_one_line(tmp_path):
    put(tmp_path / "store", "manifest.json", "{")
    command = [sys.executable, "-m", "loaders.cli", "check", "--store", str(tmp_path / "store"), "--lang", "en"]
    result = subprocess.run(command, capture_output=True, text=True)
    assert (result.returncode, len(result.stderr.strip().splitlines())) == (2, 1)


@pytest.mark.parametrize(
    ("arguments", "environment", "lang"),
    [
        ([], {}, "zh"),
        ([], {"LANG": "C.UTF-8"}, "zh"),
        ([], {"LANG": "zh_CN.UTF-8"}, "zh"),
        ([], {"LANG": "en_GB.UTF-8"}, "en"),
        ([], {"LC_ALL": "C", "LANG": "en_GB.UTF-8"}, "en"),
        ([], {"LC_ALL": "zh_CN.UTF-8", "LANG": "en_GB.UTF-8"}, "zh"),
        (["check", "--lang", "en"], {"LANG": "zh_CN.UTF-8"}, "en"),
        (["--lang=zh"], {"LANG": "en_US"}, "zh"),
    ],
)
def test_the_locale_chooses_the_language(arguments, environment, lang):
    assert language(arguments, settings.locale(environment)) == lang


def test_a_store_without_reports_says_what_to_do(tmp_path):
    for command in (["check"], ["export", "facts"], ["briefing", "--out", tmp_path / "x.docx"]):
        result = run(*command, "--store", tmp_path / "store", "--lang", "en")
        assert result.exit_code == 2
        assert "No report has been read" in result.output
        assert "gongkai ingest" in result.output
    assert not list(tmp_path.iterdir())


def test_help_keeps_what_stands_in_brackets():
    assert "gongkai[cluster]" in run("ingest", "--help").output


def test_every_command_explains_itself():
    for command in ("ingest", "withdraw", "check", "explain", "export", "serve", "demo"):
        result = run(command, "--help")
        assert result.exit_code == 0
        assert "--lang" in result.output


def test_identities_are_scored_against_the_answers_of_a_person(tmp_path):
    heads = [
        {"url": "http://www.gzxr.gov.cn/a.html", "title": "大山镇2024年政府信息公开工作年度报告", "head": "大山镇2024年政府信息公开工作年度报告",
         "is_report": True, "agency": "兴仁市大山镇人民政府", "year": 2024, "province": "贵州省", "city": None, "district": "兴仁市", "level": "township"},
        {"url": "https://a.example/1", "title": None, "head": "我局2023年度工作要点", "is_report": True, "agency": "某局", "year": None},
    ]  # fmt: skip
    file = tmp_path / "heads.jsonl"
    file.write_text("\n".join(json.dumps(h, ensure_ascii=False) for h in heads), encoding="utf-8")
    result = run("check", "--identity", file, "--out", tmp_path / "answers.csv", "--lang", "en")
    assert result.exit_code == 0
    rows = {
        r[0].strip(): [int(x) for x in r[1:4]]
        for line in result.output.splitlines()
        if len(r := line.strip("│ ").split("│")) == 4
    }
    assert rows["is_report"] == [1, 1, 0]
    assert rows["agency"] == [1, 0, 1]
    assert rows["district"] == [1, 0, 0]
    assert "line 2, is_report" in result.output
    told = pl.read_csv(tmp_path / "answers.csv")
    assert told.columns == ["url", "is_report", "agency", "year", "province", "city", "district", "level"]
    assert told["city"][0] == "黔西南布依族苗族自治州"
    assert run("check", "--identity", tmp_path / "none.jsonl").exit_code == 2
