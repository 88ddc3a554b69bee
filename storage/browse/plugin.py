"""What Datasette asks a plugin for: the routes of our pages, the words in every template, and what is put around them."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

import datasette as library
from datasette.utils.asgi import Request, Response
from jinja2 import Environment
from markupsafe import Markup

from storage.browse.cells import linked
from storage.browse.columns import COLUMNS
from storage.browse.evidence import cell
from storage.browse.faults import fault
from storage.browse.finding import search
from storage.browse.guard import App, Guard, query_with
from storage.browse.instance import NAME, Browse
from storage.browse.ledger import incidents, runs
from storage.browse.mapping import coverage, coverage_csv, map_style
from storage.browse.original import attachment, original, original_bytes, original_markup, original_page
from storage.browse.report import diff, report
from storage.browse.start import start
from storage.browse.words import Language, minute, printed, speaker, term

_Hook = TypeVar("_Hook", bound=Callable[..., Any])
hookimpl: Callable[[_Hook], _Hook] = library.hookimpl  # Datasette ships no types
View = Callable[[Browse, Request], Awaitable[Response]]

# a page each: a pattern of the whole path, and what answers; the arguments are called datasette and request, which Datasette goes by
ROUTES: tuple[tuple[str, View], ...] = (
    (r"^/$", start),
    (r"^/coverage$", coverage),
    (r"^/coverage\.csv$", coverage_csv),
    (r"^/cell$", cell),
    (r"^/search$", search),
    (r"^/runs$", runs),
    (r"^/incidents$", incidents),
    (r"^/-/browse/map\.css$", map_style),
    (r"^/report$", report),
    (r"^/diff$", diff),
    (r"^/original$", original),
    (r"^/original/page$", original_page),
    (r"^/original/markup$", original_markup),
    (r"^/original/bytes$", original_bytes),
    (r"^/attachment$", attachment),
)  # fmt: skip


@hookimpl
def register_routes() -> tuple[tuple[str, View], ...]:
    return ROUTES


@hookimpl
def asgi_wrapper(datasette: Browse) -> Callable[[App], App]:
    return lambda app: Guard(app, datasette.host)


@hookimpl
def prepare_jinja2_environment(env: Environment) -> None:
    env.filters |= {"minute": minute, "printed": printed}
    env.tests["web"] = lambda url: str(url).startswith(("http://", "https://"))


@hookimpl
def extra_template_vars(request: Request | None) -> Mapping[str, Any]:
    language: Language = request.scope["language"] if request else "zh"
    query = request.query_string if request else ""
    return {
        "t": speaker(language),
        "term": term(language),
        "named": COLUMNS.get,
        "lang": language,
        "archive": NAME,
        "other_language": query_with(query, lang="zh" if language == "en" else "en"),
        "typed": request.args.get("q", "") if request else "",
        "path": request.path if request else "",
    }


@hookimpl
def render_cell(value: object, column: str, table: str | None, row: Mapping[str, Any]) -> Markup | None:
    return linked(value, column, table, row)


@hookimpl
async def handle_exception(datasette: Browse, request: Request, exception: Exception) -> Response:
    return await fault(datasette, request, exception)
