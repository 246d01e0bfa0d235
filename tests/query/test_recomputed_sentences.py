"""Sentences of pages over stores made at random, each word read and held against a recomputation in plain Python."""

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import pytest
from recomputed.cases import Case
from recomputed.filings import partial
from recomputed.reports import Alike, Report, change, counting, total
from recomputed.words import grouped, moved, near, rate_is

from loaders.output import summaries
from loaders.output.two_totals import two_totals_remark

REASONS = {
    "other_bodies": "两年没有相同的单位", "no_number": "没有两年都有数字的单位",
    "other_form": "两年表格版本不同", "few_cases": "件数不足 20",
}  # fmt: skip


_MOVED = r"(?:，与上年持平|，比上年(?:增加|减少) [\d,]+ 件(?:（[^）]*）|，(?:增长|下降) (?:不到 |超过 )?[\d,.]+%)?)"
_WHO = r"(?:同口径 (?P<same>[\d,]+) 家{figure} \*\*(?P<figure>[\d,]+)\*\* 件(?P<lead>" + _MOVED + r")；合计：)?"


def _given(name: str) -> str:
    return rf"(?:（(?P<{name}_n>\d+) 份报告中 (?P<{name}_k>\d+) 份有数字）)?"


_AFTER = (r"(?:（(?P<n>\d+) 份报告中 (?P<k>\d+) 份有数字）)?"
          r"(?:（其中 (?P<areas>\d+) 个地区只有部分单位：应报 (?P<due>\d+) 家，计入 (?P<there>\d+) 家）)?"
          r"(?P<moved>" + _MOVED + r")?(?:（与上年不可比：(?P<reason>[^）]+)）)?")  # fmt: skip
_POINTS = r"(?:（同口径 (?P<points_same>\d+) 家(?P<points_of>，[^）]*)）|(?P<points>，[^；]*))?"
_REMARK = r"(?:（注：计入的报告中有 (?P<mismatched>\d+) 份合计与分项不等。）)?"


_CASES = r"(?:(?<=无数字\*\*)|(?<!无数字\*\*) 件)"
"""The unit after a number, and none after the word for no number."""


def _rate(name: str) -> str:
    return rf"\*\*(?P<{name}>[^*]+)\*\*"


SENTENCES = {
    "overview": r"(?P<year>\d+) 年，" + _WHO.replace("{figure}", "收到申请") + r"(?P<who>.+?)共收到申请 \*\*(?P<total>[^*]+)\*\*" + _CASES
    + _AFTER + "；公开率 " + _rate("disclosure_rate") + _given("disclosure_rate") + _POINTS + "；行政复议 "
    + _rate("review_total") + _CASES + _given("review_total") + "。",
    "requests": r"(?P<year>\d+) 年" + _WHO.replace("{figure}", "新收申请") + r"新收申请 \*\*(?P<total>[^*]+)\*\*" + _CASES + _AFTER
    + "；办理 " + _rate("total_processed") + _CASES + _given("total_processed") + "，公开率 " + _rate("disclosure_rate")
    + _given("disclosure_rate") + "；结转下年 " + _rate("carried_out") + _CASES + _given("carried_out") + "。" + _REMARK,
    "reviews": r"(?P<year>\d+) 年" + _WHO.replace("{figure}", "行政复议") + r"行政复议 \*\*(?P<total>[^*]+)\*\*" + _CASES + _AFTER
    + "，每办结 100 件引发行政复议数 " + _rate("review_rate") + _given("review_rate") + "；复议纠错率（审结口径）"
    + _rate("correction_rate") + _given("correction_rate") + "；未经复议直接起诉 " + _rate("direct") + _CASES
    + _given("direct") + "，复议后起诉 " + _rate("after") + _CASES + _given("after") + "。" + _REMARK,
}  # fmt: skip
"""Every word of each sentence, so that no statement goes unread."""
FIGURE = {"overview": "received_new", "requests": "received_new", "reviews": "review_total"}
IDS = {"direct": "reviews.litigation_direct.total", "after": "reviews.litigation_after_review.total"}
RULES = {"overview": (), "requests": ("balance", "outcomes", "applicants", "group"), "reviews": ("results",)}


@pytest.mark.parametrize("page", SENTENCES)
def test_sentences_are_true(cases, page):
    for case in cases:
        said = getattr(summaries, page)(case.snapshot, case.filters, "zh", case.today)
        shown = case.shown
        if not shown:
            assert said == "", (case.name, said)
            continue
        found = re.fullmatch(SENTENCES[page], said)
        assert found, (case.name, said)
        wrong = list(false_statements(case, page, found.groupdict(), shown[-1]))
        assert not wrong, (case.name, said, wrong)


