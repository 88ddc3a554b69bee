"""A release in the readers of others: `python -m tests.readers PYTHON` (`make readers`), with a Python that has them.

Each gets the lines that docs/release.md shows, in a folder where that release lies, and has to find the rows and types that were written.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from storage.archive import Archive
from storage.release.folder import release
from storage.selection import Filters
from tests.made import SITE, START, made_report

PAGE = Path(__file__).parent.parent / "docs" / "release.md"
EXPECTED = {
    "pandas": 'assert (len(reports), str(reports.seen_at.dtype), str(reports.report_year.dtype)) == (3, "datetime64[us, UTC]", "float64")',
    "polars": 'assert (reports.shape[0], str(reports["outline"].dtype.inner.fields[0].name)) == (3, "heading")',
    "datasets": 'assert (len(reports), reports.features["published_on"].dtype, reports[0]["also_at"]) == (3, "date32", [])',
}


def main(python: str) -> int:
    """Print what each reader found and return 0 if all found what was written."""
    shown = re.findall(r"^```python\n(import (\w+)\n.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    lines = {name: text for text, name in shown}
    with tempfile.TemporaryDirectory() as place:
        write(Path(place))
        failed = [name for name in EXPECTED if not _reads(str(Path(python).absolute()), place, f"{lines[name]}\n{EXPECTED[name]}", name)]
    return int(bool(failed))


def write(place: Path) -> None:
    """Write the release that the page reads, of three reports, one of which has no year."""
    with Archive.open(place / "reports.db") as archive:
        for number, year in enumerate((2024, 2025, None)):
            url = f"https://www.qinghe.gov.cn/{number}.html"
            archive.record(made_report(url, site=SITE, report_year=year, text=f"第{number}份"), run=None, at=START)
        release(archive, place / "release", "parquet", Filters(region="32"), ())


def _reads(python: str, place: str, lines: str, name: str) -> bool:
    environment = {"HF_HUB_OFFLINE": "1", "HF_HOME": f"{place}/cache", "PATH": "/usr/bin:/bin", "HOME": place}
    done = subprocess.run([python, "-c", lines], cwd=place, env=environment, capture_output=True, encoding="utf-8", check=False)
    print(f"{name}: {'reads the release' if done.returncode == 0 else done.stderr[-2000:]}")
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
