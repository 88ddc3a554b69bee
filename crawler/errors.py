"""What can go wrong, grouped by who must act.

    CollectionError     anything a user can be told in one line
    ├── SiteError       fix the row: nothing has started
    ├── ListError       fix the family or the row: this list ends, the run is red
    │   ├── BrokenListError wait: what came is no list, or not all of it
    │   ├── LostListError   look where the list has gone
    │   └── StrayedError    look whether the host that it led to belongs to the site
    ├── BlockedError    wait, or ask the site: nothing of the page is stored
    │   ├── LoginError  ask the site for access: the page shows itself to its own users only
    │   ├── MissingError look whether the report has moved: the site says that there is none here
    │   └── IndexPageError look where the report has gone: its address answers with a list
    ├── HeldError       look at the page: it is kept apart and the report stays as it was
    │   ├── ShrunkError   most of the text is gone
    │   └── ReusedError   another page stands at the address of a report
    ├── ExtractionError look at the page: it is dropped and counted
    │   └── CutOffError   it breaks off in its middle
    ├── RefusedError    an address that must not be fetched
    ├── UnaskedError    look at the host's robots.txt: nothing was asked of the address
    │   └── PausedError wait: the host is not to be asked now, the next run goes on
    ├── BusyError       wait: another run is at the host
    ├── ForgottenError  an address that must not be collected again
    └── ArchiveError    look at the file: everything stops at once

Messages read *where: what was found, what was expected*, one sentence, no full stop.
"""


class CollectionError(Exception):
    """Base of every error that a command prints as one line; `code` names its reason for programs."""

    code = "FAILED"


class SiteError(CollectionError):
    """Raised by `crawler.sites` and the command line for a row or an argument; the person who wrote it fixes it."""

    code = "BAD_ROW"


class ListError(CollectionError):
    """Raised by a family for a list page it cannot read; fix the row, or the family if the platform changed."""

    code = "LIST_EMPTY"


class BrokenListError(ListError):
    """Raised for a list page of which only a part came; try again, and look at it in a browser if it stays so."""

    code = "LIST_FAILED"


class LostListError(ListError):
    """Raised for another page in the place of a list; look where the list has gone."""

    code = "NOT_FOUND"


class StrayedError(ListError):
    """Raised for a page of another place that a redirect has led to; add its host to the row if it belongs to the site."""

    code = "OFFSITE"


class BlockedError(CollectionError):
    """Raised by `pipelines.check` for a block, challenge or error page; wait, or ask the site for access."""

    code = "BLOCKED"


class LoginError(BlockedError):
    """Raised by `pipelines.check` for a page that asks for a name and a password; ask the site for access."""

    code = "LOGIN"


class MissingError(BlockedError):
    """Raised by `pipelines.check` for a page that says that there is no page, whatever its status; look where the report went."""

    code = "NOT_FOUND"


class IndexPageError(BlockedError):
    """Raised by `pipelines.check` for a list of links in the place of a report; look where the report went."""

    code = "INDEX_PAGE"


class HeldError(CollectionError):
    """Base of what `pipelines.holding` raises for a page that reads well and yet may not replace the report held; look at both."""

    code = "HELD"


class ShrunkError(HeldError):
    """Raised for a text of which most is gone; accept it if the publisher cut it, drop it if the page is broken."""

    code = "TEXT_SHRANK"


class ReusedError(HeldError):
    """Raised for a page that is no report at the address of one; accept it if the address has changed hands."""

    code = "ADDRESS_REUSED"


class ExtractionError(CollectionError):
    """Raised by `pipelines.extract` for a page without readable text; look at the page."""

    code = "PARSE_EMPTY"


class CutOffError(ExtractionError):
    """Raised by `pipelines.check` for a page that ends in its middle; accept it if that is how its site sends it."""

    code = "CUT_OFF"


class RefusedError(CollectionError):
    """Raised before a request leaves for an address that must not be fetched (private, no web address)."""

    code = "REFUSED"


class UnaskedError(CollectionError):
    """Raised before a request leaves, for what its host's robots.txt says or was answered with; `code` says which."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class PausedError(UnaskedError):
    """Raised before a request leaves for a host that is not to be asked now; nobody need act, the next run goes on."""


class BusyError(CollectionError):
    """Raised by `crawler.locks` where another run has been at a host for too long; try again when that has ended."""

    code = "BUSY"


class ForgottenError(CollectionError):
    """Raised for an address whose report was taken down for good; `govreports forget --allow-again` lifts that."""

    code = "FORGOTTEN"


class ArchiveError(CollectionError):
    """Raised by `storage` when the archive cannot be trusted or written; nothing goes on until a person looked."""

    code = "ARCHIVE"
