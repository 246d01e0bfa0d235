"""The form as ids: sections, items and columns of the annual report, with their names and groups.

Source: 《政府信息公开条例》 art. 50 and the formats issued by the State Council's office, 国办公开办函〔2019〕60号 and
国办公开办函〔2021〕30号, and 国办发〔2014〕32号 (`loaders.form.form_2014`). A cell is named `section.item.column`.
"""

from dataclasses import dataclass
from typing import Literal

from loaders.form import form_2014
from loaders.form.form_2014 import SECTIONS_2014

SECTIONS = ("disclosure", "requests", "reviews")
"""The parts of the forms since 2019 that are tables."""
ALL_SECTIONS = (*SECTIONS, *SECTIONS_2014)
TEMPLATES = ("2021", "2019", "2014")
STATES = ("printed", "blank", "unreadable", "not_applicable")

State = Literal["printed", "blank", "unreadable", "not_applicable"]
Kind = Literal["count", "change", "money"]
Scope = Literal["own", "area", "unknown"]


@dataclass(frozen=True, slots=True)
class Term:
    """One word of the form: its id, its official Chinese name, an English one, and the id of its group."""

    id: str
    zh: str
    en: str
    group: str | None = None


@dataclass(frozen=True, slots=True)
class CellId:
    """A cell of the form. Counts are whole, `change` may be negative, money is in 万元 with decimals."""

    section: str
    item: str
    column: str
    kind: Kind = "count"

    @property
    def name(self) -> str:
        return f"{self.section}.{self.item}.{self.column}"


DISCLOSURE_ITEMS = (
    Term("regulations", "规章", "Regulations"),
    Term("normative_documents", "行政规范性文件", "Normative documents"),
    Term("permits", "行政许可", "Permits"),
    Term("other_services", "其他对外管理服务事项", "Other public services"),
    Term("penalties", "行政处罚", "Penalties"),
    Term("coercion", "行政强制", "Coercive measures"),
    Term("fees", "行政事业性收费", "Administrative fees"),
    Term("procurement", "政府集中采购", "Central procurement"),
)
DISCLOSURE_COLUMNS = (
    Term("issued", "本年制发件数", "Issued this year"),
    Term("repealed", "本年废止件数", "Repealed this year"),
    Term("in_force", "现行有效件数", "In force"),
    Term("produced", "本年新制作数量", "Newly produced"),
    Term("published", "本年新公开数量", "Newly published"),
    Term("published_total", "对外公开总数量", "Published in total"),
    Term("items_last_year", "上一年项目数量", "Items in the previous year"),
    Term("items_change", "本年增/减", "Change this year"),
    Term("decisions", "本年处理决定数量", "Decisions this year"),
    Term("count", "采购项目数量", "Procurement projects"),
    Term("amount_wan_yuan", "金额（万元）", "Amount (10,000 yuan)"),
)
DISCLOSURE_CELLS = {
    "regulations": ("issued", "repealed", "in_force", "produced", "published", "published_total"),
    "normative_documents": ("issued", "repealed", "in_force", "produced", "published", "published_total"),
    "permits": ("items_last_year", "items_change", "decisions"),
    "other_services": ("items_last_year", "items_change", "decisions"),
    "penalties": ("items_last_year", "items_change", "decisions"),
    "coercion": ("items_last_year", "items_change", "decisions"),
    "fees": ("items_last_year", "items_change", "amount_wan_yuan"),
    "procurement": ("count", "amount_wan_yuan"),
}

GROUPS = (
    Term("denied", "不予公开", "Refused"),
    Term("unavailable", "无法提供", "Cannot be provided"),
    Term("not_processed", "不予处理", "Not processed"),
    Term("other", "其他处理", "Otherwise handled"),
)
REQUEST_ITEMS = (
    Term("received_new", "本年新收政府信息公开申请数量", "New requests this year"),
    Term("carried_in", "上年结转政府信息公开申请数量", "Carried over from the previous year"),
    Term("granted", "予以公开", "Granted"),
    Term("partially_granted", "部分公开", "Partly granted"),
    Term("denied_state_secret", "属于国家秘密", "State secret", "denied"),
    Term("denied_law_prohibits", "其他法律行政法规禁止公开", "Prohibited by other laws", "denied"),
    Term("denied_safety_stability", "危及“三安全一稳定”", "Endangers security or stability", "denied"),
    Term("denied_third_party", "保护第三方合法权益", "Third party's rights", "denied"),
    Term("denied_internal_affairs", "属于三类内部事务信息", "Internal affairs", "denied"),
    Term("denied_process_information", "属于四类过程性信息", "Process information", "denied"),
    Term("denied_enforcement_file", "属于行政执法案卷", "Enforcement files", "denied"),
    Term("denied_administrative_inquiry", "属于行政查询事项", "Matters of administrative inquiry", "denied"),
    Term("unavailable_not_held", "本机关不掌握相关政府信息", "Not held", "unavailable"),
    Term("unavailable_needs_creation", "没有现成信息需要另行制作", "Would have to be created", "unavailable"),
    Term("unavailable_unclear", "补正后申请内容仍不明确", "Still unclear after correction", "unavailable"),
    Term("not_processed_petition", "信访举报投诉类申请", "Petition or complaint", "not_processed"),
    Term("not_processed_repeat", "重复申请", "Repeated request", "not_processed"),
    Term("not_processed_publication", "要求提供公开出版物", "Asks for a publication", "not_processed"),
    Term("not_processed_excessive", "无正当理由大量反复申请", "Excessive without good reason", "not_processed"),
    Term(
        "not_processed_reissue",
        "要求行政机关确认或重新出具已获取信息",
        "Asks to confirm or reissue information",
        "not_processed",
    ),
    Term(
        "other_overdue_correction",
        "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        "Not corrected in time",
        "other",
    ),
    Term(
        "other_unpaid_fee",
        "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        "Fee not paid in time",
        "other",
    ),
    Term("other_other", "其他", "Other", "other"),
    Term("other", "其他处理", "Otherwise handled"),
    Term("total_processed", "总计", "Total processed"),
    Term("carried_out", "结转下年度继续办理", "Carried over to the next year"),
)
APPLICANTS = (
    Term("natural_person", "自然人", "Natural persons"),
    Term("business", "商业企业", "Businesses", "legal_person"),
    Term("research", "科研机构", "Research institutes", "legal_person"),
    Term("public_interest", "社会公益组织", "Public-interest organisations", "legal_person"),
    Term("legal_service", "法律服务机构", "Legal services", "legal_person"),
    Term("other", "其他", "Others", "legal_person"),
    Term("total", "总计", "Total"),
)