def false_statements(case: Case, page: str, said: dict[str, str | None], year: int) -> Iterator[object]:
    """What a sentence says against what is so, and what it ought to say and does not."""
    there = counting(case.reports, case.choice, year)
    yield from false_total(case, said, year, FIGURE[page])
    for name in ("disclosure_rate", "review_rate", "correction_rate"):
        if name in said and not rate_is(
            said[name] or "", *total(there, name)[:2], "" if name == "review_rate" else "%"
        ):
            yield name, said[name], total(there, name)
    for name in ("review_total", "total_processed", "carried_out", "direct", "after"):
        if name in said:
            yield from differ(said, name, grouped(total(there, IDS.get(name, name))[0]))
    for name in [n.removesuffix("_k") for n in said if n.endswith("_k")]:
        yield from wrong_count(said, name, there, IDS.get(name, name))
    if "who" in said:
        yield from wrong_bodies(said["who"] or "", there)
        yield from wrong_points(said, change(case.reports, case.choice, "disclosure_rate", year))
    broken = set().union(*(case.mismatched.get(r, set()) for r in RULES[page]))
    if "mismatched" in said:
        yield from differ(said, "mismatched", len([r for r in there if r.id in broken]) or None)


def false_total(case: Case, said: dict[str, str | None], year: int, id_: str) -> Iterator[object]:
    """What is not so of a total, what it rests on, and its change."""
    there = counting(case.reports, case.choice, year)
    yield from differ(said, "year", year)
    value, _, numbers = total(there, id_)
    yield from differ(said, "total", grouped(value))
    gap = 0 < numbers < len(there)
    yield from differ(said, "n", len(there) if gap else None)
    yield from differ(said, "k", numbers if gap else None)
    areas, wanted, counted = partial(case.reports, case.choice, case.filings, year)
    some = wanted > counted and not case.choice.bodies and not case.choice.templates
    for name, number in (("areas", areas), ("due", wanted), ("there", counted)):
        yield from differ(said, name, number if some else None)
    alike = change(case.reports, case.choice, id_, year)
    lead = not alike.reason and not alike.alike
    yield from differ(said, "same", alike.bodies if lead else None)
    yield from differ(said, "figure", grouped(alike.now) if lead else None)
    yield from differ(said, "reason", REASONS.get(alike.reason or ""))
    if lead != bool(said["lead"]) or (said["lead"] and not moved(said["lead"], alike.now, alike.before)):
        yield "lead", said["lead"], alike
    whole = not alike.reason and alike.alike
    before = total(counting(case.reports, replace(case.choice, years=()), year - 1), id_)[0]
    if whole != bool(said["moved"]) or (said["moved"] and not moved(said["moved"], value, before)):
        yield "moved", said["moved"], value, before


def wrong_count(said: dict[str, str | None], name: str, there: list[Report], id_: str) -> Iterator[object]:
    """Where it is not so how many of the reports give a figure, or not said where some do not."""
    numbers = total(there, id_)[2]
    gap = 0 < numbers < len(there)
    yield from differ(said, f"{name}_n", len(there) if gap else None)
    yield from differ(said, f"{name}_k", numbers if gap else None)


def differ(said: dict[str, str | None], name: str, wanted: object) -> Iterator[object]:
    """The words of a name where they are not those that are wanted."""
    if (said[name] or None) != (None if wanted is None else str(wanted)):
        yield name, said[name], wanted


def wrong_bodies(text: str, there: list[Report]) -> Iterator[object]:
    """Where `1 个市、2 个县区和 3 家单位` is not so."""
    areas = [r for r in there if r.of["scope"] == "area"]
    if name := re.fullmatch("(.+)（全区域报告）", text):
        alone = [r.of["district"] or r.of["city"] or r.of["province"] for r in areas]
        if len(there) != 1 or alone != [name[1]]:
            yield "who", text, alone
        return
    words = {"province": "个省份", "city": "个市", "county": "个县区", "body": "家单位"}
    counts = {unit: sum(r.of["level"] == unit for r in areas) for unit in words} | {"body": len(there) - len(areas)}
    wanted = [f"{n} {words[unit]}" for unit, n in counts.items() if n]
    if re.split("、|和 ", text) != wanted:
        yield "who", text, wanted


def wrong_points(said: dict[str, str | None], alike: Alike) -> Iterator[object]:
    """Where the clause about a rate's change is not so."""
    may = not alike.reason
    text = said["points"] if alike.alike else said["points_of"]
    other = said["points_of"] if alike.alike else said["points"]
    if other or may != bool(text) or (may and not alike.alike and said["points_same"] != str(alike.bodies)):
        yield "points", said["points"], said["points_of"], alike
    elif may and text:
        points = 100 * (
            Fraction(alike.now) / Fraction(alike.cases) - Fraction(alike.before) / Fraction(alike.cases_before)
        )
        if not points:
            true = text == "，与上年持平"
        elif abs(points) < Fraction(1, 20):
            true = text == "，与上年相差不到 0.1 个百分点"
        else:
            way = "上升" if points > 0 else "下降"
            size = re.fullmatch(rf"，比上年{way} ([\d.]+) 个百分点", text)
            true = bool(size) and near(size[1], abs(points))
        if not true:
            yield "points", text, alike, float(points)


