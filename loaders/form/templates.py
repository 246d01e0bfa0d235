"""The versions of the form: the labels that each template prints, and their variants in real reports.

A cell that a template does not ask for has no label in it. `2021` is 国办公开办函〔2021〕30号, `2019` is
国办公开办函〔2019〕60号. Parts 三 and 四 differ only in the rows under （六）其他处理.
"""

from dataclasses import dataclass

from loaders.form.vocabulary import APPLICANTS, DISCLOSURE_ITEMS, REQUEST_ITEMS, REVIEW_COLUMNS, REVIEW_ITEMS


@dataclass(frozen=True, slots=True)
class Block:
    """One header of part 二 and the items below it. columns: ids and labels, in the order of the form."""

    template: str
    items: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]


DISCLOSURE_BLOCKS = (
    Block(
        "2021",
        ("regulations", "normative_documents"),
        (("issued", "本年制发件数"), ("repealed", "本年废止件数"), ("in_force", "现行有效件数")),
    ),
    Block("2021", ("permits", "penalties", "coercion"), (("decisions", "本年处理决定数量"),)),
    Block("2021", ("fees",), (("amount_wan_yuan", "本年收费金额（单位：万元）"),)),
    Block(
        "2019",
        ("regulations", "normative_documents"),
        (("produced", "本年新制作数量"), ("published", "本年新公开数量"), ("published_total", "对外公开总数量")),
    ),
    Block(
        "2019",
        ("permits", "other_services", "penalties", "coercion"),
        (("items_last_year", "上一年项目数量"), ("items_change", "本年增/减"), ("decisions", "处理决定数量")),
    ),
    Block("2019", ("fees",), (("items_last_year", "上一年项目数量"), ("items_change", "本年增/减"))),
    Block("2019", ("procurement",), (("count", "采购项目数量"), ("amount_wan_yuan", "采购总金额"))),
)

COLUMN_VARIANTS: dict[str, tuple[str, ...]] = {
    "issued": ("本年度制发数", "本年制发数", "本年度制发件数", "本年制发件", "制发件数", "本年发件", "本年新制发件数"),
    "repealed": ("本年废止数", "本年度废止件数", "本年度废止数", "废止件数", "本年废止件"),
    "in_force": ("现行有效件数（历史累计）", "现行有效数", "现行有效件", "现行有效", "截至年底现行有效件数"),
    "produced": ("本年新制作数", "新制作数量", "本年度新制作数量"),
    "published": ("本年新公开数", "新公开数量", "本年度新公开数量"),
    "published_total": ("对外公开总数", "公开总数量"),
    "items_last_year": ("上一年度项目数量", "上年项目数量", "上一年项目数"),
    "items_change": ("本年增减", "本年度增/减", "本年增（减）", "本年增加/减少"),
    "decisions": ("本年度处理决定数量", "处理决定数", "本年处理决定数", "处理决定数量"),
    "amount_wan_yuan": (
        "本年收费金额",
        "收费金额",
        "本年收费总金额",
        "本年度收费金额（单位：万元）",
        "采购总金额（万元）",
        "本年收费金额（万元）",
    ),
    "count": ("采购项目数", "采购数量"),
}

ITEM_VARIANTS: dict[str, dict[str, tuple[str, ...]]] = {
    "disclosure": {
        "regulations": ("政府规章", "行政规章", "地方政府规章", "部门规章"),
        "normative_documents": ("规范性文件", "行政规范性文件（含规范性文件）"),
        "permits": ("行政许可事项",),
        "other_services": ("其他对外管理服务", "其它对外管理服务事项", "对外管理服务事项"),
        "penalties": ("行政处罚事项",),
        "coercion": ("行政强制事项", "行政强制措施"),
        "fees": ("行政事业性收费项目", "行政事业收费"),
        "procurement": ("政府采购", "集中采购"),
    },
    "requests": {
        "received_new": ("本年新收政府信息公开申请", "本年度新收政府信息公开申请数量", "本年新收申请数量"),
        "carried_in": ("上年结转政府信息公开申请", "上年度结转政府信息公开申请数量", "上年结转申请数量"),
        "partially_granted": (
            "部分公开（区分处理的，只计这一情形，不计其他情形）",
            "部分公开（区分处理的，只计这一情形，不计其他情况）",
            "部分公开（区分处理，只计这一情形，不计其他情形）",
        ),
        "denied_law_prohibits": ("其他法律、行政法规禁止公开", "其他法律法规禁止公开", "法律行政法规禁止公开"),
        "denied_safety_stability": ("危及三安全一稳定", "危及“三个安全一稳定”"),
        "denied_third_party": ("保护第三人合法权益",),
        "denied_internal_affairs": ("属于三类内容事务信息", "三类内部事务信息"),
        "denied_process_information": ("四类过程性信息", "属于四类过程信息"),
        "denied_enforcement_file": ("行政执法案卷",),
        "denied_administrative_inquiry": ("行政查询事项",),
        "unavailable_not_held": ("本机关不掌握相关信息", "本机关不掌握", "不掌握相关政府信息"),
        "unavailable_needs_creation": ("没有现成信息", "没有现成信息需另行制作", "需要另行制作"),
        "unavailable_unclear": ("补正后申请内容仍不明", "补正后仍不明确"),
        "not_processed_petition": ("信访举报投诉类", "信访、举报、投诉类申请"),
        "not_processed_publication": ("要求提供公开出版物类",),
        "not_processed_excessive": ("无正当理由大量反复",),
        "not_processed_reissue": (
            "要求行政机关确认或重新出具已获取的信息",
            "要求行政机关确认或者重新出具已获取信息",
            "确认或重新出具已获取信息",
        ),
        "other_overdue_correction": (
            "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请的",
            "申请人无正当理由逾期不补正",
            "逾期不补正",
        ),
        "other_unpaid_fee": (
            "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请的",
            "申请人逾期未按收费通知要求缴纳费用",
            "逾期未缴费",
            "逾期未缴纳费用",
            "逾期不缴费",
        ),
        "other_other": ("其它", "其他情形", "其他情况"),
        "other": ("其它处理", "其他处理情况", "（六）其他", "（六）其它"),
        "total_processed": ("总计", "合计", "办理结果总计"),
        "carried_out": ("结转下年度继续办理的申请", "结转下年继续办理", "结转下年度办理"),
    },
    "reviews": {
        "review": ("行政复议情况",),
        "litigation_direct": ("未经复议直接提起诉讼", "直接起诉", "未经复议起诉"),
        "litigation_after_review": ("经复议后起诉", "复议后提起诉讼", "复议后诉讼"),
    },
}

