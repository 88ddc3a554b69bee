"""Kill a collection at twenty moments and go on: `python -m tests.resilience` (`make resilience`).

Each time the archive must end with exactly the versions of an undisturbed collection, nothing doubled, and no page that
was stored before the kill may be asked for again. Exit 1 if one of the twenty differs.
"""

import os
import re
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
        # with no delay at all every page is fetched before the first is read, and no kill would meet a half-stored run
        rows.write_text(re.sub(r"(?m)^delay = 0$", "delay = 0.05", web.rows()), encoding="utf-8")
        _collect(rows, Path(place) / "whole.db").wait()
        whole, requests = _stored(Path(place) / "whole.db"), len(web.log)
        print(f"undisturbed: {len(whole)} reports, {requests} requests")
        # after so many answers: at the first, while lists are walked, between reports, at the last
        moments = [1 + moment * (requests - 2) // (MOMENTS - 1) for moment in range(MOMENTS)]
        wrong = [answers for answers in moments if not _is_resumed(web, rows, answers, whole)]
    print(f"{MOMENTS - len(wrong)} passed, {len(wrong)} failed")
    return int(bool(wrong))


def _is_resumed(web: DemoWeb, rows: Path, answers: int, whole: Stored) -> bool:
    path = rows.with_name(f"killed-{answers}.db")
    web.log.clear()
    process = _collect(rows, path)
    while len(web.log) < answers and process.poll() is None:
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    process.wait()
    time.sleep(0.3)  # its crawls end by themselves when they notice
    before = _stored_by_unfinished_runs(path)
    web.log.clear()
    status = _collect(rows, path).wait()
    bases = {site.id: site.base for site in web.sites}
    again = {identity(urljoin(bases[request.site], request.path)) for request in web.log} & before
    after = _stored(path)
    print(
        f"killed after {answers:3} answers: {len(before)} stored by cut-off runs, {len(again)} of them asked again, {len(after)} in the end"
    )
    return after == whole and not again and status == 0


def _collect(rows: Path, archive: Path) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "GOVREPORTS_ALLOW_PRIVATE": "1", "GOVREPORTS_LOCKS": str(rows.with_name("locks"))}
    command = [sys.executable, "-m", "crawler", "collect", "--quiet", "--sites", str(rows), "--archive", str(archive)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)


def _stored_by_unfinished_runs(path: Path) -> set[str]:
    """Return the addresses stored for sites whose crawl was cut off; a finished one is rightly looked at anew."""
    if not path.exists() or not path.stat().st_size:
        return set()
    with Archive.open(path, readonly=True) as archive:
        finished = {run.site for run in archive.runs() if run.ended_at is not None}
        return {identity(version.url) for version in archive.reread_candidates() if version.site not in finished}


def _stored(path: Path) -> Stored:
    """Return the versions of every address: number, cause and content."""
    with Archive.open(path, readonly=True) as archive:
        urls = [version.url for version in archive.reread_candidates()]
        return {identity(url): [(each.version, each.cause, each.content_hash) for each in archive.versions(url)] for url in urls}


if __name__ == "__main__":
    sys.exit(main())
