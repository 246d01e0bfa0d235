"""The order in which offices list bodies."""

import random

import polars as pl
from helpers import example, fixed_seed, hold, put, read

from loaders.bodies.kinds import KINDS, kind_of
from loaders.bodies.order import KIND_ORDER, kind_rank, office_order
from loaders.query import options

LISTED = (
    "人民政府", "人民政府办公室", "发展和改革委员会", "教育局", "科学技术局", "工业和信息化局", "公安局", "民政局", "司法局", "财政局",
    "人力资源和社会保障局", "自然资源局", "生态环境局", "住房和城乡建设局", "交通运输局", "水利局", "农业农村局", "商务局", "文化和旅游局",
    "卫生健康委员会", "应急管理局", "审计局", "市场监督管理局",
)  # fmt: skip


def test_every_kind_has_one_place():
    assert sorted(KIND_ORDER) == sorted(k.id for k in KINDS)
    assert kind_rank(None) == kind_rank("no such kind") == len(KIND_ORDER)


def test_bodies_stand_by_division_then_as_offices_list_them():
    rows = [
        {"division": code, "kind": kind_of(place + name), "agency": place + name, "body_id": place + name}
        for code, place in (("320800", "淮安市"), ("320813", "洪泽区"), ("320831", "金湖县"))
        for name in (*LISTED, "税务局", "高良涧街道办事处")
    ]
    rows += [{"division": None, "kind": None, "agency": name, "body_id": name} for name in ("甲", "乙")]
    shuffled = rows.copy()
    seed = fixed_seed()
    random.Random(seed).shuffle(shuffled)
    found = pl.DataFrame(shuffled).sort(*office_order(), nulls_last=True)["agency"].to_list()
    assert found[:-2] == [r["agency"] for r in rows[:-2]], seed
    assert sorted(found[-2:]) == sorted(["甲", "乙"])


def test_the_boxes_list_bodies_in_this_order(tmp_path):
    names = [
        f"淮安市{place}{name}"
        for place in ("洪泽区", "金湖县")
        for name in ("人民政府办公室", "教育局", "财政局", "审计局")
    ]
    for i, name in enumerate(reversed(names)):
        put(tmp_path / "in", f"{i}.html", example(agency=name))
    read(tmp_path / "store", tmp_path / "in")
    assert options.bodies(hold(tmp_path / "store"))["agency"].to_list() == names
