"""A body's name → the reform that ended such bodies, and who took over from them.

Sources: 深化党和国家机构改革方案 (March 2018; localities by March 2019), 国税地税征管体制改革方案 (2018), 党和国家机构改革方案
(March 2023; localities by the end of 2024), and the Party's and State Council's decisions on 乡村振兴局 (2021). `since` is the
first reporting year for which, by the reform's own time-table, no report is due from the former body any more.
"""

from typing import NamedTuple

import polars as pl


class Reform(NamedTuple):
    """Bodies that a reform ended. former: a pattern over their names, in the syntax of Rust.

    successor: what took over is called, if no body in the store is known to have. kind: the kind of the successor.
    renamed: whether the successor is the same body under another name, where it took over from one body alone.
    nationwide: whether the reform ended all of them; else only those whose successor has reported.
    """

    former: str
    successor: str
    kind: str
    since: int
    renamed: bool = False
    nationwide: bool = True


REFORMS = (
    Reform(r"国家税务局|地方税务局", "税务局", "tax", 2018),
    Reform(r"出入境检验检疫局", "海关", "customs", 2018),
    Reform(r"银行业监督管理|保险监督管理|银监分?局|保监分?局", "国家金融监督管理总局派出机构", "financial_regulation", 2019),
    Reform(r"银行保险监督管理|银保监分?局", "国家金融监督管理总局派出机构", "financial_regulation", 2023, renamed=True),
    Reform(r"煤矿安全监察|煤监局", "矿山安全监察局", "mine_safety", 2021, renamed=True),
    Reform(r"国土资源", "自然资源局", "natural_resources", 2019, renamed=True),
    Reform(r"^(?:.*[省市县区州旗])?(?:城乡)?规划(?:局|委员会)$", "自然资源局", "natural_resources", 2019, nationwide=False),
    Reform(r"环境保护(?:局|厅|委员会)|环保局", "生态环境局", "ecology_environment", 2019, renamed=True),
    Reform(r"(?:农业|农牧)(?:局|厅|委员会|委)$", "农业农村局", "agriculture_rural", 2019, renamed=True),
    Reform(r"农村工作(?:委员会|办公室)", "农业农村局", "agriculture_rural", 2019, nationwide=False),
    Reform(r"卫生和?计划生育|卫计[委局]", "卫生健康委员会", "health", 2019, renamed=True),
    Reform(r"安全生产监督管理|安监局", "应急管理局", "emergency", 2019, renamed=True),
    Reform(r"工商行政管理|质量技术监督|食品药品监督管理|工商局|质监局|食药监", "市场监督管理局", "market_regulation", 2019),
    Reform(r"物价局", "发展和改革委员会", "development_reform", 2019),
    Reform(r"法制办", "司法局", "justice", 2019),
    Reform(r"旅游(?:局|发展委员会)$|文化(?:局|厅|委员会|广电新闻出版局|广播电视新闻出版局)$", "文化和旅游局", "culture_tourism", 2019, nationwide=False),
    Reform(r"粮食局$", "粮食和物资储备局", "grain", 2019, renamed=True, nationwide=False),
    Reform(r"南水北调.*办", "水利局", "water", 2019),
    Reform(r"扶贫", "乡村振兴局", "rural_revitalisation", 2021, renamed=True),
    Reform(r"乡村振兴局", "农业农村局", "agriculture_rural", 2024),
    Reform(r"行政审批|政务服务", "数据局", "data_administration", 2024, renamed=True, nationwide=False),
    Reform(r"大数据", "数据局", "data_administration", 2024, renamed=True, nationwide=False),
    Reform(r"地方金融监督管理", "地方金融管理局", "local_finance", 2024, renamed=True, nationwide=False),
)  # fmt: skip


def reform_of(agency: str = "agency") -> pl.Expr:
    """The place in `REFORMS` of the first reform that ended bodies of a name; null where none did."""
    tests = [
        pl.when(pl.col(agency).str.contains(r.former)).then(pl.lit(i, dtype=pl.Int8)) for i, r in enumerate(REFORMS)
    ]
    return pl.coalesce(tests)


def reforms() -> pl.DataFrame:
    """`REFORMS` as rows: reform (the place), successor, to_kind, since, renamed, nationwide."""
    rows = [(i, r.successor, r.kind, r.since, r.renamed, r.nationwide) for i, r in enumerate(REFORMS)]
    schema = {"reform": pl.Int8, "successor": pl.String, "to_kind": pl.String, "since": pl.Int16,
              "renamed": pl.Boolean, "nationwide": pl.Boolean}  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")
