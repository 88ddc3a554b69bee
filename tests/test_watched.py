"""Rows are read again when their files change, and an edit that cannot be read changes nothing."""

from pathlib import Path

from crawler.model import Site
from crawler.sites import load_sites
from crawler.watched import WatchedRows

ROW = '[[site]]\nid = "{}-sfj"\nname = "司法局"\nfamily = "static"\nlists = ["https://sfj.qinghe.gov.cn/"]\nschedule = "17 6 * * *"\n'


class Watch:
    """A folder of rows that is watched, and what was complained of."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.said = folder, list[str]()
        self.write("jiangsu.toml", ROW.format("qinghe"))
        self.rows = WatchedRows(folder, self._load, self.said.append)

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")

    def renewed(self) -> list[str] | None:
        return [site.id for site in self.rows.sites] if self.rows.renew() else None

    def _load(self) -> list[Site]:
        return [*load_sites(self.folder).values()]


def test_rows_that_nobody_touched_are_read_once(tmp_path: Path) -> None:
    assert Watch(tmp_path).renewed() is None


def test_files_that_are_written_added_and_taken_away_are_noticed(tmp_path: Path) -> None:
    watch = Watch(tmp_path)

    watch.write("jiangsu.toml", ROW.format("qinghe") + ROW.format("lushan"))
    written = watch.renewed()
    watch.write("anhui.toml", ROW.format("huaihe"))
    added = watch.renewed()
    (tmp_path / "jiangsu.toml").unlink()

    assert (written, added) == (["qinghe-sfj", "lushan-sfj"], ["huaihe-sfj", "qinghe-sfj", "lushan-sfj"])
    assert watch.renewed() == ["huaihe-sfj"]


def test_bad_edit_is_told_once_and_leaves_the_rows_until_it_is_mended(tmp_path: Path) -> None:
    watch = Watch(tmp_path)

    watch.write("jiangsu.toml", ROW.format("qinghe").replace("17 6", "77 6"))
    looks = [watch.renewed(), watch.renewed()]

    assert (looks, [site.id for site in watch.rows.sites], len(watch.said)) == ([None, None], ["qinghe-sfj"], 1)
    assert watch.said[0].startswith("jiangsu.toml: site 'qinghe-sfj': schedule: found '77 6 * * *'")
    watch.write("jiangsu.toml", ROW.format("lushan"))
    assert watch.renewed() == ["lushan-sfj"]


def test_rows_whose_place_is_gone_stay(tmp_path: Path) -> None:
    (tmp_path / "rows").mkdir()
    watch = Watch(tmp_path / "rows")

    (tmp_path / "rows").rename(tmp_path / "elsewhere")

    assert (watch.renewed(), len(watch.rows.sites), len(watch.said)) == (None, 1, 1)
