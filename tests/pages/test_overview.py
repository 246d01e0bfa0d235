"""What the overview and the page on disclosure say: whose reports a total is made of, what moved, each form apart."""

import base64
import random
import re
from urllib.parse import parse_qs

import polars as pl
import pytest
from helpers import example, figures, fixed_seed, hold, put, read
from streamlit_pages import charts, open_page, words

from loaders.form.metrics import MIN_CASES
from loaders.language.words import say
from loaders.output import summaries
from loaders.query import coverage
from loaders.query.by_template import NEW, OLD, by_template
from loaders.query.composition import composition
from loaders.query.exports import facts
from loaders.query.filters import EVERYTHING, Filter
from loaders.query.issues import MAX_EXAMPLES, by_severity, examples
from loaders.query.largest_changes import largest_changes
from loaders.query.sums import sums
from loaders.store.versions import open_store, shipped
from loaders.synthetic.documents import Example
from pages.overview.cards import spark
from pages.overview.key_figures import KEY_FIGURES
from pages.shared.charts.palette import Palette
from pages.shared.parts import chart_data

DECISIONS = "disclosure.permits.decisions"
PRODUCED = "disclosure.normative_documents.produced"
ISSUED = "disclosure.normative_documents.issued"


@pytest.fixture(scope="module")
def store():
    return open_store(shipped("demo"))


@pytest.fixture(scope="module")
def snapshot(store):
    return hold(store)


def added(found: pl.DataFrame, cell: str) -> float | None:
    _, item, column = cell.split(".")
    rows = found.filter(
        pl.col("section") == "disclosure", pl.col("item") == item, pl.col("column") == column, pl.col("state") == "printed"
    )  # fmt: skip
    return rows["value"].sum() if rows.height else None


def test_figures_of_each_form_equal_those_added_up_from_the_facts(store, snapshot):
    """Kinds and years drawn anew: the bodies' own reports, parted by the form that each of them prints."""
    seed = fixed_seed()
    rng = random.Random(seed)
    reports = store.read("reports")
    kinds = sorted(k for k in reports["kind"].unique() if k and k != "people_government")
    compared = 0
    for _ in range(4):
        kind, year = rng.choice(kinds), rng.choice(range(2019, 2025))
        of = reports.filter(pl.col("kind") == kind, pl.col("year") == year, pl.col("scope") == "own")
        rows = by_template(snapshot, Filter((year,), (), (kind,)), (DECISIONS, PRODUCED, ISSUED))
        forms = {
            f: part["report_id"].to_list()
            for (f,), part in of.partition_by("disclosure_template", as_dict=True).items()
        }
        assert set(rows["form"]) == {f for f in forms if f}, seed
        for row in rows.iter_rows(named=True):
            found = facts(store, forms[row["form"]])
            for cell in (DECISIONS, PRODUCED, ISSUED):
                assert row[cell] == added(found, cell), (seed, kind, year, row["form"], cell)
                compared += 1
    assert compared, seed


def test_the_places_of_a_year_equal_the_facts_of_their_reports(store, snapshot):
    """Districts drawn anew: the area report where there is one, else the sum of the bodies, never both."""
    seed = fixed_seed()
    rng = random.Random(seed)
    reports = store.read("reports").filter(pl.col("level") == "county")
    year = rng.choice(range(2019, 2025))
    rows = sums(snapshot, Filter((year,)), ("permits",), ("division", "scope"))
    for code in rng.sample(sorted(reports["division_code"].unique()), 4):
        of = reports.filter(pl.col("division_code") == code, pl.col("year") == year)
        area = of.filter(pl.col("scope") == "area")
        found = facts(store, (area if area.height else of.filter(pl.col("scope") == "own"))["report_id"].to_list())
        row = rows.filter(pl.col("division") == code)
        assert row["scope"].to_list() == ["area" if area.height else "own"], seed
        assert row["permits"].item() == added(found, DECISIONS), (seed, code, year)


def test_both_forms_of_a_year_add_up_to_its_sum_and_keep_their_own_cells_apart(snapshot):
    """Bodies of many kinds: the years since 2021 have reports on either form."""
    kinds = Filter(kinds=("audit", "education", "finance", "health"))
    rows = by_template(snapshot, kinds, (DECISIONS, *OLD, *NEW))
    assert rows.filter(pl.col("year") >= 2021)["form"].unique().sort().to_list() == ["2019", "2021"]
    whole = dict(sums(snapshot, kinds, (DECISIONS,)).select("year", DECISIONS).iter_rows())
    parted = dict(rows.group_by("year").agg(pl.col(DECISIONS).sum()).iter_rows())
    assert parted == whole
    assert (
        not rows.filter(pl.col("form") == "2021").select(pl.any_horizontal(pl.col(OLD).is_not_null())).to_series().any()
    )
    assert (
        not rows.filter(pl.col("form") == "2019").select(pl.any_horizontal(pl.col(NEW).is_not_null())).to_series().any()
    )


