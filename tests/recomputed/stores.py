"""A seed → a small store made at random, of few bodies: missing, blank, unreadable, ambiguous, revised and late reports,
renamed and merged bodies, bodies under vertical management.
"""

import random
from datetime import date, timedelta
from pathlib import Path

import polars as pl

from loaders.form.vocabulary import CELLS
from loaders.store.schema import REPORTS, Cells, Documents, Issues, Roster, types
from loaders.store.versions import Store
from loaders.store.writer import writing

_NUMBER = {c.name: i for i, c in enumerate(CELLS)}
_KINDS = {"education": "教育局", "health": "卫生健康委员会", "audit": "审计局", "tax": "税务局", "customs": "海关"}
_CHAINS = (
    (("扶贫开发办公室", "rural_revitalisation", 0, 2020), ("乡村振兴局", "rural_revitalisation", 2021, 2023),
     ("农业农村局", "agriculture_rural", 2019, 9999)),
    (("行政审批局", "government_services", 0, 2023), ("数据局", "data_administration", 2024, 9999)),
)  # fmt: skip
"""Bodies of a place that take over from each other: name, kind, first and last year."""
_REVIEWS = ("review", "litigation_direct", "litigation_after_review")
_RESULTS = ("upheld", "corrected", "other", "pending")
_RULES = ("balance", "outcomes", "applicants", "group", "results", "carried")
Row = dict[str, object]


def random_store(path: Path, rng: random.Random) -> Store:
    """Two provinces' governments, districts of one name, a zone, and departments, over three or four years."""
    first, length = rng.randint(2019, 2022), rng.choice((2, 3, 4))
    filed, small, faulty = rng.choice((0.4, 0.7, 0.95)), rng.random() < 0.4, rng.choice((0.0, 0.05, 0.2))
    bodies = _bodies(rng)
    reports, documents, cells, issues = [], [], [], []
    for year in range(first, first + length):
        for body in bodies:
            first_of, last_of = body["span"]
            share = filed * (0.6 if body["scope"] == "area" else 1)
            if not first_of <= year <= last_of:
                share = 0.04
            if rng.random() > share:
                if share > 0.04 and rng.random() < 0.15:
                    documents.append(_document(body, year, len(documents), "rejected"))
                continue
            report = _report(rng, body, year, len(reports), small, faulty)
            report |= _published(rng, year)
            documents.append(_document(report, report["year"], len(documents), "read", report["document"]))
            if rng.random() < 0.1:
                old = f"old-{len(documents)}"
                earlier = report | _published(rng, year)
                documents.append(_document(earlier, report["year"], len(documents), "superseded", old))
                cells.append({"document": old, "section": "requests", "item": "received_new", "column": "total",
                              "state": "printed", "value": 777777.0, "text": "777777", "where": ""})  # fmt: skip
            for _ in range(rng.choice((0, 0, 0, 1, 2))):
                issues.append({"report_id": report["report_id"], "rule": rng.choice(_RULES), "severity": "error",
                               "partial": False, "text": "", "where": ""})  # fmt: skip
            reports.append(report)
    roster = _roster(rng, bodies, first) if rng.random() < 0.4 else []
    with writing(path) as writer:
        writer.segment("cells", _frame(cells, types(Cells)))
        return writer.commit(
            {"reports": _frame(reports, REPORTS), "documents": _frame(documents, types(Documents)),
             "issues": _frame(issues, types(Issues)), "roster": _frame(roster, types(Roster))},
            label="random", created="2025-04-30T00:00:00",
        )  # fmt: skip


def _frame(rows: list[Row], schema: dict) -> pl.DataFrame:
    return pl.DataFrame({c: pl.Series([r.get(c) for r in rows], dtype=t, strict=False) for c, t in schema.items()})


def _bodies(rng: random.Random) -> list[Row]:
    places: list[tuple[str, str, str | None, str | None, str]] = []
    for p in ("98", "99")[: rng.choice((1, 1, 2))]:
        places.append((f"{p}0000", f"第{p}省", None, None, "province"))
        for c in range(1, rng.randint(1, 3) + 1):
            city = f"{p}第{c}市"
            places.append((f"{p}0{c}00", f"第{p}省", city, None, "city"))
            for d in range(1, rng.randint(0, 3) + 1):
                name = "城关区" if d == 1 else f"{c}之{d}县"
                places.append((f"{p}0{c}0{d}", f"第{p}省", city, name, "county"))
            if rng.random() < 0.3:
                places.append((f"{p}0{c}71", f"第{p}省", city, None, "county"))
    out = []
    for division, province, city, district, level in places:
        place = {"division": division, "division_code": division, "province": province, "city": city,
                 "district": district, "level": level}  # fmt: skip
        name = district or city or province if not division.endswith("71") else f"{city}开发区"
        out.append({**place, "kind": "people_government", "scope": "area", "agency": f"{name}人民政府",
                    "span": (0, 9999)})  # fmt: skip
        own = [(word, kind, 0, 9999) for kind, word in rng.sample(sorted(_KINDS.items()), rng.randint(0, 3))]
        for chain in _CHAINS:
            if rng.random() < 0.25:
                own += [body for body in chain if rng.random() < 0.85]
        for word, kind, first, last in own:
            body = {"kind": kind, "scope": "own", "agency": f"{name}{word}", "span": (first, last)}
            out.append({**place, **body})
    for n, body in enumerate(out):
        body["body_id"] = f"b{n:03}"
    return out


