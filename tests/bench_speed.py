"""Speed of whole commands as ratios: a first collection, the next ones, a daily sweep of small sections, a one-off scrape.

All are asked of one web on loopback (`tests/bench_web.py`), which shares the processors; ours and theirs take turns.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.bench_web import REPORTS, SECTIONS, BenchWeb, Told, body_of, tag_of

# CPU seconds of a command and of every process that it left to others, the most memory of one of them in MiB, seconds by the clock
LAUNCHER = """import ctypes, json, os, resource, subprocess, sys, time
if sys.platform == "linux":
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER: who loses a parent comes here
start = time.perf_counter()
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)
seconds = time.perf_counter() - start
while True:
    try:
        os.wait()
    except ChildProcessError:
        break
used = resource.getrusage(resource.RUSAGE_CHILDREN)
memory = used.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
print(json.dumps({"seconds": seconds, "cpu": used.ru_utime + used.ru_stime, "memory": memory}))"""
_ROW = """[[site]]
id = "{id}"
name = "荷渚市司法局"
family = "static"
lists = ["{url}"]
keep = "."
schedule = "17 6 * * *"
"""
_FETCH = 0.05  # seconds of CPU that one fetch and its page may take beyond the imports
_SWEPT = 60  # rows of the shorter sweep: what the longer one takes beyond it is what rows take, without the start


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What a command took, and what the web was asked meanwhile."""

    seconds: float
    cpu: float
    memory: float
    told: Told

    @property
    def rate(self) -> float:
        """Return the pages a second, from the first request to the last."""
        return (self.told.requests - 1) / max(1e-9, self.told.last - self.told.first)


def main(rounds: int = 3) -> int:
    """Print every ratio beside its target and return 0: what is slow is for the reader to judge."""
    with tempfile.TemporaryDirectory() as place, BenchWeb() as web:
        bench = _Bench(web, Path(place))
        bench.collections(rounds)
        bench.sweep()
        bench.scrape(rounds)
    return 0


def ratio(what: str, found: float, target: float, words: str, *, at_most: bool = False) -> str:
    """Return a figure as a line: what it is, what was found, the target, and whether it is reached."""
    is_reached = found <= target if at_most else found >= target
    return f"{what:<58}{found:>8.3g} {'<=' if at_most else '>='} {target:<5g} {'reached' if is_reached else 'MISSED '}  {words}"


