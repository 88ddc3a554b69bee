"""May what a page says now take the place of what its address said before? If in doubt it is held back for a person to look at."""

from dataclasses import replace

from scrapy.exceptions import DropItem

from crawler.errors import ReusedError, ShrunkError
from crawler.model import Page, Problem, Report
from storage.hashes import folded
from storage.similar import similarity
from storage.versions import Version

_LEFT = 0.4  # of the text: what shrinks by more has more often lost its body in a new template than in an editor's hands
_SHORTEST = 100  # characters; a few lines that point to a file may become any other few lines
_SAME = 0.3  # shared by two texts of one subject; what shares less with the text before is another text


class HeldBack(DropItem):
    """Raised for a page that gave no report; the archive keeps it for a person to look at."""

    def __init__(self, page: Page, problem: Problem) -> None:
        super().__init__(f"{problem.code} {problem.where}", log_level="INFO")
        self.page = page
        self.problem = problem


def examined(report: Report, newest: Version | None) -> Report:
    """Return the report, with a warning where it departs from the newest version and may yet follow it.

    Raises `ShrunkError` where most of the text is gone and no file has come for it, `ReusedError` where the address of a
    report has another page now.
    """
    if newest is None:
        return report
    if newest.kind == "report" and report.kind != "report" and _is_another(report, newest):
        raise ReusedError(f"{report.page.url}: found {report.title!r} ({report.kind}), expected {newest.title!r}")
    before, now = len(folded(newest.text)), len(folded(report.text))
    if before >= _SHORTEST and now < _LEFT * before:
        if not _has_new_files(report, newest):
            raise ShrunkError(f"{report.page.url}: found {now} characters of text, expected about {before} as before")
        return _warned(report, f"the text shrank from {before} to {now} characters when a file was added to the page")
    if _is_another(report, newest):
        return _warned(report, f"the address had another text before, titled {newest.title!r}")
    return report


def _is_another(report: Report, newest: Version) -> bool:
    return folded(report.title) != folded(newest.title) and similarity(report.text, newest.text) < _SAME


def _has_new_files(report: Report, newest: Version) -> bool:
    known = {folded(each.name) for each in newest.attachments}
    return any(folded(each.name) not in known for each in report.attachments)


def _warned(report: Report, warning: str) -> Report:
    return replace(report, warnings=(*report.warnings, warning))
