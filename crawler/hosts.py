"""What all runs of this machine know of a host: how often it was asked today, and until when it wants to be left alone.

Two small files a host lie beside its lock. `HOST.DAY.asked` is as long as the host was asked often on that day of China: a byte is
appended for every request, so that its position is the request's number however many processes append. `HOST.wait` says until when.
"""

import json
import os
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from crawler.cron import CHINA
from crawler.locks import host_file
from crawler.model import Site
from crawler.urls import host_of


def free_at(site: Site, now: datetime, folder: str = "", budget: int = 0) -> datetime:
    """Return from when on all hosts of a row's lists may be asked: now, or when a host's own wish or its budget of the day lets them.

    `budget` is what holds where the row names none; 0 is none at all.
    """
    hosts = {host_of(address) for address in site.lists}
    return max(_free_at(host, now, folder, site.budget or budget) for host in hosts)


def count_request(host: str, now: datetime, folder: str = "") -> int:
    """Count one more request to a host and return how many that makes on this day, over all processes of the machine."""
    path = _counted(host, now, folder)
    if not path.exists():
        _forget_days(host, path, folder)
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(file, b".")
        return os.lseek(file, 0, os.SEEK_CUR)
    finally:
        os.close(file)


def requests_of_day(host: str, now: datetime, folder: str = "") -> int:
    """Return how often a host was asked on this day of China."""
    path = _counted(host, now, folder)
    return path.stat().st_size if path.exists() else 0


def leave_alone(host: str, until: datetime, folder: str = "") -> None:
    """Write until when a host wants to be left alone by every run of this machine."""
    path = host_file(host, "wait", folder)
    draft = path.with_suffix(f".{os.getpid()}.draft")
    draft.write_text(json.dumps({"until": until.astimezone(UTC).isoformat()}), encoding="utf-8")
    draft.replace(path)


def left_alone_until(host: str, now: datetime, folder: str = "") -> datetime | None:
    """Return until when a host wants to be left alone, None if it may be asked."""
    try:
        until = datetime.fromisoformat(json.loads(host_file(host, "wait", folder).read_text(encoding="utf-8"))["until"])
    except (FileNotFoundError, ValueError, KeyError, TypeError):  # none, or one that somebody else has written
        return None
    return until if until.tzinfo is not None and until > now else None


def tomorrow(now: datetime) -> datetime:
    """Return when the next day begins in China, in UTC."""
    return datetime.combine(now.astimezone(CHINA).date() + timedelta(days=1), time.min, CHINA).astimezone(UTC)


def _free_at(host: str, now: datetime, folder: str, budget: int) -> datetime:
    is_spent = 0 < budget <= requests_of_day(host, now, folder)
    return max(left_alone_until(host, now, folder) or now, tomorrow(now) if is_spent else now)


def _counted(host: str, now: datetime, folder: str) -> Path:
    return host_file(host, f"{now.astimezone(CHINA):%Y-%m-%d}.asked", folder)


def _forget_days(host: str, today: Path, folder: str) -> None:
    """Remove the counts of a host's other days; another process may have begun today's meanwhile."""
    pattern = host_file(host, "????-??-??.asked", folder)
    for path in pattern.parent.glob(pattern.name):
        if path != today:
            path.unlink(missing_ok=True)
