"""Facts taken out and read into another store give the same exports; so do documents read in any order."""

import random
from itertools import zip_longest
from pathlib import Path

import polars as pl
import pytest
from helpers import documents, example, fixed_seed, put, read

from loaders.ingest.withdrawal import withdraw
from loaders.output.tables import write
from loaders.query.exports import TABLES, export
from loaders.reading.formats.detect import detect
from loaders.store.versions import Store, open_store
from loaders.synthetic.documents import TEXT_LAYOUTS, html

FORMATS = ("csv", "parquet", "xlsx", "json")
BODIES = (
    "徐州市教育局",
    "徐州市公安局",
    "徐州市鼓楼区教育局",
    "鼓楼区教育局",
    "教育局",
    "我局",
    "徐州市人民政府",
    "国家税务总局徐州市税务局",
)
"""Some known, some of several places or of nobody."""
TEXTS = ("", "若干", "—", "不适用", "/", "20000000", "-3", "3.5", "12", "０", "=1+1", " 7 ", "_x0041_")


def page(rng: random.Random, agency: str, year: int, published: str | None) -> str:
    """A report with odd cells, a row that the form does not know, its address and its date."""
    cells = {f"requests__{item}__{column}": rng.choice(TEXTS)
             for item in rng.sample(("received_new", "granted", "carried_out", "denied_state_secret"), 2)
             for column in rng.sample(("natural_person", "business", "total"), 2)}  # fmt: skip
    text = html(example(year, agency, "2019" if year < 2021 else "2021", published, **cells))
    if rng.random() < 0.4:
        row = "<tr><td colspan='3'>（八）另行登记</td>" + "<td>4</td>" * 7 + "</tr>"
        at = text.index("</tr>", text.index("部分公开")) + 5
        text = text[:at] + row + text[at:]
    if rng.random() < 0.5:
        address = f"https://www.xz.gov.cn/art/{year}/{rng.randrange(999)}.html"
        text = text.replace("<head>", f'<head><link rel="canonical" href="{address}">', 1)
    return text


def folder_of(rng: random.Random, folder: Path) -> list[Path]:
    """Documents of a few bodies and years: revised, repeated under another name, unreadable, and missing ones."""
    files: list[Path] = []
    for agency in rng.sample(BODIES, rng.randint(3, 6)):
        for year in rng.sample((2020, 2021, 2022, 2023), rng.randint(1, 3)):
            published = rng.choice((None, f"{year + 1}-01-20", f"{year + 1}-04-02"))
            one = page(rng, agency, year, published)
            files.append(put(folder, f"{year}/{agency}-{len(files)}.html", one))
            if rng.random() < 0.3:
                files.append(put(folder, f"{year}/再-{len(files)}.html", one))
            if rng.random() < 0.4:
                files.append(
                    put(
                        folder,
                        f"{year}/改-{len(files)}.html",
                        page(rng, agency, year, f"{year + 1}-05-0{rng.randint(1, 9)}"),
                    )
                )
    if rng.random() < 0.5:
        layout = rng.choice(sorted(TEXT_LAYOUTS))
        files.append(put(folder, "文本.txt", TEXT_LAYOUTS[layout](example(2022, "徐州市审计局"))))
    files.append(put(folder, "空.html", "<html><body>没有表</body></html>"))
    notice = "<h1>关于做好2023年政府信息公开工作年度报告编制的通知</h1><p>请各单位报送。</p>"
    files.append(put(folder, "通知.html", notice))
    return files


def exports(store: Path | Store) -> dict[str, list[str]]:
    """The lines of each export, of which those that differ are shown."""
    opened = open_store(store) if isinstance(store, Path) else store
    return {table: write(export(opened, table, "zh"), "csv").decode().split("\n") for table in TABLES}


def differing(one: dict[str, list[str]], other: dict[str, list[str]]) -> list[str]:
    return [f"{table} {a!r} {b!r}" for table in TABLES for a, b in zip_longest(one[table], other[table]) if a != b][:5]


def withdrawals(store: Path) -> list[tuple[object, ...]]:
    """Each time that a document was withdrawn or put back, in the order in which that was done."""
    return open_store(store).read("withdrawals").rows()


def taken_over(store: Path, folder: Path, format: str) -> Path:
    """Another store, of nothing but the facts of the first."""
    facts = export(open_store(store), "facts", "zh")
    data = facts.write_json().encode() if format == "json" else write(facts, format, about=[("gongkai", "facts")])
    put(folder / "back", f"facts.{format}", data)
    read(folder / "second", folder / "back")
    return folder / "second"


