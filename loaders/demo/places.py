"""Invented places and the bodies in them; no name or code here belongs to a real place."""

from dataclasses import dataclass

PROVINCE = "江岭省"
CITY = "望溪市"
DISTRICTS = (
    ("青禾区", 2.6), ("白鹭区", 2.2), ("石榴区", 1.9), ("云栖区", 1.5), ("枫桥区", 1.3), ("桐江区", 1.1),
    ("南浦县", 1.0), ("北岭县", 0.8), ("澄湖县", 0.7), ("竹川县", 0.6), ("梨园县", 0.5), ("鹤鸣县", 0.4),
)  # fmt: skip
"""Districts and counties with their size beside the average."""

_SUFFIX = {
    "people_government": "人民政府",
    "government_office": "人民政府办公室",
    "development_reform": "发展和改革局",
    "education": "教育局",
    "industry_information": "工业和信息化局",
    "public_security": "公安局",
    "civil_affairs": "民政局",
    "justice": "司法局",
    "finance": "财政局",
    "human_resources": "人力资源和社会保障局",
    "natural_resources": "自然资源局",
    "ecology_environment": "生态环境局",
    "housing_construction": "住房和城乡建设局",
    "transport": "交通运输局",
    "water": "水利局",
    "agriculture_rural": "农业农村局",
    "commerce": "商务局",
    "culture_tourism": "文化和旅游局",
    "health": "卫生健康委员会",
    "veterans": "退役军人事务局",
    "emergency": "应急管理局",
    "audit": "审计局",
    "market_regulation": "市场监督管理局",
    "statistics": "统计局",
    "medical_security": "医疗保障局",
    "urban_management": "城市管理局",
    "petition": "信访局",
    "government_services": "政务服务管理局",
    "tax": "税务局",
    "forestry": "林业局",
}
"""The kinds of bodies that every district has, with the end of their names."""

REQUESTS = {
    "natural_resources": 28.0, "housing_construction": 30.0, "public_security": 16.0, "government_office": 24.0,
    "market_regulation": 9.0, "human_resources": 6.0, "urban_management": 8.0, "education": 3.0, "civil_affairs": 3.0,
    "ecology_environment": 4.0, "health": 2.5, "transport": 2.5, "agriculture_rural": 4.0, "development_reform": 2.0,
    "finance": 1.6, "water": 1.2, "emergency": 1.0, "justice": 0.8, "tax": 1.2, "forestry": 0.8,
}  # fmt: skip
"""Requests that a body of a kind gets in a year in an average district; 0.3 for the kinds not named."""

PERMITS = {
    "public_security": 5200, "market_regulation": 3800, "human_resources": 700, "natural_resources": 320, "health": 240,
    "housing_construction": 180, "transport": 420, "education": 60, "civil_affairs": 30, "urban_management": 150,
    "ecology_environment": 40, "agriculture_rural": 60, "water": 25, "emergency": 35, "culture_tourism": 30,
    "forestry": 20, "tax": 90, "commerce": 15, "development_reform": 45, "government_services": 1600,
}  # fmt: skip
PENALTIES = {
    "public_security": 9000, "market_regulation": 260, "urban_management": 900, "transport": 600, "health": 60,
    "ecology_environment": 45, "natural_resources": 30, "emergency": 40, "housing_construction": 35, "tax": 70,
    "agriculture_rural": 25, "water": 6, "culture_tourism": 12, "human_resources": 8, "forestry": 5,
}  # fmt: skip
"""Decisions of a body of a kind in a year in an average district."""


@dataclass(frozen=True, slots=True)
class Body:
    """An invented body: its printed name, where it belongs, its kind, and how large its place is."""

    name: str
    kind: str
    level: str
    province: str
    city: str | None
    district: str | None
    code: str
    size: float


def bodies() -> list[Body]:
    """The bodies of one invented city: its own, and those of its twelve districts, governments first."""
    found = [_body(kind, None, 4.0, "990100") for kind in _SUFFIX]
    for i, (district, size) in enumerate(DISTRICTS, 1):
        found += [_body(kind, district, size, f"9901{i:02d}") for kind in _SUFFIX]
    return found


def _body(kind: str, district: str | None, size: float, code: str) -> Body:
    name = f"{CITY}{district or ''}{_SUFFIX[kind]}"
    if kind == "tax":
        name = f"国家税务总局{name}"
    level = "county" if district else "city"
    return Body(name, kind, level, PROVINCE, CITY, district, code, size)