def _published(rng: random.Random, year: int) -> Row:
    """The day of publication and the address of a document: before the deadlines, between them, late, moved, none."""
    day = date(year + 1, 1, 1) + timedelta(rng.choice((10, 29, 30, 31, 60, 89, 90, 200, 400)))
    url = rng.choice(
        (None, "http://www.x.gov.cn/1.html", "https://www.x.gov.cn/2.html", "https://www.copies.com/gov.cn/1")
    )
    return {"published": None if rng.random() < 0.15 else day, "url": url}


def _report(rng: random.Random, body: Row, year: int, n: int, small: bool, faulty: float) -> Row:
    template = "2019" if year < 2021 else "2021"
    report = {**body, "year": year, "report_id": f"r{n:04}", "document": f"d{n:04}", "title": "报告"}
    report |= dict.fromkeys(("disclosure_template", "requests_template", "reviews_template"), template)
    if rng.random() < 0.15:
        report["agency"] = f"{body['agency']}（原名）"
    if rng.random() < faulty / 2:
        unknown = rng.choice(("body_id", "year", "scope"))
        report[unknown] = "unknown" if unknown == "scope" else None
    marks = {f"{state}_{i}": 0 for state in ("blank", "unreadable") for i in range(4)}
    for name, value in _figures(rng, template, small).items():
        at, luck = _NUMBER[name], rng.random()
        if luck > faulty:
            report[name] = value
        elif luck > faulty * 0.3:
            marks[f"{rng.choice(('blank', 'unreadable'))}_{at // 64}"] |= 1 << (at % 64)
        elif luck < faulty * 0.1:
            report[name] = -1 - value
    return report | marks


def _figures(rng: random.Random, template: str, small: bool) -> Row:
    def any_of(most: int) -> int:
        return rng.randint(0, min(most, 6) if small else most)

    out: Row = {}
    processed, granted = any_of(rng.choice((9, 60, 4000))), 0
    granted = any_of(processed)
    partly = any_of(processed - granted)
    for item, value in (("received_new", processed), ("carried_in", any_of(9)), ("granted", granted),
                        ("partially_granted", partly), ("total_processed", processed), ("carried_out", any_of(9)),
                        ("other_overdue_correction", any_of(3)), ("other_unpaid_fee", 0), ("other_other", any_of(3))):  # fmt: skip
        out[f"requests.{item}.total"] = value
    if rng.random() < 0.3:
        out["requests.other.total"] = any_of(9)
    for row in _REVIEWS:
        results = [any_of(rng.choice((2, 12))) for _ in _RESULTS]
        out |= {f"reviews.{row}.{c}": v for c, v in zip(_RESULTS, results, strict=True)}
        out[f"reviews.{row}.total"] = sum(results)
    out["disclosure.permits.decisions"] = any_of(5000)
    columns = ("issued", "in_force") if template == "2021" else ("produced", "published_total")
    out |= {f"disclosure.normative_documents.{c}": any_of(20) for c in columns}
    return out


def _document(body: Row, year: object, n: int, status: str, document: object = None) -> Row:
    name = document or f"x{n:04}"
    return {"document": name, "source": f"{name}.html", "sha256": name, "seen": 1, "status": status, "withdrawn": False,
            "reason": "no_tables" if status == "rejected" else None, "report_id": body.get("report_id"), "year": year,
            "body_id": body["body_id"], "agency": body["agency"], "scope": body["scope"],
            "published": body.get("published"), "url": body.get("url")}  # fmt: skip


def _roster(rng: random.Random, bodies: list[Row], first: int) -> list[Row]:
    rows = []
    for body in bodies:
        if rng.random() < 0.85:
            since, until = rng.choice((None, None, first + 1)), rng.choice((None, None, None, first + 1))
            rows.append(body | {"first": since, "last": until})
    return rows
