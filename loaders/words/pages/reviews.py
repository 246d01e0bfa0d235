"""What the page on reviews says."""

REVIEWS: dict[str, tuple[str, str]] = {
    "reviews.answer": ("{year} 年行政复议 **{reviews}** 件{change}；复议纠错率 **{rate}**；未经复议直接起诉 **{direct}** 件，复议后起诉 **{after}** 件。", "In {year} there were **{reviews}** reviews{change}; correction rate **{rate}**; **{direct}** cases went to court directly, **{after}** after review."),
    "reviews.unit": ("各类结果占比", "Share of each result"),
    "reviews.alt": ("{route}各年结果占比的条形图", "Bars of 100 % with the results of {route} by year"),
    "reviews.volumes": ("复议与诉讼数量", "Reviews and cases"),
    "reviews.volumes.unit": ("单位：件，各项总计", "Cases, totals"),
    "reviews.volumes.alt": ("各年行政复议和行政诉讼数量的条形图", "Bars of reviews and court cases by year"),
}  # fmt: skip
