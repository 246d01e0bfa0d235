"""One file → a reading: identity, cells, notes and prose, or the reason for its rejection."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from loaders.bodies.describe import context_of
from loaders.bodies.regulations import cannot_make_regulations
from loaders.form.form_2014 import SECTIONS_2014, TEMPLATE
from loaders.form.vocabulary import SECTIONS
from loaders.reading.formats.detect import detect
from loaders.reading.formats.document import Document, Location
from loaders.reading.formats.pictures import Announce, quietly
from loaders.reading.formats.readers import read_document
from loaders.reading.identity.identify import Identity, identify, titles_in
from loaders.reading.opinion.doubles import doubled
from loaders.reading.opinion.weigh import weigh
from loaders.reading.sections.cells import Cell, Note
from loaders.reading.sections.numbers import read_number
from loaders.reading.sections.read import Sections, is_pre2019, local_tables, read_sections
from loaders.reading.sections.regions import Regions, first_parts, later_parts
from loaders.store.outages import Unreachable
from loaders.text.errors import Unreadable
from loaders.text.normalize import label_key

READER = 11
"""To be raised with every change of this room that reads some document differently: a store then says that documents were
read by an older reader, and `gongkai reread` reads them again.
"""
_OVERRULED = ("not_a_report", "news", "accounts", "summary", "institution", "listing")
_FORM = 100
"""The cells from which on a form with nothing in them is empty; a table less may leave them to another."""
_FORMS_SINCE = 2019
"""The first year whose reports have the six parts."""
_STROKE = re.compile(r"\s*[/／]\s*")
_MODEL = re.compile(r"^(?:X|×|x|某|○|_|\*)+")


@dataclass(slots=True)
class Reading:
    """The result of reading a file.

    reason: the id of the reason for its rejection, None if it was read; words: those for the braces of the reason.
    prose: number of the part, text and location of each line. templates: by section.
    """

    format: str | None = None
    reason: str | None = None
    words: dict[str, object] = field(default_factory=dict)
    identity: Identity = field(default_factory=Identity)
    cells: list[Cell] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    prose: list[tuple[int, str, Location]] = field(default_factory=list)
    templates: dict[str, str | None] = field(default_factory=dict)


def read_file(data: bytes, name: str, url: str | None = None) -> Reading:
    """A file's content as a reading; an error in the file becomes a reason, never an exception.

    name: the file's name, whose ending decides between kinds of text. url: the address that it came from, if known.
    """
    try:
        with contained():
            format = detect(data, name)
    except Unreadable as error:
        return Reading(reason=error.reason, words=error.words)
    return read_as(format, data, url)


def read_as(format: str, data: bytes, url: str | None = None, announce: Announce = quietly) -> Reading:
    """The same for a file whose format is known. announce: is told how many pages are to be read from pictures."""
    try:
        with contained():
            document = read_document(data, format, announce)
            document.url = document.url or url
            return read_rows(document)
    except Unreadable as error:
        return Reading(format, error.reason, error.words)


@contextmanager
def contained() -> Iterator[None]:
    """Turns whatever a reader raises into Unreadable, so that a batch loses this file alone.

    A panic in a library's native code is no Exception, nor is the SystemExit of a library that gives up.
    KeyboardInterrupt passes, which comes from the user, and Unreachable, which comes from a bucket.
    """
    try:
        yield
    except (Unreadable, Unreachable, KeyboardInterrupt):
        raise
    except MemoryError as error:
        raise Unreadable("reader_crashed") from error
    except Exception as error:  # an error of ours: the reason names it
        raise Unreadable("reader_failed", error=f"{type(error).__name__}: {error}"[:200]) from error
    except BaseException as error:
        raise Unreadable("reader_crashed") from error


def read_rows(document: Document) -> Reading:
    """A document as a reading."""
    sections, regions = read_sections(document)
    weigh(document, sections)
    identity = identify(document, regions)
    _strike_regulations(sections, identity)
    reading = Reading(document.format, identity=identity, cells=sections.cells, notes=sections.notes)
    if document.pictured:
        reading.notes.append(Note("from_picture", None, text=_ranges(document.pictured)))
    reading.prose = [(part, text, place) for part, lines in sorted(regions.prose.items()) for text, place in lines]
    reading.templates = templates_of(sections)
    parts = _part_of_report(document, reading, regions)
    if doubled(document.rows, reading.cells):
        reading.reason = "doubled"
    elif parts:
        reading.reason, reading.words = "part", {"parts": parts}
    else:
        reading.reason, reading.words = _reject_reason(document, reading, sections, bool(regions.headings))
    return reading


def templates_of(sections: Sections) -> dict[str, str | None]:
    """The template of each part: the table of 2014 stands for all of them."""
    if any(section in SECTIONS_2014 for section in sections.tables):
        return dict.fromkeys(SECTIONS, TEMPLATE)
    return {s: t.template for s, t in sections.tables.items()}


def _strike_regulations(sections: Sections, identity: Identity) -> None:
    """Makes a stroke in the row 规章 `not_applicable` where the body cannot make any; else it stays `blank`."""
    struck = [c for c in sections.cells if c.item == "regulations" and c.state == "blank" and _STROKE.fullmatch(c.text)]
    if not struck:
        return
    i = identity
    context = context_of(i.year, i.url, "", i.mentions, i.self_references)
    if cannot_make_regulations(i.agency, i.year, context):
        for cell in struck:
            cell.state = "not_applicable"


def _ranges(numbers: list[int]) -> str:
    """Numbers in order as text: 1–3, 5."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and spans[-1][-1] == number - 1:
            spans[-1].append(number)
        else:
            spans.append([number])
    return ", ".join(f"{s[0]}–{s[-1]}" if len(s) > 1 else str(s[0]) for s in spans)


