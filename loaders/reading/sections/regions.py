"""Document → the rows of parts 二, 三 and 四, and the prose of all parts."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from loaders.reading.formats.document import Document, Field, Location, Row
from loaders.reading.sections.labels import REQUEST_ROWS, money_caption
from loaders.reading.sections.numbers import is_number
from loaders.text.normalize import label_key

_HEADING = 45
"""The length of the longest heading, in characters."""
_NUMBERED = re.compile(r"^[一二三四五六七八九十\d]+")
_CLAUSE = re.compile(r"第二十条第[一二三四五六七八九十\d]{1,3}项")
_PARTS = (
    (1, re.compile(r"总体情况$|^概述$|总体概述$|^(?:政府信息公开)?工作(?:基本|总体|开展)情况$")),
    (2, re.compile(r"^(?:行政机关)?主动公开政府信息(?:的|工作)?情况表?$|^政府信息主动公开情况$")),
    (3, re.compile(r"^收到和处理政府信息公开申[请报](?:的)?情况$")),
    (
        4,
        re.compile(r"^(?:因?政府信息公开(?:工作)?(?:被申请)?)?行政复议(?:和|与|及|以及)?(?:提起)?行政诉讼(?:的)?情况$"),
    ),
    (
        5,
        re.compile(
            r"^(?:政府信息公开工作)?存在的?(?:主要)?问题(?:及|和|与|以及)?(?:改进|整改)?(?:情况|措施)?$|^存在的?主要问题"
        ),
    ),
    (6, re.compile(r"^其他(?:需要|需|要)?报告的?(?:事项|情况)$|^其它需要报告的?事项$")),
)
_FIRST_PARTS = re.compile(r"[一二][、.．]|[12][、.．](?!\d)")
_LAST_PARTS = re.compile(r"[四五六][、.．]|[456][、.．](?!\d)")
_TABLE_OF = {2: "disclosure", 3: "requests", 4: "reviews"}


@dataclass(slots=True)
class Regions:
    """The rows of each table section, and the lines and headings of each part, in order; part 0 precedes the first."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: {s: [] for s in _TABLE_OF.values()})
    prose: dict[int, list[tuple[str, Location]]] = field(default_factory=dict)
    headings: list[tuple[int, Location]] = field(default_factory=list)


def find_regions(document: Document) -> Regions:
    """Assigns each row to its section, which a heading or a table's own first label begins and the next heading ends."""
    regions = Regions()
    part, section = 0, None
    begun: set[str] = set()
    for row in document.rows:
        own = row.own
        text = own[0].text if len(own) == 1 else "".join([f.text for f in own])
        key = label_key(text) if len(text) <= 120 else ""
        heading = _heading(key) if len(own) == 1 and len(text) <= _HEADING else None
        if heading:
            part, section = heading, _TABLE_OF.get(heading)
            regions.headings.append((part, own[0].location))
            # A heading that is repeated ends a list of contents, unless there were numbers below it.
            if section and section not in begun and not _has_numbers(regions.rows[section]):
                regions.rows[section].clear()
            continue
        if start := _table_start(key, own, section):
            section = start
            # The rows before the table's own first words are prose: part 一 may have a sub-heading of the same name.
            if section not in begun:
                kept = [r for r in regions.rows[section] if len(r.text) <= _HEADING and money_caption(r.text)]
                regions.rows[section][:] = kept
                begun.add(section)
        if section:
            regions.rows[section].append(row)
        if row.kind == "line" or (len(own) == 1 and (not section or len(text) > _HEADING)):
            lines = ((text, f.location) for f in own for text in f.text.split("\n"))
            regions.prose.setdefault(part, []).extend(lines)
    return regions


def later_parts(regions: Regions) -> list[int]:
    """The parts of a document that begins behind the second one, as a page of a report does; else none."""
    parts = sorted({part for part, _ in regions.headings})
    above = (text for text, _ in regions.prose.get(0, ()))
    whole = not parts or parts[0] < 3 or any(_FIRST_PARTS.match(text.strip()) for text in above)
    return [] if whole else parts


def first_parts(regions: Regions) -> list[int]:
    """The parts of a document that ends before the fourth one, as the first page of a report does; else none."""
    parts = sorted({part for part, _ in regions.headings})
    lines = (text.strip() for part in regions.prose.values() for text, _ in part)
    begun = parts == [*range(1, len(parts) + 1)] and len(parts) < 4
    tables = any(regions.rows[section] for part, section in _TABLE_OF.items() if part not in parts)
    return parts if begun and not tables and not any(_LAST_PARTS.match(text) for text in lines) else []


def _has_numbers(rows: list[Row]) -> bool:
    return any(f.text and is_number(f.text) for row in rows for f in row.fields)


@lru_cache(maxsize=1 << 14)
def _heading(key: str) -> int | None:
    """The part of the report that a short line heads, None if it is no heading."""
    if not key or len(key) > 40:
        return None
    numbered = _NUMBERED.match(key)
    text = _NUMBERED.sub("", key)
    for part, pattern in _PARTS:
        if pattern.search(text) and (numbered or part > 1):
            return part
    return None


def _table_start(key: str, own: list[Field], section: str | None) -> str | None:
    """The section whose table a row begins by its own words, whatever the headings say; None if it begins none."""
    if not key:
        return None
    if start := _unmistakable_start(key):
        return start
    if section == "requests":
        texts = {label_key(f.text) for f in own} if "行政复议" in key else set()
        return "reviews" if {"行政复议", "行政诉讼"} <= texts or texts == {"行政复议"} else None
    match = REQUEST_ROWS.ending(label_key(own[0].text))
    return "requests" if match and match.id == "received_new" else None


@lru_cache(maxsize=1 << 14)
def _unmistakable_start(key: str) -> str | None:
    """The section whose table a row begins by words that are in no other row."""
    if (_CLAUSE.search(key) and len(key) < 20) or key.startswith("信息内容"):
        return "disclosure"
    return "requests" if "勾稽关系" in key or key.startswith("申请人情况") else None
