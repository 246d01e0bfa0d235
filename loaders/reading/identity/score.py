"""Heads of pages with identities given by a person → how many of our answers are right, wrong or unknown.

A file has JSON lines with url, title, head (the first characters of the page), and the answers is_report, agency, year,
province, city, district, level; an answer of null is not scored, and one of "" must stay open.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import polars as pl

from loaders.bodies.describe import body_id, description
from loaders.bodies.placing import Context, place_body
from loaders.reading.formats.text import read_text
from loaders.reading.identity.identify import identify
from loaders.reading.sections.regions import find_regions
from loaders.text.normalize import normalize, strip_space

ANSWERS = ("is_report", "agency", "year", "province", "city", "district", "level")


@dataclass(frozen=True, slots=True)
class Wrong:
    """An answer of ours that differs from the given one."""

    line: int
    url: str
    answer: str
    given: object
    ours: object


def answer(head: str, url: str | None, title: str | None) -> dict[str, object]:
    """Our answers for a page by its head, its address and its title."""
    document = read_text(head)
    document.title, document.url = title, url
    identity = identify(document, find_regions(document))
    context = Context(identity.year, url, identity.mentions, self_references=identity.self_references)
    body = description(identity.agency, identity.year, identity.scope, context)
    return {
        "is_report": identity.reason is None,
        "agency": body.body,
        "year": identity.year,
        "province": body.province,
        "city": body.city,
        "district": body.district,
        "level": body.level,
    }


def answers(path: Path) -> pl.DataFrame:
    """Our answers for every line of a file: url, then `ANSWERS`."""
    rows = [{"url": r["url"], **answer(r["head"], r["url"], r.get("title"))} for r in _lines(path)]
    schema = {"url": pl.String, "is_report": pl.Boolean, "year": pl.Int32}
    return pl.DataFrame(rows, schema={k: schema.get(k, pl.String) for k in ("url", *ANSWERS)})


def score(path: Path) -> tuple[dict[str, dict[str, int]], list[Wrong]]:
    """The numbers of right, wrong and unknown answers by kind of answer, and the wrong ones."""
    counts = {k: {"right": 0, "wrong": 0, "unknown": 0} for k in ANSWERS}
    wrong: list[Wrong] = []
    for line, row in enumerate(_lines(path), 1):
        ours = answer(row["head"], row["url"], row.get("title"))
        for key in ANSWERS:
            given = row.get(key)
            if given is None:
                continue
            if given == "":
                given = None
            if ours[key] is None and given is not None:
                counts[key]["unknown"] += 1
            elif _same(key, given, ours[key], row.get("year") or None):
                counts[key]["right"] += 1
            else:
                counts[key]["wrong"] += 1
                wrong.append(Wrong(line, row["url"], key, given, ours[key]))
    return counts, wrong


def _same(key: str, given: object, ours: object, year: int | None) -> bool:
    if key != "agency" or given is None:
        return given == ours
    # A subdistrict office is named with and without the government that it belongs to.
    a, b = (re.sub(r"人民政府(?=.+办事处)", "", normalize(strip_space(str(name)))) for name in (given, ours))
    if a == b or a.endswith(b) or b.endswith(a):
        return True
    # 科技部 and 科学技术部, 恩施州政府办 and 恩施土家族苗族自治州人民政府办公室 are one body.
    first, second = (body_id(place_body(name, Context(year))) for name in (a, b))
    return first is not None and first == second


def _lines(path: Path) -> list[dict[str, Any]]:
    return [orjson.loads(line) for line in path.read_bytes().splitlines() if line.strip()]
