"""What titles alone tell, measured on labelled ones: `python tests/gate_titles.py FOLDER` with titles.tsv and pages.jsonl in it."""

import csv
import json
import sys
from pathlib import Path
from typing import Any

from crawler.titles import could_be_report, issuer_of, kind_of, level_of, report_year
from pipelines.outline import outline


def main(folder: Path) -> None:
    """Print a line a figure, and the titles that were misjudged."""
    titles = _titles(folder)
    pages = [json.loads(line) for line in (folder / "pages.jsonl").read_text(encoding="utf-8").splitlines()]
    reports = [(row["title"], row["kind"] == "report") for row in [*titles, *pages] if row["title"]]
    _tell_kinds("kind_of", [(title, is_report, kind_of(title) == "report") for title, is_report in reports])
    _tell_kinds("could_be_report", [(title, is_report, could_be_report(title)) for title, is_report in reports])
    _tell("year", [(row["title"], _number(row["report_year"]), report_year(row["title"])) for row in [*titles, *pages] if row["title"]])
    _tell("issuer", [(row["title"], _bare(row["issuer_as_in_title"]), _bare(issuer_of(row["title"]))) for row in titles])
    _tell("level", [(row["issuer"], row["level"], level_of(row["issuer"])) for row in pages if row["issuer"]])
    _tell("roles", list(_roles(pages)))


def _titles(folder: Path) -> list[dict[str, str]]:
    with (folder / "titles.tsv").open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE))


def _roles(pages: list[dict[str, Any]]) -> list[tuple[str, Any, Any]]:
    """Return each heading whose wording tells its role, with the role it should have and the one it gets."""
    headings = [each for page in pages if page["kind"] == "report" for each in page["outline"] or () if each["role_basis"] != "content"]
    found = [(each, outline([each["heading"]])) for each in headings]
    return [(each["heading"], each["role"], sections[0].role if sections else "no heading") for each, sections in found]


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
