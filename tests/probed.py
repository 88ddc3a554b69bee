"""What `probe` makes of the estate: `python -m tests.probed [SITE]…` (`make probe-score`).

Every site is probed from its list page, and again from its home page alone; each row is then collected, and what the
archive holds is compared with what the site knows of itself. Exit 1 below the floor.
"""

import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from crawler.urls import identity
from tests.estate.asked_sites import asked_sites
from tests.estate.files_sites import files_sites
from tests.estate.odd_sites import odd_sites
from tests.estate.site import Site
from tests.estate.trial import Tried, tried

FLOOR = tomllib.loads((Path(__file__).parent / "floor.toml").read_text(encoding="utf-8"))["probed"]
Way = Literal["list", "home"]
WAYS: tuple[Way, Way] = ("list", "home")
_MOST_REQUESTS = 40
_AT_ONCE = 3  # probes wait for nothing here: no more than keep two cores busy


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What collecting a row came to: its verdict, and title and day of every report by its address."""

    verdict: str
    reports: dict[str, tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One site by one way, compared with the truth; `fault` is empty where everything is right."""

    site: str
    way: Way
    family: str
    asked: int
    entries: int
    collected: int
    owed: int
    fault: str = ""
    is_wrong: bool = False

    def __str__(self) -> str:
        reports = "all" if self.collected == self.owed else f"{self.collected} of"
        found = f"{self.family:<10} asked {self.asked:>2}  entries {self.entries:>3}  reports {reports:>5} {self.owed}"
        return f"{self.site:<28} {self.way}  {found}  {('WRONG ROW: ' if self.is_wrong else '') + (self.fault or 'ok')}"


def main(names: Sequence[str] = ()) -> int:
    """Print a line a site and way, and the totals; return 1 if one is below the floor, or a site that was named has a fault."""
    os.environ |= {"GOVREPORTS_ALLOW_PRIVATE": "1", "GOVREPORTS_DELAY": "0", "NO_PROXY": "*"}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        os.environ["GOVREPORTS_LOCKS"] = str(folder / "locks")
        estate = (*files_sites(), *asked_sites(), *odd_sites())
        sites = [stack.enter_context(site) for site in estate if not names or site.name in names]
        judged = scored(sites, folder)
    for each in sorted(judged, key=lambda each: bool(each.fault)):  # what is wrong last, where a long log still shows it
        print(each)
    right = {way: sum(not each.fault for each in judged if each.way == way) for way in WAYS}
    wrong = sum(each.is_wrong for each in judged)
    print(f"from the list page {right['list']} of {len(sites)}, from the home page {right['home']} of {len(sites)}, wrong rows {wrong}")
    low = [f"{way}: {right[way]} sites, expected at least {least}" for way, least in FLOOR["least"].items() if right[way] < least]
    low += [f"wrong rows: {wrong}, expected at most {FLOOR['most']['wrong']}"] if wrong > FLOOR["most"]["wrong"] else []
    for line in () if names else low:
        print(f"BELOW THE FLOOR: {line}")
    return int(any(each.fault for each in judged)) if names else int(bool(low))


def scored(sites: Sequence[Site], folder: Path) -> list[Judged]:
    """Probe the sites both ways, collect every row that came of it, and return what is right and what is not."""
    addresses = [*(site.list_url for site in sites), *(f"{site.base}/" for site in sites)]
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.estate.trial", "crawler.commands.probing", "spiders.loader", "spiders.guard"])
    with context.Pool(_AT_ONCE, maxtasksperchild=1) as pool:  # a process a probe: Twisted's reactor starts once
        trials = pool.map(tried, addresses, chunksize=1)
    by_list, by_home = ({trial.rule for trial in each if trial.rule} for each in (trials[: len(sites)], trials[len(sites) :]))
    # what the home page led to and the list page did not, in an archive of its own: two rows may differ and hold the same
    runs = {**_collected(sorted(by_list), folder / "list"), **_collected(sorted(by_home - by_list), folder / "home")}
    return [
        _judged(site, way, trial, runs.get(trial.rule))
        for (site, way), trial in zip(((site, way) for way in WAYS for site in sites), trials, strict=True)
    ]


def _collected(rules: Sequence[str], folder: Path) -> dict[str, Run]:
    """Collect rows in one run of the command, and return what came of each."""
    folder.mkdir()
    rows, archive = folder / "rows.toml", folder / "reports.db"
    ids = {f"row-{number}": rule for number, rule in enumerate(rules)}
    rows.write_text("\n".join(f'[[site]]\nid = "{row_id}"\n{rule}' for row_id, rule in ids.items()), encoding="utf-8")
    if not rules:
        return {}
    lines = _said("collect", "--format", "json", "-q", "--sites", rows, "--archive", archive)
    runs = {line["site"]: Run(verdict=line["verdict"], reports={}) for line in lines}
    for record in _said("export", "--format", "jsonl", "--archive", archive):
        if record["kind"] == "report":
            runs[record["site"]].reports[identity(record["url"])] = (record["title"], (record["published_at"] or "")[:10])
    return {ids[row_id]: run for row_id, run in runs.items()}


def _said(*arguments: str | Path) -> list[dict[str, Any]]:
    done = subprocess.run([sys.executable, "-m", "crawler", *map(str, arguments)], stdout=subprocess.PIPE, check=False)
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def _judged(site: Site, way: Way, trial: Tried, run: Run | None) -> Judged:
    truth = {identity(url): (post.title, f"{post.published:%Y-%m-%d}") for url, post in site.truth().items()}
    found = run.reports if run else {}
    right = truth.keys() & found.keys()
    asked, elsewhere = trial.number(r"asked (\d+) pages"), len(found.keys() - truth.keys())
    misread = sum(truth[url] != found[url] for url in right)
    faults = {
        f"no row: {trial.reason}": run is None,
        f"asked {asked} pages, expected at most {_MOST_REQUESTS}": asked > _MOST_REQUESTS,
        f"verdict {run.verdict if run else None}": run is not None and run.verdict != "sound",
        f"{len(truth) - len(right)} reports are missing": run is not None and len(right) < len(truth),
        f"{elsewhere} reports are of another section": elsewhere > 0,
        f"{misread} have another title or day": misread > 0,
    }
    return Judged(
        site=site.name,
        way=way,
        family=trial.family,
        asked=asked,
        entries=trial.number(r"of (\d+) entries seen"),
        collected=len(right),
        owed=len(truth),
        fault=", ".join(fault for fault, is_so in faults.items() if is_so),
        is_wrong=run is not None and len(right) <= elsewhere,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
