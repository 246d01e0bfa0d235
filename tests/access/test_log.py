"""The access log: a line of JSON an event, only added to, whatever visitors send."""

import os
import pwd
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import orjson
import pytest
from helpers import example, put, run

from loaders import settings
from loaders.access.log import log_file, record
from loaders.store.versions import open_store


@pytest.fixture
def file(tmp_path, monkeypatch):
    monkeypatch.setenv(settings.ACCESS_LOG, str(tmp_path / "log.jsonl"))
    return tmp_path / "log.jsonl"


def test_it_lies_beside_the_store_by_default(tmp_path, monkeypatch):
    monkeypatch.setenv(settings.STORE, str(tmp_path / "store"))
    assert log_file() == tmp_path / "store.access.jsonl"


def test_an_event_is_one_line_whatever_it_holds(file):
    record("fetched", "a\nb", path='x\r\n{"event":"changed"}' * 1000, n=3)
    lines = file.read_bytes().splitlines()
    assert len(lines) == 1
    line = orjson.loads(lines[0])
    assert (line["account"], line["event"], line["n"]) == ("a\nb", "fetched", 3)
    assert len(line["path"]) == 400


def test_lines_of_many_threads_do_not_mix_and_a_new_file_is_begun_after_rotation(file):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: record("viewed", f"a{n}", page="x" * 300), range(200)))
    assert sorted(orjson.loads(line)["account"] for line in file.read_bytes().splitlines()) == sorted(
        f"a{n}" for n in range(200)
    )
    file.rename(file.with_suffix(".1"))
    record("viewed", "b")
    assert orjson.loads(file.read_bytes())["account"] == "b"


def test_a_log_that_cannot_be_written_stops_nothing(tmp_path, monkeypatch, caplog):
    monkeypatch.setenv(settings.ACCESS_LOG, str(tmp_path / "none" / "log"))
    record("viewed", "a")
    assert "cannot be written" in caplog.text


@pytest.fixture
def store(tmp_path) -> Path:
    put(tmp_path / "in", "2023.html", example(2023))
    return tmp_path / "store"


def events(store: Path) -> list[dict]:
    return [orjson.loads(line) for line in log_file(store).read_bytes().splitlines()]


def test_what_commands_change_is_noted_with_the_systems_user_whatever_the_environment_says(store, monkeypatch):
    monkeypatch.setenv("USER", "boss")
    monkeypatch.setenv("LOGNAME", "boss")
    store.with_name("store.users.csv").write_text("账号,角色,地区\nboss,管理,全部\n", encoding="utf-8")
    roster = put(store.parent, "roster.csv", "单位\n望溪市青禾区教育局\n")
    here = ("--store", store)
    assert run("ingest", store.parent / "in", *here).exit_code == 0
    document = open_store(store).read("documents")["document"][0]
    for command in (
        ("withdraw", "2023.html"), ("withdraw", "2023.html", "--undo"), ("settle", document, "--year", "2020"),
        ("settle", document, "--undo"), ("roster", "set", roster), ("roster", "clear"), ("roster", "restore"),
        ("store", "compact"), ("store", "backup", store.with_name("backup")),
        ("store", "restore", store.with_name("backup"), "--over"),
    ):  # fmt: skip
        assert run(*command, *here).exit_code == 0, command
    # What changes nothing is not noted.
    assert run("ingest", store.parent / "in", *here).exit_code == 0
    assert run("withdraw", "none.html", *here).exit_code == 2
    noted = events(store)
    assert {e["account"] for e in noted} == {pwd.getpwuid(os.getuid()).pw_name}
    assert {(e["event"], e["by"]) for e in noted} == {("changed", "command line")}
    whats = ["add", "change.withdrawn", "change.is_back", "change.settled", "change.undone", *["office"] * 3, "store compact", "store restore"]  # fmt: skip
    assert [e["what"] for e in noted] == whats
    assert noted[0]["documents"] == 1
    assert noted[1]["documents"] == [document]
    assert [e.get("rows") for e in noted[5:8]] == [1, 0, None]


def test_where_no_log_is_kept_commands_begin_none(store):
    assert run("ingest", store.parent / "in", "--store", store).exit_code == 0
    assert not log_file(store).exists()


def test_a_user_without_a_name_is_a_number(store, monkeypatch, file):
    def nobody(_: int) -> None:
        raise KeyError

    monkeypatch.setattr(pwd, "getpwuid", nobody)
    assert run("ingest", store.parent / "in", "--store", store).exit_code == 0
    assert orjson.loads(file.read_bytes())["account"] == str(os.getuid())
