"""`scrape`: one-off addresses, through the same path as a scheduled crawl."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TextIO

import click

from crawler.commands.alone import alone_at
from crawler.commands.options import Common, common_options
from crawler.crawl import Finished, crawl
from crawler.errors import RefusedError
from crawler.model import NotModified, Problem, Report
from crawler.settings import ITEM_PIPELINES
from crawler.tally import PROBLEMS
from crawler.urls import canonical, identity
from spiders.page import PageSpider
from storage.archive import Archive
from storage.versions import record, unstored_record

_NOTHING = Problem("NO_ANSWER", "", "found no answer, expected a page")


@click.command()
@click.argument("urls", nargs=-1, required=True)
@click.option(
    "--format", "form", type=click.Choice(["json", "text", "markdown"]), default="json", help="One JSON object a line, or the reading text."
)
@click.option("--no-store", is_flag=True, help="Leave the archive alone.")
@click.option("-o", "--output", type=click.File("w", encoding="utf-8"), default="-", help="Write to a file instead of standard output.")
@common_options
def scrape(common: Common, urls: Sequence[str], form: str, no_store: bool, output: TextIO) -> int:
    """Fetch reports by address, store them, print them."""
    overrides = common.overrides()
    if no_store:
        overrides["ITEM_PIPELINES"] = {name: order for name, order in ITEM_PIPELINES.items() if not name.startswith("pipelines.store.")}
    else:
        Archive.open(common.archive_path).close()  # what is wrong with it is said before anything is fetched
    asked = {url: _address(url) for url in urls}
    wanted = [address for address in asked.values() if isinstance(address, str)]
    with alone_at(wanted, common):
        finished = crawl(PageSpider, arguments={"urls": wanted}, overrides=overrides) if wanted else None
    records = _stored(finished, common) if finished and not no_store else dict(_unstored(finished))
    answers = [_answer(url, address, records, finished) for url, address in asked.items()]
    for answer in answers:
        _say(answer, form, output)
    return int(any("error" in answer for answer in answers))


def _address(url: str) -> str | Problem:
    try:
        return canonical(url)
    except RefusedError as error:
        return Problem(error.code, url, str(error).removeprefix(f"{url}: "))


def _stored(finished: Finished, common: Common) -> dict[str, dict[str, Any]]:
    """Return the records that the archive now has of what was asked for, by the identity of the address asked."""
    with Archive.open(common.archive_path, readonly=True) as archive:
        found = {asked: archive.newest(url) for asked, url, _ in _items(finished)}
    return {asked: record(version) for asked, version in found.items() if version is not None}


def _unstored(finished: Finished | None) -> Iterator[tuple[str, dict[str, Any]]]:
    for asked, _, item in _items(finished):
        if isinstance(item, Report):
            yield asked, unstored_record(item)


def _items(finished: Finished | None) -> Iterator[tuple[str, str, Report | NotModified]]:
    """Yield of every page that came through: the identity asked for, the address that answered, the item."""
    for item in finished.items if finished else ():
        if isinstance(item, Report | NotModified):
            look = item.page if isinstance(item, Report) else item
            yield identity(look.entry.url if look.entry else look.url), look.url, item


def _answer(url: str, address: str | Problem, records: Mapping[str, dict[str, Any]], finished: Finished | None) -> dict[str, Any]:
    if isinstance(address, str) and identity(address) in records:
        return records[identity(address)]
    problem = address if isinstance(address, Problem) else _problem_of(address, finished)
    return {"url": url, "error": {"code": problem.code, "message": problem.message}}


def _problem_of(address: str, finished: Finished | None) -> Problem:
    problems: Sequence[Problem] = finished.stats.get(PROBLEMS, []) if finished else []
    return next((problem for problem in problems if identity(problem.where) == identity(address)), _NOTHING)


def _say(answer: dict[str, Any], form: str, output: TextIO) -> None:
    if form == "json":
        click.echo(json.dumps(answer, ensure_ascii=False), file=output)
    elif "error" in answer:
        click.echo(f"{answer['error']['code']} {answer['url']}: {answer['error']['message']}", err=True)
    else:
        click.echo(answer["text"] if form == "text" else _markdown(answer), file=output)


def _markdown(answer: dict[str, Any]) -> str:
    from storage.markdown import markdown  # noqa: PLC0415  # brings a writer of YAML, which no other format needs

    return markdown(answer)
