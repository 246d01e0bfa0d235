"""What the page on requests says."""

REQUESTS: dict[str, tuple[str, str]] = {
    "requests.answer": ("{year} 年新收申请 **{received}** 件{change}；办理 **{processed}** 件，公开率 **{rate}**。", "In {year}, **{received}** new requests came{change}; **{processed}** were decided, disclosure rate **{rate}**."),
    "requests.volumes": ("新收、办理与结转", "Received, processed, carried out"),
    "requests.volumes.alt": ("各年新收、办理和结转件数的折线图", "Lines of requests received, processed and carried out by year"),
    "requests.outcomes": ("办理结果构成", "Outcomes"),
    "requests.outcomes.alt": ("各年办理结果占比的条形图", "Bars of 100 % with the share of each outcome by year"),
    "requests.who": ("{year} 年各类申请人的办理结果", "Outcomes by applicant, {year}"),
    "requests.who.unit": ("格内为件数，颜色为占该结果的比例", "Figures are requests, shades their share of the row"),
    "requests.who.alt": ("申请人类别与办理结果的交叉表", "Grid of applicants and outcomes"),
}  # fmt: skip
