"""A store with reports of two places that know nothing of each other, and what a stranger to the second may not see."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import polars as pl
from helpers import example, put, read

from loaders.ingest.csv_input import InputError
from loaders.ingest.office import put_file
from loaders.ingest.overrides import Override
from loaders.ingest.population import read_population
from loaders.ingest.roster import read_roster
from loaders.ingest.run import set_population, set_roster, set_timeline
from loaders.ingest.settle import settle
from loaders.ingest.timeline import read_timeline
from loaders.ingest.withdrawal import withdraw
from loaders.store.versions import Store, open_store

MINE, THEIRS = "江苏省淮安市洪泽区", "江苏省徐州市鼓楼区"
USERS = f"账号,角色,地区\nlocal,查看,{MINE}\nall,查看,全部\nboss,管理,全部\njudge,审核,全部\n"
NUMBER = 7654321
"""Stands in cells of the second place alone; sums with it begin alike."""
_FIGURE = re.compile(r"(?<![0-9a-f])7,?654,?[34]\d\d(?![0-9a-f])")
"""No part of an id: Streamlit draws some at random, in which any seven digits may stand."""
SECRETS = (
    "鼓楼区教育局", "鼓楼区民政局", "鼓楼区卫生健康委员会", "鼓楼区人民政府", "鼓楼王五", "05168399", "并入鼓楼新区", "鼓楼理由",
    "gulou-", "鼓楼附言",
)  # fmt: skip
"""Words of the second place: bodies, contacts, notes, reasons, files, prose."""


def build(folder: Path) -> Path:
    """Makes the store below a folder and returns its path; all that a store can hold is in it, of both places."""
    documents, store = folder / "in", folder / "store"
    for place, names, n in ((MINE, "hongze", 11), (THEIRS, "gulou", NUMBER)):
        for year in (2022, 2023):
            for i, body in enumerate(("教育局", "民政局", "卫生健康委员会")):
                if (body, year) != ("民政局", 2022):
                    put(documents, f"{names}-{i}-{year}.html", _report(place + body, year, n + i))
        put(documents, f"{names}-area.html", _report(f"{place}人民政府", 2023, n + 90))
        # Replaced by a later one; wrong in its sum; withdrawn.
        put(documents, f"{names}-old.html", _report(f"{place}教育局", 2023, n + 7, published="2024-01-02"))
        put(documents, f"{names}-gone.html", _report(f"{place}民政局", 2021, n + 8))
        wrong = example(2021, f"{place}卫生健康委员会", published="2022-03-30", requests__granted__total=str(n))
        put(documents, f"{names}-wrong.html", wrong)
        put(documents, f"{names}-nothing.txt", "鼓楼区教育局什么也没有报告。".replace("鼓楼", place[-3:-1]))
    read(store, documents)
    withdraw(["hongze-gone.html", "gulou-gone.html"], store)
    rows = open_store(store).read("documents")
    wrong = rows.filter(rows["source"] == "gulou-wrong.html")["document"][0]
    settle(store, [Override(document=wrong, published=date(2022, 4, 1), reason="鼓楼理由", who="boss")])
    _office(store)
    return store


def _report(agency: str, year: int, n: int, published: str | None = None) -> object:
    cells = {f"requests__{item}__{c}": str(n) for item in ("received_new", "granted", "total_processed")
             for c in ("natural_person", "total")}  # fmt: skip
    return example(year, agency, published=published or f"{year + 1}-01-20", **cells)


def _office(store: Path) -> None:
    bodies = frozenset(open_store(store).read("reports")["body_id"].drop_nulls())
    roster = f"单位,起始年,联系人\n{MINE}教育局,2020,洪泽李四\n{THEIRS}教育局,2020,鼓楼王五 05168399\n{THEIRS}民政局,2018,鼓楼王五\n"
    set_roster(store, _taken(read_roster(roster.encode(), bodies)))
    residents = f"地区,年份,常住人口\n{MINE},2023,340000\n{THEIRS},2023,{NUMBER // 10}\n"
    set_population(store, _taken(read_population(residents.encode())))
    notes = f"日期,说明,地区\n2022,到处都一样,\n2022-05,并入鼓楼新区,{THEIRS}\n"
    set_timeline(store, _taken(read_timeline(notes.encode())))
    put_file(store, "boundaries", "b.geojson", b"{}", datetime(2024, 1, 1))


def _taken(read: tuple[pl.DataFrame, list[InputError]]) -> pl.DataFrame:
    rows, faults = read
    assert not faults, faults
    return rows


def ids(store: Store, place: str) -> dict[str, list[str]]:
    """The bodies, reports, documents and divisions of a place, by which an address may name them."""
    documents = store.read("documents")
    reports = store.read("reports").filter(pl.col("district") == place[-3:])
    mine = documents.filter(
        pl.col("report_id").is_in(reports["report_id"].implode()) | pl.col("source").str.contains("gulou")
    )
    return {
        "body": reports["body_id"].unique().sort().to_list(),
        "report": reports["report_id"].sort().to_list(),
        "document": mine["document"].unique().sort().to_list(),
        "division": reports["division"].unique().to_list(),
    }  # fmt: skip


def leaks(content: bytes) -> list[str]:
    """What of the second place stands in an answer, looked for in archives as well."""
    texts = [content]
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return sorted(
                {leak for name in archive.namelist() for leak in leaks(name.encode() + b"\n" + archive.read(name))}
            )
    if content.startswith(b"PAR1"):
        frame = pl.read_parquet(io.BytesIO(content))
        texts = [frame.write_ndjson().encode()]
    return sorted({leak for text in texts for leak in _in(text)})


def _in(content: bytes) -> Iterator[str]:
    for encoding in ("utf-8", "gb18030"):
        text = re.sub(r"\\u([0-9a-f]{4})", lambda m: chr(int(m[1], 16)), content.decode(encoding, "replace"))
        yield from (s for s in SECRETS if s in text)
        yield from _FIGURE.findall(text)
