"""A verdict on a draft → a slip to hand back with it, as a Word document or a page to print."""

from collections.abc import Iterator
from datetime import date

from loaders.form.paper import Layout
from loaders.language.issues import full_text, marks_of
from loaders.language.numbers import circled
from loaders.language.words import column_name, item_name, number, say, section_name
from loaders.output.briefing.model import Block, Briefing, FormSlot, FormTable, Paragraph, Section, Table
from loaders.output.briefing.page import write_page
from loaders.output.briefing.word import write_word
from loaders.precheck import sentences
from loaders.precheck.requirements import ANNEXED_TO, template_of
from loaders.precheck.verdict import Verdict
from loaders.query.layouts import layouts_for
from loaders.query.report import Printed

_BESIDE = (
    *(("disclosure", i, c) for i in ("regulations", "normative_documents") for c in ("issued", "repealed", "in_force")),
    *(("disclosure", i, "decisions") for i in ("permits", "penalties", "coercion")),
    ("disclosure", "fees", "amount_wan_yuan"),
    *(
        ("requests", i, "total")
        for i in ("received_new", "carried_in", "granted", "partially_granted", "total_processed", "carried_out")
    ),
    *(("reviews", i, "total") for i in ("review", "litigation_direct", "litigation_after_review")),
)
"""The cells that stand beside those of the year before."""


def slip(verdict: Verdict, lang: str, day: date | None = None) -> bytes:
    """The slip as the bytes of a .docx; day: of the check, today by default."""
    return write_word(_document(verdict, lang, day or date.today()))


def slip_page(verdict: Verdict, lang: str, day: date | None = None) -> str:
    """The slip as a page of HTML to print."""
    return write_page(_document(verdict, lang, day or date.today()))


def slip_name(verdict: Verdict, lang: str) -> str:
    """What the slip's file is called, without an ending."""
    document = verdict.draft.document
    agency = document["body"] or document["agency"] or verdict.draft.name
    return say("precheck.slip.name", lang, agency=agency, year=document["year"] or "")


def _document(verdict: Verdict, lang: str, day: date) -> Briefing:
    year = verdict.draft.document["year"]
    source = ANNEXED_TO[template_of(year) or "2021"]
    notes = (
        say("precheck.slip.basis.form", lang, source=source),
        say("precheck.slip.basis.law", lang),
        say("precheck.slip.basis.draft", lang),
    )
    annex = tuple(_forms(verdict, lang))
    return Briefing(
        lang=lang,
        title=(say("precheck.slip.title", lang), say("precheck.slip.title.below", lang)),
        subtitle=sentences.whose(verdict, lang),
        name=slip_name(verdict, lang),
        synthetic="",
        sections=tuple(_sections(verdict, lang)),
        signature=(say("precheck.slip.day", lang, year=day.year, month=day.month, day=day.day),),
        attached=Section(say("precheck.slip.forms", lang), annex) if annex else None,
        notes_heading=say("precheck.slip.basis", lang),
        notes=notes,
    )


def _sections(verdict: Verdict, lang: str) -> Iterator[Section]:
    said = say(
        "precheck.slip.says", lang, headline=sentences.headline(verdict, lang), counts=sentences.counts(verdict, lang)
    )
    file = say("precheck.slip.file", lang, name=verdict.draft.name)
    yield Section(say("precheck.slip.outcome", lang), (Paragraph(said), Paragraph(file)))
    format = verdict.draft.document["format"]
    numbered = list(enumerate(verdict.issues.iter_rows(named=True), 1))
    errors = [f"{circled(n)} {full_text(i, lang, format)}" for n, i in numbered if i["severity"] == "error"]
    others = [f"{circled(n)} {full_text(i, lang, format)}" for n, i in numbered if i["severity"] != "error"]
    yield _section("precheck.slip.errors", errors, lang)
    yield _section("precheck.slip.others", others, lang)
    yield _section("precheck.kind.unassessable", list(sentences.unassessable_texts(verdict, lang)), lang)
    yield _section("precheck.kind.requirements", [t for _, t in sentences.requirement_texts(verdict, lang)], lang)
    if verdict.before:
        heading = say("precheck.kind.before", lang)
        yield Section(heading, (Paragraph(sentences.before_text(verdict, lang)), _beside(verdict, lang)))


def _section(heading: str, texts: list[str], lang: str) -> Section:
    blocks: list[Block] = [Paragraph(text) for text in texts or [say("precheck.slip.nothing", lang)]]
    return Section(say(heading, lang), tuple(blocks))


def _beside(verdict: Verdict, lang: str) -> Table:
    """The main figures of the draft and of the year before."""
    assert verdict.before
    rows = []
    for section, item, column in _BESIDE:
        cells = [cells.get(f"{section}.{item}.{column}") for cells in (verdict.draft.cells, verdict.before.cells)]
        if any(cells):
            name = item_name(section, item, lang)
            if column != "total":
                name += f" · {column_name(section, column, lang)}"
            rows.append((name, *(_figure(c, lang) for c in cells)))
    headings = (
        say("precheck.slip.item", lang),
        say("precheck.slip.now", lang),
        say("precheck.slip.year", lang, year=verdict.before.row["year"]),
    )
    return Table(say("precheck.kind.before", lang), headings, tuple(rows), (False, True, True))


def _forms(verdict: Verdict, lang: str) -> Iterator[FormTable]:
    marks = marks_of(verdict.issues.iter_rows(named=True))
    for section, layout in layouts_for(verdict.draft.cells).items():
        if layout:
            yield FormTable(section_name(section, lang), tuple(_rows(layout, verdict.draft.cells, marks, lang)))


def _rows(
    layout: Layout, cells: dict[str, Printed], marks: dict[str, list[int]], lang: str
) -> Iterator[tuple[FormSlot, ...]]:
    for row in layout:
        slots = []
        for slot in row:
            if slot.cell is None:
                slots.append(FormSlot(slot.text, slot.colspan, slot.rowspan, label=True))
                continue
            numbers = "".join(circled(n) for n in marks.get(slot.cell, ()))
            text = _figure(cells.get(slot.cell), lang) + numbers
            slots.append(FormSlot(text, slot.colspan, slot.rowspan, marked=bool(numbers)))
        yield tuple(slots)


def _figure(cell: Printed | None, lang: str) -> str:
    if cell is None:
        return say("state.absent", lang)
    return number(cell.value, lang) if cell.state == "printed" else say(f"state.{cell.state}", lang)
