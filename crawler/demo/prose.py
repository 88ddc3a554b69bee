"""The wording of the embedded web: patterns from prose.toml, filled in by dice that always fall the same way."""

import random
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

_CHOICE = re.compile(r"<([^<>]*)>")
_NUMBER = re.compile(r"\[(\d+)-(\d+)\]")
_NAME = re.compile(r"\{(\w+)\}")


@cache
def patterns() -> dict[str, Any]:
    """Return the tables of prose.toml."""
    return tomllib.loads(Path(__file__).with_name("prose.toml").read_text(encoding="utf-8"))


def dice(*seed: object) -> random.Random:
    """Return dice that fall the same way for the same seed, on every machine and in every process."""
    return random.Random("/".join(map(str, seed)))  # noqa: S311  # chooses words, keeps no secret


def write(pattern: str, roll: random.Random, names: Mapping[str, object]) -> str:
    """Return the pattern with a wording chosen, numbers thrown and names filled in."""
    chosen = _CHOICE.sub(lambda match: roll.choice(match[1].split("|")), pattern)
    thrown = _NUMBER.sub(lambda match: str(roll.randint(int(match[1]), int(match[2]))), chosen)
    return _NAME.sub(lambda match: str(names[match[1]]), thrown)
