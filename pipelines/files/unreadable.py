"""What the readers of formats give: lines with warnings, or a reason why there are none."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """The lines of a file, one paragraph or table row each, and what a reader should know."""

    lines: tuple[str, ...]
    warnings: tuple[str, ...] = ()


class Unreadable(Exception):  # noqa: N818 - it is no mistake of ours
    """Raised by the reader of a format; its message says what was found where text was expected."""