def test_forms_of_everything_count_what_the_total_counts(snapshot):
    """Nothing twice: the area report stands for what is inside it, in whatever form."""
    rows = by_template(snapshot, EVERYTHING, (DECISIONS,))
    assert dict(rows.group_by("year").agg(pl.col("reports").sum()).iter_rows()) == dict(
        sums(snapshot, EVERYTHING, ()).select("year", "reports").iter_rows()
    )


def test_a_total_says_whose_reports_it_is_made_of(snapshot):
    whole = composition(snapshot, EVERYTHING, 2024)
    assert (dict(whole.areas), whole.bodies) == ({"city": 1}, 0)
    assert whole.name in summaries.overview(snapshot, EVERYTHING, "zh")
    of_kind = composition(snapshot, Filter(kinds=("audit",)), 2024)
    assert not of_kind.areas
    assert of_kind.bodies == sums(snapshot, Filter((2024,), (), ("audit",)), ())["reports"].item()
    assert f" {of_kind.bodies} agencies:" in summaries.overview(snapshot, Filter((2024,), (), ("audit",)), "en")


def test_one_is_singular_in_english(snapshot):
    one = snapshot.rows("bodies", ("body_id",), pl.col("kind") == "audit")["body_id"][0]
    said = summaries.overview(snapshot, Filter(bodies=(one,)), "en")
    assert "received by 1 agency:" in said


def test_the_year_before_on_another_form_is_not_compared(snapshot):
    assert "与上年不可比" in summaries.disclosure(snapshot, Filter((2021,)), "zh")
    assert "与上年不可比" not in summaries.disclosure(snapshot, Filter((2023,)), "zh")
    assert "2019 年版表格" in summaries.disclosure(snapshot, Filter((2020,)), "zh")


def test_what_moved_most_is_compared_on_the_same_basis_only(store, snapshot):
    unit, many, rows = largest_changes(snapshot, EVERYTHING, "received_new", 2024, 99)
    assert unit == "district"
    assert 0 < rows.height <= many
    sizes = rows["difference"].abs().to_list()
    assert sizes == sorted(sizes, reverse=True)
    reports = store.read("reports").filter(pl.col("level") == "county", pl.col("scope") == "area")
    for row in rows.iter_rows(named=True):
        values = dict(
            reports.filter(pl.col("division_code") == row["unit"])
            .select("year", "requests.received_new.total")
            .iter_rows()
        )
        if row["area"]:
            assert row["difference"] == values[2024] - values[2023]
        else:
            assert (row["filed"], row["bodies"]) == (row["filed_before"], row["bodies_before"])
            assert 2023 not in values


def test_rates_over_few_cases_do_not_move(tmp_path):
    """A bureau whose rate is over 20 requests in both years is compared, one that had 19 in either is not."""
    cases = {
        "教育局": (MIN_CASES, MIN_CASES),
        "民政局": (MIN_CASES - 1, MIN_CASES),
        "财政局": (MIN_CASES, MIN_CASES - 1),
    }
    for name, counts in cases.items():
        for year, n, refused in zip((2022, 2023), counts, (1, 9), strict=True):
            cells = figures(received_new=n, granted=n - refused, unavailable_not_held=refused)
            put(tmp_path / "in", f"{name}{year}.html", Example(year, f"淮安市洪泽区{name}", "2021", cells))
    read(tmp_path / "store", tmp_path / "in")
    unit, compared, rows = largest_changes(hold(tmp_path / "store"), EVERYTHING, "granted_rate", 2023, 99)
    assert (unit, compared, rows["name"].to_list()) == ("body", 1, ["淮安市洪泽区教育局"])


def test_one_district_tells_of_its_bodies(snapshot):
    code = snapshot.rows("divisions", ("division",), pl.col("district").is_not_null())["division"][0]
    unit, _, rows = largest_changes(snapshot, Filter(places=(code,)), "received_new", 2024, 3)
    assert unit == "body"
    assert set(rows["division"]) == {code}
    assert not rows["area"].any()


def test_issues_are_counted_by_severity_and_reports_once(store, snapshot):
    issues = store.read("issues").join(store.read("reports").select("report_id", "year"), on="report_id")
    errors = issues.filter(pl.col("severity") == "error", pl.col("year") == 2024)
    assert by_severity(snapshot, Filter((2024,)))["error"] == (errors.height, errors["report_id"].n_unique())


def test_a_year_without_a_figure_parts_the_small_line():
    drawn = spark([(2019, 3.0), (2020, 5.0), (2022, None), (2023, 4.0), (2024, 6.0)], (2024,), Palette(False))
    svg = base64.b64decode(drawn.split(",")[1]).decode()
    assert [len(p.split()) for p in re.findall(r'points="([^"]*)"', svg)] == [2]
    assert svg.count("<circle") == 2


