"""Notices and circulars: an office's own Word template is filled, with the problems of each body in the form's words."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from helpers import example, hold, put, read, run
from office import converted, require

from loaders.output.papers.circular import make_circular
from loaders.output.papers.notice import NothingWrong, make_notice, make_notices
from loaders.output.papers.paper import paper
from loaders.output.papers.problems import by_body
from loaders.output.templates.fill import TemplateError, fill
from loaders.output.templates.office import TEMPLATES, drop_template, keep_template, template
from loaders.query.coverage import counts
from loaders.query.filters import EVERYTHING, Filter
from loaders.query.ledger import Entry, Issue

DAY = date(2024, 5, 6)
LATE, MISSING, GOOD, BLANK = "徐州市公安局", "徐州市审计局", "徐州市教育局", "徐州市民政局"


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Path:
    """A report without faults, a late one with a wrong total, one with a blank cell, and a body that stopped reporting."""
    folder = tmp_path_factory.mktemp("papers")
    wrong = {"requests__granted__total": "5"}
    for name, year, published, cells in (
        (GOOD, 2023, "2024-01-20", {}),
        (LATE, 2023, "2024-02-10", wrong),
        (BLANK, 2023, "2024-01-05", {"reviews__review__upheld": ""}),
        (MISSING, 2022, None, {}),
    ):
        put(folder / "in", f"{name}.html", example(year, name, "2021", published, **cells))
    read(folder / "store", folder / "in")
    return folder / "store"


def body(store: Path, name: str) -> str:
    return hold(store).rows("bodies", ("body_id", "agency")).filter(agency=name)["body_id"].item()


def lines(content: bytes) -> list[str]:
    """The paragraphs, then the rows of tables, their cells joined by |."""
    document = Document(io.BytesIO(content))
    rows = [" | ".join(c.text for c in row.cells) for table in document.tables for row in table.rows]
    return [p.text for p in document.paragraphs] + rows


def word(*paragraphs: str, rows: tuple[tuple[str, ...], ...] = (), header: str = "") -> bytes:
    """A small template."""
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if rows:
        table = document.add_table(0, len(rows[0]))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    document.sections[0].header.paragraphs[0].text = header
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_texts_lists_and_parts_of_a_template_are_filled():
    form = word(
        "{{单位}}：｛｛ 年度 ｝｝年", "{{若有 空}}", "不见", "{{完}}", "{{若有 问题}}", "{{节}}见附件", "{{完}}", "{{节}}完",
        "· {{问题.内容}}", rows=(("号", "内容"), ("{{问题.序号}}", "{{问题.内容}}（{{年度}}）")), header="{{单位}}",
    )  # fmt: skip
    items = [{"序号": "1", "内容": "甲\n乙"}, {"序号": "2", "内容": "{{单位}}"}]
    filled = fill(form, {"单位": "局<&>", "年度": "2023", "空": [], "问题": items})
    assert lines(filled) == [
        "局<&>：2023年", "（一）见附件", "（二）完", "· 甲\n乙", "· { {单位}}", "号 | 内容", "1 | 甲\n乙（2023）",
        "2 | { {单位}}（2023）",
    ]  # fmt: skip
    assert Document(io.BytesIO(filled)).sections[0].header.paragraphs[0].text == "局<&>"


def test_a_placeholder_spread_over_runs_keeps_the_look_of_its_first():
    document = Document()
    paragraph = document.add_paragraph("致")
    for text, bold in (("{{", True), ("单", False), ("位}}：", False)):
        paragraph.add_run(text).bold = bold
    out = io.BytesIO()
    document.save(out)
    runs = Document(io.BytesIO(fill(out.getvalue(), {"单位": "市局"}))).paragraphs[0].runs
    assert [(r.text, r.bold) for r in runs if r.text] == [("致", None), ("市局", True), ("：", False)]


@pytest.mark.parametrize(
    ("paragraphs", "reason"),
    [
        (("{{单为}}",), "template_unknown"),
        (("{{问题.没有}}",), "template_unknown"),
        (("{{问题}}",), "template_is_list"),
        (("{{单位.内容}}",), "template_no_list"),
        (("{{若有 问题}}",), "template_open"),
        (("{{完}}",), "template_end"),
        (("{{问题.内容}}{{别的.内容}}",), "template_two_lists"),
    ],
)
def test_a_template_that_cannot_be_filled_says_why(paragraphs, reason):
    values = {"单位": "局", "问题": [{"内容": "甲"}], "别的": [{"内容": "乙"}]}
    with pytest.raises(TemplateError) as error:
        fill(word(*paragraphs), values)
    assert error.value.reason == reason


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"%PDF-1.7"])
def test_what_is_no_word_file_is_refused(content):
    with pytest.raises(TemplateError) as error:
        fill(content, {})
    assert error.value.reason == "template_broken"


def test_a_notice_names_each_problem_with_its_cells(store):
    sent = paper(DAY, "徐州市人民政府办公室", "徐政办〔2024〕9号", date(2024, 5, 20))
    text = "\n".join(lines(make_notice(hold(store), body(store, LATE), 2023, sent)))
    assert "徐政办〔2024〕9号" in text
    assert "徐州市公安局：" in text
    assert "2024年5月20日前，将整改情况书面报送徐州市人民政府办公室" in text
    assert "报送 | 年度报告应于2024年1月31日前发布，实际于2024年2月10日发布，逾期10天。" in text
    assert "第三部分 | “总计”列：各项办理结果之和为5（予以公开5），“总计”行为3。" in text
    assert "{{" not in text


def test_blank_cells_and_missing_reports_are_named(store):
    snapshot, sent = hold(store), paper(DAY)
    blank = "\n".join(lines(make_notice(snapshot, body(store, BLANK), 2023, sent)))
    assert "第四部分 | 有1格空白：“行政复议”行“结果维持”列。没有数字的，应填“0”。" in blank
    missing = "\n".join(lines(make_notice(snapshot, body(store, MISSING), 2023, sent)))
    assert "截至2024年5月6日，未见2023年度报告（应于2024年1月31日前发布）。" in missing
    with pytest.raises(NothingWrong):
        make_notice(snapshot, body(store, GOOD), 2023, sent)


def test_notices_to_all_are_numbered_one_after_the_other(store):
    sent = paper(DAY, "", "徐政办〔2024〕9号")
    archive = zipfile.ZipFile(io.BytesIO(make_notices(hold(store), EVERYTHING, 2023, sent)))
    texts = ["\n".join(lines(archive.read(n))) for n in archive.namelist()]
    assert len(texts) == 3
    assert [f"徐政办〔2024〕{n}号" in text for n, text in zip((9, 10, 11), texts, strict=True)] == [True] * 3
    assert {n.partition("_")[2] for n in archive.namelist()} == {f"{b}.docx" for b in (LATE, BLANK, MISSING)}


def test_a_circular_counts_as_the_store_does_and_leaves_out_what_nobody_is_in(store):
    snapshot = hold(store)
    text = "\n".join(lines(make_circular(snapshot, EVERYTHING, 2023, paper(DAY))))
    row = counts(snapshot, Filter(years=(2023,)), today=DAY).row(0, named=True)
    assert f"应报送年度报告的单位{row['expected']}家，已报{row['filed']}家" in text
    assert "（一）未按规定报送" in text
    assert f"（二）发布逾期。1家单位未在规定期限内发布：{LATE}（10天）。" in text
    assert "无法读取0家" not in text
    assert "日期不明" not in text
    none = "\n".join(lines(make_circular(snapshot, Filter(bodies=(body(store, GOOD),)), 2023, paper(DAY))))
    assert "经审核，未发现问题。" in none
    assert "有关要求" not in none
    assert "问题清单" not in none


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_office_s_own_template_takes_the_place_of_the_default(name, store):
    snapshot, sent = hold(store), paper(DAY)
    makers = {
        "notice": lambda: make_notice(snapshot, body(store, LATE), 2023, sent),
        "circular": lambda: make_circular(snapshot, EVERYTHING, 2023, sent),
    }
    keep_template(store, name, word("本机关自己的模板，{{年度}}年"))
    assert lines(makers[name]()) == ["本机关自己的模板，2023年"]
    drop_template(store, name)
    assert "政府信息公开工作" in "".join(lines(makers[name]()))


def test_libreoffice_opens_a_circular_with_the_same_lines(store):
    require()
    content = make_circular(hold(store), EVERYTHING, 2023, paper(DAY))
    assert lines(converted(content, "docx", "docx")) == lines(content)


def test_the_commands_write_papers_and_take_templates(store, tmp_path):
    out = tmp_path / "通知.docx"
    done = run("notice", "--store", store, "--body", LATE, "--year", 2023, "--reply-by", "2024-05-20", "--out", out)
    assert done.exit_code == 0, done.output
    assert "2024年5月20日前" in "".join(lines(out.read_bytes()))
    assert run("notice", "--store", store, "--body", GOOD, "--year", 2023, "--out", out).exit_code == 1
    assert run("notice", "--store", store, "--body", "火星局", "--out", out).exit_code == 2
    assert run("notice", "--store", store, "--year", 2023, "--out", tmp_path / "a.zip").exit_code == 0
    assert run("circular", "--store", store, "--year", 2023, "--out", tmp_path / "b.docx").exit_code == 0
    own = put(tmp_path, "own.docx", word("{{单位}}自"))
    assert run("template", "set", "notice", own, "--store", store).exit_code == 0
    assert run("template", "save", "notice", "--out", tmp_path / "c.docx", "--store", store).exit_code == 0
    assert (tmp_path / "c.docx").read_bytes() == own.read_bytes()
    bad = put(tmp_path, "bad.docx", word("{{没有这个}}"))
    refused = run("template", "set", "notice", bad, "--store", store)
    assert refused.exit_code == 2
    assert "没有这个" in refused.output
    assert run("template", "clear", "notice", "--store", store).exit_code == 0
    assert template(store, "notice") != own.read_bytes()


def test_a_notice_names_each_fault_once_and_says_of_which_report():
    """A body files for itself and for its area, both late, with the same wrong total; one cell was noted twice."""
    filing = {"body_id": "1", "agency": GOOD, "state": "late", "year": 2023, "due": date(2024, 1, 31)}
    filing |= {"published": date(2024, 2, 3)}
    wrong = Issue("results", "error", "reviews", "", "第四部分，“行政复议”：四类结果之和为0，“总计”为7。")
    odd = Issue("unreadable", "warning", "reviews", "", "第四部分，“行政复议”行“其他结果”列：“若干”不是数字。")
    own, area = (Entry(filing, scope, scope, issues=(wrong, odd, odd)) for scope in ("own", "area"))
    ((_, alone),) = by_body([own], False, DAY)
    assert [p.kind for p in alone] == ["filing", "figures", "figures"]
    ((_, both),) = by_body([own, area], False, DAY)
    assert [p.kind for p in both] == ["filing", *["figures"] * 4], "late once, and two faults of each report"
    assert len({p.part for p in both[1:]}) == 2
    assert len(set(both)) == len(both)
