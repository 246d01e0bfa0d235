"""Lines of front matter → the report's title, and the body and year that it names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from loaders.places.gazetteer import begins_with_division, is_division
from loaders.reading.identity.years import title_year, western
from loaders.text.normalize import strip_space

_YEAR = r"(?:(?:19|20)\d{2}年?度?)"
_TITLE = re.compile(
    rf"(?P<front>.{{0,60}}?)(?:(?:政府|政务)?信息公开|政务公开)(?:工作)?(?:情况)?的?[（(]?{_YEAR}?[）)]?"
    rf"(?:年度)?(?:工作)?(?:情况)?(?:总结)?的?(?:年度)?工?作?(?:年度)?(?:报告|年报)(?:[（(]?{_YEAR}[）)]?)?(?P<tail>.{{0,20}})"
)
_TAIL = re.compile(
    r"(?:的(?:通知|函|报告))?(?:[（(].{0,12}[）)])?(?:\.(?:docx?|pdf|html?|txt))?[》>】\]]?(?:[-_—|].{0,20})?"
)
_LEAD = re.compile(r"^(?:[《<【\[]+|(?:标题|名称)[:：]?|\d+[.、]|[-•·*#]+)+")
_PART_OF_LIST = re.compile(r"[，。；,;：:>＞/】|丨]")
_BODY_END = re.compile(
    r"(?:政府|局|厅|委|委员会|办公室|办公厅|办事处|管委会|处|院|署|所|站|部|总队|支队|大队|调查队|执法队|中心|海关|分局|办|社|协会|联合会|残联|妇联|文联|工商联|科协|总工会|银行|[分支]行"
    r"|省|自治区|市|自治州|盟|地区|县|区|旗|镇|乡|街道|苏木|农场|林场|团|国资委|发改委|[）)])$"
)
_NO_BODY = re.compile(r"^\d|[《》]|解读")
"""A line of a list, with its date in front, or a paper on a report."""
_SELF = re.compile(r"^[我本]")
_ABOUT = re.compile(r"^(.{2,40}?)关于(?:公布|发布|印发|报送|上报|呈报)?(.{0,40})$")


@dataclass(frozen=True, slots=True)
class Title:
    """A report's title as printed, the words before 政府信息公开 without years, and the year it names."""

    text: str
    body: str | None
    year: int | None

    @property
    def weight(self) -> int:
        return 2 * bool(self.body) + (self.year is not None)


@lru_cache(maxsize=1 << 12)
def parse_title(text: str) -> Title | None:
    """The title of an annual report that a line is as a whole, None for any other line."""
    # Both characters are in every title: a cheap test before the patterns.
    if "公" not in text or "报" not in text:
        return None
    line = western(_LEAD.sub("", strip_space(text)))
    if not 8 <= len(line) <= 90:
        return None
    match = _TITLE.fullmatch(line)
    if not match or not _TAIL.fullmatch(match["tail"]) or _PART_OF_LIST.search(match["front"]):
        return None
    front = re.sub(rf"{_YEAR}", "", match["front"]).strip("-_—|·《<")
    if about := _ABOUT.match(front):
        front = about[1] if not about[2] or _BODY_END.search(about[2]) is None else about[2]
    front = re.sub(r"^(?:关于|现将?)(?:印发|公布|发布|转发)?|(?:关于|开展|年)$", "", front)
    # In 镇人民政府信息公开 the one 政府 belongs to both words.
    front += "政府" if front.endswith("人民") else ""
    body = front if len(front) <= 40 and (_BODY_END.search(front) or is_division(front)) else None
    if (front and not body) or (body and _NO_BODY.search(body)):
        return None
    if body and _SELF.match(body) and not begins_with_division(body):
        body = None
    return Title(line, body, title_year(line))


def find_title(candidates: Sequence[str], lines: Sequence[str]) -> Title | None:
    """The title among a page's candidates and the lines before part one, up to three of them run together.

    Of equally good lines the last one wins: higher on a page are links to other years.
    """
    titles = [t for text in candidates if (t := parse_title(text))]
    printed: list[Title] = []
    for i in range(len(lines)):
        together = ""
        for line in lines[i : i + 3]:
            if len(line) > 60:
                break
            together += line
            if t := parse_title(together):
                printed.append(t)
    best = max((t.weight for t in printed), default=-1)
    printed = [t for t in reversed(printed) if t.weight == best]
    if printed:
        printed = [_unclipped(printed[0], lines)]
    return max([*titles, *printed[:1]], key=lambda t: t.weight, default=None)


def _unclipped(title: Title, lines: Sequence[str]) -> Title:
    """The same title in full if this line of it lacks the first characters, set in another style (川省财政厅)."""
    for line in lines:
        other = parse_title(line)
        if other and other.body and title.body and other.year == title.year:
            lost = other.body.removesuffix(title.body)
            if lost != other.body and 0 < len(lost) <= 2:
                return other
    return title