@pytest.mark.parametrize("n", range(8))
def test_what_is_taken_out_and_read_back_is_the_same(n, tmp_path):
    """Facts, issues, reports and documents: dates, addresses, notes of reading, revisions, duplicates, states of cells."""
    seed = f"{fixed_seed()}/{n}"
    rng = random.Random(seed)
    files = folder_of(rng, tmp_path / "in")
    read(tmp_path / "store", tmp_path / "in")
    if rng.random() < 0.5:
        # A newer version of a file: the one before counts no more, whatever its date.
        put(tmp_path / "in", str(files[0].relative_to(tmp_path / "in")), page(rng, BODIES[0], 2023, None))
        read(tmp_path / "store", tmp_path / "in")
    if rng.random() < 0.3:
        rows = open_store(tmp_path / "store").read("documents").filter(pl.col("status") == "superseded")
        withdraw(rows["source"].to_list()[:1], tmp_path / "store")
    if rng.random() < 0.3:
        # No version of it is in force any more.
        rows = open_store(tmp_path / "store").read("documents").filter(pl.col("report_id").is_not_null())
        withdraw(rows.filter(pl.col("report_id") == rows["report_id"][0])["source"].to_list(), tmp_path / "store")
    first = exports(tmp_path / "store")
    format = FORMATS[n % len(FORMATS)]
    second = taken_over(tmp_path / "store", tmp_path, format)
    assert differing(exports(second), first) == [], f"SEED={seed} {format}"
    third = taken_over(second, tmp_path / "again", rng.choice(FORMATS))
    assert differing(exports(third), first) == [], f"SEED={seed} {format}"


@pytest.mark.parametrize("format", FORMATS)
def test_why_who_and_when_of_withdrawals_are_read_back(format, tmp_path):
    """Of a document beside one in force, of one that was put back, and of one whose report no document prints any more."""
    store = tmp_path / "store"
    for name, day in (("a", "2024-01-10"), ("b", "2024-03-01")):
        report = example(2023, "徐州市教育局", published=day, requests__granted__total=name)
        put(tmp_path / "in", f"{name}.html", html(report))
    put(tmp_path / "in", "c.html", html(example(2023, "徐州市公安局")))
    put(tmp_path / "in", "d.html", html(example(2023, "徐州市审计局")))
    read(store, tmp_path / "in")
    withdraw(["b.html"], store, reason="重复报送", who="张三")
    withdraw(["d.html"], store, reason="=1+1", who=None)
    withdraw(["c.html"], store, reason="误撤", who="李四")
    withdraw(["c.html"], store, undo=True, who="李四")
    second = taken_over(store, tmp_path, format)
    assert differing(exports(second), exports(store)) == []
    assert sorted(withdrawals(second), key=str) == sorted(withdrawals(store), key=str)
    listed = export(open_store(second), "documents", "zh").select("source", "^withdrawn_.*$").rows()
    assert [row[:3] for row in listed] == [
        ("a.html", None, None), ("b.html", "重复报送", "张三"), ("c.html", None, None), ("d.html", "=1+1", None),
    ]  # fmt: skip
    # Once: facts that the store holds already add nothing.
    read(second, tmp_path / "back")
    assert len(withdrawals(second)) == len(withdrawals(store))


@pytest.mark.parametrize("n", range(6))
def test_no_export_depends_on_the_order_of_ingest(n, tmp_path):
    """At once, or one after the other in any order."""
    seed = f"{fixed_seed()}/{n}"
    rng = random.Random(seed)
    files = folder_of(rng, tmp_path / "in")
    put(tmp_path / "in", "nothing.txt", "没有表格")
    read(tmp_path / "store", tmp_path / "in")
    first = exports(tmp_path / "store")
    files = [*files, tmp_path / "in" / "nothing.txt"]
    for turn in range(2):
        rng.shuffle(files)
        hidden = tmp_path / f"hidden{turn}"
        (tmp_path / "in").rename(hidden)
        for file in files:
            target = tmp_path / "in" / file.relative_to(tmp_path / "in")
            put(
                tmp_path / "in",
                str(target.relative_to(tmp_path / "in")),
                (hidden / file.relative_to(tmp_path / "in")).read_bytes(),
            )
            if rng.random() < 0.4:
                read(tmp_path / f"store{turn}", tmp_path / "in")
        read(tmp_path / f"store{turn}", tmp_path / "in")
        assert differing(exports(tmp_path / f"store{turn}"), first) == [], f"SEED={seed}"


@pytest.fixture
def store(tmp_path) -> Path:
    put(
        tmp_path / "in",
        "a.html",
        example(2023, "徐州市教育局", published="2024-01-20", requests__granted__business="若干"),
    )
    put(
        tmp_path / "in",
        "b.html",
        example(2023, "徐州市教育局", published="2024-01-10", requests__granted__business="9"),
    )
    put(tmp_path / "in", "c.html", example(2022, "徐州市公安局"))
    read(tmp_path / "store", tmp_path / "in")
    return tmp_path / "store"


def test_facts_beside_their_documents_add_nothing(store, tmp_path):
    before = exports(store)
    put(tmp_path / "back", "facts.csv", write(export(open_store(store), "facts", "zh"), "csv"))
    outcome = read(store, tmp_path / "back")
    assert (outcome.documents.height, outcome.known) == (0, 3)
    assert exports(store) == before


