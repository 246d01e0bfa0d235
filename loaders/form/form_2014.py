"""The statistics table of 2014 (政府信息公开情况统计表) as data: its rows in order, and what adds up to what.

Source: 国办发〔2014〕32号, made for the report years 2014 to 2018: 统计指标, 单位, 统计数. Its counting rules are not those of the
forms since 2019, so that its sections are their own.
"""

import re
from typing import NamedTuple

TEMPLATE = "2014"
SECTIONS_2014 = ("disclosure_2014", "requests_2014", "reviews_2014", "resources_2014")
MONEY_UNIT = "万元"
_NUMBERING = re.compile(r"^其中：|^[一二三四五六七八九]、|^（[一二三四五六七八九]）|\d\.|（[^）]*）$")


class Heading(NamedTuple):
    """A row without a figure. depth: how far its label is indented."""

    label: str
    depth: int = 0


class Line(NamedTuple):
    """A row with a figure. label: as printed, with its number; name: in Chinese, where another row bears the same label;
    parent: the row that it is a part of.
    """

    section: str
    id: str
    label: str
    unit: str
    en: str
    depth: int = 1
    parent: str | None = None
    name: str | None = None

    @property
    def zh(self) -> str:
        """Its name in Chinese: the label without numbers and brackets."""
        return self.name or _NUMBERING.sub("", self.label)

    @property
    def column(self) -> str:
        """The id of its column."""
        return "amount_wan_yuan" if self.unit == MONEY_UNIT else "total"


