"""Which reader made a record: a digest of the source of every module that takes part in reading."""

import re
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

_IMPORT = re.compile(r"^from ((?:pipelines|crawler)\.[\w.]+) import", re.MULTILINE)
# the words that all folders share: a new field or error changes no reading
_SHARED = ("crawler.model", "crawler.errors")
# files are read by another process, whose modules nothing here imports
_STARTS = ("pipelines.extract", "pipelines.files.worker")
# trafilatura is named in the extractor of what it read
LIBRARIES = ("selectolax", "charset-normalizer", "lxml", "olefile", "pypdfium2", "python-calamine", "striprtf", "OpenCC", "pypinyin")


@cache
def recipe() -> str:
    """Return eight digits that change whenever the reading of pages may have changed."""
    found = sha256(" ".join(f"{name} {version(name)}" for name in LIBRARIES).encode())
    for name in modules():
        found.update(_source(name).encode())
    return found.hexdigest()[:8]


def modules() -> list[str]:
    """Return the names of the modules that take part in reading, by what they import."""
    known, waiting = set(_SHARED), [*_STARTS]
    while waiting:
        name = waiting.pop()
        if name not in known:
            known.add(name)
            waiting += _IMPORT.findall(_source(name))
    return sorted(known - set(_SHARED))


def _source(name: str) -> str:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"{name}: found no source, expected the file that reads pages", name=name)
    return Path(spec.origin).read_text(encoding="utf-8")
