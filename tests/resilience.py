"""Kill a collection at twenty moments and go on: `python -m tests.resilience` (`make resilience`).

Each time the archive must end with exactly the versions of an undisturbed collection, nothing doubled, and no page that
was stored before the kill may be asked for again. Exit 1 if one of the twenty differs.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urljoin

from crawler.demo.web import DemoWeb
from crawler.urls import identity
from storage.archive import Archive

MOMENTS = 20
Stored = dict[str, list[tuple[int, str, str]]]


def main() -> int:
    """Print a line a kill, and return 1 if one of them lost, doubled or repeated anything."""
    with tempfile.TemporaryDirectory() as place, DemoWeb() as web:
        rows = Path(place) / "sites.toml"
        rows.write_text(web.rows(), encoding="utf-8")
        began = time.monotonic()
        _collect(rows, Path(place) / "whole.db").wait()
        lasted = time.monotonic() - began
        whole = _stored(Path(place) / "whole.db")
        print(f"undisturbed: {len(whole)} reports, {lasted:.1f} s")
        wrong = [moment for moment in range(MOMENTS) if not _is_resumed(web, rows, moment, lasted, whole)]
    print(f"{MOMENTS - len(wrong)} passed, {len(wrong)} failed")
    return int(bool(wrong))


def _is_resumed(web: DemoWeb, rows: Path, moment: int, lasted: float, whole: Stored) -> bool:
    path = rows.with_name(f"killed-{moment}.db")
    process = _collect(rows, path)
    time.sleep(lasted * (moment + 0.5) / MOMENTS)
    process.send_signal(signal.SIGKILL)
    process.wait()
    time.sleep(0.3)  # its crawls end by themselves when they notice
    before = _stored(path) if path.exists() else {}
    web.log.clear()
    status = _collect(rows, path).wait()
    after = _stored(path)
    bases = {site.id: site.base for site in web.sites}
    asked = {identity(urljoin(bases[request.site], request.path)) for request in web.log}
    again = asked & before.keys()
    print(f"kill {moment + 1:2}: {len(before)} stored before, {len(again)} asked again, {len(after)} in the end, status {status}")
    return after == whole and not again and status == 0


def _collect(rows: Path, archive: Path) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "GOVREPORTS_ALLOW_PRIVATE": "1", "GOVREPORTS_LOCKS": str(rows.with_name("locks"))}
    command = [sys.executable, "-m", "crawler", "collect", "--quiet", "--sites", str(rows), "--archive", str(archive)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)


def _stored(path: Path) -> Stored:
    """Return the versions of every address: number, cause and content."""
    if not path.stat().st_size:
        return {}
    with Archive.open(path, readonly=True) as archive:
        urls = [version.url for version in archive.reread_candidates()]
        return {identity(url): [(each.version, each.cause, each.content_hash) for each in archive.versions(url)] for url in urls}


if __name__ == "__main__":
    sys.exit(main())