def changed(store: Path, column: str, old: str, new: str) -> str:
    facts = export(open_store(store), "facts", "zh")
    assert facts.filter(pl.col(column).cast(pl.String) == old).height
    value = pl.when(pl.col(column).cast(pl.String) == old).then(pl.lit(new)).otherwise(pl.col(column).cast(pl.String))
    return write(facts.with_columns(value.alias(column)), "csv").decode()


@pytest.mark.parametrize(
    ("column", "old", "new"),
    [
        ("agency", "徐州市公安局", "徐州市审计局"),
        ("title", None, "改过的标题"),
        ("published", "2024-01-20", "2024-02-01"),
    ],
)
def test_what_somebody_changed_in_facts_is_read_as_facts(store, tmp_path, column, old, new):
    """It claims to be no document any more, and keeps what was written."""
    old = old or export(open_store(store), "facts", "zh")["title"].drop_nulls()[0]
    put(tmp_path / "back", "facts.csv", changed(store, column, old, new))
    read(tmp_path / "second", tmp_path / "back")
    rows = open_store(tmp_path / "second").read("documents").filter(pl.col("format") == "csv")
    assert rows.height
    assert set(rows[column].cast(pl.String)) == {new}
    assert not set(rows["sha256"]) & set(open_store(store).read("documents")["sha256"])


def test_a_changed_number_is_a_revision_that_does_not_win_over_the_document(store, tmp_path):
    facts = export(open_store(store), "facts", "zh")
    one = (pl.col("source") == "c.html") & (pl.col("item") == "granted") & (pl.col("column") == "total")
    data = write(facts.with_columns(value=pl.when(one).then(pl.lit(77.0)).otherwise("value")), "csv")
    put(tmp_path / "back", "facts.csv", data)
    outcome = read(store, tmp_path / "back")
    assert outcome.documents["status"].to_list() == ["superseded"]
    issues = export(open_store(store), "issues", "zh").filter(pl.col("rule") == "revision", pl.col("left") == 77)
    assert issues.height == 1


def test_files_of_before_are_still_read(store, tmp_path):
    """They end with the printed label, or before it."""
    facts = export(open_store(store), "facts", "zh").drop("title", "published", "url", "record")
    put(tmp_path / "back", "facts.csv", write(facts, "csv"))
    read(tmp_path / "second", tmp_path / "back")
    assert set(documents(tmp_path / "second").values()) == {("read", None)}
    again = export(open_store(tmp_path / "second"), "facts", "zh")
    assert again.select(facts.columns).equals(facts)


@pytest.mark.parametrize(
    "damage",
    [
        lambda r: r[:-1],
        lambda r: "{}",
        lambda r: r.replace('"digest"', '"d"'),
        lambda r: "[]",
        lambda r: '{"documents":[{"row":[],"notes":[],"cells":[]}]}',
    ],
)
def test_a_damaged_record_makes_facts_of_their_own(store, tmp_path, damage):
    facts = export(open_store(store), "facts", "zh")
    records = pl.Series([r and damage(r) for r in facts["record"]], dtype=pl.String)
    put(tmp_path / "back", "facts.csv", write(facts.with_columns(record=records), "csv"))
    read(tmp_path / "second", tmp_path / "back")
    assert set(open_store(tmp_path / "second").read("documents")["format"]) == {"csv"}
    assert export(open_store(tmp_path / "second"), "facts", "zh")["value"].equals(facts["value"])


def test_a_workbook_of_facts_saved_by_another_program_is_one_still(store, tmp_path):
    """Texts in a part of their own, a row inserted above is no heading, columns in another order."""
    from openpyxl import Workbook

    facts = export(open_store(store), "facts", "zh")
    book = Workbook()
    book.active.append(["note"])
    sheet = book.create_sheet("facts")
    sheet.append(facts.columns[::-1])
    for row in facts.select(facts.columns[::-1]).iter_rows():
        sheet.append(row)
    book.save(tmp_path / "saved.xlsx")
    data = (tmp_path / "saved.xlsx").read_bytes()
    assert detect(data, "saved.xlsx") == "xlsx_facts"
    put(tmp_path / "back", "saved.xlsx", data)
    read(tmp_path / "second", tmp_path / "back")
    assert exports(tmp_path / "second") == exports(store)


def test_a_long_record_fits_the_cells_of_a_workbook(tmp_path):
    """Many revisions of one report."""
    for n in range(6):
        put(
            tmp_path / "in",
            f"{n}.html",
            example(2023, "徐州市教育局", published=f"2024-01-1{n}", requests__granted__total=str(n)),
        )
    read(tmp_path / "store", tmp_path / "in")
    facts = export(open_store(tmp_path / "store"), "facts", "zh")
    assert facts["record"].null_count() < facts.height - 1, "it takes several rows"
    assert exports(taken_over(tmp_path / "store", tmp_path, "xlsx")) == exports(tmp_path / "store")
