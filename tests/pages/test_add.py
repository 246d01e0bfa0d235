"""The page on which files are handed in: what a commit would do, what was read beside its source, who may add."""

import threading
from pathlib import Path
from types import SimpleNamespace

import pytest
from helpers import Here, example, figures, put, read
from streamlit.testing.v1 import AppTest
from streamlit_pages import open_page, words

from loaders.ingest.intake import reading, source
from loaders.ingest.intake.folder import Intake, incoming, open_intakes
from loaders.ingest.intake.handing import Refused, hand_in
from loaders.ingest.pool import ExecutorPool
from loaders.language.words import say
from loaders.store.backends import Folder, Unwritable
from loaders.store.locations import default_path
from loaders.store.versions import open_store
from loaders.store.writer import writing
from loaders.synthetic.documents import Example, aligned, html, tabs
from pages.shared.parts.paste_box import Pasted

AGENCY = "淮安市洪泽区教育局"


def handed(**files: Example) -> Intake:
    """Reports handed in for the user's store and read, in this process."""
    named = {f"{name}.html": html(file).encode() for name, file in files.items()}
    intake = hand_in(incoming(Path(default_path())), named.items())
    reading.read(intake, default_path(), ExecutorPool(Here()))
    return intake


def press(test: AppTest, key: str) -> None:
    test.button(key=key).click().run()
    for thread in threading.enumerate():
        if thread.name.startswith("commit "):
            thread.join()
            test.run()
    assert not test.exception, test.exception


def test_nothing_is_there_yet():
    test = open_page("add")
    assert say("add.nothing", "zh") in test.info[0].value


def test_workers_start_while_files_are_looked_for(monkeypatch):
    filled = []
    monkeypatch.setattr(reading, "SPARES", SimpleNamespace(fill=lambda: filled.append("readers")))
    monkeypatch.setattr(source, "SPARES", SimpleNamespace(fill=lambda: filled.append("source")))
    open_page("add")
    assert filled == ["readers", "source"]


def test_what_was_read_is_shown_and_committed_and_every_page_follows():
    handed(good=example(2023, AGENCY, requests__granted__total="4"), nobody=Example("教育局", 2023, "2021", figures()))
    test = open_page("add")
    said = words(test)
    assert f"{say('add.outcome.new', 'zh')} 1" in said
    assert f"{say('add.outcome.unclear', 'zh')} 1" in said
    press(test, "add_commit")
    assert open_store(default_path()).read("reports")["agency"].to_list() == [AGENCY]
    assert test.session_state["kept_data"] == "own"
    press(test, "add_commit_all")
    assert any(say("add.committed", "zh") in s.value for s in test.success)
    assert open_store(default_path()).read("reports").height == 2


def test_a_document_is_laid_out_with_its_issues_beside_its_source():
    handed(good=example(2023, AGENCY, requests__granted__total="4"))
    test = open_page("add")
    shown = "".join(str(h.proto.body) for h in test.get("html"))
    assert 'data-cell="requests.granted.total"' in shown
    assert "<sup>[1]</sup>" in shown
    assert 'class="source-rows"' in shown
    assert AGENCY in words(test)
    assert "3" in words(test)
    assert say("report.difference", "zh", n="1") in words(test)


def test_many_issues_are_folded_so_that_the_form_is_not_far():
    cells = (name.replace(".", "__") for name in figures() if name.startswith("requests.") and name.endswith(".total"))
    handed(bad=example(2023, AGENCY, **dict.fromkeys(cells, "若干")))
    test = open_page("add")
    folded = [e for e in test.expander if e.label.startswith(say("report.issues", "zh", n="").split("（")[0])]
    assert len(folded) == 1
    assert "若干" in "".join(m.value for m in folded[0].markdown)


def test_what_a_report_would_replace_is_listed_cell_by_cell(tmp_path):
    read(Path(default_path()), put(tmp_path, "old.html", example(2023, AGENCY, published="2024-01-01")))
    handed(new=example(2023, AGENCY, published="2024-03-01", requests__granted__total="4"))
    test = open_page("add", lang="en")
    assert any("old.html" in e.label and "1" in e.label for e in test.expander)


