"""The list of accounts: what it may look like, what is wrong with it, and what the command says of it."""

import pytest
from helpers import run
from two_places import MINE

from loaders.access.users import Account, find, read_users, users_file

HEADING = "账号,角色,地区\n"


def faults(text: str) -> list[tuple[int, str]]:
    users, found = read_users(text.encode())
    assert not (users and found), "nothing is half taken"
    return [(f.row, f.reason) for f in found]


def test_roles_and_places_are_read_in_both_languages_and_by_code():
    text = f"account,role,places\nA@x.cn,viewer,{MINE}、320300\nboss,管理员,全部\njudge,审核,all\n*,查看,320800\n"
    users, found = read_users(text.encode())
    assert found == []
    assert users["a@x.cn"] == Account("a@x.cn", "viewer", ("320300", "320813"))
    assert users["boss"].places is None
    assert find(users, "BOSS") == users["boss"]
    assert find(users, "Somebody") == Account("somebody", "viewer", ("320800",))


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("viewer", {"precheck"}),
        ("reviewer", {"precheck", "settle"}),
        ("admin", {"precheck", "settle", "add", "office"}),
    ],
)
def test_what_a_role_may_do(role, may):
    account = Account("a", role)
    assert {what for what in ("precheck", "settle", "add", "office", "else") if account.may(what)} == may


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",查看,全部", "users_no_account"),
        ("a,owner,全部", "users_role"),
        ("a,查看,", "users_no_places"),
        ("a,查看,天上", "users_unknown"),
        ("a,查看,999999", "users_unknown"),
        ("a,查看,鼓楼区", "users_ambiguous"),
        (f"a,管理,{MINE}", "users_admin"),
        (f"a,审核,{MINE}", "users_admin"),
        ("*,管理,全部", "users_admin"),
        ("B,查看,全部", "users_twice"),
    ],
)
def test_a_row_that_cannot_be_used_is_named(row, reason):
    assert faults(f"{HEADING}b,查看,全部\n{row}\n") == [(3, reason)]


def test_all_three_columns_are_needed():
    assert faults("账号,角色\na,管理\n") == [(1, "users_column")]


def test_nobody_is_found_in_an_empty_list():
    assert find({}, "a") is None


def test_the_command_checks_and_lists(tmp_path):
    store = tmp_path / "store"
    listing = users_file(store)
    assert listing == tmp_path / "store.users.csv"
    missing = run("users", "check", "--store", store)
    assert missing.exit_code == 2
    listing.write_text(f"{HEADING}a,查看,{MINE}\nboss,管理,全部\n", encoding="utf-8-sig")
    assert run("users", "check", "--store", store).exit_code == 0
    shown = run("users", "list", "--store", store).stdout
    assert shown == "account,role,places\na,viewer,320813\nboss,admin,*\n"
    listing.write_text(f"{HEADING}a,查看,天上\n", encoding="utf-8")
    refused = run("users", "check", "--store", store, "--lang", "en")
    assert refused.exit_code == 2
    assert "Row 2" in refused.stderr
    assert "天上" in refused.stderr
