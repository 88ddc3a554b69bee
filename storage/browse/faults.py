"""What is shown where a page cannot be: a sentence for a person, and for a program with .json the same as JSON."""

import logging
import sqlite3

from datasette.utils.asgi import Base400, Forbidden, Request, Response
from datasette.views.base import DatasetteError

from crawler.errors import ArchiveError, CollectionError
from storage.browse.instance import Browse

logger = logging.getLogger(__name__)


async def fault(datasette: Browse, request: Request, exception: Exception) -> Response:
    """Return what answers a request that failed; what is no fault of the request goes to the log whole."""
    status, words = _told(exception)
    if status == 500:
        logger.error("%s: found a fault of govreports", request.path, exc_info=exception)
    if request.path.endswith(".json"):
        return Response.json({"ok": False, "error": words, "status": status}, status=status)
    return await datasette.show(request, "error.html", status=status, error=words, code=status)


def _told(exception: Exception) -> tuple[int, str]:
    match exception:
        case DatasetteError(message_is_html=True):  # Datasette's only one, a page of its own in the middle of ours
            return exception.status, "SQL: found no answer in time, expected a query that ends within three seconds"
        case Base400() | DatasetteError():
            return exception.status, str(exception)
        case Forbidden():
            return 403, str(exception)
        case ArchiveError() | sqlite3.OperationalError():
            return 503, str(exception)
        case CollectionError() | sqlite3.DataError():
            return 400, str(exception)
    return 500, type(exception).__name__
