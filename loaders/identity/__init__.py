"""Document → identity: is it an annual report, whose, of which year, published when and where."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from typing import Literal
from urllib.parse import urlsplit

from loaders.fold import plain
from loaders.formats.document import Document
from loaders.identity.bodies import printed_body, said_scope
from loaders.identity.front import publication_date, read_front
from loaders.identity.lookalikes import lookalike
from loaders.identity.titles import find_title, parse_title
from loaders.identity.years import reporting_year
from loaders.sections.regions import Regions

Scope = Literal["own", "area", "unknown"]
_TOWNSHIP = re.compile(r"[镇乡]人民政府$|苏木人民政府$|民族乡人民政府$")


@dataclass(slots=True)
class Identity:
    """Who reports on which year. Unknown is null; `reason` says why a document is no annual report."""

    title: str | None = None
    agency: str | None = None
    agency_source: str | None = None
    year: int | None = None
    year_source: str | None = None
    scope: Scope = "unknown"
    published: date | None = None
    url: str | None = None
    reason: str | None = None

    @property
    def host(self) -> str | None:
        return (urlsplit(self.url).hostname or None) if self.url else None

    def report_id(self, sha256: str) -> str:
        """A hash of body, year and scope; of the file where one of them is unknown."""
        known = self.assigned
        name = f"{self.agency}|{self.year}|{self.scope}" if known else sha256
        return hashlib.sha256(name.encode()).hexdigest()[:16]

    @property
    def assigned(self) -> bool:
        """Whether body, year and scope are all known, so that the report can supersede and be superseded."""
        return bool(self.agency and self.year) and self.scope != "unknown"


def identify(document: Document, regions: Regions) -> Identity:
    """The identity that a document's front tells."""
    front = read_front(document, regions)
    title = find_title(front.titles, front.lines)
    names = [title.text] if title else [*front.titles, *(line for line in front.lines[:3] if len(line) < 60)]
    printed, agency_source = printed_body(front, title)
    agency, said = said_scope(printed)
    year, year_source = reporting_year(
        title.text if title else None, "\n".join([*front.lines, *front.opening]), front.opening
    )
    return Identity(
        title=title.text if title else None,
        agency=agency,
        agency_source=agency_source,
        year=year,
        year_source=year_source,
        scope=said or scope_of(agency),
        published=publication_date(front),
        url=document.url,
        reason=lookalike(names, [*front.lines, *front.opening]),
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
        title = parse_title(plain(text)) if len(row.fields) == 1 and 8 <= len(text) <= 90 else None
        if title and (title.body or title.year):
            found.setdefault((title.body, title.year), title.text)
    return list(found.values())
