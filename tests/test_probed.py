"""An awkward site of the estate, probed and collected: what `make probe-score` does with all of them."""

import os
import subprocess
import sys

from tests.conftest import ROOT


def test_column_in_parts_gives_a_row_that_collects_everything() -> None:
    command = [sys.executable, "-m", "tests.probed", "divided-by-department"]

    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, encoding="utf-8", check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert "from the list page 1 of 1, from the home page 1 of 1, wrong rows 0" in done.stdout
