"""A folder with all wheels installs the program where there is no network; pip resolves as if it ran on the other machine."""

import hashlib
import os
import platform
import subprocess
import sys
import zipfile
from contextlib import nullcontext
from importlib.metadata import distribution
from pathlib import Path

import pytest
from helpers import run

from loaders.cli.delivery import this_platform
from loaders.delivery import bundle as bundles
from loaders.delivery.elsewhere import PipFailed, pip
from loaders.delivery.platforms import PLATFORMS
from loaders.delivery.program import repacked

PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"


def wheel(folder: Path, name: str, needs: tuple[str, ...] = (), tag: str = "py3-none-any", code: str = "") -> Path:
    """A wheel of one module with a command of its name."""
    folder.mkdir(parents=True, exist_ok=True)
    path, info = folder / f"{name}-1.0-{tag}.whl", f"{name}-1.0.dist-info"
    members = {
        f"{name}.py": code,
        f"{info}/METADATA": "\n".join(
            ["Metadata-Version: 2.4", f"Name: {name}", "Version: 1.0", "License-Expression: MIT"]
            + [f"Requires-Dist: {need}" for need in needs]
        ),
        f"{info}/WHEEL": f"Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: {tag}\n",
        f"{info}/entry_points.txt": f"[console_scripts]\n{name} = {name}:main\n",
    }
    members[f"{info}/RECORD"] = "".join(f"{member},,\n" for member in [*members, f"{info}/RECORD"])
    with zipfile.ZipFile(path, "w") as file:
        for member, text in members.items():
            file.writestr(member, text)
    return path


@pytest.fixture
def index(tmp_path, monkeypatch):
    """A folder in the place of a package index."""
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "index"))
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    (tmp_path / "index").mkdir()
    return tmp_path / "index"


@pytest.fixture
def made(tmp_path, index, monkeypatch):
    """A bundle for this machine of a program with one dependency."""
    wheel(index, "needed", code="def words():\n    return 'it runs'\n")
    repacked(distribution("pip"), index)
    program = "import needed\ndef main():\n    print(needed.words())\n"
    monkeypatch.setattr(bundles, "write_wheel", lambda folder: wheel(folder, "gongkai", ("needed>=1",), code=program))
    result = run("bundle", tmp_path / "out", "--lang", "en")
    assert result.exit_code == 0, result.stderr
    return tmp_path / "out"


def installed(folder: Path, target: Path, python: str = sys.executable) -> subprocess.CompletedProcess[str]:
    """Runs the script without a network (where the system lets us take it away), without a home, in no language."""
    command = ["sh", str(folder / "install.sh"), str(target)]
    if subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False).returncode == 0:
        command = ["unshare", "-rn", *command]
    environment = {"PATH": os.environ["PATH"], "LANG": "C", "PYTHON": python}
    return subprocess.run(command, env=environment, cwd=folder.parent, capture_output=True, text=True, check=False)


pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="install.sh is for Linux and macOS")


def test_a_bundle_installs_without_a_network_and_again_over_itself(made, tmp_path):
    for file in made.rglob("*"):
        file.chmod(0o555)
    for _ in range(2):
        done = installed(made, tmp_path / "program")
        assert done.returncode == 0, done.stderr
        command = subprocess.run([tmp_path / "program/bin/gongkai"], capture_output=True, text=True, check=True)
        assert command.stdout == "it runs\n"
    assert (made / "README.txt").read_text(encoding="utf-8-sig").startswith("gongkai 1.0 断网安装包")


def test_each_wheel_is_listed_with_its_hash_and_a_spoilt_one_is_not_installed(made, tmp_path):
    listed = (made / "requirements.txt").read_text()
    assert listed.splitlines() == [
        f"{name}==1.0 --hash=sha256:{hashlib.sha256((made / 'wheels' / f'{name}-1.0-py3-none-any.whl').read_bytes()).hexdigest()}"
        for name in ("gongkai", "needed")
    ]
    wheel(made / "wheels", "needed", code="# other bytes\n")
    done = installed(made, tmp_path / "program")
    assert done.returncode == 1
    assert "hash" in done.stderr
    assert not (tmp_path / "program/bin/gongkai").exists()