def test_the_overview_leads_to_the_pages_with_the_filter_set():
    test = open_page("overview", data="demo", lang="zh", year=["2024"])
    links = [(e.proto.page, e.proto.query_string) for e in test.get("page_link")]
    assert {"requests", "reviews", "compare", "coverage"} <= {p for p, _ in links}
    assert all("year=2024" in q and "lang=zh" in q for _, q in links)
    districts = [q for _, q in links if "place=" in q]
    assert len(districts) == 6


def test_what_needs_attention_leads_to_exactly_what_it_counted(snapshot):
    test = open_page("overview", data="demo", lang="zh")
    assert say("overview.look", "zh", year=2024) in [h.value for h in test.header]
    states, severities = {}, {}
    for link in test.get("page_link"):
        address = parse_qs(link.proto.query_string)
        counted = re.search(r"\*\*([\d,]+)\*\*", link.proto.label)
        count = int(counted[1].replace(",", "")) if counted else None
        if "state" in address:
            states[address["state"][0]] = count, address["year"]
        if "severity" in address:
            severities[address["severity"][0]] = count, address["year"]
    of_year = Filter((2024,))
    for state, (count, years) in states.items():
        assert (years, coverage.count(snapshot, of_year, state)) == (["2024"], count)
    for severity, (count, years) in severities.items():
        assert (years, examples(snapshot, of_year, "zh", None, severity).height) == (["2024"], count)
    assert {"missing", "late"} <= set(states)
    assert {"error", "warning"} == set(severities)


def test_the_issues_of_a_severity_are_listed_and_the_file_has_all_of_them(snapshot):
    errors = examples(snapshot, Filter(), "zh", None, "error")
    assert errors.height > MAX_EXAMPLES
    assert set(errors["grade"].cast(pl.String)) == {"error"}
    assert errors.head(MAX_EXAMPLES).equals(examples(snapshot, Filter(), "zh", severity="error"))
    # What differs is said first, in few words, with both figures.
    assert errors.filter(pl.col("rule") == "outcomes")["brief"].str.contains("分项和 [\\d,]+，总计为 [\\d,]+").all()
    assert errors["cell"].is_not_null().all()


def test_a_store_without_a_report_says_how_to_feed_it(monkeypatch):
    from pages.shared.frame import session as sessions

    monkeypatch.setattr(sessions, "DATA", ())
    test = open_page("overview", lang="zh")
    assert [c.value.split()[1] for c in test.code] == ["ingest", "check", "serve"]


def test_the_map_of_all_places_says_so_and_so_do_its_rows(monkeypatch):
    """A place that is chosen is marked among all the others: their figures are not those of the choice."""
    kept, keep = {}, chart_data.register_rows
    monkeypatch.setattr(chart_data, "register_rows", lambda rows: kept.setdefault(rows.name, rows) and keep(rows))
    test = open_page("overview", data="demo", lang="zh", place="990101", kind="education", year="2024")
    assert say("overview.map.every", "zh") in words(test)
    (drawn,) = (
        r
        for r in kept.values()
        if r.name.startswith(say("overview.map", "zh", metric="新收申请", year=2024).replace(" ", ""))
    )
    limits = dict(drawn.about)[say("about.filters", "zh")]
    assert "教育" in limits
    assert "青禾区" not in limits
    assert drawn.frame.height > 1
    assert say("overview.map.every", "zh") not in words(open_page("overview", data="demo", lang="zh", kind="education"))


def test_a_store_of_two_reports_of_two_bodies_has_tables_where_nothing_can_be_drawn(tmp_path, monkeypatch):
    put(tmp_path / "in", "a.html", example(2022, "淮安市洪泽区教育局"))
    put(tmp_path / "in", "b.html", example(2023, "淮安市金湖县财政局"))
    read(tmp_path / "store", tmp_path / "in")
    monkeypatch.setenv("GONGKAI_STORE", str(tmp_path / "store"))
    for page in ("overview", "requests", "reviews", "disclosure"):
        drawn = {c["title"] for c in charts(open_page(page, lang="en"))}
        assert not any("place by place" in t or "by place" in t or "per 100" in t for t in drawn), page
    overview = open_page("overview", lang="en")
    tables = [h.proto.body for h in overview.get("html") if 'class="wrapped"' in h.proto.body]
    assert any("New requests, 2023, by place" in t and '<td class="number">3</td>' in t for t in tables), tables
    assert "from then on other agencies or reports, not compared" in words(overview)
    paper = [h.proto.body for h in overview.get("html") if 'class="on-paper' in h.proto.body]
    assert paper
    assert not any("report?" in p or f"<th>{say('body.open', 'en')}</th>" in p for p in paper)
    why = say("overview.not_compared", "en", why="").rstrip(".")
    assert words(overview).count(why) == 1
    cards = [h.proto.body for h in overview.get("html") if h.proto.body.startswith('<div class="key"')]
    assert len(cards) == len(KEY_FIGURES)
    assert all("<small></small></div>" in c for c in cards), cards
