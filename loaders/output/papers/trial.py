"""A template that an office hands in → whether it can be filled, tried on the sample reports."""

from datetime import date

from loaders.output.papers import circular, notice
from loaders.output.papers.paper import paper
from loaders.output.papers.problems import Problem
from loaders.output.templates.fill import fill
from loaders.query.filters import Filter
from loaders.query.snapshot import open_snapshot
from loaders.store.versions import open_store, shipped

_YEAR = 2023


def try_template(name: str, content: bytes, on: date) -> None:
    """Fills a template with a paper on the sample reports; TemplateError where that cannot be done."""
    snapshot, sent = open_snapshot(open_store(shipped("sample")), low_memory=True), paper(on)
    if name == "notice":
        fill(content, notice.values(snapshot, "单位", [Problem("figures", "第三部分", "问题")], _YEAR, sent))
    else:
        fill(content, circular.values(snapshot, Filter(), _YEAR, sent))
