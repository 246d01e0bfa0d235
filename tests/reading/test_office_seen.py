"""Random Word files and workbooks with numbers in disguise: none is read that is not seen, and none that is seen is blank."""

from seen.office import compare


def test_a_number_of_an_office_file_counts_where_it_is_seen():
    wrong, counts = compare(range(100))
    assert not wrong, "\n".join(wrong)
    assert counts["printed"] > 1000
    assert counts["left unread"] < 0.05 * counts["printed"]
    assert counts["spoilt: refused"] + counts["spoilt: read"] == 40
