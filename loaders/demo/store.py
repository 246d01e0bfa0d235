"""A seed and a number of reports → a store of synthetic reports, with a known share of faults put into them."""

import hashlib
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl

from loaders import checks
from loaders.areas import area_sums
from loaders.demo.figures import Figures, figures, first_year
from loaders.demo.places import Body, bodies
from loaders.schema import BITMAPS, REPORTS, WORDS, Documents, Issues, Notes, Reports, Roster, types
from loaders.store import StoreError, writing
from loaders.vocabulary import APPLICANTS, CELLS, OUTCOMES, members

YEARS = range(2019, 2025)
FAULTS = {
    "missing": 0.035, "rejected": 0.012, "late": 0.09, "total_off": 0.03, "carry_off": 0.02, "blank_row": 0.03,
    "unreadable": 0.006, "review_total_zero": 0.012,
}  # fmt: skip
"""The share of reports in which each fault is planted."""

_SMUDGED = "l0"
"""What stands in an unreadable cell: a letter that was typed for a digit."""
_INDEX = {cell.name: i for i, cell in enumerate(CELLS)}
_OTHER = members("other")
_ONLY_2021 = {c.name for c in CELLS if c.column in ("issued", "repealed", "in_force")}
_ONLY_2019 = {
    c.name
    for c in CELLS
    if c.column in ("produced", "published", "published_total", "items_last_year", "items_change")
    or c.item in ("other_services", "procurement")
}


@dataclass
class Demo:
    """What was written: how many reports, and the bodies and years in which each fault was planted."""

    reports: int = 0
    faults: dict[str, list[tuple[str, int]]] = field(default_factory=lambda: {f: [] for f in FAULTS})


def write_demo(path: Path, reports: int, seed: int) -> Demo:
    """Writes about so many synthetic reports to an empty folder; StoreError where it holds a store already."""
    rng = np.random.default_rng(seed)
    chosen = _some(bodies(), max(1, round(reports / len(YEARS) / (1 - FAULTS["missing"]))))
    demo = Demo()
    rows: list[dict[str, object]] = []
    files: list[dict[str, object]] = []
    spoilt: list[dict[str, object]] = []
    state = first_year(chosen, rng)
    for year in YEARS:
        cells, state = figures(chosen, year, state, rng)
        _add_up(chosen, cells)
        for i, body in enumerate(chosen):
            _report(body, year, {n: v[i] for n, v in cells.items()}, rng, demo, rows, files, spoilt)
    documents = pl.DataFrame(files, schema=types(Documents))
    frame = pl.DataFrame(rows, schema=REPORTS).sort("province", "city", "district", "agency", "scope", "year")
    notes = Notes.validate(pl.DataFrame(spoilt, schema=types(Notes)))
    areas = area_sums(frame, Roster.create_empty(), checks.RULE["area_sum"].severity)
    found = pl.concat([checks.check(frame), checks.noted(notes, documents), areas])
    order = ["report_id", checks.severity_order(), "rule", "section", "item", "column"]
    with writing(path) as writer:
        if not writer.store.empty:
            raise StoreError("store_not_empty", path=str(path))
        tables = {
            "documents": Documents.validate(documents.sort("source")),
            "reports": Reports.validate(frame),
            "issues": Issues.validate(found.sort(order)),
            "notes": notes,
        }
        writer.commit(tables, label="demo", created="2025-04-30T00:00:00")
    demo.reports = frame.height
    return demo


def _some(all_bodies: list[Body], n: int) -> list[Body]:
    """About n of the bodies: whole kinds, so that every place keeps the same ones."""
    places = len({b.district for b in all_bodies})
    kinds = list(dict.fromkeys(b.kind for b in all_bodies))[: max(2, round(n / places))]
    return [b for b in all_bodies if b.kind in kinds]


def _add_up(chosen: list[Body], cells: Figures) -> None:
    """A government reports on its whole area: its figures are the sum over the bodies in it."""
    for i, body in enumerate(chosen):
        if body.kind == "people_government":
            inside = [
                j
                for j, b in enumerate(chosen)
                if b.kind != "people_government" and (body.district is None or b.district == body.district)
            ]
            for values in cells.values():
                values[i] = round(float(values[inside].sum()), 2)


