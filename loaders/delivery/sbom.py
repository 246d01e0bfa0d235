"""Installed packages, or wheels in a folder → a list of them with versions and licences (SBOM, CycloneDX 1.6)."""

import hashlib
import re
import uuid
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, PathDistribution, distribution
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

_CLASSIFIER = re.compile(r"^License :: (?:OSI Approved :: )?(.+)$")


@dataclass(frozen=True, slots=True)
class Package:
    """A package: its name in PyPI's own spelling, the names of those that it needs, and the SHA-256 of its wheel, if known.

    licence: an SPDX expression, or as its makers word it; empty where they say none.
    """

    name: str
    version: str
    licence: str
    spdx: bool
    needs: tuple[str, ...]
    sha256: str = ""


def installed(name: str, extras: Iterable[str] = ()) -> list[Package]:
    """A package that is installed here, and all that it needs here, by name; what is not installed is left out."""
    found: dict[str, Package] = {}
    waiting: list[tuple[str, frozenset[str]]] = [(name, frozenset(extras))]
    done: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        task = waiting.pop()
        if task in done:
            continue
        done.add(task)
        try:
            one = distribution(task[0])
        except PackageNotFoundError:
            continue
        needed = list(_needed(one, task[1]))
        waiting += needed
        before = found.get(canonicalize_name(task[0]))
        needs = {n for n, _ in needed} | set(before.needs if before else ())
        found[canonicalize_name(task[0])] = _package(one, needs)
    return _known_only(found.values())


def in_wheels(folder: Path, markers: dict[str, str]) -> list[Package]:
    """The packages of a folder of wheels, by name; markers: of the platform that they are for, as PEP 508 calls them."""
    found = []
    for path in sorted(folder.glob("*.whl")):
        with zipfile.ZipFile(path) as wheel:
            inside = next(n for n in wheel.namelist() if n.endswith(".dist-info/METADATA"))
            one = PathDistribution(zipfile.Path(wheel, inside.removesuffix("METADATA")))
            needs = {name for name, _ in _needed(one, (), markers)}
            found.append(_package(one, needs, hashlib.sha256(path.read_bytes()).hexdigest()))
    return _known_only(found)


def cyclonedx(packages: list[Package], program: str, created: str) -> dict[str, Any]:
    """The list as CycloneDX's JSON, the program first; created: the time, as in 2026-01-31T08:00:00Z."""
    by_name = {package.name: package for package in packages}
    root = by_name[canonicalize_name(program)]
    content = "".join(f"{p.name}=={p.version}\n" for p in packages)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, content)}",
        "version": 1,
        "metadata": {"timestamp": created, "component": _component(root, "application")},
        "components": [_component(p, "library") for p in packages if p is not root],
        "dependencies": [{"ref": _url(p), "dependsOn": [_url(by_name[n]) for n in p.needs]} for p in packages],
    }


def _component(package: Package, kind: str) -> dict[str, object]:
    one: dict[str, object] = {"type": kind, "bom-ref": _url(package), "name": package.name, "version": package.version}
    one["purl"] = _url(package)
    if package.licence:
        licence = {"expression": package.licence} if package.spdx else {"license": {"name": package.licence}}
        one["licenses"] = [licence]
    if package.sha256:
        one["hashes"] = [{"alg": "SHA-256", "content": package.sha256}]
    return one


def _url(package: Package) -> str:
    return f"pkg:pypi/{package.name}@{package.version}"


def _needed(
    one: Distribution, extras: Iterable[str], markers: dict[str, str] | None = None
) -> Iterator[tuple[str, frozenset[str]]]:
    """What a package needs with some of its extras, here or on another platform: names, each with the extras needed of it."""
    for text in one.requires or ():
        wanted = Requirement(text)
        asked = [{**(markers or {}), "extra": extra} for extra in ("", *extras)]
        if wanted.marker is None or any(wanted.marker.evaluate(answers) for answers in asked):
            yield canonicalize_name(wanted.name), frozenset(wanted.extras)


def _package(one: Distribution, needs: Iterable[str], sha256: str = "") -> Package:
    expression = _field(one, "License-Expression")
    return Package(
        canonicalize_name(one.metadata["Name"]),
        one.version,
        expression or _worded(one),
        bool(expression),
        tuple(sorted(needs)),
        sha256,
    )


def _field(one: Distribution, name: str) -> str:
    return str((one.metadata.get_all(name) or [""])[0])


def _worded(one: Distribution) -> str:
    """The licence by the classifiers, else by the first line of the field or of the licence's own file."""
    matches = map(_CLASSIFIER.match, one.metadata.get_all("Classifier") or ())
    named = [m[1] for m in matches if m and m[1] != "OSI Approved"]
    file = _field(one, "License-File")
    text = _field(one, "License") or one.read_text(f"licenses/{file}") or one.read_text(file) or ""
    return " or ".join(named) or "".join(text.strip().splitlines()[:1])[:80]


def _known_only(packages: Iterable[Package]) -> list[Package]:
    """Packages by name, without needs of what is not among them."""
    found = {package.name: package for package in packages}
    return [
        Package(p.name, p.version, p.licence, p.spdx, tuple(n for n in p.needs if n in found), p.sha256)
        for _, p in sorted(found.items())
    ]
