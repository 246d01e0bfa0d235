"""Front matter and title → the body whose report it is, as printed."""

import re
from collections.abc import Sequence
from itertools import pairwise

from loaders.form.vocabulary import Scope
from loaders.places.gazetteer import begins_with_division, is_division
from loaders.reading.identity.front_matter import FrontMatter
from loaders.reading.identity.titles import Title
from loaders.reading.identity.years import western
from loaders.text.normalize import strip_space

_END = (
    r"(?:人民政府(?:办公室|办公厅)?|政府(?:办公室|办公厅|办)?|委员会|管委会|办事处|办公室|办公厅|街道|[局厅委办处院署所站部社会行镇乡]"
    r"|苏木|总队|支队|大队|调查队|中心|海关|开发区|园区|高新区)"
)
_NAME = rf"((?![（(])(?:[\u3400-\u9fffA-Za-z]|[（(][\u3400-\u9fff]{{1,12}}[)）]){{1,34}}?{_END})"
_VERBS = r"(?:认真|深入|严格|坚持|按照|以|紧紧|全面|高度|积极|围绕|依法|切实|持续|根据|结合|着力|始终|不断|进一步|贯彻|扎实|继续|依据|充分|加强|把|将|主动|共|在[^，。]{2,40}[下中][，,])"
_YEAR = r"(?:(?:19|20)\d{2}年?度?)"
_PATTERNS = (
    re.compile(
        rf"(?:公布|发布|编制了?|编写|形成|公开|《){_YEAR}?{_NAME}的?(?:关于)?{_YEAR}?的?(?:政府|政务)?信息公开(?:工作)?(?:情况)?{_YEAR}?的?(?:年度)?"
    ),
    re.compile(rf"由{_NAME}(?:负责)?(?:编制|制作|编写|汇总|根据|按照|依据)"),
    re.compile(rf"(?:公布|发布|现将){_NAME}(?=\d|$)"),
    re.compile(rf"(?:^|[。，,\n]){_NAME}[现特]将?(?:{_YEAR}|本|有关)"),
    re.compile(rf"(?:^|。|\n|情况)(?:{_YEAR}(?:以来|来)?[，,]?)?(?:在[^，。]{{2,30}}下[，,])?{_NAME}{_VERBS}"),
    re.compile(rf"(?:^|。|\n){_NAME}(?:根据|按照|依据)"),
    re.compile(rf"(?:^|。|\n)[^。\n]{{4,90}}?[，,]{_NAME}{_VERBS}"),
    re.compile(rf"(?:^|[。，,\n]){_NAME}(?:[特现]将?|组织|负责|认真)?(?:编制|公布|向社会公[布开])"),
    re.compile(rf"(?:^|。|\n){_NAME}{_YEAR}(?:政府|政务)?信息公开工作"),
    re.compile(rf"结合{_YEAR}?{_NAME}(?:各|的|实际|{_YEAR})"),
    re.compile(rf"(?:登录|可[在从]|访问){_NAME}(?:门户)?(?:网站|官网)"),
    re.compile(rf"请?(?:与|联系|致电){_NAME}(?:党政|综合)?(?:办公室|办)?(?:联系|[（(])"),
)
_AREA = re.compile(
    r"(?:综合|汇总)(?:(?:19|20)\d{2}年度?)?([\u3400-\u9fff]{1,10}?(?:省|自治区|市|州|盟|县|区|旗))"
    r"(?:各(?:级|县|市|区|部门|乡|镇|街道|地|$)|所属)"
)
_ALL_LEAGUES = re.compile(r"(?:综合|汇总)[^。]{0,16}?盟市[、，]?(自治区)")
_ON_DIVISION = re.compile(
    rf"现将{_YEAR}?([\u3400-\u9fff]{{2,16}}?(?:省|自治区|市|自治州|州|盟|县|区|旗|镇|乡)){_YEAR}?(?:年度)?(?:政府|政务)信息公开"
)
_SUBJECT = re.compile(rf"(?:^|\n)(?:{_YEAR}(?:以来|来)?[，,]?)?我(省|自治区|市|自治州|州|盟|县|区|旗){_VERBS}")
_NO_BEGINNING = re.compile(r"^(?:[我本各全该为在年度现由]|工作|特[向此编]|向社会|[省市县区]委|党中央)")
"""Words that begin no body's name, unless the name of a division begins with them (全椒县, 本溪市)."""
_NOT_A_BODY = re.compile(
    r"[和及与]政府$|^[和及与等的了对向查察]|按照|根据|要求|贯彻|围绕|开展|认真|落实|有关|关于|社会$|国务院|领导小组|条例|通知|门户网站|网站$|委员会办公厅关于"
)
_CITED = re.compile(
    r"《[^《》]{0,80}(?:[〈<][^〉>]*[〉>][^《》]{0,20})?(?:条例|通知|规定|办法|格式|要点|意见|方案|分工|编制)[^《》]{0,30}》?"
    r"|[（(](?:以下|简称|国务院|国办|中华人民|闽|川|国令)[^（）()]{0,60}[)）]"
)
_SCOPE_WORDS: tuple[tuple[re.Pattern[str], Scope], ...] = (
    (re.compile(r"[（(](?:本级|本级机关|机关本级|本部门|机关|部机关|局机关)[)）]$|本级$"), "own"),
    # More than the body, but not the area of a government: in no division's figures.
    (re.compile(r"(?<=海关)关区$|系统$|[（(](?:含下属单位|系统|全系统)[)）]$"), "unknown"),
)
_MARKER = re.compile(
    r"(?m)^(?:[（(][一二三四五六七八九十]{1,3}[)）]、?|[一二三四五六七八九十]{1,3}、|\d{1,2}[.、．]|[（(]\d{1,2}[)）])"
)
"""The number of a heading or paragraph."""
_DESK = re.compile(r"(?:政务公开办公室|信息公开办公室|信息公开工作领导小组办公室)$")
_SECOND_NAME = re.compile(r"(?<=.{4})[（(][^（()）]{2,}(?:局|委员会|管委会|办公室|中心|厅|队|镇)[)）]$")
_BRANCH_ALONE = re.compile(r"[^局]{2,5}分局")
_PLACE_AND_ORGAN = re.compile(r"(.*[省市州县区旗])([^省市州县区旗]+)")
_OFFICE = re.compile(r"政府(?:办公室|办公厅|办)?$")
_PORTAL = re.compile(r"(?:登录|可[在从]|访问).*政府(?:门户)?(?:网站|官网)$")
_OWN = re.compile(r"(?:我|全|本)(省|市|县|区|州|旗|镇|乡|局)(?![级直])|(县|区|旗)(?:委|政府)")

