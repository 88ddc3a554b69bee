"""What many tests stand on: a clean environment, the embedded web, and our program run as a user runs it."""

import json
import logging
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import trafilatura  # noqa: F401  # warns of what it misses when it is first imported, which would fail the test that does

from crawler.demo.web import DemoWeb
from tests.program import Order, run

ROOT = Path(__file__).parent.parent
Run = Callable[..., "Done"]


class Done:
    """What a command left behind: its status, its lines of output, its complaints."""

    def __init__(self, process: subprocess.CompletedProcess[str]) -> None:
        self.status = process.returncode
        self.out = process.stdout
        self.err = process.stderr

    @property
    def json(self) -> list[dict[str, Any]]:
        """Return the lines of output, each a JSON object."""
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture(scope="session")
def _nowhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that stays empty: to make one for each of seven thousand tests takes a while."""
    return tmp_path_factory.mktemp("nowhere")


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest, _nowhere: Path) -> Iterator[None]:
    """No setting of the machine reaches a test, and no test's file is left beside the sources."""
    for name in [name for name in os.environ if name.startswith("GOVREPORTS_") or name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(request.getfixturevalue("tmp_path") if "tmp_path" in request.fixturenames else _nowhere)
    yield
    left = [path.name for path in _nowhere.iterdir()]
    for name in left:
        (_nowhere / name).unlink()
    assert not left, f"a test that has no folder of its own has left {left} where it ran"


@pytest.fixture(autouse=True)
def _warnings_stay_warnings() -> Iterator[None]:
    """A command that a test calls in its own process hands warnings to the log: the next test's fail it again."""
    yield
    logging.captureWarnings(capture=False)


@pytest.fixture
def web() -> Iterator[DemoWeb]:
    """Five bureau sites on loopback."""
    with DemoWeb() as running:
        yield running


@pytest.fixture
def rows(web: DemoWeb, tmp_path: Path) -> Path:
    """The rows of the five sites, in a file."""
    path = tmp_path / "sites.toml"
    path.write_text(web.rows(), encoding="utf-8")
    return path


@pytest.fixture
def govreports(tmp_path: Path) -> Run:
    """The program, run in an empty folder and allowed to reach loopback."""
    return program(tmp_path)


def program(folder: Path) -> Run:
    """Return a function that runs the program in a folder, allowed to reach loopback and to ask without delay."""
    ours = {"GOVREPORTS_ALLOW_PRIVATE": "1", "GOVREPORTS_DELAY": "0", "GOVREPORTS_LOCKS": str(folder / "locks"), "PYTHONPATH": str(ROOT)}

    def started(*arguments: str | Path, largest_file: int | None = None, **environment: str) -> Done:
        environ = {**os.environ, **ours, **environment}
        order = Order(arguments=[*map(str, arguments)], folder=str(folder), environment=environ, largest_file=largest_file)
        return Done(run(order))

    return started
