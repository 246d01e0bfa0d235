"""What all papers have in common: who sends them, their number, their date and the day by which to reply."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from loaders.form.deadlines import next_working_day
from loaders.language.words import say
from loaders.output.papers.problems import LANG, chinese_date
from loaders.query.snapshot import Snapshot

_REPLY = timedelta(days=14)
_NUMBER = re.compile(r"(\d+)(\D*)$")


@dataclass(frozen=True, slots=True)
class Paper:
    """office: the sender; number: 文号, such as 望政公开〔2025〕12号; on: its date; reply_by: the last day for an answer."""

    office: str
    number: str
    on: date
    reply_by: date

    def numbered(self, n: int) -> "Paper":
        """The same as the nth after this one: the last number in its number goes on."""
        if n == 0 or not _NUMBER.search(self.number):
            return self
        return replace(self, number=_NUMBER.sub(lambda m: f"{int(m[1]) + n}{m[2]}", self.number))


def paper(on: date, office: str = "", number: str = "", reply_by: date | None = None) -> Paper:
    """A paper of a day; who sends it and its number are left to be filled in where they are not given.

    Two weeks are given for a reply, to the next working day.
    """
    office = office.strip() or say("papers.office", LANG)
    number = number.strip() or say("papers.number", LANG, year=on.year)
    return Paper(office, number, on, reply_by or next_working_day(on + _REPLY))


def common(snapshot: Snapshot, sent: Paper, year: int) -> dict[str, str]:
    """The texts that every template may name."""
    return {
        "发文机关": sent.office,
        "文号": sent.number,
        "日期": chinese_date(sent.on),
        "答复期限": chinese_date(sent.reply_by),
        "年度": str(year),
        "合成数据": say("package.synthetic", LANG) if snapshot.store.synthetic else "",
    }
