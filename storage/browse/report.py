"""The page of a report at one of its versions, and the page of what differs between two."""

from datasette.utils.asgi import Base400, NotFound, Request, Response

from storage.archive import Archive
from storage.browse.changes import Changes, changes
from storage.browse.fields import FIELD_NAMES, citation, facts
from storage.browse.instance import Browse
from storage.browse.known import Known, known_report
from storage.browse.passages import passages
from storage.forgotten import said_of


class TakenDownError(Base400):  # type: ignore[misc]  # Datasette ships no types
    """Raised for a report that is held no more on purpose; nobody has to do anything."""

    status = 410


async def report(datasette: Browse, request: Request) -> Response:
    """Return the page of a report, at its newest version where none is asked for."""
    known = await datasette.read(lambda archive: found(archive, request))
    version = known.version
    return await datasette.show(
        request,
        "report.html",
        known=known,
        version=version,
        facts=facts(version),
        passages=passages(version.text, version.outline),
        citation=citation(version, request.scope["language"]),
    )


async def diff(datasette: Browse, request: Request) -> Response:
    """Return what differs between two versions, the last two where none are asked for; `other` names another report for the second."""

    def asked(archive: Archive) -> tuple[Known, Changes]:
        is_same = not request.args.get("other")
        new = found(archive, request, "url" if is_same else "other", "to")
        before = new.before.number if is_same and new.before else new.version.version if is_same else None
        old = found(archive, request, number="from", otherwise=before)
        return new, changes(old.version, new.version)

    known, compared = await datasette.read(asked)
    earlier = next((each for each in known.stages if each.number < compared.old.version), None)
    return await datasette.show(request, "diff.html", known=known, earlier=earlier, changes=compared, names=FIELD_NAMES)


def found(archive: Archive, request: Request, url: str = "url", number: str = "version", otherwise: int | None = None) -> Known:
    """Return the version that arguments of these names ask for; raise `NotFound` for none, `TakenDownError` for a forgotten one."""
    address, asked = request.args.get(url) or "", request.args.get(number)
    if asked and not (asked.isascii() and asked.isdecimal() and len(asked) < 9):
        raise NotFound(f"{number}: found {asked!r}, expected the number of a version")
    if not address:
        raise Base400(f"{url}: found nothing, expected the address of a report")
    known = known_report(archive, address, int(asked) if asked else otherwise)
    if known is not None:
        return known
    grave = archive.forgotten(address)
    if grave is not None:
        raise TakenDownError(f"{address}: {said_of(grave)}")
    what = f"no version {asked} of this report" if asked and known_report(archive, address, None) else "no such report in the archive"
    raise NotFound(f"{address}: found {what}, expected one that was collected")
