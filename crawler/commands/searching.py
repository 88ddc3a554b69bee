"""`search`: which reports say so, and where."""

from collections.abc import Mapping, Sequence
from typing import Any, get_args

import click

from crawler.commands.options import Common, common_options, format_option, say_json
from crawler.model import Kind
from storage.archive import Archive
from storage.question import Question, parse
from storage.search import Sought
from storage.search import search as find
from storage.snippets import Snippet, snippet
from storage.times import first_moment


@click.command(context_settings={"ignore_unknown_options": True})  # -诉讼 is a word that must not be there
@click.argument("words", nargs=-1, required=True)
@click.option("--site", help="Only this row's reports.")
@click.option("--region", help="Only regions whose code begins so: 32 is Jiangsu.")
@click.option("--year", type=int, help="Only reports on this year.")
@click.option("--kind", type=click.Choice(get_args(Kind)), help="Only pages of this kind [default: all].")
@click.option("--issuer", help="Only reports of organs whose name has this in it.")
@click.option("--since", help="Only versions made since this date or time (UTC).")
@click.option("--all-versions", is_flag=True, help="Every version, not only the newest of each report.")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="At most so many reports.")
@format_option
@common_options
def search(
    common: Common,
    words: Sequence[str],
    site: str | None,
    region: str | None,
    year: int | None,
    kind: Kind | None,
    issuer: str | None,
    since: str | None,
    all_versions: bool,
    limit: int,
    form: str,
) -> int:
    """Find reports by words of any length, the best first: all the words, "a phrase", one OR another, not -this."""
    unknown = [word for word in words if word.startswith("--")]
    if unknown:
        raise click.NoSuchOption(unknown[0])
    question = parse(" ".join(words))
    sought = Sought(
        site=site,
        region=region,
        year=year,
        kind=kind,
        issuer=issuer,
        since=first_moment(since) if since else None,
        all_versions=all_versions,
    )
    with Archive.open(common.archive_path, readonly=True) as archive, archive.file.reading() as database:
        found = find(database, question, sought, limit)
    for row in found:
        _say(row, question, form)
    if not found:
        click.echo("govreports: nothing in the archive matches", err=True)
    return int(not found)


def _say(row: Mapping[str, Any], question: Question, form: str) -> None:
    piece, title = snippet(row["text"], question), snippet(row["title"], question, length=len(row["title"]))
    if form == "json":
        marks = {"title_marks": title.marks, "snippet": piece.text, "marks": piece.marks}
        say_json({name: value for name, value in row.items() if name != "text"} | marks)
        return
    about = [row["issuer"], row["report_year"], row["kind"], row["published_at"], f"version {row['version']}"]
    click.echo(_bold(title))
    click.echo(f"   {' · '.join(str(each) for each in about if each)}")
    click.echo(f"   {row['url']}")
    click.echo(f"   {_bold(piece)}\n")


def _bold(piece: Snippet) -> str:
    """Return a snippet with its marks in bold, which click leaves out where no terminal shows it."""
    text, at = "", 0
    for begin, end in piece.marks:
        text += piece.text[at:begin] + click.style(piece.text[begin:end], bold=True)
        at = end
    return text + piece.text[at:]
