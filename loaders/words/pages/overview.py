"""What the overview says."""

OVERVIEW: dict[str, tuple[str, str]] = {
    "overview.answer": ("{year} 年共收到申请 **{received}** 件{change}；公开率 **{rate}**；行政复议 **{reviews}** 件。", "In {year}, **{received}** requests were received{change}; disclosure rate **{rate}**; **{reviews}** reviews."),
    "overview.on_year_before": ("比上年", "on the year before"),
    "overview.trend": ("新收申请与结转下年", "Requests received and carried out"),
    "overview.trend.alt": ("各年新收申请和结转下年件数的折线图", "Lines of requests received and carried out by year"),
    "overview.outcomes": ("办理结果构成", "Outcomes"),
    "overview.outcomes.alt": ("各年办理结果占比的条形图", "Bars of 100 % with the share of each outcome by year"),
    "overview.wrong": ("需要核对的问题", "What needs checking"),
    "overview.nothing_wrong": ("没有发现问题。", "Nothing is wrong."),
    "overview.examples": ("逐条列出（最多 100 条，错误在前）：", "One by one (100 at the most, errors first):"),
}  # fmt: skip