_DIVISION_END = re.compile(r"(?:省|自治区|市|自治州|盟|县|区|旗|镇|乡|苏木)$")
_NO_DIVISION = re.compile(
    r"(?:开发|经开|高新|新技术产业|园|新|合作|保税|景|示范|管理|试验|名胜|关|林|片|社|库|灌|牧|矿|港|校)区$|局|海关|委员会|办公|厅|院"
)


_SUBJECT_OF_TITLE = re.compile(
    rf"^(?:.{{0,8}}[:：】])?(?:关于)?[《<]?(?:{_NAME}|([\u3400-\u9fff]{{2,20}}(?:大学|学院|学校)))"
    rf"(?=[（(\s]|{_YEAR}|关于|信息公开)"
)


_AREA_OF_TITLE = re.compile(
    rf"^(?:.{{0,8}}[:：】])?[《<]?([\u3400-\u9fff]{{2,16}}(?:省|自治区|市|自治州|盟|县|区|旗|镇|乡))(?={_YEAR})"
)
_SHORT = re.compile(r"(?<![本各全])[省市县区旗](?![县市区])[\u3400-\u9fff]{2,6}?局")


def body_of_lookalike(titles: Sequence[str], lines: Sequence[str]) -> str | None:
    """The body that a look-alike's title begins with (南县住房和城乡建设局2018年度…), else the first short name (区住建局)
    in its lines; None if there is none.
    """
    for title in titles:
        if (area := _AREA_OF_TITLE.match(strip_space(title))) and body_of_division(area[1]) != area[1]:
            return body_of_division(area[1])
        match = _SUBJECT_OF_TITLE.match(strip_space(title))
        name = match and (match[1] or match[2])
        if name and _names_a_body(name) and not re.search(r"研究|召开|部署|开展", name):
            return name
    match = _SHORT.search("".join(lines)[:200])
    return match[0] if match else None


def body_in_text(text: str) -> str | None:
    """The body that the preamble or the first sentence names as the report's own; None if it says 我局."""
    tight = _MARKER.sub("", re.sub(r"^一、总体情况", "", _CITED.sub("", text.replace(" ", ""))))
    for pattern in _PATTERNS:
        for match in pattern.finditer(tight):
            name = _DESK.sub("", re.sub(rf"^{_YEAR}", "", match[1]))
            name = re.sub(r"党(?:工)?委[、和]?(?=政府|办事处|人民政府)", "", name)
            if _names_a_body(name) and len(name) >= 3 and not _PORTAL.search(match[0]):
                return name
    for pattern in (_ON_DIVISION, _AREA, _SUBJECT, _ALL_LEAGUES):
        if area := pattern.search(tight):
            division = re.sub("^[全我]", "", area[1]) if len(area[1]) == 2 else area[1]
            if _names_a_body(division):
                return f"{division}人民政府"
    return None


def _names_a_body(name: str) -> bool:
    return not _NOT_A_BODY.search(name) and (not _NO_BEGINNING.match(name) or begins_with_division(name))


