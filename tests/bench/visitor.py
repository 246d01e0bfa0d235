"""A server's websocket → what one visitor without a browser sees: each run of a page, as a browser would get it.

The messages are Streamlit's own (`streamlit.proto`), and what a browser keeps and does not want to be sent again is kept
here too, so that the server does the same work.
"""

import asyncio
from dataclasses import dataclass, field
from typing import Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

_STREAM = "/_stcore/stream"
_MOST = 64 << 20
"""Bytes of the largest message that is taken."""

_WRITTEN = ("markdown", "html")
_NAMED_BY_WHAT_THEY_SHOW = ("body", "report")
"""Pages whose title is not that of the menu."""


class Failed(Exception):
    """A run of a page that showed an error, another page, or no end."""


@dataclass
class Seen:
    """What one run of a page sent."""

    title: str = ""
    charts: int = 0
    chart_elements: set[str] = field(default_factory=set)
    """Streamlit's names for the elements that hold the charts."""
    texts: list[str] = field(default_factory=list)
    """All that is written on the page, as it is sent."""
    bytes: int = 0
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Part:
    """What is kept of one element: its kind, its id where it is a filter, its text or options."""

    kind: str
    id: str = ""
    texts: tuple[str, ...] = ()


class Visitor:
    """One session: opens the first page, then acts, one run after the other."""

    def __init__(self, socket: ClientConnection, patience: float):
        self._socket = socket
        self._patience = patience
        self._query = ""
        self._page = ""
        self._set: dict[str, list[str]] = {}
        self._kept: dict[str, tuple[int, Part]] = {}
        self._runs = 0
        self._longest = 2
        self.pages: dict[str, tuple[str, str]] = {}
        """The name in its address → its id and its title in the menu."""
        self.page = ""
        self.filters: dict[str, Part] = {}

    @classmethod
    async def enter(cls, address: str, patience: float = 60.0) -> Self:
        """Connects; nothing is run yet."""
        url = address.replace("http", "ws", 1) + _STREAM
        return cls(await connect(url, subprotocols=["streamlit"], max_size=_MOST, compression=None), patience)

    async def leave(self) -> None:
        """Closes the connection, as a closed tab does."""
        await self._socket.close()

    async def cut(self) -> None:
        """Asks for the page again and is gone before it comes, as where a network fails."""
        await self._ask()
        self._socket.transport.abort()

    async def open(self, query: str = "") -> Seen:
        """The first run of a session."""
        self._query = query
        return await self._run()

    async def turn_to(self, page: str) -> Seen:
        """Another page of the menu, by the name in its address."""
        self._page, self._query = self.pages[page][0], ""
        return await self._run()

    async def choose(self, name: str, options: list[str]) -> Seen:
        """Sets a filter of the sidebar, by its key, to some of the texts that it offers."""
        self._set[name] = options
        return await self._run()

    async def _ask(self) -> None:
        message = BackMsg()
        state = message.rerun_script
        state.query_string, state.page_script_hash = self._query, self._page
        state.context_info.locale, state.context_info.timezone = "zh-CN", "Asia/Shanghai"
        state.cached_message_hashes.extend(self._kept)
        for name, options in self._set.items():
            widget = state.widget_states.widgets.add()
            widget.id = self.filters[name].id
            widget.string_array_value.data.extend(options)
        await self._socket.send(message.SerializeToString())

    async def _run(self) -> Seen:
        await self._ask()
        seen = Seen()
        async with asyncio.timeout(self._patience):
            while not self._take(await self._socket.recv(), seen):
                pass
        menu = self.pages.get(self.page, ("", ""))[1]
        if not seen.title or (self.page not in _NAMED_BY_WHAT_THEY_SHOW and seen.title != menu):
            seen.faults.append(f"{self.page}: {seen.title!r}")
        if seen.faults:
            raise Failed(" · ".join(seen.faults))
        return seen

    def _take(self, data: str | bytes, seen: Seen) -> bool:
        """Looks at one message; whether it is the last of the run."""
        seen.bytes += len(data)
        message = ForwardMsg.FromString(data)
        kind = message.WhichOneof("type")
        if kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            part = _part(message.delta.new_element)
            if message.metadata.cacheable:
                self._kept[message.hash] = self._runs, part
            self._see(part, seen)
        elif kind == "ref_hash":
            part = self._kept[message.ref_hash][1]
            self._kept[message.ref_hash] = self._runs, part
            self._see(part, seen)
        elif kind == "new_session":
            self._page = message.new_session.page_script_hash
            self._longest = message.new_session.config.max_cached_message_age or self._longest
            seen.title, seen.charts = "", 0
            seen.chart_elements.clear()
            seen.texts.clear()
        elif kind == "navigation":
            self.pages = {p.url_pathname: (p.page_script_hash, p.page_name) for p in message.navigation.app_pages}
            self._page = message.navigation.page_script_hash
            self.page = next(name for name, (id_, _) in self.pages.items() if id_ == self._page)
        elif kind == "page_info_changed":
            self._query = message.page_info_changed.query_string
        elif kind == "page_not_found":
            seen.faults.append(kind)
        elif kind == "script_finished":
            if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                seen.faults.append("compile error")
            if message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return False
            self._runs += 1
            self._kept = {h: k for h, k in self._kept.items() if self._runs - k[0] <= self._longest}
            return True
        return False

    def _see(self, part: Part, seen: Seen) -> None:
        if part.kind == "multiselect":
            self.filters[part.id.rsplit("-", 1)[-1]] = part
        elif part.kind == "heading":
            seen.title = part.texts[0]
        elif part.kind == "chart":
            seen.charts += 1
            seen.chart_elements.update(part.texts)
        elif part.kind == "text":
            seen.texts += part.texts
        elif part.kind == "fault":
            seen.faults += part.texts


def _part(element: object) -> Part:
    kind = element.WhichOneof("type")
    if kind == "multiselect":
        return Part(kind, element.multiselect.id, tuple(element.multiselect.options))
    if kind == "heading" and element.heading.tag == "h1":
        return Part(kind, "", (element.heading.body,))
    if kind == "plotly_chart" or (kind == "bidi_component" and "plot" in element.bidi_component.component_name):
        return Part("chart", "", (kind,))
    if kind == "exception":
        return Part("fault", "", (element.exception.message,))
    if kind == "alert" and element.alert.format == element.alert.ERROR:
        return Part("fault", "", (element.alert.body,))
    if kind in _WRITTEN:
        return Part("text", "", (getattr(element, kind).body,))
    return Part("other")
