from crawler.crawl import project_settings


def test_copy_of_settings_says_the_same_and_is_changed_alone() -> None:
    settings = project_settings({"DOWNLOAD_DELAY": 3.5})

    twin = settings.copy()
    twin.set("DOWNLOAD_DELAY", 9, priority="cmdline")
    twin["ITEM_PIPELINES"].set("spiders.none", 1, priority="cmdline")

    assert settings.getfloat("DOWNLOAD_DELAY") == 3.5
    assert "spiders.none" not in settings["ITEM_PIPELINES"]
    assert settings.copy().copy_to_dict() == settings.copy_to_dict()


def test_frozen_copy_of_settings_leaves_them_open() -> None:
    settings = project_settings({})

    frozen = settings.frozencopy()

    assert frozen.frozen
    assert not settings.frozen