_DISCLOSURE = (r"(?P<year>\d+) 年，" + _WHO.replace("{figure}", "行政许可决定") + r"(?P<who>.+?)"
    r"(?:按 2019 年版表格新制作规范性文件 " + _rate("produced") + _CASES + _given("produced") + "、对外公开总数 "
    + _rate("published") + _CASES + _given("published") + r")?；?"
    r"(?:制发行政规范性文件 " + _rate("normative_issued") + _CASES + _given("normative_issued") + "，现行有效 "
    + _rate("normative_in_force") + _CASES + _given("normative_in_force") + ")?；"
    r"行政许可决定 " + _rate("total") + _CASES + _AFTER + r"；行政事业性收费 \*\*无数字\*\*。"
    r"(?P<broken>（两年表格版本不同或一年内两版并用，不与上年比较。）)?")  # fmt: skip


_OF_FORM = {
    n: f"disclosure.normative_documents.{c}" for n, c in (("produced", "produced"), ("published", "published_total"))
}


def test_the_sentence_on_disclosure_is_true(cases):
    for case in cases:
        said = summaries.disclosure(case.snapshot, case.filters, "zh", case.today)
        if not case.shown:
            assert said == "", (case.name, said)
            continue
        found = re.fullmatch(_DISCLOSURE, said)
        assert found, (case.name, said)
        words, year = found.groupdict(), case.shown[-1]
        there = counting(case.reports, case.choice, year)
        assert not list(false_total(case, words, year, "permits")), (
            case.name,
            said,
            list(false_total(case, words, year, "permits")),
        )
        assert not list(wrong_bodies(words["who"] or "", there)), (case.name, said)
        produced, published, issued, in_force = (
            total(there, i)[0] for i in ("disclosure.normative_documents.produced",
                                         "disclosure.normative_documents.published_total", "normative_issued",
                                         "normative_in_force"))  # fmt: skip
        # A form's own clause stands where a report on it has a number.
        old = (grouped(produced), grouped(published)) if produced is not None else (None, None)
        new = (grouped(issued), grouped(in_force)) if issued is not None or produced is None else (None, None)
        wanted = (*old, *new)
        assert (
            words["produced"],
            words["published"],
            words["normative_issued"],
            words["normative_in_force"],
        ) == wanted, (case.name, said)
        clauses = ((old, "produced", "published"), (new, "normative_issued", "normative_in_force"))
        for name in (n for clause, *names in clauses if clause[0] is not None for n in names):
            wrong = list(wrong_count(words, name, there, _OF_FORM.get(name, name)))
            assert not wrong, (case.name, said, wrong)


def test_two_totals_are_told_apart(cases):
    pattern = (
        r"(?P<year>\d+) 年[^：]+：(?:(?P<n>\d+) 个市（省）的全区域报告合计|(?P<name>.+)全区域报告) (?P<own>[\d,]+)；"
        r"(?P<parts>各区县和本级单位合计|各区县（不含市本级单位）合计) (?P<below>[\d,]+)，(?:两者相同|相差 (?P<gap>[\d,]+))。"
    )
    for case in cases:
        for year in case.years:
            if case.choice.years and year not in case.choice.years:
                continue
            for own_bodies in (True, False):
                said = two_totals_remark(case.snapshot, case.filters, "received_new", year, "zh", own_bodies)
                higher = [r for r in counting(case.reports, case.choice, year)
                          if r.of["scope"] == "area" and r.of["level"] in ("city", "province")]  # fmt: skip
                below = [r for r in counting(case.reports, case.choice, year, "district")
                         if (own_bodies or r.of["district"]) and any(lies_in(r, a) for a in higher)]  # fmt: skip
                first, second = total(higher, "received_new")[0], total(below, "received_new")[0]
                if first is None or second is None:
                    assert said == "", (case.name, year, said)
                    continue
                found = re.fullmatch(pattern, said)
                assert found, (case.name, said)
                gap = grouped(abs(first - second)) if first != second else None
                name = (higher[0].of["city"] or higher[0].of["province"]) if len(higher) == 1 else None
                wanted = {"year": str(year), "n": str(len(higher)) if name is None else None, "name": name,
                          "own": grouped(first), "below": grouped(second), "gap": gap}  # fmt: skip
                assert {k: found[k] for k in wanted} == wanted, (case.name, said)


def lies_in(report: Report, area: Report) -> bool:
    """Whether a report's place lies in that of a city's or province's area report."""
    if area.of["level"] == "province":
        return report.of["province"] == area.of["province"]
    return (report.of["province"], report.of["city"]) == (area.of["province"], area.of["city"])
