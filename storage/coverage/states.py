"""What a cell can be, and why."""

from collections.abc import Mapping
from typing import Literal

Party = Literal["government", "justice"]
State = Literal["held", "late", "missing", "blocked", "unreachable", "unknown", "not_due"]
# why a cell is what it is; docs/coverage.md says each in a sentence
Reason = Literal[
    "in_time", "undated", "after_deadline", "walked", "barred", "page_barred", "no_section", "disabled", "never_walked", "walked_before",
    "listed", "unclear", "not_due",
]  # fmt: skip

PARTIES: tuple[Party, ...] = ("government", "justice")
STATES: tuple[State, ...] = ("held", "late", "missing", "blocked", "unreachable", "unknown", "not_due")
MARKS: Mapping[State, str] = {"held": "●", "late": "◐", "missing": "✕", "blocked": "■", "unreachable": "▲", "unknown": "·", "not_due": ""}
