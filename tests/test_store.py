"""The end of a run that the archive does not take."""

from pathlib import Path

from scrapy.utils.test import get_crawler

from crawler.verdict import judge
from pipelines.store import StorePipeline
from spiders.section import SectionSpider
from tests.made import SITE


class QingheSpider(SectionSpider):
    """The spider of a row."""

    name = SITE.id
    site = SITE


def test_run_whose_end_cannot_be_written_is_red(tmp_path: Path) -> None:
    crawler = get_crawler(QingheSpider, {"GOVREPORTS_ARCHIVE": str(tmp_path / "reports.db")})
    crawler._apply_settings()  # noqa: SLF001  # stats exist only then, and a crawl is not the subject
    crawler.spider = QingheSpider.from_crawler(crawler)
    pipeline = StorePipeline.from_crawler(crawler)
    pipeline.begin()
    with pipeline.archive.file.writing() as database:
        database.execute("delete from runs")

    pipeline.spider_closed("finished")

    assert crawler.stats is not None
    outcome = judge(SITE, "finished", crawler.stats.get_stats())
    assert (outcome.verdict, outcome.problems[0].where) == ("red: ARCHIVE", str(tmp_path / "reports.db"))
