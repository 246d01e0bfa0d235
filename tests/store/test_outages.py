"""A bucket that is away for a while is asked again; one that stays away ends a run in a sentence, and blocks no later one."""

import os
import subprocess
import sys

import boto3
import polars as pl
import pytest
from helpers import Here, example
from moto.server import ThreadedMotoServer
from network import Line
from obstore.exceptions import GenericError
from obstore.store import from_url

from loaders.ingest.limits import Limits
from loaders.ingest.processes import Processes
from loaders.ingest.run import ingest
from loaders.ingest.tasks import Files
from loaders.language.words import say
from loaders.reading.files import SourceFile
from loaders.store import outages
from loaders.store.backends import Bucket
from loaders.store.errors import StoreError
from loaders.store.holder import has_ended, holder
from loaders.store.outages import Unreachable
from loaders.store.versions import open_store
from loaders.store.writer import writing
from loaders.synthetic.documents import html

ALWAYS = 1 << 30


@pytest.fixture(scope="module")
def server():
    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    yield server.get_host_and_port()
    server.stop()


@pytest.fixture
def line(server, monkeypatch):
    line = Line(*server)
    for name, value in {
        "AWS_ENDPOINT_URL": line.address,
        "AWS_ALLOW_HTTP": "true",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(outages, "_FIRST_PAUSE", outages._FIRST_PAUSE / 10)
    monkeypatch.setattr(outages, "_LONGEST_PAUSE", outages._LONGEST_PAUSE / 50)
    outages._given_up.clear()
    outages._answered.clear()
    yield line
    line.listener.close()


@pytest.fixture
def bucket(line, request):
    name = request.node.name.replace("_", "-").replace("[", "-").replace("]", "")[-60:].strip("-")
    boto3.client("s3").create_bucket(Bucket=name)
    objects = from_url(f"s3://{name}/in")
    for number in range(8):
        objects.put(f"2023/{number}.html", html(example(2023, f"望溪市第{number}局")).encode())
    return f"s3://{name}"


@pytest.mark.parametrize("done", [4, 8])
def test_an_outage_in_the_middle_of_a_run_is_waited_out(bucket, line, done):
    def cut(count, of):
        if count == done:
            line.cut(30)

    outcome = ingest([f"{bucket}/in"], f"{bucket}/store", executor=Here(), progress=cut)
    assert line.refused == 0
    assert outcome.documents["status"].to_list() == ["read"] * 8
    assert open_store(f"{bucket}/store").read("reports").height == 8


def test_tables_in_a_bucket_wait_an_outage_out(bucket, line):
    ingest([f"{bucket}/in"], f"{bucket}/store", executor=Here())
    store = open_store(f"{bucket}/store")
    line.cut(30)
    assert store.read("cells").height > 0
    assert line.refused == 0


def test_a_table_is_asked_for_again_where_the_client_gives_up_at_once(monkeypatch):
    broken = ["HTTP error: connection was not ready (path: s3://here/store/a.parquet)"]
    collect = pl.LazyFrame.collect

    def collect_or_break(frame):
        if broken:
            raise pl.exceptions.ComputeError(broken.pop())
        return collect(frame)

    monkeypatch.setattr(pl.LazyFrame, "collect", collect_or_break)
    assert outages.of_table("s3://here/store", pl.LazyFrame({"a": [1]}).collect)["a"].to_list() == [1]
    assert "s3://here" not in outages._given_up


def test_a_long_outage_ends_the_run_in_a_sentence_and_the_next_one_goes_on(bucket, line, monkeypatch):
    monkeypatch.setenv("GONGKAI_BUCKET_PATIENCE", "0.4")

    def cut(count, of):
        if count == 4:
            line.cut(ALWAYS)

    with pytest.raises(Unreachable) as fault:
        ingest([f"{bucket}/in"], f"{bucket}/store", executor=Here(), progress=cut)
    for lang, word in (("zh", "没有应答"), ("en", "did not answer")):
        sentence = say(f"reason.{fault.value.reason}", lang, **fault.value.words)
        assert bucket in sentence
        assert word in sentence
        assert "\n" not in sentence
        assert "Generic" not in sentence
    line.cut(0)
    assert Bucket(f"{bucket}/store").length(".lock")
    monkeypatch.delenv("GONGKAI_BUCKET_PATIENCE")
    outcome = ingest([f"{bucket}/in"], f"{bucket}/store", executor=Here())
    assert outcome.documents["status"].to_list() == ["read"] * 8
    with pytest.raises(FileNotFoundError):
        Bucket(f"{bucket}/store").length(".lock")


def test_an_address_at_which_no_bucket_ever_answered_is_given_up_soon(line, monkeypatch):
    monkeypatch.setattr(outages, "_FIRST_CONTACT", 0.3)
    line.cut(ALWAYS)
    with pytest.raises(Unreachable) as fault:
        open_store("s3://mistyped/store")
    assert fault.value.words == {"bucket": "s3://mistyped", "seconds": "0.3"}


def test_a_table_is_not_waited_for_on_a_connection_that_stays_silent(bucket, line, monkeypatch):
    ingest([f"{bucket}/in"], f"{bucket}/store", executor=Here())
    monkeypatch.setenv("GONGKAI_BUCKET_PATIENCE", "0.4")
    monkeypatch.setattr(outages, "_MUTE", 0.5)
    store = open_store(f"{bucket}/store")
    line.mute = True
    line.cut(0)
    with pytest.raises(Unreachable) as fault:
        store.read("reports")
    assert fault.value.reason == "bucket_silent"


def test_the_seconds_that_are_said_are_those_that_it_took(monkeypatch):
    clock = iter((100.0, 130.0))
    monkeypatch.setattr(outages.time, "monotonic", lambda: next(clock, 131.0))

    def slow() -> None:
        raise TimeoutError

    with pytest.raises(Unreachable) as fault:
        outages.asked("s3://slow/store", slow)
    assert fault.value.words["seconds"] == "30"


def test_a_bucket_that_answered_another_process_is_waited_for(bucket, line, monkeypatch):
    monkeypatch.setattr(outages, "_FIRST_CONTACT", 0.0)
    outages.note_answers([f"{bucket}/in/2023/0.html", "/a/local.html"])
    line.cut(30)
    assert next(iter(Bucket(f"{bucket}/in").list("2023")))
    assert line.refused == 0


def test_a_worker_rejects_no_document_of_a_bucket_that_is_away(line, monkeypatch):
    monkeypatch.setenv("GONGKAI_BUCKET_PATIENCE", "0.4")
    line.cut(ALWAYS)
    document = SourceFile("s3://away/in", "a.html", "s3://away/in/a.html")
    with Processes(1, Limits()) as processes, pytest.raises(Unreachable) as fault:
        list(processes.run([Files([document], frozenset())]))
    assert (fault.value.reason, fault.value.words["bucket"]) == ("bucket_silent", "s3://away")


def test_a_put_whose_answer_was_lost_is_no_other_writer(bucket, monkeypatch):
    files = Bucket(f"{bucket}/store")
    with pytest.raises(FileNotFoundError):
        files.read("manifest.json")
    real = files._store

    class Deaf:
        """Puts an object, and loses the answer."""

        def __getattr__(self, name):
            return getattr(real, name)

        def put(self, *args, **kwargs):
            real.put(*args, **kwargs)
            raise GenericError("Generic S3 error: HTTP error: connection reset")

    with monkeypatch.context() as deaf:
        deaf.setattr(Bucket, "_store", Deaf())
        files.write("manifest.json", b"first")
    files.write("manifest.json", b"second")
    assert files.read("manifest.json") == b"second"


def ended():
    """The line of a process that has ended."""
    code = "import sys; from loaders.store.holder import holder; sys.stdout.buffer.write(holder())"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout


def test_the_lock_of_a_process_that_has_ended_is_taken_over_at_once(bucket):
    address = f"{bucket}/store"
    Bucket(address).write(".lock", ended())
    with writing(address):
        pass


def test_the_lock_of_another_machine_is_not_taken_over_at_once(bucket):
    address = f"{bucket}/store"
    Bucket(address).write(".lock", b"elsewhere " + ended().split(b" ", 1)[1])
    with pytest.raises(StoreError) as fault, writing(address):
        pass
    assert fault.value.reason == "store_locked"


def test_whether_a_holder_has_ended():
    mine = holder()
    assert has_ended(mine, working=False)
    assert not has_ended(mine, working=True)
    parent = mine.replace(f" {os.getpid()} ".encode(), f" {os.getppid()} ".encode())
    assert not has_ended(parent, working=False)
    assert not has_ended(b"", working=False)
