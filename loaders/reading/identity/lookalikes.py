"""Titles and first lines of a document → the reason why it is no annual report of an administrative organ."""

import re
from collections.abc import Sequence
from itertools import pairwise

from loaders.reading.identity.titles import parse_title
from loaders.text.normalize import strip_space

_REPORT = re.compile(r"(?:(?:政府|政务)?信息公开|政务公开).{0,12}?(?:报告|年报)")
_LOOKALIKES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("university", re.compile(r"学年|高等学校信息公开|高校信息公开|(?:大学|学院)(?![路街城镇园]).{0,12}信息公开年")),
    ("interpretation", re.compile(r"解读|图解|图说|图文|漫画|动漫|视频|一图|一张图|看懂|图表|H5|问答|什么是|[?？]$")),
    ("news", re.compile(r"召开|发布会|部署会|推进会|培训会|工作动态|工作推进|研究部署|认真开展")),
    (
        "evaluation",
        re.compile(
            r"第三方评估|评估报告|考核.{0,6}(?:通报|结果|办法|报告|情况)|社会评议|自评报告|测评|整改(?:报告|清单|台账)|问题清单|情况的?通报$"
        ),
    ),
    (
        "institution",
        re.compile(
            r"(?:医院|卫生院|疾控中心|中学|小学|学校|幼儿园|公司|基金会|慈善总?会)(?![路街镇]).{0,12}?信息公开|环境信息"
        ),
    ),
    ("summary", re.compile(r"(?:政务公开|信息公开)工作(?:情况)?(?:总结|汇报)(?:和.{0,20})?(?:[（(].{0,10}[）)])?$")),
    ("summary", re.compile(r"^(?!.*公开).*(?:工作总结|工作思路|述职)")),
    ("rule_of_law", re.compile(r"法治政府|依法行政工作")),
    ("plan", re.compile(r"工作要点|实施方案|工作方案|任务分工|工作计划|重点工作安排|方案$")),
    (
        "notice",
        re.compile(
            r"关于(?:做好|印发|开展|编制|转发|加强|进一步|认真|组织|报送|上报).{0,60}?(?:的通知|的函|格式)$|通知$"
        ),
    ),
    ("not_a_report", re.compile(r"^(?!.*(?:信息公开|政务公开)).*[党村居厂校院警检]务公开")),
    ("accounts", re.compile(r"决算|预算|绩效(?:评价|自评|管理)|整体支出")),
    ("listing", re.compile(r"^各(?:地|级|部门|单位|乡镇|镇|街道|县|市)[^我本]{0,20}信息公开")),
    ("article", re.compile(r"^(?:论|试论|浅谈|浅析|略论)|(?:研究|思考|探讨|完善|分析|对策|述评)(?:[-—].*)?$")),
    ("compilation", re.compile(r"汇编|选编|(?:报告|年报)(?:摘要|摘编|节选)|[（(]\d+篇[）)]|范文|怎么写|模板")),
    ("self_check", re.compile(r"自查报告|季度|半年|\d月份?政")),
    ("rules", re.compile(r"报告(?:的)?(?:编制|填报)(?:说明|须知|指引|要求|规范)")),
    ("rules", re.compile(r"(?:办法|制度|规定|指南|条例|细则)(?:[（(]试行[）)])?$")),
)
_DECISIVE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("article", re.compile(r"^(?:摘要[:：]|\[摘要\]|【摘要】)")),
    ("institution", re.compile(r"我校|我院|医疗卫生机构信息公开|公共企事业单位信息公开")),
    ("news", re.compile(r"^近日|^(?:为[^。]{4,60}[,，])?\d{1,2}月\d{1,2}日[,，上下]|本报讯|[（(]记者|情况通报如下")),
)
"""Openings that decide whatever the title says."""
_OPENINGS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("rules", re.compile(r"^第一条|编制(?:了)?(?:本|《[^》]{0,30}?信息公开)(?:指南|目录)")),
    ("article", re.compile(r"关键词[:：]")),
    ("university", re.compile(r"高等学校信息公开办法|学年")),
    ("rule_of_law", re.compile(r"法治政府建设")),
    ("accounts", re.compile(r"绩效(?:管理|评价)|部门决算")),
    ("evaluation", re.compile(r"评估(?:原则|概况|对象|指标)")),
    ("plan", re.compile(r"制定本(?:方案|要点|办法|制度)|现印发给你们")),
)
"""Openings that decide unless a title calls the document a report."""
_FORM = re.compile(r"(?:清单|台账|申请表|一览表|目录)$")
"""Titles of lists and forms; a page of a site's directory (政府信息公开目录) that has the form's parts is none."""
_PRESENTED = re.compile(
    r"[【\[]?(?:一图|一张图|图解|图说|漫画|动漫|视频|H5|(?:文字|政策)?解读|政策问答).{0,4}?(?:$|[】\]:：])"
)
"""The beginning of a title, or a line of its own above one, by which a picture or a text presents a report."""
_LISTED = re.compile(
    r"^[·•\- ]*[\[(（]?20\d{2}[-/.]\d{1,2}[-/.]\d{1,2}[\])）]?.{0,40}信息公开.{0,14}?(?:报告|年报)$"
    r"|信息公开.{0,14}?(?:报告|年报)[^。]{0,4}[\[(（]?20\d{2}[-/.]\d{1,2}[-/.]\d{1,2}[\])）]?$"
)
_ASIDE = ("rule_of_law", "plan", "accounts")
"""Subjects of other papers that a report may treat as well, after disclosure."""
_BARE_YEAR = re.compile(r"(?:19|20)\d{2}(?:年度?)?(?:年报|报告)?")
_DEED = re.compile(r"做好|圆满|举措|扎实|强化|提升|督查|检查|督导|部署|完成|推进|举办|组织")
"""Words for dealings with reports, in titles of news."""
_OTHER_PAPER = re.compile(r"(?:报告|总结|公报|方案|意见|通知|公告|通报|规划|计划|白皮书|统计表|报表)$")
_OWN_WORDS = re.compile(
    r"(?:编制|形成|编写|公布|发布|撰写|汇总)[^。]{0,60}?(?:政府|政务)?信息公开(?:工作)?[^。，,]{0,10}?报告"
    r"|(?:政府|政务)?信息公开(?:工作)?[^。，,]{0,8}?(?:年度)?报告[^。]{0,20}?(?:编制|如下|组成)"
    r"|本(?:年度)?报告(?:是|由)?(?:[^。]{0,40})?(?:根据|依据|按照|中所列|所列|编制|包括|的统计|统计)"
    r"|(?:根据|依据|按照)[^。]{0,8}《?[^。》]{0,12}(?:政府信息公开条例|条例)[^。]{0,120}?(?:编制|公布|公开)"
    r"|信息公开(?:工作)?[^。]{0,60}(?:报告|汇报|总结|公布|公开)如下|形成此报告|《条例》"
    r"|(?:政府信息公开|政务公开|主动公开|信息公开工作)[^。]*。|[，,][^。]*(?:政府信息公开|政务公开|主动公开|信息公开工作)"
)


