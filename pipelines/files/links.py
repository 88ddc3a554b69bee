"""Which links lead to files that belong to a report."""

import re
from functools import lru_cache
from urllib.parse import unquote, urlsplit

_FILE = re.compile(r"\.(?:pdf|docx?|wps|xlsx?|et|pptx?|ofd|ceb|zip|rar|7z|txt|rtf|csv|jpe?g|png)(?:$|[?#&])", re.IGNORECASE)
_SERVED = re.compile(
    r"/module/download/|download\.jsp|downfile|/attachment/|fileDownload|[?&](?:filename|fileUrl|wbfileid|attachid)=", re.IGNORECASE
)


@lru_cache(maxsize=1 << 12)  # the menus of a site lead to the same addresses from every page
def is_file(href: str) -> bool:
    """Say whether a link leads to a document, an archive or a picture rather than to another page."""
    return not href.startswith(("javascript:", "#", "mailto:")) and bool(_FILE.search(href) or _SERVED.search(href))


def name_in(address: str) -> str:
    """Return the name that a file has in its address."""
    return unquote(urlsplit(address).path.rpartition("/")[2])
