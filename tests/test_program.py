"""The program as tests run it is the program as a user starts it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, Run


@pytest.mark.parametrize("arguments", [["--version"], ["versions", "http://sfj.qingxi.invalid/"], ["sites", "--nothing"]])
def test_fork_ends_and_speaks_as_a_true_start_does(govreports: Run, tmp_path: Path, arguments: list[str]) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "crawler", *arguments]

    true = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", check=False)
    fork = govreports(*arguments)

    assert (fork.status, fork.out, fork.err) == (true.returncode, true.stdout, true.stderr)


def test_environment_of_each_run_is_its_own(govreports: Run) -> None:
    said = [govreports("runs", GOVREPORTS_ARCHIVE=name).err for name in ("one.db", "two.db")] + [govreports("runs").err]

    assert ["one.db" in said[0], "two.db" in said[1], "reports.db" in said[2]] == [True] * 3


def test_bug_of_a_run_is_a_traceback_and_no_end_of_the_next(govreports: Run, tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text("", encoding="utf-8")

    bug = govreports("sites", GOVREPORTS_SITES="x" * 5000)  # longer than a system takes, which nobody has thought of

    assert (bug.status, "Traceback" in bug.err) == (1, True)
    assert govreports("sites", "--sites", "one.toml").status == 0
