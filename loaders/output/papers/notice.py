"""A body and a year → the notice to put its report right (整改通知), from the office's Word template or the default one."""

import io
import re
import zipfile
from collections.abc import Sequence

from loaders.language.words import number
from loaders.output.papers.paper import Paper, common
from loaders.output.papers.problems import LANG, Problem, by_body
from loaders.output.templates.fill import Values, fill
from loaders.output.templates.office import template
from loaders.query.coverage import has_roster
from loaders.query.filters import Filter
from loaders.query.ledger import ledger
from loaders.query.snapshot import Snapshot

_NO_FILE_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


class NothingWrong(ValueError):
    """A body whose report has nothing to be put right, or none was due."""


def make_notice(snapshot: Snapshot, body: str, year: int, sent: Paper) -> bytes:
    """The notice to a body as a .docx; NothingWrong, or TemplateError where the office's template cannot be filled."""
    found = _found(snapshot, Filter(bodies=(body,)), year, sent)
    if not found:
        raise NothingWrong
    agency, wrong = found[0]
    return fill(template(snapshot.store.path, "notice"), values(snapshot, agency, wrong, year, sent))


def make_notices(snapshot: Snapshot, filters: Filter, year: int, sent: Paper) -> bytes:
    """A zip of the notices to all bodies of a filter with something to be put right, numbered one after the other."""
    found = _found(snapshot, filters, year, sent)
    if not found:
        raise NothingWrong
    form = template(snapshot.store.path, "notice")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for n, (agency, wrong) in enumerate(found):
            content = fill(form, values(snapshot, agency, wrong, year, sent.numbered(n)))
            archive.writestr(f"{n + 1:03d}_{_NO_FILE_NAME.sub('_', agency)}.docx", content)
    return out.getvalue()


def problem_count(snapshot: Snapshot, filters: Filter, year: int, sent: Paper) -> int:
    """How many bodies of a filter have something to be put right."""
    return len(_found(snapshot, filters, year, sent))


def values(snapshot: Snapshot, agency: str, wrong: Sequence[Problem], year: int, sent: Paper) -> Values:
    """What a template for notices may name."""
    return common(snapshot, sent, year) | {
        "单位": agency,
        "问题数": number(len(wrong)),
        "问题": [{"序号": str(i), "部分": p.part, "内容": p.text} for i, p in enumerate(wrong, 1)],
    }


def _found(snapshot: Snapshot, filters: Filter, year: int, sent: Paper) -> list[tuple[str, list[Problem]]]:
    """The bodies with problems, each with those of all its reports."""
    entries = ledger(snapshot, filters, year, LANG, sent.on)
    found = by_body(entries, not has_roster(snapshot), sent.on)
    return [(entry.filing["agency"], wrong) for entry, wrong in found if wrong]
