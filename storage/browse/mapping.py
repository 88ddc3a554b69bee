"""The map of coverage, narrowed down to a province, and what stands behind each of its cells."""

from datasette.utils.asgi import Request, Response

from storage.browse.instance import Browse
from storage.coverage.page import MAP_STYLE


async def map_style(datasette: Browse, request: Request) -> Response:  # noqa: ARG001  # as every page is asked
    """Return how the map looks, which the page that `coverage` writes has within itself."""
    return Response(MAP_STYLE, content_type="text/css; charset=utf-8", headers={"Cache-Control": "max-age=3600"})
