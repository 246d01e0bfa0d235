"""Who holds the lock of a bucket: this process as a line of text, and whether the process of such a line has ended."""

import os
import socket
import time
import uuid
from pathlib import Path


def holder() -> bytes:
    """This process, and the time, so that no two lines are alike."""
    return f"{_machine()} {os.getpid()} {time.time()}".encode()


def has_ended(line: bytes, working: bool) -> bool:
    """Whether a lock was left behind by a process of this machine that has ended; not known of other machines.

    working: whether this process itself is at work where the lock lies.
    """
    machine, _, rest = line.decode(errors="replace").partition(" ")
    number = rest.partition(" ")[0]
    if machine != _machine() or not number.isdigit():
        return False
    return not (working if int(number) == os.getpid() else _is_alive(int(number)))


def _machine() -> str:
    """This machine since it was started; a container, whose processes are numbered apart, is one of its own."""
    try:
        started = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        numbered = Path("/proc/self/ns/pid").stat().st_ino
    except OSError:
        return f"{socket.gethostname()}/{uuid.getnode():x}"
    return f"{socket.gethostname()}/{started}/{numbered}"


def _is_alive(number: int) -> bool:
    """Whether a process of this number runs here; on Windows, where asking would end it, it is taken to."""
    if os.name == "nt":
        return True
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
