"""What the documents say is what the program does: commands, options, fields, keys, settings, SQL, links."""

import ast
import json
import re
import runpy
import shlex
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, fields
from pathlib import Path

import click
import pytest
from scrapy.http import HtmlResponse

from crawler import errors
from crawler.advice import ADVICE
from crawler.cli import cli
from crawler.cron import cron_trigger
from crawler.model import Incident, Select, Site
from crawler.sites import load_sites
from spiders.families import FAMILIES
from spiders.loader import check_sites
from spiders.walk import ListSize
from storage.archive import Archive
from storage.versions import FIELDS
from tests.made import START, made_report

ROOT = Path(__file__).parent.parent
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
READMES = ("README.md", "README.zh.md")
CONTEXT = click.Context(cli)
# loaded here and not in a test: a library below trafilatura warns on its first import, and in a test a warning is a failure
COMMANDS = {name: cli.get_command(CONTEXT, name) for name in cli.list_commands(CONTEXT)}


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block of a document: its language, and its lines."""

    document: str
    language: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join(self.lines) + "\n"

    @property
    def commands(self) -> list[str]:
        """Return the command lines of a session; its other lines are output."""
        return [line.removeprefix("$ ") for line in self.lines if line.startswith("$ ")]


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str, language: str | None = None) -> list[Block]:
    found = re.findall(r"^```(\w*)\n(.*?)^```$", read(name), re.MULTILINE | re.DOTALL)
    return [Block(name, tongue, tuple(text.splitlines())) for tongue, text in found if language in (None, tongue)]


def headings(name: str) -> list[tuple[int, str]]:
    prose = re.sub(r"^```.*?^```$", "", read(name), flags=re.MULTILINE | re.DOTALL)
    return [(len(marks), words) for marks, words in re.findall(r"^(#+) (.+)$", prose, re.MULTILINE)]


def section(name: str, heading: str) -> str:
    """Return what stands below a heading, up to the next of its depth."""
    marks = next("#" * depth for depth, words in headings(name) if words == heading)
    below = f"\n{read(name)}".partition(f"\n{marks} {heading}\n")[2]
    return re.split(rf"^{marks} ", below, maxsplit=1, flags=re.MULTILINE)[0]


def first_column(text: str) -> list[str]:
    """Return what stands in the first cells of the tables of a text, a name of code a cell."""
    return re.findall(r"^\| \[?`([^`]+)`", text, re.MULTILINE)


def command(name: str) -> click.Command:
    found = COMMANDS[name]
    assert found is not None
    return found


def own_options(name: str) -> set[str]:
    """Return the options of a command in every spelling, without those that all commands take."""
    common = {option for parameter in cli.params for option in parameter.opts}
    return {option for parameter in command(name).params if isinstance(parameter, click.Option) for option in parameter.opts} - common


def shown_lines() -> Iterator[tuple[str, str]]:
    """Yield the document and the words of every line in a fenced block that runs govreports."""
    for path in DOCUMENTS:
        for block in blocks(str(path.relative_to(ROOT))):
            for line in block.lines:
                run = re.search(r"(?:^|[\s/=])(?:govreports|python -m crawler|python scheduler\.py) +([a-z-].*)", line)
                if run and "found" not in line:  # an error as it is printed begins with the name of the program too
                    yield block.document, ("schedule " if "scheduler.py" in line else "") + run[1]


SHOWN = list(shown_lines())


@pytest.mark.parametrize("name", ["docs/commands.md", *READMES])
def test_every_command_is_listed_and_no_other(name: str) -> None:
    tables = section(name, {"README.md": "Commands", "README.zh.md": "命令", "docs/commands.md": "Commands"}[name])

    listed = first_column(tables.partition("\n## ")[0])

    assert sorted(listed) == sorted(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_options_of_a_command_are_those_of_its_table(name: str) -> None:
    rows = [line for line in section("docs/commands.md", name).splitlines() if line.startswith("| `-")]
    described = {option for row in rows for option in re.findall(r"`(--?[a-z-]+)", row.partition(" | ")[0])}

    assert described == own_options(name)


def test_common_options_are_those_of_their_table() -> None:
    described = set(re.findall(r"`(--?[a-z]+)", section("docs/commands.md", "Options of every command").partition("`--format")[0]))

    assert described == {option for parameter in cli.params for option in parameter.opts} - {"--version"} | {"-h", "--help"}


@pytest.mark.parametrize("name", COMMANDS)
def test_choices_of_a_command_are_described(name: str) -> None:
    text = section("docs/commands.md", name)

    for parameter in command(name).params:
        if isinstance(parameter.type, click.Choice) and parameter.name != "family":
            assert [choice for choice in parameter.type.choices if not re.search(rf"`(?:--\w+ )?{choice}`", text)] == []


def test_documents_show_commands() -> None:
    assert {words.split()[0] for _, words in SHOWN} == set(COMMANDS)


@pytest.mark.parametrize("words", sorted({words for _, words in SHOWN}))
def test_command_line_that_a_document_shows_is_understood(words: str) -> None:
    understand(cli, "govreports", shlex.split(re.split(r"\s[|>#]|\s&&", words)[0]))


def understand(known: click.Command, name: str, words: list[str], parent: click.Context | None = None) -> None:
    """Let click parse a command line without running it; it raises what it would tell a user."""
    with known.make_context(name, words[:], parent=parent) as context:
        if isinstance(known, click.Group):
            _, rest, _ = known.make_parser(context).parse_args(words[:])
            if rest:
                below, command_below, words_below = known.resolve_command(context, rest)
                assert command_below is not None
                understand(command_below, below or "", words_below, context)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_commands_named_in_prose_exist(path: Path) -> None:
    named = re.findall(r"`govreports ([a-z]+)", path.read_text(encoding="utf-8"))
    targets = re.findall(r"(?:`|^\$ )make ([a-z-]+)", path.read_text(encoding="utf-8"), re.MULTILINE)

    assert set(named) <= set(COMMANDS)
    assert set(targets) <= set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    broken = []
    for target, anchor in re.findall(r"\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)", path.read_text(encoding="utf-8")):
        file = (path.parent / target).resolve() if target else path
        if not file.exists() or (anchor and anchor not in anchors(file)):
            broken.append(f"{target}#{anchor}")

    assert broken == []


def anchors(file: Path) -> set[str]:
    words = [words for _, words in headings(str(file.relative_to(ROOT)))]
    return {re.sub(r"[^\w\- ]", "", word.lower()).replace(" ", "-") for word in words}


@pytest.mark.parametrize("path", sorted((ROOT / "docs").glob("*.md")), ids=lambda path: path.name)
@pytest.mark.parametrize("readme", READMES)
def test_readme_links_every_page(path: Path, readme: str) -> None:
    assert f"](docs/{path.name})" in read(readme)


def test_record_is_described_field_by_field_in_order() -> None:
    table = read("docs/record.md").partition("\n## ")[0]

    assert first_column(table) == list(FIELDS)


def test_row_is_described_key_by_key() -> None:
    described = first_column(section("docs/rows.md", "Keys"))

    assert sorted(described) == sorted([*(field.name for field in fields(Site)), "tls", "render"])


def test_selectors_are_described_one_by_one() -> None:
    described = first_column(section("docs/rows.md", "Selectors"))

    assert described == [f"select.{field.name}" for field in fields(Select)]


@pytest.mark.parametrize("block", [block for path in DOCUMENTS for block in blocks(str(path.relative_to(ROOT)), "toml")])
def test_row_that_a_document_shows_can_be_crawled(block: Block, tmp_path: Path) -> None:
    (tmp_path / "rows.toml").write_text(block.text, encoding="utf-8")

    sites = load_sites(tmp_path / "rows.toml")

    assert sites
    assert check_sites(sites.values()) == []


@pytest.mark.parametrize("line", first_column(section("docs/schedule.md", "Cron lines")))
def test_cron_line_that_a_document_shows_is_one(line: str) -> None:
    assert cron_trigger(line) is not None


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_files_named_in_documents_exist(path: Path) -> None:
    named = re.findall(r"`((?:crawler|spiders|pipelines|storage|tests)/[\w/]+\.\w+)`", path.read_text(encoding="utf-8"))

    assert [name for name in named if "qcms" not in name and not (ROOT / name).is_file()] == []


def test_modules_that_read_a_page_are_those_named() -> None:
    named = re.findall(r"`([\w/]+\.py)`", " ".join(words for _, words in headings("docs/reading.md")))

    assert named
    assert [name for name in named if not (ROOT / name).is_file()] == []


def test_every_family_has_its_section() -> None:
    described = [words.strip("`") for depth, words in headings("docs/families.md") if words.startswith("`")]

    assert sorted(described) == sorted(FAMILIES)


def test_variables_of_the_environment_are_those_of_their_page() -> None:
    used = set(re.findall(r"environ\.get\([\"'](\w+)", read("crawler/settings.py")))

    assert set(first_column(read("docs/environment.md"))) == used


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_variables_named_in_documents_are_described(path: Path) -> None:
    named = set(re.findall(r"GOVREPORTS_[A-Z_]*[A-Z]", path.read_text(encoding="utf-8")))

    assert named <= set(first_column(read("docs/environment.md")))


def test_settings_that_politeness_promises_are_set_so() -> None:
    promised = re.findall(r"`([A-Z_]+) = ([^`]+)`", read("docs/politeness.md"))
    settings = read("crawler/settings.py")

    assert promised
    assert [
        f"{name} = {value}" for name, value in promised if not re.search(rf"^{name} = {re.escape(value)}\b", settings, re.MULTILINE)
    ] == []


def test_error_codes_are_those_of_the_sources() -> None:
    described = set(first_column(section("docs/commands.md", "Error codes")))

    classes = [error for error in vars(errors).values() if isinstance(error, type) and issubclass(error, errors.CollectionError)]
    assert described == {error.code for error in classes} | set(problem_codes()) | set(ADVICE)


def test_every_reason_that_makes_a_run_red_has_its_advice() -> None:
    table = re.findall(r"^\| `(\w+)` \| ([\w, ]+) \|", section("docs/commands.md", "Error codes"), re.MULTILINE)
    red = {code for code, of in table if {"list", "run"} & set(of.split(", "))} - {"LIST_SHORT"}

    assert red <= set(ADVICE)
    assert [advice for advice in ADVICE.values() if not advice.endswith(".") or "\n" in advice] == []


def test_incident_is_described_field_by_field() -> None:
    described = re.findall(
        r"`(\w+)`", " ".join(re.findall(r"^\| (`.*?) \| [^|]*\|$", section("docs/commands.md", "incidents"), re.MULTILINE))
    )

    assert sorted(described) == sorted([*({field.name for field in fields(Incident)} - {"probed_row"}), "advice"])


def problem_codes() -> Iterator[str]:
    """Yield the codes that the sources give to problems."""
    sources = (path.read_text(encoding="utf-8") for folder in ("crawler", "spiders", "pipelines") for path in (ROOT / folder).rglob("*.py"))
    for source in sources:
        for node in ast.walk(ast.parse(source)) if "Problem(" in source or "PausedError(" in source else ():
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("Problem", "PausedError", "replace"):
                given = [*node.args[:1], *(word.value for word in node.keywords if word.arg == "code")]
                words = [part.value for each in given for part in ast.walk(each) if isinstance(part, ast.Constant)]
                yield from (word for word in words if isinstance(word, str) and re.fullmatch(r"[A-Z]+(?:_[A-Z]+)*", word))


def test_warnings_are_worded_as_the_sources_word_them() -> None:
    sources = " ".join(path.read_text(encoding="utf-8") for path in [*(ROOT / "pipelines").rglob("*.py"), ROOT / "crawler" / "decode.py"])
    described = first_column(section("docs/reading.md", "Warnings"))

    pieces = [piece.strip() for warning in described for piece in warning.split("…") if piece.strip()]

    assert pieces
    assert [piece for piece in pieces if piece not in sources] == []


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an archive of one report, and one from elsewhere beside it."""
    folder = tmp_path_factory.mktemp("made")
    elsewhere = "https://sfj.qinghe.gov.cn/1024.html"
    for name, report in (("reports.db", made_report()), ("other.db", made_report(elsewhere))):
        with Archive.open(folder / name) as held:
            held.record(report, run=held.begin_run("qinghe-sfj", at=START).id, at=START)
    return folder


