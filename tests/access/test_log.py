"""The access log: a line of JSON an event, only added to, whatever visitors send."""

from concurrent.futures import ThreadPoolExecutor

import orjson
import pytest

from loaders import settings
from loaders.access.log import log_file, record


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