def _report(
    body: Body,
    year: int,
    values: dict[str, float],
    rng: np.random.Generator,
    demo: Demo,
    rows: list[dict[str, object]],
    files: list[dict[str, object]],
    spoilt: list[dict[str, object]],
) -> None:
    planted = {f for f, share in FAULTS.items() if rng.random() < share}
    for fault in planted:
        demo.faults[fault].append((body.name, year))
    if "missing" in planted:
        return
    government = body.kind == "people_government"
    scope = "area" if government else "own"
    source = f"{year}/{body.district or '市本级'}/{body.name}.html"
    document = hashlib.sha256(source.encode()).hexdigest()
    report_id = hashlib.sha256(f"{body.name}|{year}|{scope}".encode()).hexdigest()[:16]
    title = f"{body.name}{year}年政府信息公开工作年度报告"
    deadline = date(year + 1, 3, 31) if government else date(year + 1, 1, 31)
    late = int(rng.integers(3, 70)) if "late" in planted else -int(rng.integers(0, 24))
    old = year < 2021 or rng.random() < 0.04
    template = "2019" if old else "2021"
    one_row = old or rng.random() < 0.06
    identity = {
        "report_id": report_id,
        "document": document,
        "agency": body.name,
        "year": year,
        "scope": scope,
        "title": title,
        "published": deadline + timedelta(days=late),
        "url": None,
        "disclosure_template": template,
        "requests_template": template,
        "reviews_template": template,
    }
    rejected = "rejected" in planted
    files.append(
        {
            "document": document,
            "source": source,
            "sha256": document,
            "root": None,
            "seen": 1,
            "format": "html",
            "status": "rejected" if rejected else "read",
            "reason": "headings_without_tables" if rejected else None,
            "digest": None if rejected else document[:16],
            "body_id": hashlib.sha256(body.name.encode()).hexdigest()[:12],
            "withdrawn": False,
            "agency_source": "title",
            "year_source": "title",
            **{k: v for k, v in identity.items() if k not in ("document", "report_id")},
            "report_id": None if rejected else report_id,
        }
    )
    if rejected:
        return
    asked = {n: v for n, v in values.items() if n not in (_ONLY_2019 if template == "2021" else _ONLY_2021)}
    if template == "2019":
        asked.pop("disclosure.fees.amount_wan_yuan")
    dropped = _OTHER if one_row else ("other",)
    asked = {n: v for n, v in asked.items() if not n.startswith("requests.") or n.split(".")[1] not in dropped}
    blank, unreadable = _plant(asked, planted, rng)
    for name in unreadable:
        section, item, column = name.split(".")
        note = {"document": document, "rule": "unreadable", "section": section, "item": item, "column": column}
        spoilt.append({**note, "partial": False, "text": _SMUDGED, "where": ""})
    rows.append(
        {
            **identity,
            "body_id": hashlib.sha256(body.name.encode()).hexdigest()[:12],
            "division": body.code,
            "division_code": body.code,
            "province": body.province,
            "city": body.city,
            "district": body.district,
            "level": body.level,
            "kind": body.kind,
            **{n: None if n in blank | unreadable else _typed(n, v) for n, v in asked.items()},
            **_bitmap("blank", blank),
            **_bitmap("unreadable", unreadable),
        }
    )


def _typed(name: str, value: float) -> float | int:
    return float(value) if name.endswith("amount_wan_yuan") else int(value)


def _plant(asked: dict[str, float], planted: set[str], rng: np.random.Generator) -> tuple[set[str], set[str]]:
    """Spoils the figures; the cells that become blank, and those that become unreadable."""
    blank: set[str] = set()
    unreadable: set[str] = set()
    if "total_off" in planted:
        asked["requests.total_processed.total"] += int(rng.integers(1, 9))
    if "carry_off" in planted:
        asked["requests.carried_in.natural_person"] += 1
        asked["requests.carried_in.total"] += 1
    if "review_total_zero" in planted:
        asked["reviews.review.total"] = 0
    if "blank_row" in planted:
        rows = [f"requests.{o}.{a.id}" for o in rng.choice(OUTCOMES, 4, replace=False) for a in APPLICANTS]
        blank = {n for n in rows if asked.get(n) == 0}
    if "unreadable" in planted:
        name = f"requests.granted.{APPLICANTS[int(rng.integers(0, 6))].id}"
        unreadable = {name} - blank
    return blank, unreadable


def _bitmap(state: str, names: set[str]) -> dict[str, int]:
    words = [0] * WORDS
    for name in names:
        words[_INDEX[name] // 64] |= 1 << (_INDEX[name] % 64)
    return {f"{state}_{i}": w for i, w in enumerate(words) if f"{state}_{i}" in BITMAPS}
