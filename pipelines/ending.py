"""How a crawl of a row is written down when it has ended."""

from datetime import UTC, datetime

from crawler.model import Run
from crawler.verdict import Outcome
from storage.archive import Archive


def end_run(archive: Archive, run: Run, outcome: Outcome) -> list[tuple[str, str]]:
    """Write how a run ended; return the addresses whose reports moved, and where to."""
    return archive.end_run(
        run.id,
        at=datetime.now(UTC),
        reason=outcome.reason,
        verdict=outcome.verdict,
        counts=outcome.counts,
        problems=[str(problem) for problem in outcome.problems],
        met=outcome.incidents,
        ledger=outcome.ledger,
        lists=outcome.lists_read,
        judged=outcome.judged,
        whole=outcome.is_whole,
        complete=outcome.is_complete,
    )
