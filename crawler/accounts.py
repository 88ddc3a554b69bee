"""What a run asked for, how it was answered and what it let be, read from Scrapy's stats."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

_SKIPPED = "govreports/skipped/"
_READ = "govreports/lists_read/"
# counts that other steps keep under names of their own
_NAMED = {"govreports/not_due": "not_due"}


def asked(stats: Mapping[str, Any]) -> dict[str, Any]:
    """Return how many requests left, how they were answered by class of status, and how many bytes came."""
    answers: Counter[str] = Counter()
    for name, number in stats.items():
        before, _, status = name.rpartition("/")
        if before == "downloader/response_status_count":
            answers[f"{status[0]}xx"] += number
    return {
        "requests": int(stats.get("downloader/request_count", 0)),
        "answers": dict(sorted(answers.items())),
        "unanswered": int(stats.get("downloader/exception_count", 0)),
        "retries": int(stats.get("retry/count", 0)),
        "bytes": int(stats.get("downloader/response_bytes", 0)),
    }


def skipped(stats: Mapping[str, Any]) -> dict[str, int]:
    """Return how many entries were not fetched, by the reason."""
    found = {name.removeprefix(_SKIPPED): int(number) for name, number in stats.items() if name.startswith(_SKIPPED)}
    named = {reason: int(stats[name]) for name, reason in _NAMED.items() if stats.get(name)}
    return dict(sorted({**found, **named}.items()))


def lists_read(stats: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the lists whose entries could be read, be it to their end or not."""
    return tuple(sorted(name.removeprefix(_READ) for name in stats if name.startswith(_READ)))


def numbers(stats: Mapping[str, Any]) -> dict[str, float]:
    """Return Scrapy's stats as far as they are plain numbers; those of ours have their own place."""
    return {
        name: value
        for name, value in sorted(stats.items())
        if isinstance(value, int | float) and not isinstance(value, bool) and not name.startswith("govreports/")
    }
