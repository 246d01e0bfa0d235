"""What the page on disclosure says."""

DISCLOSURE: dict[str, tuple[str, str]] = {
    "disclosure.answer": ("{year} 年制发行政规范性文件 **{issued}** 件，现行有效 **{in_force}** 件；行政许可决定 **{permits}** 件{change}；行政事业性收费 **{fees}** 万元。", "In {year}, **{issued}** normative documents were issued and **{in_force}** were in force; **{permits}** permit decisions{change}; fees of **{fees}** (10,000 yuan)."),
    "disclosure.norms": ("行政规范性文件", "Normative documents"),
    "disclosure.norms.unit": ("单位：件；2021 年起的统计口径", "Documents; as counted since 2021"),
    "disclosure.norms.alt": ("各年行政规范性文件制发、废止和现行有效件数的折线图", "Lines of documents issued, repealed and in force by year"),
    "disclosure.decisions": ("行政许可、行政处罚、行政强制", "Permits, penalties, coercive measures"),
    "disclosure.decisions.unit": ("本年处理决定数量", "Decisions in the year"),
    "disclosure.decisions.alt": ("各年行政许可、行政处罚、行政强制决定数量的条形图", "Bars of permits, penalties and coercive measures by year"),
    "disclosure.norms_2019": ("规范性文件（2019、2020 年口径）", "Normative documents (as counted in 2019 and 2020)"),
    "disclosure.norms_2019.unit": ("单位：件；与 2021 年起的口径不可比", "Documents; not comparable with the counts since 2021"),
    "disclosure.norms_2019.alt": ("2019 年版表格的规范性文件数量条形图", "Bars of normative documents on the form of 2019"),
    "disclosure.fees": ("行政事业性收费", "Administrative fees"),
    "disclosure.fees.unit": ("单位：万元", "10,000 yuan"),
    "disclosure.fees.alt": ("各年行政事业性收费金额的条形图", "Bars of administrative fees by year"),
}  # fmt: skip
