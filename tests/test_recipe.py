"""The digest of the reader: whatever takes part in reading is in it."""

import ast
import sys
from importlib.metadata import packages_distributions
from importlib.util import find_spec
from pathlib import Path

from pipelines.recipe import LIBRARIES, modules, recipe

DISTRIBUTIONS = packages_distributions()
# trafilatura is named in the extractor of what it read; courlan writes addresses and reads nothing
NOT_IN_THE_DIGEST = {"trafilatura", "courlan"}


def _libraries(module: str) -> set[str]:
    spec = find_spec(module)
    assert spec is not None
    assert spec.origin is not None
    tree = ast.parse(Path(spec.origin).read_text(encoding="utf-8"))
    plain = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    named = plain | {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    tops = {name.partition(".")[0] for name in named} - {"crawler", "pipelines", "storage"} - sys.stdlib_module_names
    return {distribution for top in tops for distribution in DISTRIBUTIONS[top]}


def test_modules_that_read_pages_and_files_are_in_the_digest() -> None:
    assert {"pipelines.extract", "pipelines.parts.whole", "pipelines.files.worker", "pipelines.files.printed.pdf"} <= set(modules())


def test_step_that_fetches_is_not_in_the_digest() -> None:
    assert not {"pipelines.parts.fetching", "pipelines.store", "storage.archive"} & set(modules())


def test_versions_of_all_libraries_that_read_are_in_the_digest() -> None:
    used = {name for module in modules() for name in _libraries(module)}

    assert used - NOT_IN_THE_DIGEST == set(LIBRARIES)


def test_digest_is_eight_digits() -> None:
    assert len(recipe()) == 8
    assert int(recipe(), 16) >= 0