def test_a_folder_of_others_is_not_installed_into(made, tmp_path):
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents/a.txt").write_text("")
    done = installed(made, tmp_path / "documents")
    assert done.returncode == 1
    assert "exists and is no earlier installation" in done.stderr
    assert [f.name for f in (tmp_path / "documents").iterdir()] == ["a.txt"]


def test_a_bundle_for_another_machine_or_python_says_so(made, tmp_path):
    script = made / "install.sh"
    text = script.read_text(encoding="utf-8")
    script.write_text(text.replace(f'"{platform.system()} {platform.machine()}")', '"Linux other")'), encoding="utf-8")
    assert "made for" in installed(made, tmp_path / "program").stderr
    # No Python of that version is anywhere.
    script.write_text(text.replace(PYTHON, "3.99"), encoding="utf-8")
    assert "Python 3.99 is needed" in installed(made, tmp_path / "program").stderr
    assert not (tmp_path / "program").exists()


def test_what_a_package_needs_is_asked_of_the_other_platform(index, tmp_path):
    wheel(index, "windows_only")
    wheel(index, "not_windows")
    wheel(index, "later_only")
    needs = (
        'windows_only; sys_platform == "win32"',
        'not_windows; os_name != "nt"',
        'later_only; python_version > "3.11"',
    )
    wheel(index, "program", needs)
    for name, python, expected in (
        ("windows", "3.11", {"windows_only"}),
        ("windows", "3.12", {"windows_only", "later_only"}),
        ("linux-aarch64", "3.11", {"not_windows"}),
        ("macos-arm64", "3.13", {"not_windows", "later_only"}),
    ):
        to = tmp_path / name / python
        pip(name, python, "download", "--dest", str(to), "program")
        assert {f.name.split("-")[0] for f in to.glob("*.whl")} == expected | {"program"}


@pytest.mark.parametrize(
    ("tag", "platforms"),
    [
        ("cp311-abi3-manylinux_2_28_x86_64", {"linux-x86_64"}),
        ("cp311-cp311-manylinux_2_17_aarch64.manylinux2014_aarch64", {"linux-aarch64"}),
        ("cp311-cp311-manylinux_2_34_x86_64", set()),
        ("py3-none-win_amd64", {"windows"}),
        ("cp311-cp311-macosx_11_0_arm64", {"macos-arm64"}),
    ],
)
def test_a_wheel_is_taken_for_the_platforms_that_it_runs_on(index, tmp_path, tag, platforms):
    wheel(index, "native", tag=tag)
    for name in PLATFORMS:
        taken = nullcontext() if name in platforms else pytest.raises(PipFailed, match="native")
        with taken:
            pip(name, "3.11", "download", "--dest", str(tmp_path / name), "native")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_cannot_be_bundled_is_said_and_leaves_nothing_behind(index, tmp_path, monkeypatch, lang):
    monkeypatch.setattr(bundles, "write_wheel", lambda folder: wheel(folder, "gongkai", ("absent",)))
    repacked(distribution("pip"), index)
    result = run("bundle", tmp_path / "out", "--lang", lang)
    assert result.exit_code == 2
    assert len(result.stderr.strip().splitlines()) == 1
    assert "absent" in result.stderr
    assert list((tmp_path / "out").iterdir()) == []
    for arguments in (["--platform", "amiga"], ["--python", "2.7"]):
        result = run("bundle", tmp_path / "out", *arguments, "--lang", lang)
        assert (result.exit_code, arguments[1] in result.stderr) == (2, True)
    (tmp_path / "full").mkdir()
    (tmp_path / "full/a").write_text("")
    assert run("bundle", tmp_path / "full", "--lang", lang).exit_code == 2


def test_this_machine_is_one_of_the_platforms():
    assert this_platform() in PLATFORMS
