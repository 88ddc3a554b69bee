"""Two awkward sites of the estate, probed and collected: what `make probe-score` does with all of them."""

import os
import subprocess
import sys

from tests.conftest import ROOT


def test_column_in_parts_and_rows_of_sister_hosts_give_rows_that_collect_everything() -> None:
    command = [sys.executable, "-m", "tests.probed", "divided-by-department", "rows-of-sister-hosts"]

    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, encoding="utf-8", check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert "from the list page 2 of 2, from the home page 2 of 2, wrong rows 0" in done.stdout