class _Bench:
    def __init__(self, web: BenchWeb, place: Path) -> None:
        self._web, self._place = web, place
        ours = {"GOVREPORTS_ALLOW_PRIVATE": "1", "GOVREPORTS_DELAY": "0", "GOVREPORTS_LOCKS": str(place / "locks")}
        self._environment = {**os.environ, **ours}

    def collections(self, rounds: int) -> None:
        """Print the speed of a first, a second and a third collection beside Scrapy's on the same addresses."""
        rows, addresses = self._place / "large.toml", self._place / "addresses.txt"
        lists = [f"/large/index{f'_{page}' if page > 1 else ''}.html" for page in range(1, REPORTS // 20 + 1)]
        rows.write_text(_ROW.format(id="hezhu-sfj", url=self._web.address(lists[0])), encoding="utf-8")
        lines = [f"{self._web.address(path)} {tag_of(body_of(path))}" for path in (*lists, *(f"/art/{n}.html" for n in range(REPORTS)))]
        addresses.write_text("\n".join(lines), encoding="utf-8")
        peer = ["tests.bench_peer", str(addresses)]
        kinds: dict[str, list[Taken]] = {name: [] for name in ("plain", "read", "first", "second", "third", "asking")}
        for number in range(rounds):
            ours = self._collect(rows, f"{number}.db")
            for name, command in (("plain", peer), ("first", ours), ("second", ours), ("third", ours), ("asking", [*peer, "conditional"])):
                kinds[name].append(self._taken(command))
            if not number:  # twenty seconds each time
                kinds["read"].append(self._taken([*peer, "trafilatura"]))
        _print_collections(kinds)

    def sweep(self) -> None:
        """Print what idle rows take: the difference of a long and a short sweep of sections where nothing is new."""
        taken = {}
        for count in (_SWEPT, SECTIONS):
            rows, name = self._place / f"{count}.toml", f"{count}.db"
            urls = (self._web.address(f"/small/{number}/index.html", 1 + number % 250) for number in range(count))
            rows.write_text("\n".join(_ROW.format(id=f"small-{number}", url=url) for number, url in enumerate(urls)), encoding="utf-8")
            self._taken(self._collect(rows, name))
            taken[count] = self._taken(self._collect(rows, name))
        short, long = taken[_SWEPT], taken[SECTIONS]
        beyond = SECTIONS - _SWEPT
        print(ratio(f"daily sweep of {SECTIONS} idle rows, CPU seconds a row", (long.cpu - short.cpu) / beyond, 0.15, "", at_most=True))
        print(f"{'  seconds by the clock, with no delay asked':<58}{long.seconds:>8.3g}")
        words = f"{long.memory:.0f} MiB in the largest process"
        print(ratio(f"  its memory beside that of {_SWEPT} rows", long.memory / short.memory, 1.1, words, at_most=True))

    def scrape(self, rounds: int) -> None:
        """Print the CPU time of a one-off scrape from a cold start beside that of its imports."""
        url = self._web.address("/art/3.html")
        imports = [self._launched([sys.executable, "-c", "import scrapy, trafilatura"])[1] for _ in range(rounds)]
        command = [sys.executable, "-m", "crawler", "scrape", url, "--quiet", "--archive", str(self._place / "scrape.db")]
        ours = [self._launched(command)[1] for _ in range(rounds)]
        found = median(ours) / (median(imports) + _FETCH)
        words = f"{median(ours):.2f} s beside {median(imports):.2f} s of imports"
        print(ratio("scrape of one address, times the CPU of imports and a fetch", found, 1.6, words, at_most=True))

    def _collect(self, rows: Path, archive: str) -> list[str]:
        return ["crawler", "collect", "--quiet", "--sites", str(rows), "--archive", str(self._place / archive)]

    def _taken(self, module: Sequence[str]) -> Taken:
        self._web.told()
        seconds, cpu, memory = self._launched([sys.executable, "-m", *module])
        return Taken(seconds=seconds, cpu=cpu, memory=memory, told=self._web.told())

    def _launched(self, command: Sequence[str]) -> tuple[float, float, float]:
        done = subprocess.run([sys.executable, "-c", LAUNCHER, *command], env=self._environment, stdout=subprocess.PIPE, check=True)
        said: dict[str, float] = json.loads(done.stdout)
        return said["seconds"], said["cpu"], said["memory"]


def _print_collections(kinds: Mapping[str, Sequence[Taken]]) -> None:
    rate = {name: median(each.rate for each in taken) for name, taken in kinds.items()}
    first = kinds["first"][0].told
    print(f"{REPORTS} reports of real size, {first.bytes // 1024 // first.requests} KiB a page; pages a second: ", end="")
    print(", ".join(f"{name} {found:.0f}" for name, found in rate.items()))
    print(ratio("first collection, times Scrapy with trafilatura", rate["first"] / rate["read"], 4, ""))
    print(ratio("  times Scrapy that throws the pages away", rate["first"] / rate["plain"], 0.25, ""))
    print(ratio("nothing changed, times Scrapy with the same conditions", rate["second"] / rate["asking"], 0.85, ""))
    print(ratio("  times Scrapy that asks without", rate["second"] / rate["plain"], 0.85, ""))
    for name in ("second", "third"):
        told = kinds[name][0].told
        print(ratio(f"  bytes received by the {name}, of the first", told.bytes / first.bytes, 0.10, "", at_most=True))
        print(ratio(f"  requests of the {name}, of the first", told.requests / first.requests, 0.15, "with early stop", at_most=True))


if __name__ == "__main__":
    sys.exit(main())