@pytest.fixture
def archive(made: Path, tmp_path: Path) -> Path:
    """The first of them, as copies to write to."""
    for file in made.iterdir():
        shutil.copy(file, tmp_path)
    return tmp_path / "reports.db"


@pytest.mark.parametrize(
    "block", [*blocks("docs/archive.md", "sql"), *blocks("docs/search.md", "sql")], ids=lambda block: block.lines[0][:40]
)
def test_sql_that_a_document_shows_runs(block: Block, archive: Path) -> None:
    with closing(sqlite3.connect(archive)) as plain:
        plain.executescript(block.text)


def test_archives_merge_as_their_page_says(archive: Path) -> None:
    (merging,) = [block for block in blocks("docs/archive.md", "sql") if "attach" in block.text]
    with closing(sqlite3.connect(archive)) as plain:
        plain.executescript(merging.text)
        plain.executescript(merging.text)

    with Archive.open(archive, readonly=True) as merged:
        found = list(merged.reread_candidates())
        (visits,) = plain_row(archive, "select count(*) from visits")

    assert [len(version.also_at) for version in found] == [1, 1]
    assert visits == 2


def plain_row(path: Path, sql: str) -> tuple[int, ...]:
    with closing(sqlite3.connect(path)) as plain:
        return tuple(plain.execute(sql).fetchone())


