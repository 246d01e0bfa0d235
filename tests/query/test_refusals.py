"""Refusals by ground: a district's own report or the sum of its bodies, and only reports that give every ground."""

from helpers import example, hold, put, read

from loaders.query.filters import Filter
from loaders.query.refusals import GROUNDS, refusals


def refused(agency: str, secret: str, third_party: str) -> object:
    return example(
        2023, agency, requests__denied_state_secret__total=secret, requests__denied_third_party__total=third_party
    )


def test_a_district_is_its_area_report_or_its_bodies_and_a_report_with_a_blank_ground_counts_in_no_share(tmp_path):
    for i, report in enumerate(
        (
            refused("洪泽区人民政府", "4", "6"),
            refused("洪泽区教育局", "1", "1"),
            refused("金湖县教育局", "2", "3"),
            refused("金湖县财政局", "", "50"),
        )
    ):
        put(tmp_path / "in", f"{i}.html", report)
    read(tmp_path / "store", tmp_path / "in")
    snapshot = hold(tmp_path / "store")
    secret, third_party = (f"requests.{g}.total" for g in ("denied_state_secret", "denied_third_party"))

    of_places = refusals(snapshot, Filter(years=(2023,)), "division")
    names = {n.code: n.name for n in snapshot.places.of.values()}
    counts = of_places.select("division", "reports", "complete", "denied", secret, third_party).rows()
    assert [(names[d], *rest) for d, *rest in counts] == [("洪泽区", 1, 1, 10, 4, 6), ("金湖县", 2, 1, 5, 2, 3)]
    assert all(of_places[g].sum() == 0 for g in GROUNDS if g not in (secret, third_party))

    of_bodies = refusals(snapshot, Filter(years=(2023,), places=("320831",)), "body_id")
    assert sorted(of_bodies["denied"].to_list(), key=str) == [5, None]
