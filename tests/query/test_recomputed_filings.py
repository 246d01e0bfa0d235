"""Filings of stores made at random, counted and put in words, beside a recomputation in plain Python over documents."""

import re
from dataclasses import replace
from fractions import Fraction

from recomputed.cases import Case
from recomputed.filings import FILED, OWED, Filing
from recomputed.words import grouped, near

from loaders.output import summaries
from loaders.query import coverage

_COVERAGE = (r"(?P<year>\d+) 年度应报 \*\*(?P<expected>[\d,]+)\*\* 家，已报 \*\*(?P<filed>[\d,]+)\*\* 家（(?P<share>[^；）]+)(?:；按时 (?P<in_time>[\d,]+) 家)?"
             r"(?:；逾期 (?P<late>[\d,]+) 家)?(?:；日期不明 (?P<undated>[\d,]+) 家)?）(?:；未能读取 \*\*(?P<failed>[\d,]+)\*\* 家)?"
             r"(?:；(?P<word>未见报告|未发布（未报送）) \*\*(?P<missing>[\d,]+)\*\* 家)?。(?:另有 (?P<not_due>[\d,]+) 家尚未到期，尚未发布。)?"
             r"(?:另有垂直管理单位 (?P<apart>[\d,]+) 家（已报 (?P<apart_filed>[\d,]+) 家），不计入以上数字，可在单位类别中选择查看。)?"
             r"(?P<basis>名册由主管部门提供。|应报名册按历年报送情况推定（首次报送后逐年应报）。|已按表格版本筛选：.*)")  # fmt: skip


def test_filings_are_counted_in_their_states(cases):
    for case in cases:
        for by in ((), ("division",), ("kind",), ("level",)):
            rows = coverage.counts(case.snapshot, case.filters, by, case.today).to_dicts()
            found = {(r["year"], *(r[b] for b in by)): {s: r[s] for s in OWED if r[s]} for r in rows}
            wanted: dict[tuple, dict[str, int]] = {}
            for f in case.filings.of(case.choice, by_kind=by == ("kind",)):
                states = wanted.setdefault((f.year, *(f.of[b] for b in by)), {})
                state = f.on(case.today)
                states[state] = states.get(state, 0) + 1
            assert found == wanted, (case.name, by)


def test_the_sentence_on_coverage_is_true(cases):
    for case in cases:
        said = summaries.coverage(case.snapshot, case.filters, "zh", case.today)
        year = case.latest_due
        there = [f for f in case.filings.of(case.choice) if f.year == year]
        if not there:
            assert said == "", (case.name, said)
            continue
        found = re.fullmatch(_COVERAGE, said)
        assert found, (case.name, said)
        words, states = found.groupdict(), [f.on(case.today) for f in there]
        counts = {s: states.count(s) for s in OWED}
        filed = sum(counts[s] for s in FILED)
        wanted = {"year": str(year), "expected": grouped(len(there)), "filed": grouped(filed)}
        wanted |= {s: grouped(n) if n else None for s, n in counts.items()}
        every = [] if case.choice.kinds or case.choice.bodies else vertical_of(case, year)
        wanted |= {"apart": grouped(len(every)) if every else None}
        wanted |= {"apart_filed": grouped(sum(f.state in FILED for f in every)) if every else None}
        assert {k: words[k] for k in wanted} == wanted, (case.name, said)
        share = words["share"].removesuffix("%")
        assert near(share, 100 * Fraction(filed, len(there))), (case.name, said)
        if counts["missing"]:
            assert (words["word"] == "未见报告") == (not case.filings.given), (case.name, said)
        if not case.choice.templates:
            assert words["basis"].startswith("名册") == case.filings.given, (case.name, said)


def vertical_of(case: Case, year: int | None) -> list[Filing]:
    """The filings that a sentence leaves out because they are not owed to a local government."""
    if case.filings.only_vertical:
        return []
    chosen = replace(case.choice, kinds=("vertical",))
    return [f for f in case.filings.of(chosen) if f.year == year]
