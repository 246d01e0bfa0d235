"""Bodies under vertical management: no part of a local government, in no total unless asked for, never lost."""

import pytest
from helpers import figures, hold, put, read

from loaders.bodies.kinds import VERTICAL, kind_of
from loaders.output import summaries
from loaders.query import options
from loaders.query.cell_states import cell_states
from loaders.query.compare import Comparison, compared
from loaders.query.filters import Filter
from loaders.query.plan import vertical_count
from loaders.query.snapshot import open_snapshot
from loaders.query.sums import comparable_counts, sums
from loaders.query.years import over_years
from loaders.store.versions import open_store
from loaders.synthetic.documents import Example

APART = {
    "国家税务总局江苏省税务局": 200,
    "国家税务总局淮安市税务局": 150,
    "国家税务总局淮安市洪泽区税务局": 70,
    "中华人民共和国南京海关": 50,
    "淮安市气象局": 5,
}
GOVERNMENTS = {"江苏省人民政府": 1000, "淮安市人民政府": 100, "淮安市洪泽区人民政府": 60}


def store_of(folder, bodies: dict[str, int]):
    for year in (2022, 2023):
        for agency, n in bodies.items():
            one = Example(agency, year, "2021", figures(received_new=n, granted=n), f"{year + 1}-01-20")
            put(folder / "in", f"{year}/{agency}.html", one)
    read(folder / "store", folder / "in")
    return folder / "store"


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return store_of(tmp_path_factory.mktemp("vertical"), GOVERNMENTS | APART)


@pytest.fixture(params=[False, True], ids=["in memory", "on disk"])
def snapshot(path, request):
    return open_snapshot(open_store(path), low_memory=request.param)


def received(snapshot, **filters) -> int | None:
    rows = sums(snapshot, Filter(years=(2023,), **filters), ("received_new",))
    return rows["received_new"].item() if rows.height else None


def test_no_total_of_a_place_holds_them_and_the_page_says_how_many_there_are(snapshot):
    assert received(snapshot) == 1000
    assert received(snapshot, places=("320800",)) == 100
    assert received(snapshot, levels=("city",)) == 100
    assert received(snapshot, places=("320100",)) is None
    assert vertical_count(snapshot, Filter(years=(2023,))) == 5
    assert vertical_count(snapshot, Filter(places=("320800",))) == 6
    assert cell_states(snapshot, Filter(), 2023, ("requests.received_new.total",))[0].reports == 1


def test_all_of_them_are_added_up_where_they_are_asked_for(snapshot):
    assert received(snapshot, kinds=("vertical",)) == sum(APART.values())
    assert received(snapshot, kinds=("tax",)) == 420
    assert received(snapshot, kinds=("tax",), places=("320800",)) == 220
    assert received(snapshot, kinds=("people_government", "vertical")) == 1475
    assert vertical_count(snapshot, Filter(kinds=("tax",))) == 0
    by_kind = sums(snapshot, Filter(years=(2023,)), ("received_new",), ("kind",))
    assert dict(by_kind.select("kind", "received_new").iter_rows()) == {"tax": 420, "customs": 50, "meteorology": 5}
    by_level = sums(snapshot, Filter(years=(2023,)), ("received_new",), ("level",))
    assert by_level.height == 0, "a level is no group of theirs"


def test_a_districts_figure_is_none_of_theirs(snapshot):
    rows = compared(snapshot, Comparison("received_new", "city", Filter(years=(2023,)), years=(2023,)))
    assert dict(rows.select("name", "value").iter_rows()) == {"淮安市": 100.0}


def test_they_stand_last_among_the_kinds_behind_the_name_of_their_group(snapshot):
    choices = options.kind_choices(snapshot)
    assert choices[:2] == ["people_government", "vertical"]
    assert set(choices[2:]) == {"tax", "customs", "meteorology"}


def test_rule_8_holds_no_area_against_them(path):
    assert open_store(path).read("issues").height == 0


def test_a_store_of_nothing_but_them_speaks_of_them(tmp_path):
    snapshot = hold(store_of(tmp_path, APART))
    years = over_years(snapshot, Filter(), ("received_new",))
    assert years.now["received_new"] == 475
    assert years.breaks.bodies == ()
    assert comparable_counts(snapshot, Filter(), 2023).both == 5
    assert "475" in summaries.requests(snapshot, Filter(), "zh")
    assert vertical_count(snapshot, Filter()) == 0


@pytest.mark.parametrize(
    "name",
    "江苏海事局 南京出入境边防检查站 国家统计局淮安调查队 淮安市邮政管理局 淮安市烟草专卖局 国家金融监督管理总局淮安监管分局 淮安银保监分局 江苏证监局 "
    "中国人民银行淮安市分行 国家外汇管理局江苏省分局 江苏省通信管理局 国家能源局江苏监管办公室 上海铁路监督管理局 民航江苏安全监督管理局 "
    "国家矿山安全监察局江苏局 江苏煤矿安全监察局 江苏省地震局 淮安市消防救援支队 财政部江苏监管局 审计署驻南京特派员办事处".split(),
)
def test_who_answers_to_a_superior_of_its_own(name):
    assert kind_of(name) in VERTICAL


@pytest.mark.parametrize(
    "name",
    "江苏省地方金融监督管理局 淮安市统计局 江苏省能源局 江苏省地方海事局 淮安市铁路办公室 淮安市财政局 淮安市审计局 淮安市应急管理局 "
    "淮安市公安局 淮安市交通运输局 淮安市地方铁路局 淮安市市场监督管理局 财政部 国家能源局".split(),
)
def test_who_does_not(name):
    assert kind_of(name) not in VERTICAL
