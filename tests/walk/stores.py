"""A folder → the small stores that every new user sees first: one report, two that are unlike, six."""

from pathlib import Path

from helpers import example, put, read, run

PLACE = "江苏省淮安市洪泽区"
COUNTS = ("one", "two", "six")
"""By the number of their reports."""


def small_stores(folder: Path) -> dict[str, Path]:
    """Name → store; that of six holds what an office adds as well: a roster, a population and notes on the time axis."""
    reports = {
        "one": [example(2023, f"{PLACE}教育局")],
        "two": [
            example(2023, f"{PLACE}人民政府", granted="11", received_new="14"),
            example(2019, "江苏省民政厅", template="2019"),
        ],
        "six": [
            example(year, f"{PLACE}{name}", reviews__review__upheld="7" if year == 2022 else "1", published=f"{year + 1}-02-1{i}")
            for i, name in enumerate(("教育局", "审计局"))
            for year in (2021, 2022, 2023)
        ],
    }  # fmt: skip
    stores = {}
    for name, examples in reports.items():
        stores[name] = folder / name
        read(stores[name], *(put(folder / "documents", f"{name}{i}.html", e) for i, e in enumerate(examples)))
    office = {
        "roster": f"单位,地区,起始年,截止年,联系人\n教育局,{PLACE},,,张三\n审计局,{PLACE},,,\n民政局,{PLACE},2022,,\n",
        "population": f"地区,年份,常住人口\n{PLACE},2021,28.6万\n{PLACE},2023,28.5万\n",
        "notes": f"日期,说明,地区\n2022-07-01,条例修订施行,\n2023,区划合并,{PLACE}\n",
    }
    for table, text in office.items():
        taken = run(table, "set", put(folder, f"{table}.csv", text), "--store", stores["six"])
        assert taken.exit_code == 0, taken.output
    return stores