_D, _Q, _V, _R = SECTIONS_2014
TABLE: tuple[Heading | Line, ...] = (
    Heading("一、主动公开情况"),
    Line(_D, "disclosed", "（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "条", "Information disclosed"),
    Line(_D, "normative_disclosed", "其中：主动公开规范性文件数", "条", "of which normative documents", 2, "disclosed"),
    Line(_D, "normative_issued", "制发规范性文件总数", "件", "Normative documents issued", 2),
    Heading("（二）通过不同渠道和方式公开政府信息的情况", 1),
    Line(_D, "gazette", "1.政府公报公开政府信息数", "条", "Disclosed in the gazette", 2),
    Line(_D, "website", "2.政府网站公开政府信息数", "条", "Disclosed on the website", 2),
    Line(_D, "microblog", "3.政务微博公开政府信息数", "条", "Disclosed on microblogs", 2),
    Line(_D, "wechat", "4.政务微信公开政府信息数", "条", "Disclosed on WeChat", 2),
    Line(_D, "other_channels", "5.其他方式公开政府信息数", "条", "Disclosed in other ways", 2),
    Heading("二、回应解读情况"),
    Line(_D, "responses", "（一）回应公众关注热点或重大舆情数（不同方式回应同一热点或舆情计1次）", "次", "Public concerns responded to"),
    Heading("（二）通过不同渠道和方式回应解读的情况", 1),
    Line(_D, "press_conferences", "1.参加或举办新闻发布会总次数", "次", "Press conferences", 2),
    Line(_D, "press_conferences_led", "其中：主要负责同志参加新闻发布会次数", "次", "of which attended by the head", 3, "press_conferences"),
    Line(_D, "interviews", "2.政府网站在线访谈次数", "次", "Online interviews", 2),
    Line(_D, "interviews_led", "其中：主要负责同志参加政府网站在线访谈次数", "次", "of which attended by the head (interviews)", 3, "interviews"),
    Line(_D, "explanations", "3.政策解读稿件发布数", "篇", "Explanations of policies published", 2),
    Line(_D, "responses_social", "4.微博微信回应事件数", "次", "Responses on microblogs and WeChat", 2),
    Line(_D, "responses_other", "5.其他方式回应事件数", "次", "Responses in other ways", 2),
    Heading("三、依申请公开情况"),
    Line(_Q, "received", "（一）收到申请数", "件", "Requests received (form of 2014)"),
    Line(_Q, "received_in_person", "1.当面申请数", "件", "in person", 2, "received"),
    Line(_Q, "received_fax", "2.传真申请数", "件", "by fax", 2, "received"),
    Line(_Q, "received_online", "3.网络申请数", "件", "online", 2, "received"),
    Line(_Q, "received_letter", "4.信函申请数", "件", "by letter", 2, "received"),
    Line(_Q, "completed", "（二）申请办结数", "件", "Requests completed"),
    Line(_Q, "completed_in_time", "1.按时办结数", "件", "in the usual time", 2, "completed"),
    Line(_Q, "completed_extended", "2.延期办结数", "件", "in extended time", 2, "completed"),
    Line(_Q, "answered", "（三）申请答复数", "件", "Requests answered"),
    Line(_Q, "already_public", "1.属于已主动公开范围数", "件", "Already public", 2, "answered"),
    Line(_Q, "granted", "2.同意公开答复数", "件", "Granted (form of 2014)", 2, "answered"),
    Line(_Q, "partially_granted", "3.同意部分公开答复数", "件", "Partly granted (form of 2014)", 2, "answered"),
    Line(_Q, "denied", "4.不同意公开答复数", "件", "Refused (form of 2014)", 2, "answered"),
    Line(_Q, "denied_state_secret", "其中：1.涉及国家秘密", "件", "Concerns a state secret", 3, "denied"),
    Line(_Q, "denied_commercial_secret", "2.涉及商业秘密", "件", "Concerns a business secret", 3, "denied"),
    Line(_Q, "denied_privacy", "3.涉及个人隐私", "件", "Concerns privacy", 3, "denied"),
    Line(_Q, "denied_safety_stability", "4.危及国家安全、公共安全、经济安全和社会稳定", "件", "Endangers security, economy or stability", 3, "denied"),
    Line(_Q, "denied_not_information", "5.不是《条例》所指政府信息", "件", "No government information", 3, "denied"),
    Line(_Q, "denied_other", "6.法律法规规定的其他情形", "件", "Other cases by law", 3, "denied"),
    Line(_Q, "not_own", "5.不属于本行政机关公开数", "件", "Not for this body to disclose", 2, "answered"),
    Line(_Q, "not_exist", "6.申请信息不存在数", "件", "Does not exist", 2, "answered"),
    Line(_Q, "needs_correction", "7.告知作出更改补充数", "件", "Asked to correct or complete", 2, "answered"),
    Line(_Q, "other_way", "8.告知通过其他途径办理数", "件", "Referred elsewhere", 2, "answered"),
    Line(_V, "review", "四、行政复议数量", "件", "Reviews (form of 2014)", 0),
    Line(_V, "review_upheld", "（一）维持具体行政行为数", "件", "Reviews upheld", 1, "review", "复议维持具体行政行为数"),
    Line(_V, "review_corrected", "（二）被依法纠错数", "件", "Reviews corrected (form of 2014)", 1, "review", "复议被依法纠错数"),
    Line(_V, "review_other", "（三）其他情形数", "件", "Reviews, other result", 1, "review", "复议其他情形数"),
    Line(_V, "litigation", "五、行政诉讼数量", "件", "Court cases (form of 2014)", 0),
    Line(_V, "litigation_upheld", "（一）维持具体行政行为或者驳回原告诉讼请求数", "件", "Court cases upheld or dismissed", 1, "litigation"),
    Line(_V, "litigation_corrected", "（二）被依法纠错数", "件", "Court cases corrected", 1, "litigation", "诉讼被依法纠错数"),
    Line(_V, "litigation_other", "（三）其他情形数", "件", "Court cases, other result", 1, "litigation", "诉讼其他情形数"),
    Line(_V, "complaints", "六、举报投诉数量", "件", "Complaints", 0),
    Line(_R, "fees_collected", "七、依申请公开信息收取的费用", MONEY_UNIT, "Fees on requests (10,000 yuan)", 0),
    Heading("八、机构建设和保障经费情况"),
    Line(_R, "units", "（一）政府信息公开工作专门机构数", "个", "Units for disclosure"),
    Line(_R, "reading_points", "（二）设置政府信息公开查阅点数", "个", "Reading points"),
    Line(_R, "staff", "（三）从事政府信息公开工作人员数", "人", "Staff"),
    Line(_R, "staff_full_time", "1.专职人员数（不包括政府公报及政府网站工作人员数）", "人", "full-time", 2, "staff"),
    Line(_R, "staff_part_time", "2.兼职人员数", "人", "part-time", 2, "staff"),
    Line(_R, "budget", "（四）政府信息公开专项经费（不包括用于政府公报编辑管理及政府网站建设维护等方面的经费）", MONEY_UNIT, "Budget (10,000 yuan)"),
    Heading("九、政府信息公开会议和培训情况"),
    Line(_R, "meetings", "（一）召开政府信息公开工作会议或专题会议数", "次", "Meetings"),
    Line(_R, "trainings", "（二）举办各类培训班数", "次", "Training courses"),
    Line(_R, "trainees", "（三）接受培训人员数", "人次", "People trained"),
)  # fmt: skip
LINES = tuple(row for row in TABLE if isinstance(row, Line))
LINE = {line.id: line for line in LINES}
ADD_UP = ("received", "answered", "denied", "review", "litigation")
"""The rows that their parts add up to; other parts are not all of theirs: requests are also completed late."""

VARIANTS: dict[str, tuple[str, ...]] = {
    "disclosed": ("主动公开政府信息数", "主动公开政府信息总数"),
    "normative_disclosed": ("主动公开规范性文件数",),
    "normative_issued": ("制发规范性文件数",),
    "gazette": ("政府公报公开政府信息数",),
    "responses": ("回应公众关注热点或重大舆情数", "回应公众关注热点或重大舆情数量"),
    "press_conferences": ("参加或举办新闻发布会次数",),
    "press_conferences_led": ("主要负责同志参加新闻发布会次数", "主要领导参加新闻发布会次数"),
    "interviews_led": ("主要负责同志参加政府网站在线访谈次数", "主要领导参加政府网站在线访谈次数"),
    "received": ("收到申请数量", "收到申请总数"),
    "denied_state_secret": ("涉及国家秘密",),
    "denied_not_information": ("不是条例所指政府信息", "不属于《条例》所指政府信息"),
    "review": ("行政复议数",),
    "litigation": ("行政诉讼数",),
    "litigation_upheld": ("维持具体行政行为或驳回原告诉讼请求数", "维持具体行政行为或者驳回原告诉讼请求"),
    "complaints": ("举报投诉数",),
    "fees_collected": ("依申请公开信息收取的费用数", "依申请公开政府信息收取的费用"),
    "units": ("政府信息公开工作专门机构数量",),
    "staff_full_time": ("专职人员数",),
    "budget": ("政府信息公开专项经费",),
}
"""Spellings of labels in real reports, and the labels without what stands in brackets."""


def printed_labels() -> dict[str, tuple[str, ...]]:
    """The labels of each row: the form's own, then its variants."""
    return {line.id: (line.label, *VARIANTS.get(line.id, ())) for line in LINES}


def parts_of(parent: str) -> tuple[Line, ...]:
    """The rows that are parts of a row."""
    return tuple(line for line in LINES if line.parent == parent)