def is_presented(lines: Sequence[str], title: str) -> bool:
    """Whether a line that begins as in 图解：… presents the report of a title, in it or on the next line."""
    tight = [strip_space(line) for line in lines]
    return any(
        _PRESENTED.match(line) and (line.endswith(title) or (below == title and len(line) <= 12))
        for line, below in pairwise([*tight, ""])
    )


def lookalike(titles: Sequence[str], lines: Sequence[str], headed: bool = False) -> str | None:
    """The id of the reason why a document is no annual report of an administrative organ, None if it may be one.

    titles: the document's names for itself, best first. lines: its first lines. headed: whether it has the heading of
    the form's first part, 一、总体情况.
    """
    for title in titles:
        if re.search(
            r"关于(?:公布|发布|印发|(?:报送|上报)(?!.*通知$)).{0,40}信息公开.{0,14}报告(?!.{0,4}(?:格式|模板|编制|要求))",
            title,
        ) and (headed or not title.endswith("函")):
            return None
        for reason, pattern in _LOOKALIKES:
            if pattern.search(title):
                return reason
        if _REPORT.search(title) and _DEED.search(title) and not parse_title(title):
            return "news"
        if not headed and _FORM.search(title):
            return "not_a_report"
    if titles and _OTHER_PAPER.search(titles[0]) and not any("公开" in t or "年报" in t for t in titles):
        return "not_a_report"
    if not headed and len({line for line in lines if _BARE_YEAR.fullmatch(line.strip("·• "))}) > 2:
        return "listing"
    if sum(_LISTED.search(line) is not None for line in lines) > 1:
        return "listing"
    start = "".join(lines)[:600]
    for reason, pattern in _DECISIVE if _REPORT.search("".join(titles)) else (*_DECISIVE, *_OPENINGS):
        match = pattern.search(start)
        aside = reason in _ASIDE and match and (match.start() > 150 or "公开" in start[: match.start()])
        if match and not aside:
            return reason
    if not any(_REPORT.search(t) for t in titles) and not headed and not _OWN_WORDS.search(start):
        return "not_a_report"
    return None
