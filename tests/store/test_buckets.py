"""Documents and stores in a bucket, on a local server that speaks S3."""

import io
import zipfile

import polars as pl
import pytest
from helpers import Here, example, hours_later, put, read
from moto.server import ThreadedMotoServer
from obstore.store import from_url

from loaders.ingest.reread import reread
from loaders.ingest.run import ingest
from loaders.ingest.withdrawal import withdraw
from loaders.query.exports import export
from loaders.query.kept import kept_bytes
from loaders.query.snapshot import open_snapshot
from loaders.store import leases
from loaders.store.backends import Bucket, Locked
from loaders.store.errors import StoreError
from loaders.store.upkeep import check
from loaders.store.versions import open_store
from loaders.store.writer import writing
from loaders.synthetic.documents import html


@pytest.fixture(scope="module")
def server():
    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(server, monkeypatch, request):
    import boto3

    for name, value in {
        "AWS_ENDPOINT_URL": server,
        "AWS_ALLOW_HTTP": "true",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    name = request.node.name.replace("_", "-")[:60].strip("-")
    boto3.client("s3").create_bucket(Bucket=name)
    return f"s3://{name}"


def fill(folder):
    for year in (2021, 2022, 2023):
        put(folder, f"{year}/教育局.html", example(year))
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("水利局.html", html(example(2023, "望溪市水利局")))
    put(folder, "2023/全部.zip", archive.getvalue())
    put(folder, "2020/坏.html", "")


def upload(folder, address):
    objects = from_url(address)
    for file in sorted(f for f in folder.rglob("*") if f.is_file()):
        objects.put(file.relative_to(folder).as_posix(), file.read_bytes())


def test_documents_and_store_in_a_bucket_give_what_folders_give(bucket, tmp_path):
    fill(tmp_path / "in")
    upload(tmp_path / "in", f"{bucket}/in")
    read(tmp_path / "store", tmp_path / "in")
    outcome = ingest([f"{bucket}/in"], f"{bucket}/store", executor=Here())
    assert outcome.reports == 4
    for table in ("facts", "issues", "documents"):
        there, here = (export(open_store(s), table, "zh") for s in (f"{bucket}/store", tmp_path / "store"))
        assert there.equals(here), table
    again = ingest([f"{bucket}/in"], f"{bucket}/store", executor=Here())
    assert (again.known, again.build) == (5, outcome.build)
    assert withdraw(["2023/教育局.html"], f"{bucket}/store").height == 1
    assert open_store(f"{bucket}/store").read("reports").height == 3


def test_one_writer_at_a_time(bucket):
    address = f"{bucket}/store"
    with writing(address), pytest.raises(StoreError) as fault, writing(address):
        pass
    assert fault.value.reason == "store_locked"
    with writing(address):
        pass


def test_a_writer_whose_lock_was_taken_over_replaces_nothing(bucket):
    slow, quick = Bucket(f"{bucket}/store"), Bucket(f"{bucket}/store")
    for writer in (slow, quick):
        with pytest.raises(FileNotFoundError):
            writer.read("manifest.json")
    quick.write("manifest.json", b"quick")
    with pytest.raises(Locked):
        slow.write("manifest.json", b"slow")
    assert quick.read("manifest.json") == b"quick"


def test_a_bucket_without_documents(bucket):
    with pytest.raises(FileNotFoundError):
        ingest([f"{bucket}/nothing"], f"{bucket}/store", executor=Here())


def test_a_version_in_a_bucket_stays_readable_after_it_was_superseded(bucket, tmp_path):
    where = f"{bucket}/store"
    ingest([put(tmp_path / "in", "a.html", example(2022))], where, executor=Here())
    before = open_store(where)
    ingest([put(tmp_path / "in", "b.html", example(2023))], where, executor=Here())
    assert before.read("reports").height == 1
    hours_later(where)
    withdraw(["a.html"], where)
    there = set(Bucket(where).list("reports"))
    assert not there & set(before.files["reports"])
    assert set(open_store(where).files["reports"]) <= there


def test_a_version_in_a_bucket_stays_for_whoever_leases_it(bucket, tmp_path, monkeypatch):
    where = f"{bucket}/store"
    ingest([put(tmp_path / "in", "0.html", example(2022)).parent], where, executor=Here())
    snapshot = open_snapshot(open_store(where), low_memory=True)

    def commits():
        for _ in range(2):
            name = f"{len(list((tmp_path / 'in').iterdir()))}.html"
            ingest([put(tmp_path / "in", name, example(2023, f"望溪市{name[0]}局")).parent], where, executor=Here())
            leases.renew()
            hours_later(where)

    commits()
    assert snapshot.store.read("reports").height == 1
    assert len(list(Bucket(where).list(leases.READERS))) == 1
    monkeypatch.setattr(leases, "_HOLDS_FOR", -1)
    commits()
    gone = set(snapshot.store.files["reports"])
    assert not gone & set(Bucket(where).list("reports"))


def test_a_bucket_whose_manifest_is_lost_is_no_empty_one(bucket, tmp_path):
    where = f"{bucket}/store"
    assert open_store(where).empty
    ingest([put(tmp_path / "in", "a.html", example(2022)).parent], where, executor=Here())
    Bucket(where).remove("manifest.json")
    with pytest.raises(StoreError) as fault:
        open_store(where)
    assert (fault.value.reason, fault.value.words["path"]) == ("store_manifest_lost", where)


def test_the_bytes_of_documents_are_kept_in_the_bucket_and_read_again_from_it(bucket, tmp_path):
    fill(tmp_path / "in")
    store = f"{bucket}/store"
    ingest([tmp_path / "in"], store, executor=Here())
    opened = open_store(store)
    document = opened.read("documents").filter(pl.col("source") == "2023/全部.zip/水利局.html")["document"][0]
    assert kept_bytes(opened, document).data == html(example(2023, "望溪市水利局")).encode()
    found = reread(store, all_documents=True, put_in_force=True, executor=Here())
    assert (found.changed, found.without, found.failed) == (0, 0, 0)
    assert found.read >= 4
    assert check(store).damaged == []
