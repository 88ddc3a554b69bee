"""Other readers of article pages, each timed in one process: `python tests/bench_readers.py FOLDER ROUNDS`.

It runs in an environment of its own (`make bench` makes one), with readability-lxml and GNE and nothing of ours: they pin
older versions of what govreports needs. FOLDER has pages in UTF-8; the answer is JSON, by reader `ms` CPU a page and `texts`.
"""

import json
import logging
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import gne
import readability
from lxml import etree


def main(folder: Path, rounds: int) -> None:
    """Read every page so often, and print what each reader took and found."""
    logging.disable(logging.CRITICAL)  # readability logs a traceback for a page it finds nothing in
    pages = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.html"))]
    readers = {"readability-lxml, Document(…).summary()": _by_readability, "GNE, GeneralNewsExtractor().extract(…)": _by_gne}
    print(json.dumps({name: _timed(reader, pages, rounds) for name, reader in readers.items()}))


def _timed(reader: Callable[[str], str], pages: list[str], rounds: int) -> dict[str, object]:
    texts = [reader(page) for page in pages]  # warms up, and is not counted
    taken = []
    for _ in range(rounds):
        start = time.process_time()
        for page in pages:
            reader(page)
        taken.append(1000 * (time.process_time() - start) / len(pages))
    return {"ms": median(taken), "texts": texts}


def _by_readability(page: str) -> str:
    try:
        root = etree.HTML(readability.Document(page).summary())
        return "".join(map(str, root.itertext())) if root is not None else ""
    except readability.readability.Unparseable:
        return ""


def _by_gne(page: str) -> str:
    return str(gne.GeneralNewsExtractor().extract(page)["content"])


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
