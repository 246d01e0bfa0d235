"""A draft is judged by the rules of a stored report, says what cannot be checked, and what the form of its year requires."""

import polars as pl
import pytest
from helpers import AGENCY, example, put, read, run

from loaders.ingest.batch import read_batch
from loaders.precheck import drafts as drafts_module
from loaders.precheck.drafts import Draft, in_memory
from loaders.precheck.sentences import headline, requirement_texts, unassessable_texts
from loaders.precheck.verdict import Verdict, verdicts
from loaders.store.versions import open_store
from loaders.synthetic.documents import Example, html

FAULTY = {
    "reviews__review__upheld": "10",
    "requests__carried_in__total": "7",
    "requests__granted__business": "约三",
    "disclosure__regulations__in_force": "9",
}


def draft(content: Example | str, name: str = "draft.html") -> Draft:
    """A draft read in this process; its bytes are in memory."""
    text = html(content) if isinstance(content, Example) else content
    return drafts_module._draft(read_batch([in_memory(name, text.encode())], frozenset()))


def verdict(content: Example | str, *others: Example, store=None) -> Verdict:
    return verdicts([draft(content), *map(draft, others)], store, "zh")[0]


@pytest.fixture
def store(tmp_path):
    put(tmp_path / "in", "before.html", example(2022, disclosure__regulations__in_force="4"))
    read(tmp_path / "store", tmp_path / "in")
    return tmp_path / "store"


@pytest.mark.parametrize("scope", ["", "县"])
def test_a_draft_has_the_issues_that_it_would_have_in_the_store(store, tmp_path, scope):
    body = "望溪市青禾区人民政府" if scope else AGENCY
    found = verdict(example(2023, body, **FAULTY), store=open_store(store)).issues.drop("message")
    assert set(found["severity"]) >= {"error", "warning"}
    put(tmp_path / "more", "draft.html", example(2023, body, **FAULTY))
    read(store, tmp_path / "more")
    year = open_store(store).read("reports").filter(pl.col("year") == 2023)["report_id"]
    stored = open_store(store).read("issues").filter(pl.col("report_id").is_in(year.implode()))
    assert found.sort(pl.all()).equals(stored.sort(pl.all()))


def test_a_report_on_an_area_is_held_against_the_bodies_that_the_store_has(tmp_path):
    district = "江苏省淮安市洪泽区"
    put(tmp_path / "in", "a.html", example(2023, f"{district}教育局", requests__received_new__total="50"))
    read(tmp_path / "store", tmp_path / "in")
    area = html(example(2023, f"{district}人民政府")).replace("本机关", "全区")
    found = verdict(area.replace(f"{district}人民政府2023", f"{district}2023"), store=open_store(tmp_path / "store"))
    assert found.draft.document["scope"] == "area"
    assert "area_sum" in set(found.issues["rule"])


def test_the_year_before_is_that_of_another_draft_rather_than_of_the_store(store):
    found = verdict(example(2023), example(2022, requests__carried_out__total="5"), store=open_store(store))
    assert found.before.name == "draft.html"
    assert found.issues.filter(rule="carry_over")["left"].to_list() == [5]
    assert verdict(example(2023), store=open_store(store)).before.name is None
    assert verdict(example(2023), example(2021)).before is None


def test_a_draft_that_the_store_has_already_is_not_compared_with_itself(store):
    found = verdict(example(2022, disclosure__regulations__in_force="4"), store=open_store(store))
    assert found.outcome == "clear"
    assert found.before is None


def test_what_cannot_be_checked_is_neither_right_nor_wrong():
    clear = verdict(example(2023))
    found = verdict(example(2023, requests__granted__business="/", requests__denied_repeat__total="0"))
    assert found.outcome == "clear"
    assert {(u.rule, u.item, u.column) for u in found.unassessable} == {
        ("outcomes", None, "business"),
        ("applicants", "granted", None),
    }
    assert {u.cells for u in found.unassessable} == {("requests.granted.business",)}
    assert found.checked == clear.checked - 2
    assert clear.checked == 7 + 7 + 28 - 3 + 3
    texts = list(unassessable_texts(found, "zh"))
    assert len(texts) == 3
    assert "“予以公开”行“商业企业”列" in texts[0]
    assert "2022" in texts[-1]


def test_sums_over_two_years_that_lack_a_number_are_said_to_do_so():
    whole = verdict(example(2023), example(2022))
    assert (whole.checked, whole.unassessable) == (verdict(example(2023)).checked + 9, ())
    found = verdict(example(2023), example(2022, requests__carried_out__total="", disclosure__regulations__in_force=""))
    assert {(u.rule, u.cells, u.before) for u in found.unassessable} == {
        ("carry_over", (), ("requests.carried_out.total",)),
        ("in_force", (), ("disclosure.regulations.in_force",)),
    }
    assert any("上年报告中的" in t for t in unassessable_texts(found, "zh"))


def test_the_form_of_the_year_is_required():
    assert verdict(example(2023)).requirements == ()
    other = verdict(example(2023, template="2019"))
    assert [(r.kind, r.section, r.template) for r in other.requirements] == [
        ("template", "disclosure", "2021"),
        ("template", "requests", "2021"),
    ]
    assert verdict(example(2020, template="2019")).requirements == ()
    page = html(example(2023))
    start = page.index("<tr", page.index("行政许可") - 60)
    without = page[:start] + page[page.index("</tr>", start) + 5 :]
    lacking = verdict(without).requirements
    assert [(r.kind, r.cells) for r in lacking] == [("missing_cells", ("disclosure.permits.decisions",))]
    (said,) = requirement_texts(verdict(without), "zh")
    assert said[0] == "warning"
    assert "“行政许可”行" in said[1]


def test_parts_in_prose_are_required_unless_only_tables_are_given():
    page = html(example(2023))
    part = page.index("五、存在的主要问题")
    cut = page[:part] + page[page.index("六、其他需要报告") :]
    assert [(r.kind, r.part, r.severity) for r in verdict(cut).requirements] == [("part", 5, "warning")]


@pytest.mark.parametrize(("content", "lang", "said"), [
    ("", "zh", "文件是空的。请选择已填写的报告文件。"),
    ("", "en", "The file is empty. Choose the one in which the report is written."),
    ("%PDF-1.7 broken", "en", "check the Word file or workbook that it is made from"),
])  # fmt: skip
def test_a_draft_that_cannot_be_read_is_for_its_author_to_mend(content, lang, said):
    text = headline(verdict(content), lang)
    assert said in text
    assert "agency" not in text


def test_what_is_no_report_is_rejected_with_its_reason(tmp_path):
    found = verdict("天气晴。")
    assert found.outcome == "rejected"
    assert found.draft.document["reason"] == "not_a_report"
    put(tmp_path / "in", "a.html", example())
    put(tmp_path / "in", "b.html", example(2022))
    read(tmp_path / "store", tmp_path / "in")
    run("export", "facts", "--store", tmp_path / "store", "--out", tmp_path / "facts.csv")
    facts = (tmp_path / "facts.csv").read_text(encoding="utf-8")
    drafted = drafts_module._draft(read_batch([in_memory("facts.csv", facts.encode())], frozenset()))
    assert drafted.document["reason"] == "draft_is_facts"
    assert verdicts([drafted], None, "zh")[0].outcome == "rejected"


def test_the_name_of_a_draft_is_no_path():
    assert in_memory("../../etc/passwd", b"").source == "passwd"
    assert in_memory(r"C:\doc\a.docx", b"").source == "a.docx"
