"""A body's printed name → what kind of body it is, old names before reforms included."""

import re
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class BodyKind:
    """A kind of body: id, Chinese and English name, and a pattern over names, old names before reforms included.

    vertical: whether such bodies answer to their own superior and not to the local government (垂直管理). Fire and rescue
    count among them: since 2018 the Ministry of Emergency Management leads them.
    """

    id: str
    zh: str
    en: str
    pattern: str
    vertical: bool = False


KINDS: tuple[BodyKind, ...] = (
    BodyKind("tax", "税务", "Tax", r"税务", True),
    BodyKind("customs", "海关", "Customs", r"海关|出入境检验检疫", True),
    BodyKind("meteorology", "气象", "Meteorology", r"气象", True),
    BodyKind("postal", "邮政管理", "Postal administration", r"邮政管理", True),
    BodyKind("survey", "调查队", "Survey office", r"调查(?:总)?队", True),
    BodyKind("maritime", "海事", "Maritime safety", r"(?<!地方)海事", True),
    BodyKind("tobacco", "烟草专卖", "Tobacco", r"烟草", True),
    BodyKind("fire_rescue", "消防救援", "Fire and rescue", r"消防", True),
    BodyKind("earthquake", "地震", "Earthquake", r"地震", True),
    BodyKind("financial_regulation", "金融监管", "Financial regulation",
             r"国家金融监督管理总局|金融监管(?:分局|支局)|银行业?(?:保险业?)?监督|保险监督|银保监|银监|保监[局分]", True),
    BodyKind("securities", "证券监管", "Securities regulation", r"证券监督|证监", True),
    BodyKind("central_bank", "人民银行", "Central bank", r"人民银行", True),
    BodyKind("foreign_exchange", "外汇管理", "Foreign exchange", r"外汇", True),
    BodyKind("telecommunications", "通信管理", "Telecommunications", r"通信管理", True),
    BodyKind("energy_regulation", "能源监管", "Energy regulation", r"国家能源局|能源监管", True),
    BodyKind("railway", "铁路监管", "Railway regulation", r"(?<!地方)铁路(?:监督管理|监管|公安|局)", True),
    BodyKind("civil_aviation", "民航监管", "Civil aviation", r"民用航空|民航.*(?:监管|监督管理|地区管理局|空管|空中交通)", True),
    BodyKind("mine_safety", "矿山安全监察", "Mine safety", r"(?:煤矿|矿山)(?:安全监察|安监)|煤监局", True),
    BodyKind("immigration", "出入境边检", "Border inspection", r"边防检查|边检|移民管理", True),
    BodyKind("central_office", "中央部委派出机构", "Local office of a ministry",
             r"^(?:财政部|审计署|水利部|商务部|教育部|公安部|生态环境部|自然资源部|交通运输部|农业农村部|工业和信息化部).+", True),
    BodyKind("subdistrict", "街道", "Subdistrict", r"街道(?:办事处|办)?$"),
    BodyKind("state_assets", "国资监管", "State assets", r"国有资产|国资"),
    BodyKind("development_zone", "开发区管委会", "Development zone",
             r"(?<!监督|发展|建设|交通|绿化)(?:管理委员会|管委会)$|(?:开发区|高新区|高新技术产业园区|产业园区?|新区|合作区|示范区|保税区|工业园区?|风景名胜区)$"),
    BodyKind("government_office", "政府办公室", "Government office", r"(?:政府)(?:办公室|办公厅|办)$|[市县区州旗]府办$|^.{0,8}政务公开办公室$"),
    BodyKind("township", "乡镇", "Township", r"(?:[镇乡]|苏木)(?:人民)?(?:政府)?$"),
    BodyKind("people_government", "人民政府", "People's government", r"政府$"),
    BodyKind("development_reform", "发展改革", "Development and reform", r"发展和?改革|发改|发展计划|物价"),
    BodyKind("education", "教育", "Education", r"教育|教体|教科|教委"),
    BodyKind("science_technology", "科技", "Science and technology", r"科学技术|科技"),
    BodyKind("industry_information", "工业和信息化", "Industry and information", r"工业和信息化|工信|经济和信息化|经信|经济贸易|经贸"),
    BodyKind("ethnic_religious", "民族宗教", "Ethnic and religious affairs", r"民族|宗教|民宗"),
    BodyKind("public_security", "公安", "Public security", r"公安"),
    BodyKind("civil_affairs", "民政", "Civil affairs", r"民政"),
    BodyKind("justice", "司法行政", "Justice", r"司法|法制办"),
    BodyKind("local_finance", "金融", "Local finance", r"金融"),
    BodyKind("finance", "财政", "Finance", r"财政"),
    BodyKind("veterans", "退役军人", "Veterans", r"退役军人"),
    BodyKind("human_resources", "人力资源社会保障", "Human resources", r"人力资源|人社|劳动和社会保障|人事"),
    BodyKind("natural_resources", "自然资源", "Natural resources", r"自然资源|国土|规划"),
    BodyKind("ecology_environment", "生态环境", "Ecology and environment", r"生态环境|环境保护|环保"),
    BodyKind("urban_management", "城市管理", "Urban management", r"城市管理|城管|综合(?:行政)?执法|市容"),
    BodyKind("housing_fund", "住房公积金", "Housing fund", r"公积金"),
    BodyKind("housing_construction", "住房城乡建设", "Housing and construction", r"住房|住建|城乡建设|建设局|建设委|房产|房管"),
    BodyKind("transport", "交通运输", "Transport", r"交通|公路|铁路|民航|地方海事"),
    BodyKind("water", "水利", "Water", r"水利|水务"),
    BodyKind("rural_revitalisation", "乡村振兴", "Rural revitalisation", r"乡村振兴|扶贫"),
    BodyKind("ocean_fishery", "海洋渔业", "Ocean and fishery", r"海洋|渔业"),
    BodyKind("agriculture_rural", "农业农村", "Agriculture", r"农业|农村|农牧|畜牧|农委|农机"),
    BodyKind("commerce", "商务", "Commerce", r"商务|商贸|投资促进|招商"),
    BodyKind("culture_tourism", "文化旅游", "Culture and tourism", r"文化|旅游|文旅|文体|文广|文物"),
    BodyKind("sports", "体育", "Sports", r"体育"),
    BodyKind("medical_security", "医疗保障", "Medical security", r"医疗保障|医保"),
    BodyKind("health", "卫生健康", "Health", r"卫生|卫健|卫计|中医药"),
    BodyKind("emergency", "应急管理", "Emergency management", r"应急|安全生产|安监"),
    BodyKind("audit", "审计", "Audit", r"审计"),
    BodyKind("medical_products", "药品监管", "Medical products", r"药品监督管理局$|药监"),
    BodyKind("market_regulation", "市场监管", "Market regulation", r"市场监督|市场监管|工商|质量技术监督|质监|食品药品|食药监"),
    BodyKind("intellectual_property", "知识产权", "Intellectual property", r"知识产权"),
    BodyKind("statistics", "统计", "Statistics", r"统计"),
    BodyKind("forestry", "林业", "Forestry", r"林业|林草|园林|绿化"),
    BodyKind("radio_television", "广播电视", "Radio and television", r"广播|广电"),
    BodyKind("data_administration", "数据管理", "Data administration", r"数据"),
    BodyKind("government_services", "政务服务", "Government services", r"政务服务|行政审批|行政服务"),
    BodyKind("petition", "信访", "Petitions", r"信访"),
    BodyKind("civil_defence", "人防", "Civil defence", r"人民防空|人防|国防动员"),
    BodyKind("grain", "粮食物资", "Grain and reserves", r"粮食|物资储备"),
    BodyKind("energy", "能源", "Energy", r"能源|煤炭"),
    BodyKind("archives", "档案史志", "Archives", r"档案|地方志|史志"),
    BodyKind("foreign_affairs", "外事侨务", "Foreign affairs", r"外事|侨务|港澳|台湾|台办"),
    BodyKind("agency_affairs", "机关事务", "Agency affairs", r"机关事务"),
    BodyKind("supply_marketing", "供销社", "Supply and marketing", r"供销"),
    BodyKind("research_office", "研究室参事", "Research office", r"研究室|参事|发展研究中心"),
    BodyKind("ministry", "部委", "Ministry", r"^(?:[^省市州县区旗镇乡委党]{2,10}部|国家[^局]*(?:局|委员会)|国务院.*|审计署|海关总署|中国(?:人民银行|民用航空局|[^局]{2,10}监督管理委员会))$"),
    BodyKind("other", "其他", "Other", r""),
)  # fmt: skip
VERTICAL = frozenset(k.id for k in KINDS if k.vertical)
"""The kinds of bodies that are no part of a local government."""
VERTICAL_GROUP = "vertical"
"""The id by which a filter names all of them."""
_PATTERNS = tuple((k.id, re.compile(k.pattern)) for k in KINDS)
_MINISTRY = re.compile(next(k.pattern for k in KINDS if k.id == "ministry"))


@lru_cache(maxsize=1 << 16)
def kind_of(name: str | None) -> str | None:
    """The id of a body's kind by its name; `other` if no pattern fits, None without a name."""
    if not name:
        return None
    # Of two bodies with one report (科学技术委员会、中关村科技园区管理委员会) the first one decides.
    name = name.partition("、")[0] or name
    if _MINISTRY.search(name) and "税务" not in name:
        return "ministry"
    return next(id_ for id_, pattern in _PATTERNS if pattern.search(name))


def is_bare(name: str) -> bool:
    """Whether a name has only the kind of the body (教育局, 人民政府办公室), so that every division has one."""
    if name.startswith(("人民政府", "政府", "经济开发区", "经济技术", "高新", "工业园")):
        return True
    kind = kind_of(name)
    if kind == "other":
        return len(name) < 6
    match = next(pattern for id_, pattern in _PATTERNS if id_ == kind).search(name)
    return match is not None and match.start() < 3
