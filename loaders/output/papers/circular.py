"""An area and a year → the circular on the review of its reports (通报), from the office's Word template or the default one."""

from collections.abc import Sequence
from dataclasses import dataclass

from loaders.language.rounding import percent
from loaders.language.words import number, say
from loaders.output.filings import state_word
from loaders.output.papers.paper import Paper, common
from loaders.output.papers.problems import LANG, Problem, by_body
from loaders.output.templates.fill import Item, Values, fill
from loaders.output.templates.office import template
from loaders.query.area import area_of, full_name
from loaders.query.coverage import counts, has_roster
from loaders.query.filters import Filter
from loaders.query.ledger import Entry, ledger
from loaders.query.snapshot import Snapshot

_STATES = ("in_time", "late", "undated", "failed", "missing")


@dataclass(frozen=True)
class _Body:
    """A body's entry and its problems."""

    entry: Entry
    wrong: tuple[Problem, ...]

    @property
    def agency(self) -> str:
        return str(self.entry.filing["agency"])

    def of(self, kind: str) -> list[Problem]:
        """The problems of a kind."""
        return [p for p in self.wrong if p.kind == kind]


def make_circular(snapshot: Snapshot, filters: Filter, year: int, sent: Paper) -> bytes:
    """The circular as a .docx; TemplateError where the office's template cannot be filled."""
    return fill(template(snapshot.store.path, "circular"), values(snapshot, filters, year, sent))


def values(snapshot: Snapshot, filters: Filter, year: int, sent: Paper) -> Values:
    """What a template for circulars may name."""
    inferred = not has_roster(snapshot)
    bodies = _bodies(snapshot, filters, year, sent, inferred)
    filed = counts(snapshot, filters.only(year), today=sent.on)
    row = filed.row(0, named=True) if filed.height else dict.fromkeys((*_STATES, "expected", "filed"), 0)
    area = area_of(snapshot, filters)
    absent = [b for b in bodies if b.entry.filing["state"] in ("missing", "failed")]
    late = [b for b in bodies if b.entry.filing["state"] == "late"]
    broken, gaps = ([b for b in bodies if b.of(kind)] for kind in ("figures", "gaps"))
    return common(snapshot, sent, year) | {
        "地区": full_name(snapshot, area) if area else "",
        "应报": number(row["expected"]),
        "已报": number(row["filed"]),
        "报送情况": _filed(row, inferred),
        "未报": number(len(absent)),
        "未报单位": _names(absent),
        "逾期": number(len(late)),
        "逾期单位": say("list.comma", LANG).join(_late(b) for b in late),
        "不符单位": _names(broken),
        "不符单位数": number(len(broken)),
        "不符处数": number(sum(len(b.of("figures")) for b in broken)),
        "不完整单位数": number(len(gaps)),
        "不完整单位": _names(gaps),
        "无问题": "" if absent or late or broken or gaps else say("papers.nothing_wrong", LANG),
        "有问题": "1" if absent or late or broken or gaps else "",
        "问题": _listed([b for b in bodies if b.wrong]),
    }


def _bodies(snapshot: Snapshot, filters: Filter, year: int, sent: Paper, inferred: bool) -> list[_Body]:
    """A body with two reports is one body."""
    entries = ledger(snapshot, filters, year, LANG, sent.on)
    return [_Body(entry, tuple(wrong)) for entry, wrong in by_body(entries, inferred, sent.on)]


def _filed(row: dict[str, int], inferred: bool) -> str:
    """Who filed, in time or not, in a sentence; states that nobody is in are left out."""
    parts = []
    for state in _STATES:
        if row[state]:
            word = say(f"papers.state.{state}", LANG) if state != "missing" else state_word(state, inferred, LANG)
            parts.append(say("papers.state", LANG, state=word, n=number(row[state])))
    share = percent(row["filed"], row["expected"]) if row["expected"] else ""
    words = {"expected": number(row["expected"]), "filed": number(row["filed"]), "share": share}
    return say("papers.filed", LANG, **words, parts="，".join(parts))


def _names(bodies: Sequence[_Body]) -> str:
    return say("list.comma", LANG).join(b.agency for b in bodies)


def _late(body: _Body) -> str:
    filing = body.entry.filing
    days = (filing["published"] - filing["due"]).days
    return say("papers.late", LANG, agency=body.agency, days=number(days))


def _listed(bodies: Sequence[_Body]) -> list[Item]:
    """The rows of the annex: a body each, its problems on lines of their own."""
    rows: list[Item] = []
    for i, body in enumerate(bodies, 1):
        lines = [say("papers.problem", LANG, n=n, part=p.part, text=p.text) for n, p in enumerate(body.wrong, 1)]
        rows.append({"序号": str(i), "单位": body.agency, "处数": number(len(lines)), "内容": "\n".join(lines)})
    return rows
