"""Texts of front matter → the reporting year: the year of the data, not of publication."""

import re
from collections.abc import Iterable

_NUMERALS = str.maketrans("〇○Ｏ零一二三四五六七八九", "0000123456789")
_CHINESE = re.compile(r"[一二][〇○零九][〇○零一二三四五六七八九]{2}(?=年)")
_YEAR = r"((?:19|20)\d{2})"
_CITED = re.compile(r"[〔\[【﹝(（]\s*(?:19|20)\d{2}\s*[〕\]】﹞)）]\s*\d*号?")
_TITLE_YEAR = re.compile(rf"{_YEAR}\s*(?:年度?|(?=政府信息|政务信息|信息公开|度))")
_MENTION = re.compile(
    rf"{_YEAR}(?!\s*[-./\d])年?度?[^。，；,;\n]{{0,40}}?(?:政府|政务)?信息公开(?:工作)?(?:情况)?(?:年度)?(?:工作)?(?:报告|年报)"
    rf"|(?:政府|政务)?信息公开(?:工作)?{_YEAR}年度报告"
)
_DAY = re.compile(r"(?:19|20)\d{2}\s*[-年/.]\s*\d{1,2}\s*[-月/.]\s*\d{1,2}(?!\d)日?")
_BRACKETED = re.compile(r"[（(](20\d{2})年?度?[)）]$")
_PERIOD = re.compile(
    rf"{_YEAR}年?\s*0?1月?\s*0?1日?\s*(?:起)?[，,]?\s*(?:至|到|—|-|–|~|～)+\s*(?:{_YEAR}年?)?\s*12月?\s*31日?"
)
_CUTOFF = re.compile(rf"(?:统计|核定|截[至止])[^。]{{0,12}}?{_YEAR}年12月31日")
_SUBJECTS = re.compile(
    r"(?<!\d)(20\d{2})年?度?(?=报告|政府信息公开|政务公开|信息公开|[，,]?(?:我|本|全|共|主动公开|累计|认真))"
)
_SUBJECT = re.compile(rf"^(?:一、总体情况)?\s*{_YEAR}年?(?:度|全年|以来|来)?\s*[，,、]?(?!\d|年?\s*\d*\s*月)")


def western(text: str) -> str:
    """A text with years in Chinese numerals (二〇二一年) written in digits."""
    return _CHINESE.sub(lambda m: m[0].translate(_NUMERALS), text)


def title_year(title: str | None) -> int | None:
    """The reporting year that a title names, None if it names none; document numbers (〔2021〕30号) do not count."""
    if not title:
        return None
    line = western(title)
    if match := _BRACKETED.search(line):
        return int(match[1])
    years = _TITLE_YEAR.findall(_CITED.sub("", line))
    return int(years[-1]) if years else None


def reporting_year(title: str | None, front: str, opening: Iterable[str]) -> tuple[int | None, str | None]:
    """The year of the data and its source: `title`, `mention`, `period` or `subject`; None for both if unknown.

    front: the text before part one. opening: the first lines of part one. The title and the report's mention of itself
    go before the period, which may be copied from last year's report.
    """
    if year := title_year(title):
        return year, "title"
    text = western(front)
    # A full date is one of publication or of the period, never the year that the report calls its own.
    clean = _CITED.sub("", text)
    named = _DAY.sub("", clean)
    if match := _MENTION.search(re.sub(r"关于[^》]{0,60}?通知|《[^》]{0,60}?(?:格式|办法|通知)》", "", named)):
        return int(match[1] or match[2]), "mention"
    if match := _PERIOD.search(clean) or _CUTOFF.search(clean):
        return int(match[1]), "period"
    if match := re.search(rf"结合{_YEAR}年", clean):
        return int(match[1]), "mention"
    for line in (*named.split("\n"), *opening):
        if match := _SUBJECT.match(_DAY.sub("", western(line)).strip()):
            return int(match[1]), "subject"
    # A single year as the subject of a sentence; several are past years, plans or deadlines.
    subjects = set(_SUBJECTS.findall(re.sub(r"关于[^》。]{0,60}?通知|《[^》]{0,80}》", "", named)))
    return (int(subjects.pop()), "subject") if len(subjects) == 1 else (None, None)


def year_of_notice(text: str) -> int | None:
    """The year of the notice that calls for the reports, as cited (关于做好2021年政府信息公开工作年度报告…的通知).

    None if no such notice is cited, or several of different years.
    """
    years = set(re.findall(rf"关于[^》\d]{{0,12}}{_YEAR}年?度?政府信息公开(?:工作)?年度报告", western(text)))
    return int(years.pop()) if len(years) == 1 else None


def year_of_lookalike(titles: Iterable[str]) -> int | None:
    """The year that a look-alike's title names, of a school year its last one; None if none does."""
    for title in titles:
        if match := re.search(rf"{_YEAR}[-—~至]+{_YEAR}学?年", western(title)):
            return int(match[2])
        if match := re.search(rf"{_YEAR}年", _CITED.sub("", _DAY.sub("", western(title)))):
            return int(match[1])
    return None
