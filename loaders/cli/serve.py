"""A store, a host and a port → the dashboard, run by Streamlit in a process of its own."""

import ipaddress
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import webbrowser
from collections.abc import Callable, Mapping
from pathlib import Path

from loaders.settings import base_path, for_precheck, for_server
from loaders.store.backends import Location

DASHBOARD = Path(__file__).resolve().parents[2] / "dashboard.py"
_FIRST_PORT = 8501
_PATIENCE = 60.0
_MAX_MEGABYTES = 20
"""Of one draft, where the server offers pre-check alone."""


class PortTaken(Exception):
    """The port that was asked for is in use."""


def serve(
    store: Location | None,
    host: str,
    port: int | None,
    ready: Callable[[str], None],
    *,
    low_memory: bool = False,
    uploads: bool | None = None,
    fetch: bool = False,
    given: Mapping[str, str] | None = None,
    secrets: Path | None = None,
) -> int:
    """Serves until interrupted; calls ready with the address once the server answers; the server's exit code.

    Raises PortTaken. Without a port the first free one from 8501 on is used. A browser is opened where a person is
    at the terminal. store: None for a server that offers pre-check alone. low_memory: whether the store is scanned at each
    question instead of held in memory. uploads: whether files are taken; None: if only this computer reaches the host.
    fetch: whether pages are fetched from web addresses. given: further settings of
    the server, by their names in `settings`. secrets: the file of the provider at which visitors log in.
    """
    if port is not None and not _free(host, port):
        raise PortTaken(port)
    port = port or next(p for p in range(_FIRST_PORT, _FIRST_PORT + 1000) if _free(host, p))
    command = [sys.executable, "-m", "streamlit", "run", str(DASHBOARD)]
    options = {"server.port": port, "server.address": host, "logger.hideWelcomeMessage": "true"}
    if store is None:
        options["server.maxUploadSize"] = _MAX_MEGABYTES
    if secrets:
        options["secrets.files"] = str(secrets.resolve())
    command += [f"--{name}={value}" for name, value in options.items()]
    # The number, not a name: the hosts file of a closed network need not know "localhost".
    environment = {**_environment(store, low_memory, uploads, fetch), **(given or {})}
    url = f"http://{_reached_at(host)}:{port}{base_path(environment)}"
    server = subprocess.Popen(command, env=environment)
    # Whoever ends this process (a service manager, a test) means the server.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        if _answers(f"{url}/_stcore/health", server):
            ready(url)
            if sys.stdout.isatty():
                webbrowser.open(url)
        return server.wait()
    except KeyboardInterrupt:
        server.terminate()
        server.wait()
        return 0


def _environment(store: Location | None, low_memory: bool, uploads: bool | None, fetch: bool) -> dict[str, str]:
    if store is None:
        return for_precheck(uploads)
    return for_server(store if isinstance(store, str) else str(store.resolve()), low_memory, uploads, fetch)


def is_own(host: str) -> bool:
    """Whether only this machine reaches a server that listens on an address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _reached_at(host: str) -> str:
    """The address under which this machine reaches a server that listens on `host`, as it stands in a URL."""
    own = {"0.0.0.0": "127.0.0.1", "localhost": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"[{own}]" if ":" in own else own


def _free(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _answers(url: str, server: subprocess.Popen[bytes]) -> bool:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            time.sleep(0.1)
    return False