def test_tables_of_the_archive_are_described(archive: Path) -> None:
    with closing(sqlite3.connect(archive)) as plain:
        sql = "select name from pragma_table_list where type in ('table', 'virtual') and name not glob '*sqlite_*'"
        tables = plain.execute(sql).fetchall()

    assert sorted(first_column(section("docs/archive.md", "Tables"))) == sorted(name for (name,) in tables)


def test_family_of_the_example_reads_its_saved_page(tmp_path: Path) -> None:
    (page,), (answer,), (source,) = (blocks("docs/add-a-family.md", language) for language in ("html", "json", "python"))
    (tmp_path / "qcms.py").write_text(source.text, encoding="utf-8")
    expected = json.loads(answer.text)
    response = HtmlResponse(expected["url"], body=page.text, encoding="utf-8")

    spider = runpy.run_path(str(tmp_path / "qcms.py"))["QcmsSpider"]()

    assert [{"url": entry.url, "title": entry.title, "date": entry.date} for entry in spider.entries(response)] == expected["entries"]
    assert spider.next_list(response).url == expected["next"]
    assert spider.list_size(response) == ListSize(expected["pages"], expected["records"])
    assert spider.marks(response)


def test_readmes_have_the_same_structure() -> None:
    english, chinese = READMES

    assert [depth for depth, _ in headings(english)] == [depth for depth, _ in headings(chinese)]
    assert [(block.language, len(block.lines)) for block in blocks(english)] == [
        (block.language, len(block.lines)) for block in blocks(chinese)
    ]
    assert [block.lines for block in blocks(english, "console")] == [block.lines for block in blocks(chinese, "console")]


def test_readmes_link_the_same_pages() -> None:
    english, chinese = (re.findall(r"\]\(([^)]+)\)", read(name).replace("README.zh.md", "README.md")) for name in READMES)

    assert english == chinese


@pytest.mark.parametrize("path", [*(ROOT / "docs").rglob("*.md"), ROOT / "CONTRIBUTING.md"], ids=lambda path: path.name)
def test_document_begins_with_its_only_title(path: Path) -> None:
    depths = [depth for depth, _ in headings(str(path.relative_to(ROOT)))]

    assert depths.count(1) == 1
    assert path.read_text(encoding="utf-8").startswith("# ")
