"""Document → identity: is it an annual report, whose, of which year, published when and where."""

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from loaders.form.vocabulary import Scope
from loaders.places.gazetteer import mentioned
from loaders.reading.formats.document import Document
from loaders.reading.identity.addresses import in_report_folder, organ_spelled, year_told
from loaders.reading.identity.bodies import body_of_lookalike, own_words, printed_body, said_scope
from loaders.reading.identity.front_matter import publication_date, read_front
from loaders.reading.identity.lookalikes import lookalike
from loaders.reading.identity.titles import find_title, parse_title
from loaders.reading.identity.years import reporting_year, year_named, year_of_call
from loaders.reading.sections.regions import Regions
from loaders.text.normalize import normalize

_CALLS = re.compile(r"[^,，。;；]{1,59}")
"""A line that may call the document something; a sentence does not."""
_TOWNSHIP = re.compile(r"[镇乡]人民政府$|苏木人民政府$|民族乡人民政府$")


@dataclass(slots=True)
class Identity:
    """Who reports on which year. Unknown is null; `reason` says why a document is no annual report.

    mentions, own: the divisions that the front names and the words it calls its own place with; they help to place a
    body whose name does not.
    """

    title: str | None = None
    agency: str | None = None
    agency_source: str | None = None
    year: int | None = None
    year_source: str | None = None
    scope: Scope = "unknown"
    published: date | None = None
    url: str | None = None
    mentions: tuple[str, ...] = ()
    self_references: str = ""
    reason: str | None = None


def identify(document: Document, regions: Regions) -> Identity:
    """The identity that a document's front tells."""
    front = read_front(document, regions)
    title = find_title(front.titles, front.lines)
    names = [title.text] if title else [*front.titles, *(line for line in front.lines[:3] if _CALLS.fullmatch(line))]
    printed, agency_source = printed_body(front, title)
    reason = lookalike(names, [*front.lines, *front.opening], any(part == 1 for part, _ in regions.headings))
    if reason == "not_a_report" and not front.titles and in_report_folder(document.url):
        reason = None
    if not reason and (urlsplit(document.url or "").hostname or "").endswith(".edu.cn"):
        reason = "university"
    if reason and (not printed or agency_source != "title") and (told := body_of_lookalike(names, front.lines)):
        printed, agency_source = told, "title"
    if not printed and (organ := organ_spelled(document.url, front.text)):
        printed, agency_source = organ, "address"
    agency, said = said_scope(printed)
    text = "\n".join([*front.lines, *front.opening])
    published = publication_date(front)
    year, year_source = reporting_year(title.text if title else None, text, front.opening)
    if reason and (named := year_named(names)):
        year, year_source = named, "title"
    if year is None and not reason:
        year, year_source = year_told(document.url, published, text)
    if year is None and not reason and (cited := year_of_call(text)):
        year, year_source = cited, "mention"
    return Identity(
        title=title.text if title else None,
        agency=agency,
        agency_source=agency_source,
        year=year,
        year_source=year_source,
        scope=said or scope_of(agency),
        published=published,
        url=document.url,
        mentions=tuple(mentioned("\n".join([*front.titles, text]))),
        self_references=own_words(front),
        reason=reason,
    )


def scope_of(agency: str | None) -> Scope:
    """What a body's report covers: a government of county level or above its whole area, any other body itself."""
    if not agency:
        return "unknown"
    if agency.endswith("人民政府") and not _TOWNSHIP.search(agency):
        return "area"
    return "own"


def titles_in(document: Document) -> list[str]:
    """Every title of an annual report that stands on a line of its own and names a body or a year, without repeats."""
    found: dict[tuple[str | None, int | None], str] = {}
    for row in document.rows:
        text = row.fields[0].text if row.fields else ""
        title = parse_title(normalize(text)) if len(row.fields) == 1 and 8 <= len(text) <= 90 else None
        if title and (title.body or title.year):
            found.setdefault((title.body, title.year), title.text)
    return list(found.values())
