"""The parts of Streamlit's inside that we rely on are in the release that is installed: what an upgrade breaks first."""

import inspect
import re
from pathlib import Path

import pytest
import streamlit as st
from streamlit.runtime import Runtime
from streamlit.runtime.uploaded_file_manager import UploadedFileRec
from streamlit.web.server.starlette import starlette_app, starlette_auth_routes, starlette_routes

from pages.shared.server import streamlit_internals as internals

PAGES = Path(__file__).parents[2] / "pages"
CSS = "".join(p.read_text(encoding="utf-8") for p in PAGES.rglob("*.css"))
TEST_IDS = sorted(set(re.findall(r'data-testid="(\w+)"', CSS)))
CLASSES = sorted(set(re.findall(r"\.(st[A-Z]\w+)", CSS)))
VARIABLES = sorted(set(re.findall(r"--st-([a-z-]+)", CSS)))


@pytest.fixture(scope="module")
def scripts() -> str:
    return "".join(p.read_text(encoding="utf-8") for p in (internals.FOLDER / "static" / "js").glob("*.js"))


@pytest.fixture(scope="module")
def index() -> str:
    return internals.INDEX_HTML.read_text(encoding="utf-8")


@pytest.mark.parametrize("tag", [internals.HTML_TAG, internals.HEAD_TAG])
def test_the_first_page_has_each_tag_once(tag, index):
    assert index.count(tag) == 1


@pytest.mark.parametrize("pattern", [internals.NO_SCRIPT, internals.FONT_PRELOAD], ids=["noscript", "font"])
def test_the_first_page_has_each_element_once(pattern, index):
    assert len(pattern.findall(index)) == 1


def test_the_first_page_loads_files_that_exist(index):
    files = [internals.FOLDER / name for name in internals.FIRST_FILES.findall(index)]
    assert any(f.suffix == ".js" for f in files)
    assert all(f.is_file() for f in files)


@pytest.mark.parametrize("name", [*TEST_IDS, *CLASSES])
def test_a_test_id_or_class_in_our_css_is_in_the_scripts(name, scripts):
    assert name in scripts


@pytest.mark.parametrize("variable", VARIABLES)
def test_a_theme_variable_in_our_css_is_one_of_the_theme(variable, scripts):
    first, *rest = variable.split("-")
    assert re.search(rf"\b{first + ''.join(w.title() for w in rest)}\b", scripts)


@pytest.mark.parametrize(
    "name", ["__streamlit", "BACKEND_BASE_URL", "setTriggerValue", "parentElement", "st-key-", "pushState", "--st-", "data-tag"]
)  # fmt: skip
def test_a_name_that_our_scripts_and_styles_rely_on_is_in_the_scripts(name, scripts):
    assert name in scripts


def test_every_service_of_the_server_is_known():
    names = {v for k, v in vars(starlette_routes).items() if k.startswith("BASE_ROUTE_") and isinstance(v, str)}
    names |= {v for v in vars(starlette_auth_routes).values() if isinstance(v, str) and re.fullmatch(r"\w+/log(in|out)|oauth2\w+", v)}  # fmt: skip
    names |= set(starlette_app._RESERVED_ROUTE_PREFIXES)
    assert {n.strip("/").split("/")[0] for n in names} == set(internals.SERVICES)


def test_files_that_browsers_send_are_counted_in_memory():
    assert f"/{starlette_routes.BASE_ROUTE_UPLOAD_FILE}/" == internals.UPLOADS
    manager = internals.MemoryUploadedFileManager("")
    manager.add_file("mine", UploadedFileRec("a", "a.html", "text/html", b"1234"))
    assert (len(manager.file_storage["mine"]), manager._total_bytes) == (1, 4)
    assert "_uploaded_file_mgr" in inspect.getsource(Runtime)


def test_the_server_answers_when_it_is_up_at_the_path_that_serve_asks():
    assert "_stcore/health" in inspect.getsource(starlette_routes)


@pytest.mark.parametrize(
    ("function", "names"),
    [
        (st.App, {"routes", "middleware", "on_script_error", "lifespan"}),
        (st.components.v2.component, {"html", "css", "js", "isolate_styles"}),
    ],
    ids=["App", "component"],
)
def test_a_function_takes_the_arguments_that_we_give(function, names):
    assert names <= set(inspect.signature(function).parameters)
