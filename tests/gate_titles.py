"""What labelled titles, header lines and headings tell: `python -m tests.gate_titles SOURCE`.

SOURCE is a folder with titles.tsv and pages.jsonl in it, or one file like tests/near_misses.tsv.
"""

import csv
import json
import re
import sys
from html import escape
from pathlib import Path
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from crawler.titles import could_be_report, issuer_of, kind_of, level_of, report_year
from pipelines.metadata.page import Metadata, metadata
from pipelines.outline import outline


def main(source: Path) -> None:
    """Print a line a figure, and the titles that were misjudged."""
    if source.is_file():
        _tell_titles(labelled(source))
    else:
        _tell_folder(source)


def labelled(file: Path) -> list[dict[str, str]]:
    """Return the rows of a file of labelled titles."""
    with file.open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE))


def _tell_titles(titles: list[dict[str, str]]) -> None:
    """Tell of titles whose labels were all given from the title alone, level too."""
    reports = [(row["title"], row["kind"] == "report") for row in titles]
    _tell_kinds("kind_of", [(title, is_report, kind_of(title) == "report") for title, is_report in reports])
    _tell_kinds("could_be_report", [(title, is_report, could_be_report(title)) for title, is_report in reports])
    _tell("year", [(row["title"], _number(row["report_year"]), report_year(row["title"])) for row in titles])
    _tell("issuer", [(row["title"], _bare(row["issuer"]), _bare(issuer_of(row["title"]))) for row in titles])
    _tell("level", [(row["title"], row["level"] or None, level_of(issuer_of(row["title"]))) for row in titles])


def _tell_folder(folder: Path) -> None:
    titles = labelled(folder / "titles.tsv")
    pages = [json.loads(line) for line in (folder / "pages.jsonl").read_text(encoding="utf-8").splitlines()]
    reports = [(row["title"], row["kind"] == "report") for row in [*titles, *pages] if row["title"]]
    _tell_kinds("kind_of", [(title, is_report, kind_of(title) == "report") for title, is_report in reports])
    _tell_kinds("could_be_report", [(title, is_report, could_be_report(title)) for title, is_report in reports])
    _tell("year", [(row["title"], _number(row["report_year"]), report_year(row["title"])) for row in [*titles, *pages] if row["title"]])
    _tell("issuer", [(row["title"], _bare(row["issuer_as_in_title"]), _bare(issuer_of(row["title"]))) for row in titles])
    _tell("level", [(row["issuer"], row["level"], level_of(row["issuer"])) for row in pages if row["issuer"]])
    _tell("roles", list(_roles(pages)))
    headers = [(page, _said_in_header(page)) for page in pages if page["header_line"] and page["title"]]
    dated = [(page, said) for page, said in headers if page["date"] and re.search(r"\d+\D+\d+\D+\d\d", page["header_line"])]
    _tell("header_date", [(page["header_line"], _digits(page["date"]), _digits(said.published_at)) for page, said in dated])
    _tell("header_source", [(page["header_line"], _bare(page["source"]), _bare(said.source)) for page, said in headers])


def _roles(pages: list[dict[str, Any]]) -> list[tuple[str, Any, Any]]:
    """Return each heading whose wording tells its role, with the role it should have and the one it gets."""
    headings = [each for page in pages if page["kind"] == "report" for each in page["outline"] or () if each["role_basis"] != "content"]
    found = [(each, outline([each["heading"]])) for each in headings]
    return [(each["heading"], each["role"], sections[0].role if sections else "no heading") for each, sections in found]


def _said_in_header(page: dict[str, Any]) -> Metadata:
    """Return what is read of a page that has this title and this header line, and nothing else to tell from."""
    prose = "一年来，我们认真履行职责，扎实推进法治建设，现将有关情况报告如下。"
    header = f"<h1>{escape(page['title'])}</h1><div>{escape(page['header_line'])}</div><div id='zoom'><p>{prose}</p></div>"
    return metadata(LexborHTMLParser(f"<html><body>{header}</body></html>"), "", (prose,))


def _digits(moment: str | None) -> str:
    """Return the digits of a time to the minute, or to the day where that is all it says."""
    return "".join(re.findall(r"\d+", (moment or "")[:16]))


def _tell_kinds(name: str, judged: list[tuple[str, bool, bool]]) -> None:
    right = sum(is_report and said for _, is_report, said in judged)
    precision = right / max(1, sum(said for _, _, said in judged))
    recall = right / max(1, sum(is_report for _, is_report, _ in judged))
    print(f"{name}: precision {precision:.4f} recall {recall:.4f} of {len(judged)}")
    for title, is_report, said in judged:
        if is_report != said:
            print(f"  {'missed' if is_report else 'taken'} {title}")


def _tell(name: str, judged: list[tuple[str, Any, Any]]) -> None:
    wrong = [each for each in judged if each[1] != each[2]]
    print(f"{name}: {1 - len(wrong) / max(1, len(judged)):.4f} of {len(judged)}")
    for title, expected, found in wrong:
        print(f"  {title}: {found!r}, expected {expected!r}")


def _number(value: str | int | None) -> int | None:
    return int(value) if value else None


def _bare(words: str | None) -> str:
    return "".join((words or "").split())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
