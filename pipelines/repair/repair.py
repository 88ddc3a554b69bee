"""The text as it was before it was garbled."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.repair.damage import Damage, damage
from pipelines.repair.letters import narrowed, unified
from pipelines.repair.mojibake import restored
from pipelines.repair.readings import without_readings
from pipelines.repair.scripts import Origin, is_copied_line, simplified

_NOWHERE = Origin()
# an address is no text: a file whose name is traditional has no other
_TAG = re.compile(r"(<(?!meta\b|!)[^<>]*>)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Repaired:
    """Lines as they were before they were garbled, and what was done to them."""

    lines: tuple[str, ...]
    warnings: tuple[str, ...] = ()


def repair(lines: Sequence[str], origin: Origin = _NOWHERE) -> Repaired:
    """Return the lines of a text repaired; clean ones come back as they are."""
    found = damage(lines, origin)
    if found is None:
        return Repaired(lines=tuple(lines))
    if not found.is_scrambled:
        return Repaired(lines=tuple(mended(line, found) for line in lines), warnings=found.warnings)
    again = repair(mended("\n".join(lines), found).split("\n"), origin)
    return Repaired(lines=again.lines, warnings=(*found.warnings, *again.warnings))


def mended(text: str, found: Damage) -> str:
    """Return a text of a page without the damage that was found on it."""
    if found.is_scrambled:
        return restored(text).text
    if found.readings:
        text = without_readings(text, found.readings)
    if found.script and (not found.is_partial or is_copied_line(text)):
        text = simplified(text, found.script)
    return unified(narrowed(text) if found.is_wide else text)


def mended_page(html: str, found: Damage) -> str:
    """Return a page without the damage that was found on it: in its text, its comments and META, but in no address."""
    parts = _TAG.split(html)
    texts = mended("\x01".join(parts[::2]), found).split("\x01")
    return "".join(piece for pair in zip(texts, [*parts[1::2], ""], strict=True) for piece in pair)
