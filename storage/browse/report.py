"""The page of a report at one of its versions, and the page of what differs between two."""

from datasette.utils.asgi import NotFound, Request, Response

from storage.archive import Archive
from storage.browse.changes import changes
from storage.browse.fields import FIELD_NAMES, citation, facts
from storage.browse.instance import Browse
from storage.browse.known import Known, known_report
from storage.browse.passages import passages
from storage.forgotten import Forgotten
from storage.versions import Version


async def report(datasette: Browse, request: Request) -> Response:
    """Return the page of a report, at its newest version where none is asked for."""
    known, grave = await datasette.read(lambda archive: found(archive, request))
    if known is None:
        return await datasette.show(request, "forgotten.html", status=410, grave=grave)
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

    def asked(archive: Archive) -> tuple[Known | None, Version | None, Forgotten | None]:
        new, grave = found(archive, request, "other" if request.args.get("other") else "url", "to")
        if new is None:
            return None, None, grave
        old, grave = found(archive, request, "url", "from", new.before.number if new.before else new.version.version)
        return (new, old.version, None) if old else (None, None, grave)

    known, old, grave = await datasette.read(asked)
    if known is None or old is None:
        return await datasette.show(request, "forgotten.html", status=410, grave=grave)
    earlier = next((each for each in known.stages if each.number < old.version), None)
    return await datasette.show(request, "diff.html", known=known, earlier=earlier, changes=changes(old, known.version), names=FIELD_NAMES)


def found(
    archive: Archive, request: Request, url: str = "url", number: str = "version", otherwise: int | None = None
) -> tuple[Known | None, Forgotten | None]:
    """Return the version that arguments of these names ask for, or the tombstone of its address; raise `NotFound` where neither is."""
    address, asked = request.args.get(url) or "", request.args.get(number)
    if asked and not asked.isdecimal():
        raise NotFound(f"{number}: found {asked!r}, expected the number of a version")
    grave = archive.forgotten(address)
    known = known_report(archive, address, int(asked) if asked else otherwise)
    if known is None and grave is None:
        what = f"no version {asked} of this report" if asked and known_report(archive, address, None) else "no such report in the archive"
        raise NotFound(f"{address}: found {what}, expected one that was collected")
    return known, None if known else grave