REVIEW_ITEMS = (
    Term("review", "行政复议", "Administrative review"),
    Term("litigation_direct", "未经复议直接起诉", "Litigation without review"),
    Term("litigation_after_review", "复议后起诉", "Litigation after review"),
)
REVIEW_COLUMNS = (
    Term("upheld", "结果维持", "Upheld"),
    Term("corrected", "结果纠正", "Corrected"),
    Term("other", "其他结果", "Other result"),
    Term("pending", "尚未审结", "Pending"),
    Term("total", "总计", "Total"),
)

_FIGURE_2014 = Term("total", "统计数", "Figure")
_AMOUNT_2014 = Term("amount_wan_yuan", "统计数（万元）", "Amount (10,000 yuan)")

ITEMS: dict[str, tuple[Term, ...]] = {
    "disclosure": DISCLOSURE_ITEMS,
    "requests": REQUEST_ITEMS,
    "reviews": REVIEW_ITEMS,
    **{
        s: tuple(Term(line.id, line.zh, line.en) for line in form_2014.LINES if line.section == s)
        for s in SECTIONS_2014
    },
}
COLUMNS: dict[str, tuple[Term, ...]] = {
    "disclosure": DISCLOSURE_COLUMNS,
    "requests": APPLICANTS,
    "reviews": REVIEW_COLUMNS,
    **dict.fromkeys(SECTIONS_2014[:-1], (_FIGURE_2014,)),
    SECTIONS_2014[-1]: (_FIGURE_2014, _AMOUNT_2014),
}

MAIN_OUTCOMES = ("granted", "partially_granted", *(g.id for g in GROUPS))
"""The six outcomes of part 三 that add up to the total processed: two rows, and four groups of rows."""

OUTCOMES = tuple(
    t.id for t in REQUEST_ITEMS if t.id not in ("received_new", "carried_in", "total_processed", "carried_out")
)


def _kind(column: str) -> Kind:
    kinds: dict[str, Kind] = {"items_change": "change", "amount_wan_yuan": "money"}
    return kinds.get(column, "count")


CELLS: tuple[CellId, ...] = (
    *(CellId("disclosure", i, c, _kind(c)) for i, columns in DISCLOSURE_CELLS.items() for c in columns),
    *(CellId("requests", i.id, c.id) for i in REQUEST_ITEMS for c in APPLICANTS),
    *(CellId("reviews", i.id, c.id) for i in REVIEW_ITEMS for c in REVIEW_COLUMNS),
    *(CellId(line.section, line.id, line.column, _kind(line.column)) for line in form_2014.LINES),
)
CELL_BY_NAME = {cell.name: cell for cell in CELLS}
"""All 284 cells over the templates, in the order of the form: 226 of the forms since 2019, then those of 2014."""


def members(group: str) -> tuple[str, ...]:
    """The ids of the rows that a group of part 三 is the sum of."""
    return tuple(t.id for t in REQUEST_ITEMS if t.group == group)


SCOPES: tuple[Scope, ...] = ("own", "area", "unknown")

LEVELS = ("national", "province", "city", "county", "township")
"""The levels of government, the highest first."""
"""A report covers its body alone, the whole area of its government, or that is unknown."""

ITEM_IDS = tuple(dict.fromkeys([*(t.id for s in ALL_SECTIONS for t in ITEMS[s]), *(g.id for g in GROUPS)]))
COLUMN_IDS = tuple(dict.fromkeys(t.id for s in ALL_SECTIONS for t in COLUMNS[s]))
"""Every row and column of the tables, each once, groups among the rows."""

TEMPLATE_IDS = ("2021", "2019", "mixed", "2014")
"""What a table in a document is printed on; mixed where its blocks differ."""
