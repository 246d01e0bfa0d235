"""Document → identity: is it an annual report, whose, of which year, published when and where."""

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from loaders.form.vocabulary import Scope
from loaders.places.gazetteer import mentioned
from loaders.reading.formats.document import Document
from loaders.reading.identity.addresses import in_report_folder, organ_in_address, year_of_address
from loaders.reading.identity.bodies import body_of_lookalike, printed_body, self_references, split_scope
from loaders.reading.identity.front_matter import publication_date, read_front_matter
from loaders.reading.identity.lookalikes import is_presented, lookalike
from loaders.reading.identity.titles import find_title, parse_title
from loaders.reading.identity.years import reporting_year, year_of_lookalike, year_of_notice
from loaders.reading.sections.regions import Regions
from loaders.text.normalize import normalize

_CALLS = re.compile(r"[^,，。;；]{1,59}")
"""A line that may call the document something; a sentence does not."""
_TOWNSHIP = re.compile(r"[镇乡]人民政府$|苏木人民政府$|民族乡人民政府$")


@dataclass(slots=True)
class Identity:
    """Whose report a document is, and of which year; None is unknown.

    agency: the body's name as printed. agency_source, year_source: the part of the document that names them.
    mentions: the divisions that the front matter names. self_references: the words for its own division (县 of 我县);
    both help to place a body whose name lacks its division. reason: the id of the reason why it is no annual report.
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
    """The identity of a document by its front matter and its address."""
    front_matter = read_front_matter(document, regions)
    title = find_title(front_matter.titles, front_matter.lines)
    names = (
        [title.text]
        if title
        else [*front_matter.titles, *(line for line in front_matter.lines[:3] if _CALLS.fullmatch(line))]
    )
    printed, agency_source = printed_body(front_matter, title)
    headed = any(part == 1 for part, _ in regions.headings)
    reason = lookalike(names, [*front_matter.lines, *front_matter.opening], headed)
    if title and not headed and is_presented([*front_matter.titles, *front_matter.lines[:20]], title.text):
        reason = "interpretation"
    if reason == "not_a_report" and not front_matter.titles and in_report_folder(document.url):
        reason = None
    if not reason and (urlsplit(document.url or "").hostname or "").endswith(".edu.cn"):
        reason = "university"
    if reason and (not printed or agency_source != "title") and (body := body_of_lookalike(names, front_matter.lines)):
        printed, agency_source = body, "title"
    if not printed and (organ := organ_in_address(document.url, front_matter.text)):
        printed, agency_source = organ, "address"
    agency, scope = split_scope(printed)
    text = "\n".join([*front_matter.lines, *front_matter.opening])
    published = publication_date(front_matter)
    year, year_source = reporting_year(title.text if title else None, text, front_matter.opening)
    if reason and (of_title := year_of_lookalike(names)):
        year, year_source = of_title, "title"
    if year is None and not reason:
        year, year_source = year_of_address(document.url, published, text)
    if year is None and not reason and (cited := year_of_notice(text)):
        year, year_source = cited, "mention"
    return Identity(
        title=title.text if title else None,
        agency=agency,
        agency_source=agency_source,
        year=year,
        year_source=year_source,
        scope=scope or scope_of(agency),
        published=published,
        url=document.url,
        mentions=tuple(mentioned("\n".join([*front_matter.titles, text]))),
        self_references=self_references(front_matter),
        reason=reason,
    )


def scope_of(agency: str | None) -> Scope:
    """The scope of a body's report: the whole area for a government of county level or above, else the body alone."""
    if not agency:
        return "unknown"
    if agency.endswith("人民政府") and not _TOWNSHIP.search(agency):
        return "area"
    return "own"


def titles_in(document: Document) -> list[str]:
    """The titles of annual reports on lines of their own that name a body or a year, each once."""
    titles: dict[tuple[str | None, int | None], str] = {}
    for row in document.rows:
        own = row.own
        text = own[0].text if len(own) == 1 else ""
        title = parse_title(normalize(text)) if 8 <= len(text) <= 90 else None
        if title and (title.body or title.year):
            titles.setdefault((title.body, title.year), title.text)
    return list(titles.values())
