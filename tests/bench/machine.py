"""Where a measurement was made: processors, memory and the versions of what was measured, in one line."""

import os
import platform
import resource
from importlib.metadata import PackageNotFoundError, version


def machine(*packages: str) -> str:
    """Cores, memory, Python, and the named packages' versions, as far as they are installed."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    parts = [f"{cores} × {platform.machine()}", f"{_memory()} GB", f"Python {platform.python_version()}"]
    for package in packages:
        try:
            parts.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            continue
    return " · ".join(parts)


def peak_memory() -> float:
    """The most memory that this process has held so far, in GB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def _memory() -> int:
    try:
        return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9)
    except (AttributeError, ValueError, OSError):
        return 0