def test_what_is_left_out_goes_and_the_batch_can_be_discarded():
    intake = handed(one=example(2023, AGENCY), two=example(2022, AGENCY))
    test = open_page("add")
    press(test, "add_left_out")
    assert say("add.count", "zh", outcome=say("add.outcome.new", "zh"), n="1") in words(test)
    press(test, "add_discard")
    assert not intake.path.exists()
    assert open_store(default_path()).empty


def of_excel(report: Example) -> str:
    """What Excel puts on the clipboard beside HTML: tabs, lines of Windows, quotes around a cell with a line break."""
    lines = tabs(report).replace("本年新收政府信息公开申请数量", '"本年新收政府信息公开\n申请数量"')
    assert '"' in lines
    return lines.replace("\n", "\r\n").replace("公开\r\n申请", "公开\n申请")


def of_word(report: Example) -> str:
    """What Word puts on the clipboard: its own namespaces, comments and empty paragraphs around the part that was copied."""
    body = html(report, messy=True).partition("<body>")[2].partition("</body>")[0]
    body = body.replace(
        "<td", '<td width=72 style="border:solid windowtext 1.0pt;mso-border-alt:solid windowtext .5pt"'
    )
    body = body.replace("</tr>", "<![if !supportMisalignedColumns]><td style='border:none'></td><![endif]></tr>", 1)
    return (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word"><head>'
        '<meta name=Generator content="Microsoft Word 15"><!--[if gte mso 9]><xml><w:WordDocument/></xml><![endif]-->'
        '<style><!-- p.MsoNormal {mso-style-parent:""; margin:0cm} --></style></head><body lang=ZH-CN>'
        f"<!--StartFragment-->{body}<p class=MsoNormal><o:p>&nbsp;</o:p></p><!--EndFragment--></body></html>"
    )


PASTED = {"text": (aligned, False), "web page": (html, True), "Excel": (of_excel, False), "Word": (of_word, True)}


@pytest.mark.parametrize("program", PASTED)
def test_what_is_pasted_is_read_like_a_file(program, monkeypatch):
    printed, is_html = PASTED[program]
    report = example(2023, AGENCY, requests__received_new__total="4")
    boxes = iter([Pasted(printed(report).encode(), is_html)])
    monkeypatch.setattr("pages.add.handing.paste_box", lambda *_: next(boxes, None))
    monkeypatch.setattr("pages.add.handing.start", lambda intake, at: reading.read(intake, at, ExecutorPool(Here())))
    test = open_page("add", by="paste")
    [of] = open_intakes(incoming(Path(default_path())))
    [file] = of.handed
    assert file.name.endswith(".html" if is_html else ".txt")
    press(test, "add_commit")
    [row] = open_store(default_path()).read("reports").iter_rows(named=True)
    as_file = {name: int(text) for name, text in report.cells.items() if text.isdigit()}
    assert row["agency"] == AGENCY
    assert {name: row[name] for name in as_file} == as_file


@pytest.mark.parametrize("stage", ["cancelled", "interrupted"])
def test_reading_that_was_broken_off_says_so_and_goes_on(stage):
    intake = hand_in(incoming(Path(default_path())), [("a.html", html(example(2023, AGENCY)).encode())])
    if stage == "cancelled":
        intake.cancel()
    test = open_page("add")
    said = "add.cancelled.nothing" if stage == "cancelled" else f"add.{stage}"
    assert say(said, "zh", read="0", of="1") == test.warning[0].value
    assert test.button(key="add_discard")
    assert test.button(key="add_go_on").label == say("add.go_on", "zh")


def test_names_of_files_are_text(tmp_path):
    bad = "<img src=x onerror=alert(1)>**x**.html"
    intake = hand_in(incoming(Path(default_path())), [(bad, html(example(2023, AGENCY)).encode())])
    reading.read(intake, default_path(), ExecutorPool(Here()))
    test = open_page("add")
    assert not any("<img src=x" in str(h.proto.body) for h in test.get("html"))
    assert not any("**x**" in m.value for m in test.markdown)


@pytest.mark.parametrize(("told", "address", "allowed"), [
    ("", "127.0.0.1", True), ("", "0.0.0.0", False), ("", "::1", True), ("1", "0.0.0.0", True), ("0", "127.0.0.1", False),
])  # fmt: skip
def test_files_are_taken_only_where_they_may_be(told, address, allowed, monkeypatch):
    monkeypatch.setenv("GONGKAI_UPLOADS", told)
    monkeypatch.setattr("streamlit.get_option", lambda _: address)
    test = open_page("add")
    assert any(say("add.forbidden", "zh") == w.value for w in test.warning) != allowed


