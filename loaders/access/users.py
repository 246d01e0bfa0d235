"""A CSV or workbook of accounts → the role and the places of each, or what is wrong with it row by row; nothing is half taken."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from loaders import settings
from loaders.ingest.csv_input import Headings, InputError, read_listing
from loaders.ingest.population import Places, division_named, places_of
from loaders.places.gazetteer import gazetteer
from loaders.store.backends import Location
from loaders.store.locations import default_path
from loaders.store.versions import open_store
from loaders.text.normalize import strip_space

HEADINGS: Headings = {
    "account": ("账号", "帐号", "用户", "account", "user"),
    "role": ("角色", "role"),
    "places": ("地区", "所属地区", "行政区划", "places", "place", "districts"),
}
"""What the columns may be called; all three are needed."""
ROLES = {
    "viewer": ("查看", "查看者", "viewer"),
    "reviewer": ("审核", "审核者", "reviewer"),
    "admin": ("管理", "管理员", "admin"),
}
"""The roles, each with the words for it."""
MAY: Mapping[str, frozenset[str]] = {
    "viewer": frozenset({"precheck"}),
    "reviewer": frozenset({"precheck", "settle"}),
    "admin": frozenset({"precheck", "settle", "add", "office"}),
}
"""What each role may do beside reading: check drafts, settle and withdraw reports, add reports, put office files in force."""
EVERYONE = "*"
"""In the file: all accounts that have no row of their own."""
_ALL = ("全部", "all", "*")
_SEPARATOR = re.compile(r"[、,，;；\s]+")
_CODE = re.compile(r"\d{6}")


@dataclass(frozen=True)
class Account:
    """Who comes. name: None where the server asks nobody. places: the divisions of which all may be seen; None: all."""

    name: str | None = None
    role: str = "viewer"
    places: tuple[str, ...] | None = None

    def may(self, what: str) -> bool:
        """Whether the role may do something of `MAY`."""
        return what in MAY[self.role]


Users = Mapping[str, Account]
"""Accounts by their names in small letters."""


def users_file(store: Location | None = None) -> Path:
    """Where the accounts are listed: as the server was told, else in `users.csv` beside the store, after whose folder it is named."""
    given = settings.users()
    if given:
        return Path(given)
    where = store or default_path()
    # A store in a bucket has no folder beside it on this machine.
    return Path("gongkai.users.csv") if isinstance(where, str) else where.with_name(f"{where.name}.users.csv")


def find(users: Users, name: str) -> Account | None:
    """The account of a name, else that of everyone under this name; None where there is neither."""
    found = users.get(name.lower()) or users.get(EVERYONE)
    return found and replace(found, name=name.lower())


def places_in(store: Location) -> Places:
    """The names of the places of a store, which a list of accounts may name."""
    return places_of(open_store(store).scan("reports"))


def read_users(data: bytes, places: Places | None = None) -> tuple[Users, list[InputError]]:
    """The accounts in a file, and the faults that keep it from being taken.

    places: those of the store; one that the table of divisions lacks must be among them.
    """
    listed, faults = read_listing(data, HEADINGS, "account")
    if listed:
        absent = [spellings[0] for column, spellings in HEADINGS.items() if column not in listed[0][1]]
        if absent:
            return {}, [InputError(listed[0][0] - 1, "users_column", {"needed": "、".join(absent)})]
    users: dict[str, Account] = {}
    rows: dict[str, int] = {}
    for number, cells in listed:
        account, fault = _account(number, cells, places or {})
        name = account.name if account else None
        if name and name in rows:
            fault = InputError(number, "users_twice", {"account": name, "before": rows[name]})
        if fault:
            faults.append(fault)
        elif account and name:
            users[name], rows[name] = account, number
    return {} if faults else users, faults


def _account(number: int, cells: dict[str, str], places: Places) -> tuple[Account | None, InputError | None]:
    name, role = cells["account"].strip().lower(), strip_space(cells["role"]).lower()
    if not name:
        return None, InputError(number, "users_no_account")
    found = next((id_ for id_, words in ROLES.items() if role in words), None)
    if found is None:
        known = "、".join(words[0] for words in ROLES.values())
        return None, InputError(number, "users_role", {"value": role, "known": known})
    named = [p for p in _SEPARATOR.split(cells["places"].strip()) if p]
    if not named:
        return None, InputError(number, "users_no_places", {"account": name})
    everywhere = any(p.lower() in _ALL for p in named)
    if found != "viewer" and (not everywhere or name == EVERYONE):
        # What is settled or withdrawn may change what stands of other places.
        return None, InputError(number, "users_admin", {"account": name})
    divisions: list[str] = []
    for place in () if everywhere else named:
        meant = _divisions(place, places)
        if len(meant) != 1:
            reason = "users_ambiguous" if meant else "users_unknown"
            return None, InputError(number, reason, {"place": place, "candidates": "、".join(meant.values())})
        divisions += meant
    return Account(name, found, None if everywhere else tuple(sorted(set(divisions)))), None


def _divisions(place: str, places: Places) -> dict[str, str]:
    """The divisions that a name or a code may mean, each with its name."""
    if _CODE.fullmatch(place):
        known = place in gazetteer().of or any(place in divisions for divisions in places.values())
        return {place: place} if known else {}
    return division_named(strip_space(place), date.today().year, places)