def _part_of_report(document: Document, reading: Reading, regions: Regions) -> str:
    """The parts that a page of a report has, in words; empty for a whole report, and for what is none."""
    identity = reading.identity
    if identity.reason not in (None, "not_a_report") or (identity.year or 9999) < _FORMS_SINCE:
        return ""
    # Of a picture a heading may not have been read.
    whole_text = identity.title and identity.reason is None and not document.pictured
    first = first_parts(regions) if whole_text else []
    parts = first or later_parts(regions)
    if not parts or is_pre2019(document):
        return ""
    in_a_row = parts == [*range(parts[0], parts[-1] + 1)]
    # A title may stand over some parts of a report that is not divided into pages.
    several = in_a_row and (parts[-1] == 6 and len(parts) > 2 if identity.title else parts[-1] > 4 and len(parts) > 1)
    alone = bool(reading.cells) and not identity.title
    if not first and (any(c.section == "disclosure" for c in reading.cells) or not (several or alone)):
        return ""
    of_disclosure = reading.cells or any("政府信息公开" in label_key(row.text) for row in document.rows)
    return "、".join("一二三四五六"[part - 1] for part in parts) if of_disclosure else ""


def _reject_reason(
    document: Document, reading: Reading, sections: Sections, headed: bool
) -> tuple[str | None, dict[str, object]]:
    """The reason why a readable document is no report, or several; with the words for its braces."""
    printed = sum(c.state == "printed" for c in reading.cells)
    # Tables of the form with figures are proof of a report; a form without figures may be a model of one.
    filled = printed * 2 > len(reading.cells)
    if reading.identity.reason and not (filled and reading.identity.reason in _OVERRULED):
        return reading.identity.reason, {}
    if reading.cells and not printed and _MODEL.match(reading.identity.agency or ""):
        return "model", {}
    if len(reading.cells) > _FORM and all(c.state == "blank" and not c.text.strip() for c in reading.cells):
        return "empty_form", {}
    if sections.repeated:
        titles = titles_in(document)
        if len(titles) > 1:
            return "several_reports", {"titles": "；".join(titles)}
    if sections.conflicting:
        return "conflicting_tables", {"sections": "、".join(sections.conflicting)}
    if not reading.cells and document.unread_pages:
        return "pictures_need_ocr", {"pages": _ranges(document.unread_pages)}
    if not reading.cells:
        if is_pre2019(document) or (reading.identity.year or 9999) < 2019:
            tables = local_tables(document)
            return ("pre2019_local", {"tables": "、".join(tables[:3])}) if tables else ("pre2019", {})
        if any(n.rule == "unread" and read_number(n.text, "count").value is not None for n in sections.notes):
            return "tables_unclear", {}
        return ("headings_without_tables" if headed else "no_tables"), {}
    return None, {}
