"""The list of packages: complete, with versions, licences and what needs what; and the table of dependencies says the same."""

import json
import re
import tomllib
from importlib.metadata import version

from helpers import ROOT, run
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from loaders.delivery.sbom import installed

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def declared() -> dict[str, str]:
    """The names of all packages that the program declares, each with the extra that it belongs to."""
    groups = {"": PROJECT["dependencies"], **PROJECT["optional-dependencies"]}
    return {
        canonicalize_name(Requirement(text).name): group
        for group, texts in groups.items()
        if group != "test"
        for text in texts
    }


def test_the_list_holds_every_package_that_the_program_needs(tmp_path):
    assert run("sbom", "--out", tmp_path / "a.json").exit_code == 0
    listed = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert (listed["bomFormat"], listed["specVersion"], listed["metadata"]["component"]["name"]) == (
        "CycloneDX",
        "1.6",
        "gongkai",
    )
    found = {one["name"]: one for one in listed["components"]}
    assert set(declared()) <= set(found)
    for name, one in found.items():
        assert one["version"] == version(name)
        assert one["purl"] == f"pkg:pypi/{name}@{one['version']}"
    assert not {"pytest", "moto", "playwright"} & set(found), "what only developers need"
    refs = {one["bom-ref"] for one in [*listed["components"], listed["metadata"]["component"]]}
    needs = {one["ref"]: set(one["dependsOn"]) for one in listed["dependencies"]}
    assert set(needs) == refs
    assert set().union(*needs.values()) == refs - {listed["metadata"]["component"]["bom-ref"]}, (
        "everything is needed by something"
    )
    assert f"pkg:pypi/tornado@{version('tornado')}" in needs[f"pkg:pypi/distributed@{version('distributed')}"]


def test_every_package_has_a_licence_that_asks_for_nothing_in_return():
    packages = installed("gongkai", ("ocr", "s3", "cluster"))
    assert len(packages) > 60
    assert [p.name for p in packages if not p.licence] == []
    strict = re.compile(r"(?<!L)GPL|SSPL|AGPL|Commercial|Proprietary", re.IGNORECASE)
    assert [
        p.name for p in packages if strict.search(p.licence) and not re.search(r"\bor\b", p.licence, re.IGNORECASE)
    ] == []


def test_the_table_of_dependencies_is_that_of_the_project():
    part = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split("\n## Dependencies\n", 1)[1]
    rows = re.findall(r"^\| ([\w.-]+)(?: \(`(\w+)`\))? \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", part, re.MULTILINE)
    table = {canonicalize_name(name): extra for name, extra, *_ in rows if name != "Package"}
    assert table == declared()


def test_the_table_of_dependencies_names_their_licences():
    """By the words of their own metadata; `License` of some is a whole text, of which a name says enough."""
    part = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split("\n## Dependencies\n", 1)[1]
    said = {
        canonicalize_name(n): licence
        for n, licence in re.findall(r"^\| ([\w.-]+)[^|]*\| [^|]+\| ([^|]+) \|", part, re.MULTILINE)
    }
    wrong = {}
    for package in installed("gongkai", ("ocr", "s3", "cluster")):
        if package.name not in declared() or not package.spdx:
            continue
        ids = {i for i in re.split(r"\s+(?:AND|OR|WITH)\s+|[()]", package.licence) if i.strip()}
        if not ids & set(re.split(r" or | and ", said[package.name])):
            wrong[package.name] = (said[package.name], package.licence)
    assert wrong == {}
