"""The container file, which no test can build: what it copies is there, what it installs is what `make setup` installs."""

import re
import subprocess
from pathlib import Path, PurePosixPath

from crawler.cli import cli
from tests.conftest import ROOT

LINES = re.sub(r"\\\n\s*", "", (ROOT / "docs" / "Containerfile").read_text(encoding="utf-8")).splitlines()


def said(word: str) -> list[str]:
    """Return what follows an instruction, each time it is given."""
    return [line.removeprefix(f"{word} ") for line in LINES if line.startswith(f"{word} ")]


def copied() -> list[str]:
    return [name for line in said("COPY") if not line.startswith("--from") for name in line.split()[:-1]]


def test_what_is_copied_is_part_of_the_checkout_and_sent_to_the_builder() -> None:
    kept = subprocess.run(["git", "ls-files", *copied()], cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()  # noqa: S607
    let_in = [line.removeprefix("!") for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line.startswith("!")]

    assert [name for name in copied() if not any(Path(each).is_relative_to(name) for each in kept)] == []
    assert sorted(let_in) == sorted(copied())


def test_everything_that_the_wheel_is_made_of_is_copied() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    named = [*re.findall(r'^(?:readme = |license-files = \[)"([\w.]+)"', project, re.MULTILINE)]
    modules = [f"{name}.py" for name in re.findall(r'py-modules = \["(\w+)"\]', project)]
    packages = re.findall(r'"(\w+)\*"', project)

    assert len(named) == 2
    assert len(packages) == 4
    assert set(copied()) == {"pyproject.toml", "constraints.txt", *named, *modules, *packages}


def test_it_installs_what_the_make_file_installs_without_the_tools() -> None:
    (ours,) = re.findall(r"-m pip install (.*)", (ROOT / "Makefile").read_text(encoding="utf-8").partition("demo:")[0])
    (theirs,) = [line.partition("-m pip install ")[2] for line in said("RUN") if "pip install" in line]

    assert set(ours.split()) - {"--no-compile", "--editable", "'.[dev]'"} == set(theirs.split()) - {"--no-cache-dir", "."}
    assert theirs.split()[-1] == "."


def test_it_runs_the_clock_as_nobody_special_in_a_folder_that_stays() -> None:
    program, arguments = (re.findall(r'"([^"]+)"', said(word)[0]) for word in ("ENTRYPOINT", "CMD"))
    scripts = re.findall(r"^(\w+) = \"crawler\.cli:main\"", (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    (environment,) = said("ENV")
    places = re.findall(r"GOVREPORTS_\w+=(\S+)", environment)

    assert program == scripts  # as a list, so that SIGTERM reaches it and no shell before it
    assert cli.get_command(cli.make_context("govreports", arguments[:]), arguments[0]) is not None
    assert said("STOPSIGNAL") == ["SIGTERM"]
    assert said("USER") == ["govreports"]
    assert [place for place in places if PurePosixPath(place).parent != PurePosixPath(said("VOLUME")[0])] == []
    assert len(places) == 2


def test_its_python_is_one_that_the_project_supports() -> None:
    (version,) = said("ARG")
    needed = re.findall(r'requires-python = ">=3\.(\d+)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"))

    assert int(version.partition("=3.")[2]) >= int(needed[0])
    assert all("python:${PYTHON}-slim" in line for line in said("FROM"))