def test_a_report_of_nobody_is_settled_for_its_folder_and_taken_back():
    intake = hand_in(
        incoming(Path(default_path())),
        [(f"洪泽/{n}.html", html(Example("教育局", n, "2021", figures())).encode()) for n in (2022, 2023)],
    )
    reading.read(intake, default_path(), ExecutorPool(Here()))
    test = open_page("add")
    [of] = [b for b in test.selectbox if b.label == say("add.settle.of", "zh")]
    of.set_value(say("add.settle.below", "zh", folder="洪泽")).run()
    [place] = [b for b in test.selectbox if b.label == say("change.place", "zh")]
    place.set_value("江苏省淮安市洪泽区")
    [settle] = [b for b in test.button if b.label == say("change.settle", "zh")]
    settle.click().run()
    assert say("add.count", "zh", outcome=say("add.outcome.new", "zh"), n="2") in words(test)
    assert "**所在地** 江苏省淮安市洪泽区（人工认定）" in words(test)
    press(test, "add_commit")
    store = open_store(default_path())
    assert set(store.read("reports")["agency"]) == {AGENCY}
    assert store.read("overrides").height == 2


def test_a_commit_that_another_keeps_waiting_is_cancelled_and_begun_anew():
    intake = handed(good=example(2023, AGENCY))
    test = open_page("add")
    with writing(Path(default_path())):
        test.button(key="add_commit").click().run()
        assert not test.exception, test.exception
        test.button(key="add_cancel_commit").click().run()
        for thread in threading.enumerate():
            if thread.name.startswith("commit "):
                thread.join()
        test.run()
    assert test.warning[0].value == say("add.adding.cancelled", "zh", of="1")
    assert open_store(default_path()).empty
    assert intake.path.exists()
    press(test, "add_again")
    assert [s.value for s in test.success] == [say("add.done_all", "zh", n="1", reports="1")]


def test_a_commit_that_failed_says_why_and_what_became_of_it(monkeypatch):
    handed(good=example(2023, AGENCY))
    test = open_page("add", lang="en")

    def full(*_, **__):
        raise Unwritable("No space left on device")

    monkeypatch.setattr("loaders.store.writer.Writer.commit", full)
    press(test, "add_commit")
    reason = say("reason.commit_failed", "en", error="No space left on device")
    assert test.error[0].value == say("add.adding.failed", "en", of="1", reason=reason)


def test_a_full_disk_is_said_whatever_is_done(tmp_path, monkeypatch):
    """Files are put in, a document is settled, the batch is committed: each with the disk full, and none of it happens."""
    written = Folder.write
    handed(nobody=Example("教育局", 2023, "2021", figures()), b=example(2022, AGENCY))
    folder, before = incoming(Path(default_path())), set(incoming(Path(default_path())).iterdir())

    def full(self, name, content):
        raise Unwritable("No space left on device")

    test = open_page("add", lang="en")
    monkeypatch.setattr(Folder, "write", full)
    with pytest.raises(Refused, match="intake_not_kept"):
        hand_in(folder, [("a.html", b"a")])
    assert set(folder.iterdir()) == before, "half of what was handed in is left"
    said = say("reason.intake_not_noted", "en", error="No space left on device")
    [place] = [b for b in test.selectbox if b.label == say("change.place", "en")]
    place.set_value("江苏省淮安市洪泽区")
    next(b for b in test.button if b.label == say("change.settle", "en")).click().run()
    assert [e.value for e in test.error] == [said]
    press(test, "add_commit")
    assert [e.value for e in test.error] == [said]
    monkeypatch.setattr(Folder, "write", written)
    press(test, "add_commit")
    assert open_store(default_path()).read("reports").height == 1


def test_what_cannot_be_so_is_not_settled():
    handed(nobody=Example("教育局", 2023, "2021", figures()))
    test = open_page("add")
    [settle] = [b for b in test.button if b.label == say("change.settle", "zh")]
    settle.click().run()
    assert test.error[0].value == say("settle.nothing", "zh")
    assert say("add.count", "zh", outcome=say("add.outcome.unclear", "zh"), n="1") in words(test)
