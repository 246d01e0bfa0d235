"""Document → its front matter: the lines before its first part, labelled metadata, dates and titles."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import unquote, urlsplit

from loaders.reading.formats.document import Document
from loaders.reading.sections.regions import Regions
from loaders.text.normalize import is_traditional, normalize, strip_space

_LABELS = {
    "publisher": ("发布机构", "发文机关", "发布单位", "发布机关", "公开主体", "发文机构", "制发机关", "发文单位"),
    "origin": ("信息来源", "文章来源", "来源", "来自", "供稿单位", "编辑"),
    "published": ("发布日期", "发布时间", "发表日期", "公开日期", "发文日期", "公开时间", "日期", "时间"),
    "written": ("成文日期", "公文生成日期", "生成日期"),
    "title": ("标题", "信息名称", "名称"),
    "skip": (
        "索引号", "文号", "发文字号", "备注/文号", "主题分类", "主题词", "关键词", "有效性", "是否有效", "文件状态", "信息分类",
        "公开方式", "公开形式", "公开范围", "体裁分类", "组配分类", "浏览次数", "浏览量", "阅读次数", "点击数", "字号", "字体", "分享",
        "更新时间", "归档时间", "效力状态", "失效日期", "目录名称", "责任编辑", "访问量", "语种", "选择阅读字号",
    ),
}  # fmt: skip
_KIND_OF = {label: kind for kind, labels in _LABELS.items() for label in labels}
_LABEL = re.compile("|".join(sorted(map(re.escape, _KIND_OF), key=len, reverse=True)))
_WHOLE_LABEL = re.compile(rf"[•·\-\[【(（]*({_LABEL.pattern})[:：]?")
_PART = "\x1f"
_DATE = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*[-年/.]\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})(?!\d{3})日?")
_CLOCK = re.compile(r"(?<=\d)\s+\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?!\d)")
"""The time of day after a date; without the gap between them its digits would run into the day's."""
_META_DATES = ("pubdate", "publishdate", "publish_date", "article:published_time", "others:publishdate")
_META_TITLES = ("articletitle", "og:title", "dc.title")
_META_PUBLISHERS = ("contentsource", "source", "author")
MOST_LINES = 80


@dataclass(slots=True)
class FrontMatter:
    """The beginning of a document, in simplified script and without inner spaces.

    lines: the last ones before part one. opening: the first lines of part one. labelled: values by kind of label
    (`_LABELS`). titles: those of the page's head and metadata, best first.
    """

    lines: list[str] = field(default_factory=list)
    opening: list[str] = field(default_factory=list)
    labelled: dict[str, str] = field(default_factory=dict)
    titles: list[str] = field(default_factory=list)
    traditional: bool = False

    @property
    def text(self) -> str:
        return "".join([*self.lines, *self.opening])


def read_front_matter(document: Document, regions: Regions) -> FrontMatter:
    """The front matter of a document, given its regions."""
    raw = [text for text, _ in regions.prose.get(0, [])]
    opening = [text for text, _ in regions.prose.get(1, [])[:3]]
    tables = {id(row) for rows in regions.rows.values() for row in rows}
    rows = [r for r in document.rows[:400] if len(r.fields) > 1 and id(r) not in tables and len(r.text) < 400]
    traditional = is_traditional(
        "".join([*(row.text for row in rows[:5]), *raw[-MOST_LINES:], *opening, document.title or ""])
    )
    front_matter = FrontMatter(traditional=traditional)
    front_matter.lines = [normalize(t, traditional) for t in raw[-MOST_LINES:]]
    front_matter.opening = [normalize(t, traditional) for t in opening]
    pieces = [_PART.join(_tight(normalize(f.text, traditional)) for f in row.fields if not f.carried) for row in rows]
    front_matter.labelled = labelled([*pieces, *(_tight(line) for line in front_matter.lines)])
    if front_matter.labelled.get("title"):
        front_matter.titles.append(front_matter.labelled["title"])
    front_matter.titles += [normalize(document.meta[m], traditional) for m in _META_TITLES if document.meta.get(m)]
    if document.title:
        front_matter.titles.append(normalize(document.title, traditional))
    # Pages of encyclopaedias have their title in the address alone.
    name = unquote(urlsplit(document.url or "").path.rstrip("/").rpartition("/")[2])
    if not front_matter.titles and re.search("[\u3400-\u9fff]{6}", name):
        front_matter.titles.append(normalize(name, is_traditional(name + name)))
    for kind, names in (("published", _META_DATES), ("publisher", _META_PUBLISHERS)):
        value = next((document.meta[n] for n in names if document.meta.get(n)), None)
        if value and kind not in front_matter.labelled:
            front_matter.labelled[kind] = normalize(value, traditional)
    return front_matter


def _tight(text: str) -> str:
    """A text without white space and without the time of day after a date."""
    return strip_space(_CLOCK.sub("", text))


def labelled(lines: Sequence[str]) -> dict[str, str]:
    """The values after known labels, the first of each kind; a label is not the value of the label before it."""
    values: dict[str, str] = {}
    for i, line in enumerate(lines):
        if len(line) > 300:
            continue
        matches = [m for m in _LABEL.finditer(line) if _stands_alone(line, m)]
        for match, following in zip(matches, [*matches[1:], None], strict=False):
            value = line[match.end() : following.start() if following else len(line)].strip(f":：[]【】•·-—|{_PART}")
            if not value and following is None and i + 1 < len(lines) and _WHOLE_LABEL.fullmatch(line):
                value = "" if _LABEL.match(lines[i + 1]) else lines[i + 1].strip("[]【】")
            kind = _KIND_OF[match[0]]
            value = value.split(_PART)[0]
            if value and kind != "skip" and (kind not in ("published", "written") or read_date(value)):
                values.setdefault(kind, value)
    return values


def _stands_alone(line: str, match: re.Match[str]) -> bool:
    """Whether a label's words are a label: at the start of the line or a field, or before a colon."""
    before = line[: match.start()].rpartition(_PART)[2]
    return line[match.end() : match.end() + 1] in (":", "：") or len(before.strip("•·-[【(（ 　")) == 0


def read_date(text: str | None) -> date | None:
    """The first valid calendar date in a text, None if there is none."""
    for year, month, day in _DATE.findall(text or ""):
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            continue
    return None


def publication_date(front_matter: FrontMatter) -> date | None:
    """The date that the page gives as its own; not its clock, nor the date of an archive or an address."""
    for kind in ("published", "written"):
        if day := read_date(front_matter.labelled.get(kind)):
            return day
    for line in front_matter.lines:
        text = _tight(line).strip("[]（）()【】•·")
        if len(text) <= 22 and "星期" not in text and (match := _DATE.match(text)) and match:
            return read_date(text)
    return None