APPLICANT_VARIANTS: dict[str, tuple[str, ...]] = {
    "business": ("企业", "商业公司"),
    "research": ("科研单位", "科研院所"),
    "public_interest": ("公益组织", "社会公益团体"),
    "legal_service": ("法律服务", "法律机构"),
    "other": ("其它",),
    "total": ("合计",),
}
REVIEW_COLUMN_VARIANTS: dict[str, tuple[str, ...]] = {
    "upheld": ("维持", "维持结果", "结果维护"),
    "corrected": ("纠正", "纠正结果"),
    "other": ("其它结果", "其他"),
    "pending": ("未审结", "尚未结案"),
    "total": ("合计",),
}

GROUP_LABELS = (
    "三、本年度办理结果",
    "本年度办理结果",
    "本年办理结果",
    "不予公开",
    "无法提供",
    "不予处理",
    "其他处理",
    "其它处理",
)
"""Labels before several rows of part 三."""

HEAD_LABELS = (
    "申请人情况",
    "法人或其他组织",
    "法人或者其他组织",
    "法人及其他组织",
    "行政诉讼",
    "信息内容",
    "单位：万元",
    "单位：件",
)
"""Labels over several columns, and other words of the form that name no single row or column."""

SIDE_HEADS = (
    "序号",
    "编号",
    "行次",
    "指标",
    "指标名称",
    "统计指标",
    "类别",
    "单位",
    "计量单位",
    "小计",
)
"""Heads of columns that the form does not have and that say nothing new: numbers of rows, units, subtotals."""

NOTE = "本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和"
"""The note on arithmetic; a line of a document may be any piece of it."""

HEAD_PATTERN = r"第二十条第[一二三四五六七八九十\d]{1,3}项|本列数据的?勾稽关系为?(?:第.项加上?第.项(?:之和)?|等于)*"
"""Further words that name no row or column: the clauses of art. 20, and variants of the note on arithmetic."""


def item_labels(section: str) -> dict[str, tuple[str, ...]]:
    """The labels of each item of a section: the form's own, then its variants."""
    terms = {"disclosure": DISCLOSURE_ITEMS, "requests": REQUEST_ITEMS, "reviews": REVIEW_ITEMS}[section]
    return {t.id: (t.zh, *ITEM_VARIANTS[section].get(t.id, ())) for t in terms}


def disclosure_column_labels() -> dict[str, tuple[str, ...]]:
    """The labels of part 二's columns, over both templates."""
    printed: dict[str, list[str]] = {}
    for block in DISCLOSURE_BLOCKS:
        for column, label in block.columns:
            printed.setdefault(column, []).append(label)
    return {c: (*labels, *COLUMN_VARIANTS.get(c, ())) for c, labels in printed.items()}


def applicant_labels() -> dict[str, tuple[str, ...]]:
    """The labels of part 三's columns."""
    return {t.id: (t.zh, *APPLICANT_VARIANTS.get(t.id, ())) for t in APPLICANTS}


def review_column_labels() -> dict[str, tuple[str, ...]]:
    """The labels of part 四's columns."""
    return {t.id: (t.zh, *REVIEW_COLUMN_VARIANTS.get(t.id, ())) for t in REVIEW_COLUMNS}
