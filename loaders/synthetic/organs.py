"""The kinds of synthetic bodies: their names by level and before their reform, and the size of their figures."""

ENDINGS = {
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
    "science_technology": "科学技术局",
    "fire_rescue": "消防救援大队",
    "agency_affairs": "机关事务管理局",
    "rural_revitalisation": "乡村振兴局",
    "development_zone": "经济开发区管理委员会",
    "archives": "档案局",
    "ethnic_religious": "民族宗教事务局",
    "state_assets": "国有资产监督管理委员会",
    "meteorology": "气象局",
    "sports": "体育局",
    "civil_defence": "人民防空办公室",
    "data_administration": "大数据局",
    "supply_marketing": "供销合作社联合社",
    "grain": "粮食和物资储备局",
    "foreign_affairs": "外事办公室",
    "local_finance": "地方金融管理局",
    "tobacco": "烟草专卖局",
    "earthquake": "地震局",
    "survey": "调查队",
    "radio_television": "广播电视局",
    "research_office": "发展研究中心",
    "intellectual_property": "知识产权局",
    "housing_fund": "住房公积金管理中心",
    "postal": "邮政管理局",
    "medical_products": "药品监督管理局",
    "energy": "能源局",
    "ocean_fishery": "海洋渔业局",
    "customs": "海关",
    "maritime": "海事局",
}
"""The end of the names of each kind of body, the usual kinds first: divisions with fewer kinds have the first ones."""

PROVINCIAL = {"government_office": "人民政府办公厅", "development_reform": "发展和改革委员会", "survey": "调查总队"} | {
    kind: ENDINGS[kind].removesuffix("局") + "厅"
    for kind in (
        "education", "industry_information", "public_security", "civil_affairs", "justice", "finance",
        "human_resources", "natural_resources", "ecology_environment", "housing_construction", "transport", "water",
        "agriculture_rural", "commerce", "culture_tourism", "veterans", "emergency", "audit", "science_technology",
    )
}  # fmt: skip
"""The ends of the names of a province's own bodies, for the kinds in which they differ."""

FORMER = {
    "natural_resources": (2019, "国土资源局"), "ecology_environment": (2019, "环境保护局"), "agriculture_rural": (2019, "农业局"),
    "culture_tourism": (2019, "文化广电旅游局"), "emergency": (2019, "安全生产监督管理局"), "health": (2019, "卫生和计划生育局"),
    "market_regulation": (2019, "工商行政管理局"), "tax": (2019, "地方税务局"), "rural_revitalisation": (2021, "扶贫开发办公室"),
    "data_administration": (2024, "大数据发展管理局"),
}  # fmt: skip
"""By kind, the year of a reform and the end of the names before it."""

REQUESTS = {
    "natural_resources": 28.0, "housing_construction": 30.0, "public_security": 16.0, "government_office": 24.0,
    "market_regulation": 9.0, "human_resources": 6.0, "urban_management": 8.0, "education": 3.0, "civil_affairs": 3.0,
    "ecology_environment": 4.0, "health": 2.5, "transport": 2.5, "agriculture_rural": 4.0, "development_reform": 2.0,
    "finance": 1.6, "water": 1.2, "emergency": 1.0, "justice": 0.8, "tax": 1.2, "forestry": 0.8,
    "township": 0.5, "subdistrict": 1.5,
}  # fmt: skip
"""Requests to a body of a kind in a year in an average district; 0.3 for other kinds."""

PERMITS = {
    "public_security": 5200, "market_regulation": 3800, "human_resources": 700, "natural_resources": 320, "health": 240,
    "housing_construction": 180, "transport": 420, "education": 60, "civil_affairs": 30, "urban_management": 150,
    "ecology_environment": 40, "agriculture_rural": 60, "water": 25, "emergency": 35, "culture_tourism": 30,
    "forestry": 20, "tax": 90, "commerce": 15, "development_reform": 45, "government_services": 1600, "tobacco": 220,
    "fire_rescue": 60, "civil_defence": 10, "township": 15,
}  # fmt: skip
PENALTIES = {
    "public_security": 9000, "market_regulation": 260, "urban_management": 900, "transport": 600, "health": 60,
    "ecology_environment": 45, "natural_resources": 30, "emergency": 40, "housing_construction": 35, "tax": 70,
    "agriculture_rural": 25, "water": 6, "culture_tourism": 12, "human_resources": 8, "forestry": 5, "tobacco": 30,
    "fire_rescue": 40, "township": 4, "subdistrict": 10,
}  # fmt: skip
"""Decisions of a body of a kind in a year in an average district."""

CHARGING = ("natural_resources", "housing_construction", "transport", "public_security")
"""The kinds of bodies that collect fees."""
