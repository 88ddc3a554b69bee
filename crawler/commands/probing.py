"""`probe`: paste an address of a site, get a row."""

from pathlib import Path

import click

from crawler.commands.alone import alone_at
from crawler.commands.options import Common, common_options
from crawler.crawl import crawl
from crawler.errors import RefusedError, SiteError
from crawler.probing import reasons_of, row_of
from crawler.sites import load_sites
from crawler.urls import canonical
from spiders.probe import Probed, ProbeSpider


@click.command()
@click.argument("url")
@click.option("--write", type=click.Path(path_type=Path, dir_okay=False), help="Append the row to this file.")
@common_options
def probe(common: Common, url: str, write: Path | None) -> int:
    """Find the section of reports from a list, a home page or a report, and print a row for it."""
    try:
        canonical(url)
    except RefusedError as error:
        raise SiteError(str(error)) from error
    overrides = {**common.overrides(), "ITEM_PIPELINES": {}, "SPIDER_MIDDLEWARES": {}}
    with alone_at([url], common) as take:
        finished = crawl(ProbeSpider, arguments={"url": url, "may_ask": take}, overrides=overrides)
    probed = next(
        (item for item in finished.items if isinstance(item, Probed)), Probed(url=url, trouble="found no answer, expected a page")
    )
    if probed.section is None:
        for reason in reasons_of(probed):
            click.echo(reason, err=True)
        return 1
    row = row_of(probed, probed.section)
    click.echo(row, nl=False)
    if write is not None:
        _append(row, write)
    return 0


def _append(row: str, file: Path) -> None:
    """Add a row to a file of rows, which is left as it was if the two do not go together."""
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    draft = file.with_name(f".{file.stem}-draft.toml")
    try:
        draft.write_text(f"{before.rstrip()}\n\n{row}".lstrip(), encoding="utf-8")
        load_sites(draft)
        draft.replace(file)
    except OSError as error:
        raise SiteError(f"{file}: found {error.strerror}, expected a file that can be written") from error
    finally:
        draft.unlink(missing_ok=True)