def printed_body(front_matter: FrontMatter, title: Title | None) -> tuple[str | None, str | None]:
    """The body as printed and its source: `publisher`, `title` or `preamble`; None for both if none names it.

    The publisher counts only if its name ends with that of the title or preamble and is fuller: pages are often posted
    by another office.
    """
    own = body_of_division(title.body) if title and title.body else None
    source = "title"
    if not own:
        own, source = body_in_text("\n".join([*front_matter.lines, *front_matter.opening])), "preamble"
    if not own and title and (beside := _beside(front_matter.lines, title)):
        own, source = beside, "title"
    publisher = _name(front_matter.labelled.get("publisher")) or _name(front_matter.labelled.get("origin"))
    if not own:
        # A government's office posts its government's report as well as its own.
        posts = publisher and _OFFICE.search(publisher) and not re.search("[我本]办", front_matter.text)
        return (publisher, "publisher") if publisher and not posts else (None, None)
    if publisher and len(publisher) > len(own) and is_fuller(publisher, own):
        return publisher, "publisher"
    if source == "title" and (fuller := _fuller(front_matter, own)):
        return fuller, "preamble"
    # A district's branch without its parent organ (鄞州分局) could be any bureau's.
    return (None, None) if _BRANCH_ALONE.fullmatch(own) else (own, source)


def is_fuller(full: str, short: str) -> bool:
    """Whether a name is another one with its division or organ written out: 大理白族自治州民族宗教事务委员会, 大理州民宗委.

    The organ follows the same division in both: 武进区教育局 is not 市教育局.
    """
    if full.endswith(short):
        return True
    match = _PLACE_AND_ORGAN.fullmatch(short)
    if not match or full[-1] not in (short[-1], "会", "处"):
        return False
    place, organ = (list(map(re.escape, part)) for part in match.groups())
    spread = ".*".join(place[:-1])
    inner = "[^省市州县区旗镇乡局]*".join(organ)
    return bool(re.fullmatch(rf".*{spread}.*{place[-1]}(?:人民政府)?{inner}(?:办事处|[员]?会)?", full))


def _fuller(front_matter: FrontMatter, own: str) -> str | None:
    """The longest name on a line of its own, or in the preamble, that is the title's in full."""
    lines = [*front_matter.lines, *front_matter.opening]
    names = [_name(line) for line in lines if len(own) < len(line) <= 40]
    names += [body_in_text("\n".join(lines))]
    names += [m[1] for m in re.finditer(rf"(?:^|[\n，,。（(]){_NAME}(?=[（(]以下简称)", "\n".join(lines))]
    names += [_name(front_matter.labelled.get("origin"))]
    fuller = {n for n in names if n and len(n) > len(own) and is_fuller(n, own)}
    return max(fuller, key=len, default=None)


def _beside(lines: Sequence[str], title: Title) -> str | None:
    """The body on a line of its own right below a title that names none."""
    for line, below in pairwise(lines):
        if western(strip_space(line)) == title.text:
            name = _name(below)
            if name and begins_with_division(name) and not _OFFICE.search(name):
                return name
    return None


def self_references(front_matter: FrontMatter) -> str:
    """The words for its own division in front matter (我县, 区委, 全市), each once: 县, 区, 市."""
    words = {a or b for a, b in _OWN.findall(_CITED.sub("", front_matter.text))}
    return "".join(sorted(words))


def body_of_division(name: str) -> str:
    """A division's name in place of its body's (雒容镇2024年…) → the body: its government, its subdistrict office."""
    name = _SECOND_NAME.sub("", name)
    if is_division(name) or (_DIVISION_END.search(name) and not _NO_DIVISION.search(name)):
        return f"{name}人民政府"
    if re.search(r"(?:开发区|高新区|经开区|园区|管委)$", name):
        return f"{name.removesuffix('管委')}管理委员会"
    return f"{name}办事处" if name.endswith("街道") else name


def split_scope(name: str | None) -> tuple[str | None, Scope | None]:
    """A name without its words for the scope (（本级机关）, 关区, 系统), and that scope, None if there are none."""
    if not name:
        return None, None
    for pattern, scope in _SCOPE_WORDS:
        bare = pattern.sub("", name)
        if bare != name and len(bare) >= 3:
            return bare, scope
    return name, None


def _name(text: str | None) -> str | None:
    tight = strip_space(text or "")
    # A ministry's or bureau's office posts its report; 办公室 alone is no body.
    tight = re.sub(r"(?<=..[局厅部署])办公[室厅]$", "", tight)
    media = re.search(r"^办公[室厅]$|融媒体|电视台|信息中心|数据中心|网络中心", tight)
    return tight if re.fullmatch(_NAME, tight) and not media and _names_a_body(tight) else None
