"""A page's address and date → the organ that the address abbreviates, and the reporting year."""

import re
from datetime import date
from urllib.parse import parse_qs, urlsplit

ORGANS = {
    "czj": "财政局", "czt": "财政厅", "gaj": "公安局", "gat": "公安厅", "jyj": "教育局", "jyt": "教育厅", "mzj": "民政局",
    "mzt": "民政厅", "sfj": "司法局", "sft": "司法厅", "sjj": "审计局", "sjt": "审计厅", "tjj": "统计局", "fgw": "发展和改革委员会",
    "fgj": "发展和改革局", "scjgj": "市场监督管理局", "yjglj": "应急管理局",
    "sthjj": "生态环境局", "sthjt": "生态环境厅",
    "jtysj": "交通运输局", "jtj": "交通运输局", "jtyst": "交通运输厅", "slt": "水利厅", "swt": "商务厅", "qxj": "气象局",
    "ybj": "医疗保障局", "ylbzj": "医疗保障局", "rsj": "人力资源和社会保障局", "rsjt": "人力资源和社会保障厅",
    "nyncj": "农业农村局", "nynct": "农业农村厅", "xfj": "信访局",
    "cgj": "城市管理局", "tyjrj": "退役军人事务局", "tyjrswj": "退役军人事务局",
}  # fmt: skip
"""Abbreviations of organs in official hosts and paths, those that mean one organ only."""
_YEAR_FOLDER = re.compile(
    r"(?<![0-9])((?:19|20)\d{2})(?:n|nb|nd|nian|niandu|nbmndbg|bmdnbg|nzfxxgknb|nzfxxgkndbg)?(?=/)"
)
_DATED = re.compile(r"(?<!\d)((?:19|20)\d{2})[-/]?(0[1-9]|1[0-2])(?:[-/]?[0-3]\d)?(?!\d)")
_DATED_FOLDERS = re.compile(r"/((?:19|20)\d{2})/(\d{1,2})/\d{1,2}/")
_YEAR_FIELDS = ("fbtime", "year", "nd", "nf", "title")
_FIRST = 2008
"""The year in which the first reports were published (State Council Order 492)."""
_SEASON = 4
"""Reports are published by 31 March; one that a page dates from January to April is of the year before."""


def in_report_folder(url: str | None) -> bool:
    """Whether an official page stands in a folder of yearly reports (zfxxgknb, xxgkndbg)."""
    parts = urlsplit(url or "")
    return (parts.hostname or "").endswith(".gov.cn") and bool(re.search(r"gkn(?:d?b|dbg)", parts.path.lower()))


def organ_in_address(url: str | None, text: str) -> str | None:
    """The organ that an official address abbreviates in its host, else in its path.

    None for no organ or several, or if the text refers to itself by a word (我局, 我委, 我厅) that the organ does not end
    with, or by a division (我县).
    """
    own = set(re.findall(r"[我本](局|委|厅|省|市|县|区|州|旗|镇|乡)", text))
    if not url:
        return None
    parts = urlsplit(url)
    labels = (parts.hostname or "").split(".")
    if labels[-2:] != ["gov", "cn"]:
        return None
    if labels[-3:] == ["customs", "gov", "cn"] and re.search(r"/[a-z]+_customs/", parts.path):
        return "海关"
    if labels[-3:] == ["chinatax", "gov", "cn"] and re.search(r"/[a-z]+sw_", parts.path):
        return "国家税务总局税务局"
    # The label before gov.cn is the division's: www.zjj.gov.cn is 张家界.
    organs = [ORGANS[label] for label in labels[:-3] if label in ORGANS]
    organs = organs or [ORGANS[piece] for piece in parts.path.lower().split("/") if piece in ORGANS]
    fits = not own or own & {"局" if o.endswith("局") else "厅" if o.endswith("厅") else "委" for o in organs}
    return organs[0] if len(set(organs)) == 1 and fits else None


def year_of_address(url: str | None, published: date | None, text: str) -> tuple[int | None, str | None]:
    """A page's reporting year and its source: its folder of yearly reports (`address`), or the year before the season
    in which it was published (`published`); None for both if neither decides.

    A page that was posted anew bears the date of that day: a date counts only if the text names its year, or no year.
    """
    parts = urlsplit(url or "")
    for field in _YEAR_FIELDS:
        for value in parse_qs(parts.query).get(field, ()):
            if re.fullmatch(r"(?:19|20)\d{2}", value):
                return int(value), "address"
    path = re.sub(r"/(?:art|content|t?)/?(?:19|20)\d{2}[-/]\d{1,2}(?:[-/]\d{1,2})?/", "/", parts.path.lower())
    path = re.sub(r"/art/(?:19|20)\d{2}/", "/", path)
    folders = {int(y) for y in _YEAR_FOLDER.findall(path)}
    if len(folders) == 1:
        return folders.pop(), "address"
    dates = [(int(y), int(m)) for y, m in (_DATED_FOLDERS.findall(parts.path) or _DATED.findall(parts.path))]
    year, month = (published.year, published.month) if published else dates[-1] if dates else (0, 12)
    # A full date is a law's or the page's, not the year that the text is about.
    named = {int(y) for y in re.findall(r"(?<!\d)20\d{2}(?=年)(?!年\d{1,2}月\d{1,2}日)", text)}
    believed = month <= _SEASON and year > _FIRST and (not named or year - 1 in named)
    return (year - 1, "published") if believed else (None, None)
