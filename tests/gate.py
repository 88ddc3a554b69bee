"""Quality on real saved pages that are not part of this repository: `python -m tests.gate FOLDER` (`make gate`).

FOLDER has `pages/` (raw pages, gold answers, a manifest and `score.py`, the one definition of the figures) and
`reports/` (labelled titles); the titles of our own writing in tests/near_misses.tsv are judged beside them.
Everything goes through the commands that users have. Exit 1 below the floor.
"""

import http.server
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

FLOOR = tomllib.loads((Path(__file__).parent / "floor.toml").read_text(encoding="utf-8"))


def main(shared: Path) -> int:
    """Print every figure and return 1 if one is below the floor, or a page went without a word."""
    pages, broken = shared / "pages", []
    with tempfile.TemporaryDirectory() as place:
        broken += _articles(pages, Path(place))
        broken += _lists(pages, Path(place))
        broken += _crawled_twice(pages, Path(place))
    broken += _titles("titles", shared / "reports")
    broken += _titles("near_misses", Path(__file__).parent / "near_misses.tsv")
    for line in broken:
        print(f"BELOW THE FLOOR: {line}")
    return int(bool(broken))


def _articles(pages: Path, place: Path) -> list[str]:
    files = [pages / "raw" / name for name in _named(pages, {"article", "other"})]
    said = _govreports(["extract", "--urls", str(pages / "manifest.tsv"), *map(str, files)])
    (place / "articles.jsonl").write_text("".join(said), encoding="utf-8")
    for line in map(json.loads, said):
        if "error" in line:
            print(f"  {Path(line['file']).name}: {line['error']['code']} {line['error']['message']}")
    _score(pages, "trafilatura")
    figures = _score(pages, "articles", str(place / "articles.jsonl"), "--worst", "12")
    silent = [] if len(said) == len(files) else [f"extract answered {len(said)} of {len(files)} files"]
    return silent + _below("articles", figures)


def _lists(pages: Path, place: Path) -> list[str]:
    files = [pages / "raw" / name for name in _named(pages, {"list", "api"})]
    said = _govreports(["entries", "--urls", str(pages / "manifest.tsv"), *map(str, files)])
    (place / "lists.jsonl").write_text("".join(said), encoding="utf-8")
    for line in map(json.loads, said):
        print(_told_of_list(pages, line, place))
    return _below("lists", _score(pages, "lists", str(place / "lists.jsonl")))


def _told_of_list(pages: Path, line: Mapping[str, Any], place: Path) -> str:
    """Return what was read from one list page, and how right it is by the one definition of the figures."""
    file = Path(line["file"]).name
    head = f"  {file}: {line.get('family')} {len(line.get('entries', []))} entries"
    gold = next((each for name in (file, Path(file).stem) if (each := pages / "gold" / f"{name}.json").exists()), None)
    if gold is None or "entries" not in json.loads(gold.read_text(encoding="utf-8")):
        return f"{head}, no answer is known"
    alone = place / "alone" / file
    (alone / "gold").mkdir(parents=True)
    (alone / "gold" / gold.name).symlink_to(gold)
    (alone / "raw").symlink_to(pages / "raw")
    (alone / "lists.jsonl").write_text(json.dumps(line), encoding="utf-8")
    said = _said_of_score(pages, "lists", str(alone / "lists.jsonl"), "--pages", str(alone))
    recall, precision, title, date, following = re.findall(r"(?:recall|precision|title|date|next) ([\d./]+)", said)
    known = {"0/0": "not known", "1/1": "right", "0/1": f"WRONG: {line.get('next')}"}[following]
    return f"{head}, recall {recall}, precision {precision}, titles {title}, dates {date}, next {known}"


def _crawled_twice(pages: Path, place: Path) -> list[str]:
    """Serve the articles on loopback and scrape them all, twice: versions the first time, none the second."""
    archive = ["--archive", str(place / "gate.db")]
    with _served(pages / "raw") as base:
        urls = [f"{base}/{name}" for name in _named(pages, {"article"})]
        first = [json.loads(line) for line in _govreports(["scrape", *archive, *urls])]
        second = [json.loads(line) for line in _govreports(["scrape", *archive, *urls])]
    read = [line for line in first if "error" not in line]
    again = [line for line in second if line.get("version", 1) != 1]
    made = sum(line["version"] == 1 for line in read)
    print(f"crawled: {len(urls)} pages, {len(read)} with text, {made} versions, the second time {len(again)} more")
    said = len(first) == len(second) == len(urls)
    return [] if said and not again and all(line["version"] == 1 for line in read) else ["crawled twice: not one version a page with text"]


def _titles(what: str, source: Path) -> list[str]:
    done = subprocess.run([sys.executable, "-m", "tests.gate_titles", str(source)], stdout=subprocess.PIPE, check=True)
    said = done.stdout.decode()
    print(f"{what}:\n{said}", end="")
    figures = {f"{what}_precision": float(value) for what, value in re.findall(r"^(\w+): precision (\d\.\d+)", said, re.MULTILINE)}
    figures |= {f"{what}_recall": float(value) for what, value in re.findall(r"^(\w+): .*recall (\d\.\d+)", said, re.MULTILINE)}
    figures |= {what: float(value) for what, value in re.findall(r"^(\w+): (\d\.\d+) of", said, re.MULTILINE)}
    return _below(what, figures)


def _named(pages: Path, kinds: set[str]) -> list[str]:
    rows = [line.split("\t") for line in (pages / "manifest.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    return [row[0] for row in rows if row[1] in kinds]


def _govreports(arguments: Sequence[str]) -> list[str]:
    """Return the lines that a command prints; what it complains of goes through to the terminal."""
    environment = {**os.environ, "GOVREPORTS_ALLOW_PRIVATE": "1", "GOVREPORTS_DELAY": "0"}
    done = subprocess.run([sys.executable, "-m", "crawler", *arguments], stdout=subprocess.PIPE, env=environment, check=False)
    return done.stdout.decode().splitlines(keepends=True)


def _score(pages: Path, what: str, *arguments: str) -> Mapping[str, float]:
    said = _said_of_score(pages, what, *arguments)
    print(said, end="")
    first = next(line for line in said.splitlines() if line.startswith(("articles", "lists")))
    return {name: float(value) for name, value in re.findall(r"(\w+) (\d+(?:\.\d+)?)", first.partition(":")[2])}


def _said_of_score(pages: Path, what: str, *arguments: str) -> str:
    done = subprocess.run([sys.executable, str(pages / "score.py"), what, *arguments], stdout=subprocess.PIPE, check=True)
    return done.stdout.decode()


def _below(what: str, figures: Mapping[str, float]) -> list[str]:
    least, most = FLOOR[what].get("least", {}), FLOOR[what].get("most", {})
    low = [f"{what} {name}: {figures[name]}, expected at least {bound}" for name, bound in least.items() if figures[name] < bound]
    high = [f"{what} {name}: {figures[name]}, expected at most {bound}" for name, bound in most.items() if figures[name] > bound]
    return low + high


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its name in the standard library
        """Say nothing: the figures are the output."""

    def guess_type(self, path: str | os.PathLike[str]) -> str:
        # as the sites send them: the page must tell its encoding itself
        return "text/html" if str(path).endswith(".html") else super().guess_type(path)


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve()))
