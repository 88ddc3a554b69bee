"""Imports point one way. The table is the architecture; a new module finds its place here or the test fails."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FOLDERS = ("crawler", "spiders", "pipelines", "storage")
MODULES = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for path in [ROOT / "scheduler.py", *(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))]
)

# what a module (or everything below it) may import of ours; the longest name that fits decides
MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "crawler.errors": (),
    "crawler.version": (),
    "crawler.extensions": (),
    "crawler.settings": ("crawler.version", "crawler.extensions"),
    "crawler.model": ("crawler.errors",),
    "crawler.ledger": ("crawler.model",),
    "crawler": ("crawler",),
    "crawler.demo": ("crawler",),
    "crawler.commands": ("crawler", "spiders", "pipelines", "storage", "scheduler"),
    "crawler.probing": ("crawler", "spiders", "pipelines", "storage"),
    "crawler.rescuing": ("crawler", "spiders", "pipelines", "storage"),
    "spiders": ("crawler", "spiders"),
    "pipelines": ("crawler", "pipelines", "storage"),
    "storage": ("crawler.model", "crawler.ledger", "crawler.errors", "crawler.urls", "storage"),
    # what is owed is told by the register and by titles, and they by nothing of the archive's
    "storage.coverage": ("crawler.model", "crawler.register", "crawler.organs", "crawler.issuers", "crawler.titles", "storage"),
    # a card names provinces, and the program that made it
    "storage.release": ("crawler.model", "crawler.register", "crawler.errors", "crawler.version", "storage"),
    # it shows the same map, and tells what to do as `incidents` does
    "storage.browse": (
        "crawler.model",
        "crawler.errors",
        "crawler.urls",
        "crawler.register",
        "crawler.organs",
        "crawler.advice",
        "crawler.decode",
        "storage",
    ),
    "scheduler": ("crawler", "storage"),
}
# the command line stands above everything: nobody below imports it (scheduler.py does as a program, under its main guard)
TOP = ("crawler.cli", "crawler.commands", "crawler.probing", "crawler.rescuing", "crawler.__main__")

# each library is known behind one door
DOORS: dict[str, tuple[str, ...]] = {
    "scrapy": ("spiders", "pipelines", "crawler.crawl", "crawler.shared_settings"),
    "sqlite_utils": ("storage",),
    "sqlite3": ("storage",),
    "trafilatura": ("pipelines.extract",),
    "charset_normalizer": ("crawler.decode",),
    "apscheduler": ("crawler.cron",),
    "click": ("crawler.cli", "crawler.commands"),
    "rich": ("crawler.commands",),
    "apprise": ("crawler.notifiers",),
    "filelock": ("crawler.locks",),
    "protego": ("spiders.robots",),
    "rensa": ("storage.similar",),
    "arro3": ("storage.release.columns", "storage.release.parquet"),
    "orjson": ("storage.export", "storage.release"),
    "warcio": ("storage.warc",),
    "selectolax": ("pipelines", "crawler.instead"),
    "opencc": ("pipelines.repair.scripts",),
    "pypinyin": ("pipelines.repair.readings",),
    "tomlkit": ("crawler.amending",),
    "lxml": ("spiders", "pipelines.files"),
    "pypdfium2": ("pipelines.files.printed.pdf",),
    "python_calamine": ("pipelines.files.office.workbooks",),
    "olefile": ("pipelines.files.office.doc", "pipelines.files.kinds"),
    "striprtf": ("pipelines.files.plain",),
    "datasette": ("storage.browse",),
    "uvicorn": ("storage.browse.app",),
    "jinja2": ("storage.browse.plugin",),
    "nh3": ("storage.browse.inert",),
}


@cache
def _imports(module: str) -> frozenset[str]:
    return frozenset(_found(module))


def _found(module: str) -> Iterator[str]:
    path = ROOT / Path(*module.split("."))
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: relative import"
            yield node.module or ""


def _is_below(module: str, places: tuple[str, ...]) -> bool:
    return any(module == place or module.startswith(f"{place}.") for place in places)


def _rule(module: str) -> tuple[str, ...]:
    fitting = [place for place in MAY_IMPORT if _is_below(module, (place,))]
    return MAY_IMPORT[max(fitting, key=len)]


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_down(module: str) -> None:
    ours = [name for name in _imports(module) if _is_below(name, (*FOLDERS, "scheduler"))]

    wrong = [name for name in ours if not _is_below(name, _rule(module))]

    assert wrong == []


@pytest.mark.parametrize("module", [name for name in MODULES if not _is_below(name, (*TOP, "scheduler"))])
def test_nothing_below_imports_the_command_line(module: str) -> None:
    assert [name for name in _imports(module) if _is_below(name, TOP)] == []


@pytest.mark.parametrize("module", MODULES)
def test_each_library_has_one_door(module: str) -> None:
    wrong = [name for name in _imports(module) if any(_is_below(name, (door,)) and not _is_below(module, DOORS[door]) for door in DOORS)]

    assert wrong == []


def test_no_import_runs_in_a_circle() -> None:
    known = {module: {name for name in _imports(module) if name in MODULES} for module in MODULES if module != "scheduler"}

    for module in known:
        assert module not in _reached(module, known), f"{module} imports itself in the end"


def _reached(start: str, known: dict[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    waiting = list(known[start])
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += known.get(name, set())
    return reached
