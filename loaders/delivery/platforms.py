"""The name of a platform → the wheels that it takes, and what requirements ask about it."""

from typing import NamedTuple

GLIBC = 28
"""Kylin V10, UOS 20 and CentOS 8 have glibc 2.28: no wheel may want a later one."""
_OLD_NAMES = {5: "manylinux1", 12: "manylinux2010", 17: "manylinux2014"}
PYTHONS = ("3.11", "3.12", "3.13", "3.14")


class Platform(NamedTuple):
    """tags: of wheels, the best first. markers: what PEP 508 asks of the environment, but for the Python's version."""

    tags: tuple[str, ...]
    markers: dict[str, str]


def _linux(machine: str) -> Platform:
    tags = []
    for minor in range(GLIBC, 4, -1):
        tags += [f"manylinux_2_{minor}_{machine}"] + [f"{n}_{machine}" for m, n in _OLD_NAMES.items() if m == minor]
    return Platform(tuple(tags), _markers("linux", "Linux", "posix", machine))


def _markers(system: str, name: str, kind: str, machine: str) -> dict[str, str]:
    return {"sys_platform": system, "platform_system": name, "os_name": kind, "platform_machine": machine}


PLATFORMS = {
    "linux-x86_64": _linux("x86_64"),
    "linux-aarch64": _linux("aarch64"),
    "windows": Platform(("win_amd64",), _markers("win32", "Windows", "nt", "AMD64")),
    "macos-arm64": Platform(("macosx_13_0_arm64",), _markers("darwin", "Darwin", "posix", "arm64")),
    "macos-x86_64": Platform(("macosx_13_0_x86_64",), _markers("darwin", "Darwin", "posix", "x86_64")),
}
