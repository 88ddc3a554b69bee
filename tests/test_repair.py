"""Garbled texts come back as they were, and what only looks garbled stays."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.repair.repair import repair
from pipelines.repair.scripts import Origin
from storage.hashes import content_hash
from tests.garbling import REPORT, WORDS, as_windows, traditional, widened, with_readings

_TEXT = "\n".join(REPORT)
# what an author sets in brackets, or a program might take for damage
_BRACKETS = """
（试行） (233家) （GDP） （PPP） （a） （e） （an） (he) (can) (kg) （lǐ） （kūn）
镕 喆 堃 犇 𠮷 𡈼 〇 ㎡ — …… ——“十四五” ×××× ±5℃ é”—… ①② Ⅳ
"""
_GENUINE = _BRACKETS.split()
_CLEAN = st.lists(st.lists(st.sampled_from([*REPORT, *WORDS, *_GENUINE]), min_size=1, max_size=6).map("".join), min_size=1, max_size=8)


def test_readings_go_and_characters_become_simplified() -> None:
    found = repair([with_readings(line) for line in REPORT])

    assert found.lines == tuple(REPORT)
    (warning,) = found.warnings
    assert "readings in parentheses removed" in warning
    assert "from traditional to simplified" in warning


def test_character_that_a_reading_cut_in_two_is_made_whole() -> None:
    garbled = with_readings("聘请专家库建设顾问，开展营造法治化营商环境行动，")
    assert "\ufffd" in garbled

    found = repair([*map(with_readings, REPORT), garbled, garbled.replace("\ufffd(", "?")])

    assert found.lines[-2:] == ("聘请专家库建设顾问，开展营造法治化营商环境行动，",) * 2


def test_cut_that_nothing_tells_is_named() -> None:
    found = repair([*map(with_readings, REPORT), "專家?tiān)設(shè)"])

    assert found.lines[-1] == "专家?tiān)设"
    assert "0 of 1 characters that a reading had cut in two made whole" in found.warnings[0]


@pytest.mark.parametrize("genuine", ["和(he)谐", "参(can)数", "（GDP）", "(PPP)项目", "（试行）", "（a）类", "甲（an）", "(233家)"])
def test_brackets_of_the_author_stay_in_a_garbled_copy(genuine: str) -> None:
    found = repair([*map(with_readings, REPORT), f"其中{genuine}如上"])

    assert found.lines[-1] == f"其中{genuine}如上"


def test_reading_of_several_characters_goes() -> None:
    garbled = ["在領導(lǐng dǎo)下建設（jiànshè）法治，規範(ɡuī fàn)執法(zhí'fǎ)，統籌(tǒngchóu)推進(tuījìn)，嚴格(yán gé)監督(jiān dū)。"]

    assert repair(garbled).lines == ("在领导下建设法治，规范执法，统筹推进，严格监督。",)


def test_readings_without_tones_go() -> None:
    garbled = ["在領(ling)導(dao)下建設(she)法治，規(gui)範(fan)執(zhi)法，統(tong)籌推進(jin)綠(lv)色發(fa)展（GDP）。"]

    assert repair(garbled).lines == ("在领导下建设法治，规范执法，统筹推进绿色发展（GDP）。",)


def test_readings_behind_every_simplified_character_go() -> None:
    garbled = ["领(lǐng)导(dǎo)干(gàn)部(bù)学(xué)法(fǎ)用(yòng)法(fǎ)，依(yī)法(fǎ)行(xíng)政(zhèng)。"] * 2

    assert repair(garbled).lines == ("领导干部学法用法，依法行政。",) * 2


def test_readings_that_an_author_tells_stay() -> None:
    lines = [*REPORT, "走访垚（yáo）村、犇（bēn）牛镇，拜会李喆（zhé）、王堃（kūn）、赵翀（chōng）、孙烜（xuǎn）等代表。"]

    assert repair(lines) == repair(lines[:-1]).__class__(lines=tuple(lines))


def test_list_of_places_whose_names_are_often_read_wrongly_stays() -> None:
    lines = ["六（lù）安市、蔚（yù）县、乐（lào）亭县、洪洞（tóng）县、单（shàn）县、东阿（ē）县、铅（yán）山县、台（tāi）州市、"]
    lines += ["丽（lí）水市、番（pān）禺区、大埔（bù）县、阆中、枞（zōng）阳县、六（lù）合区、尉（yù）犁县"]

    assert repair(lines).lines == tuple(lines)


@pytest.mark.parametrize("standard", ["s2t", "s2tw", "s2hk"])
def test_traditional_copy_has_the_hash_of_the_original(standard: str) -> None:
    found = repair([traditional(line, standard) for line in REPORT])

    assert content_hash("\n".join(found.lines)) == content_hash(_TEXT)
    assert len(found.warnings) == 1


@pytest.mark.parametrize("standard", ["s2t", "s2tw", "s2hk"])
def test_words_whose_characters_have_two_forms_come_back(standard: str) -> None:
    words = [traditional(word, standard) for word in WORDS]

    found = repair([*(traditional(line, standard) for line in REPORT), *words])

    assert found.lines[len(REPORT) :] == tuple(WORDS)


_MACAU = [
    "法務局在本年度繼續完善法律制度，行政長官頒佈的批示共十二項，本澳居民對公共服務的滿意度有所提升。",
    "立法會通過多項法案，廉政公署依法開展工作，各部門（lǐ）落實施政方針。",
]


@pytest.mark.parametrize(
    "origin",
    [
        Origin(url="https://www.doj.gov.hk/tc/report/2023.html"),
        Origin(url="https://www.dsaj.gov.mo/report"),
        Origin(url="https://www.moj.gov.tw/2204/"),
        Origin(url="http://www.locpg.gov.cn/c.htm", names=("中央人民政府駐香港特別行政區聯絡辦公室",)),
        Origin(title="澳門特別行政區政府2023年財政年度施政報告"),
        Origin(),
    ],
)
def test_page_of_hong_kong_macau_or_taiwan_stays_as_it_is(origin: Origin) -> None:
    found = repair(_MACAU, origin)

    assert (found.lines, found.warnings) == (tuple(_MACAU), ())


_UNSAID = ["去年我們學習了許多東西，環境優美，風景秀麗，讓遊客流連忘返，歡迎您來觀賞體驗。"]


@pytest.mark.parametrize(
    "origin",
    [
        Origin(url="https://www.qinghe.gov.cn/zh-hant/2024/1.html"),
        Origin(url="https://a.example.com/1.html", title="清河县文化旅游发展情况报告"),
        Origin(names=("清河县旅游局网站",)),
    ],
)
def test_traditional_text_on_a_simplified_page_is_a_copy(origin: Origin) -> None:
    assert repair(_UNSAID, origin).lines == ("去年我们学习了许多东西，环境优美，风景秀丽，让游客流连忘返，欢迎您来观赏体验。",)


def test_traditional_text_of_nobody_knows_whom_stays_and_says_so() -> None:
    found = repair(_UNSAID)

    assert found.lines == tuple(_UNSAID)
    assert found.warnings == ("the text is in traditional characters and stays so: nothing tells that it was copied from a simplified one",)


def test_traditional_paragraphs_of_a_simplified_text_become_simplified() -> None:
    found = repair([traditional(line) if index in (3, 5) else line for index, line in enumerate(REPORT)])

    assert found.lines == tuple(REPORT)


_JOINT = [
    "青禾市司法局與香港特別行政區政府律政司於本年度聯合舉辦法律論壇，行政長官出席並致辭，立法會議員與兩地律師代表共同參與。",
    "雙方就區域法律服務合作、仲裁調解機制對接、律師執業試點等事項達成多項共識，為區內居民與企業提供優質的法律服務。",
]


@pytest.mark.parametrize(
    "lines",
    [
        [
            "碑文为：“為政以德，譬如北辰，居其所而眾星共之。道之以政，齊之以刑，民免而無恥；道之以德，齊之以禮，有恥且格。國無常強，無常弱，奉法者強則國強，奉法者弱則國弱。法者，國之權衡也，時之準繩也。”"
        ],
        [
            "律政司來函稱：「本司與貴局就行政執法、仲裁裁決的執行等議題深入交流，參與的律師、調解員及專業人士逾三百人，反應熱烈，謹此致謝。」"
        ],
        ["参会：於忠祥、吳江、劉偉、張建國、陳麗華、黃潤東、趙鐵軍、楊學書、馬駿、葉劍、鄭華、謝軍、鄧麗、馮鞏、蘇寧、盧嘉、龍飛、賈慶"],
        _JOINT,
    ],
    ids=["a quotation", "a letter", "names", "the paper of another place"],
)
def test_what_is_printed_as_it_was_written_stays_traditional_in_a_simplified_text(lines: list[str]) -> None:
    found = repair([*REPORT, *lines], Origin(url="https://www.qinghe.gov.cn/1.html", title="青禾市司法局报告"))

    assert (found.lines, found.warnings) == ((*REPORT, *lines), ())


@pytest.mark.parametrize("title", ["法律论坛联合公报", "法律論壇聯合公報"])
def test_joint_paper_on_a_mainland_host_stays_and_says_so(title: str) -> None:
    found = repair(_JOINT, Origin(url="https://sf.qinghe.gov.cn/1.html", title=title, names=("青禾市司法局",)))

    assert found.lines == tuple(_JOINT)
    assert len(found.warnings) == 1


def test_copy_that_speaks_of_hong_kong_too_says_that_it_stays() -> None:
    lines = [*map(traditional, REPORT), *_JOINT]

    found = repair(lines, Origin(url="https://a.example.com/1.html"))

    assert found.lines == tuple(lines)
    assert len(found.warnings) == 1


def test_few_traditional_words_stay() -> None:
    lines = [*REPORT, "题写“為人民服務”牌匾，修缮“進士第”，赴香港（灣仔）交流。"]

    assert repair(lines).lines == tuple(lines)


@pytest.mark.parametrize(
    "garble",
    [
        lambda text: text.encode().decode("latin-1"),
        lambda text: as_windows(text.encode()),
        lambda text: text.encode("gb18030").decode("latin-1"),
        lambda text: as_windows(text.encode("gb18030")),
        lambda text: text.encode().decode("latin-1").encode().decode("latin-1"),
        lambda text: as_windows(as_windows(text.encode()).encode()),
        lambda text: text.encode("gb18030").decode("latin-1").encode().decode("latin-1"),
    ],
    ids=["utf-8 as latin-1", "utf-8 as windows", "gbk as latin-1", "gbk as windows", "utf-8 twice", "windows twice", "gbk, then utf-8"],
)
def test_text_in_the_wrong_encoding_has_the_hash_of_the_original(garble: object) -> None:
    assert callable(garble)
    found = repair(garble(_TEXT).split("\n"))

    assert content_hash("\n".join(found.lines)) == content_hash(_TEXT)
    assert "read in the right encoding" in found.warnings[0]


def test_even_utf8_read_as_gbk_comes_back_whole() -> None:
    text = "法治政府建设年度报告"

    assert "\n".join(repair([text.encode().decode("gb18030")]).lines) == text


def test_what_gbk_could_not_hold_is_lost_and_counted() -> None:
    garbled = _TEXT.encode().decode("gb18030", "replace")

    found = repair(garbled.split("\n"))

    text = "\n".join(found.lines)
    assert sum(one == other for one, other in zip(text, _TEXT, strict=False)) > 100
    assert len(set(_TEXT) - set(text)) < len(set(_TEXT)) // 4
    assert f"{text.count(chr(0xFFFD))} more were lost and stand as U+FFFD" in found.warnings[0]


def test_one_garbled_paragraph_is_read_anew_alone() -> None:
    found = repair([line.encode("gb18030").decode("latin-1") if index == 3 else line for index, line in enumerate(REPORT)])

    assert found.lines == tuple(REPORT)


@pytest.mark.parametrize(
    "line",
    [
        "朱镕基、陶喆、吕堃、𠮷田、𡈼生，䶮、㛃、昇、淼、犇",
        "“café”……——“naïve”，Ça c’est “déjà vu” à l’été, äöüÄÖÜß",
        "————……××××····，±5℃、№3、§2、¥100、€50",
        "Ủy ban nhân dân tỉnh; Привет мир; ÀÁÂÃÄÅ",
        "联通、移动、电信三家单位；清河县",
    ],
)
def test_real_text_is_never_read_anew(line: str) -> None:
    assert repair([line]).lines == (line,)


def test_characters_that_were_lost_before_are_counted() -> None:
    found = repair(["全面推进锟斤拷锟斤拷政府建设"])

    assert found.warnings == ("2 times 锟斤拷 stands where characters were lost before the page was made",)


def test_full_width_letters_and_digits_become_ordinary_and_punctuation_stays() -> None:
    found = repair([widened(line) for line in REPORT])

    assert found.lines == tuple(REPORT)
    assert found.warnings == ("52 full-width letters and digits replaced by ordinary ones",)


def test_a_few_full_width_letters_stay_as_printed() -> None:
    lines = [*REPORT, "Ａ类、Ｂ类企业各１２户"]

    assert repair(lines) == repair(lines).__class__(lines=tuple(lines))


def test_radicals_and_compatibility_ideographs_become_the_characters_they_stand_for() -> None:
    found = repair(["⼀、⼯作⽅法：⻓期坚持依法⾏政，⻔户⺠⽣，⾦融（⾼质量）", "更多\uf9e4想，\U0002f800"])

    assert found.lines == ("一、工作方法：长期坚持依法行政，门户民生，金融（高质量）", "更多理想，丽")
    assert found.warnings == ("characters that stand for others replaced: 10 radicals, 2 compatibility ideographs",)


def test_private_characters_of_gb18030_are_known_and_others_counted() -> None:
    found = repair(["\ue831\ue843\ue863\ue854村，\ue000\uf0b7项"])

    assert found.lines == ("𡗗龹䶮龺村，\ue000\uf0b7项",)
    assert "2 private-use characters stay as they are: no standard tells what they mean" in found.warnings


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_CLEAN)
def test_clean_text_comes_back_without_a_word(lines: list[str]) -> None:
    found = repair(lines)

    assert (found.lines, found.warnings) == (tuple(lines), ())


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5, exclude_categories=["Cn"]), max_size=30), max_size=4))
def test_repaired_text_needs_no_repair(lines: list[str]) -> None:
    for garbled in (lines, [*map(with_readings, [*REPORT, *lines])], [line.encode().decode("latin-1") for line in REPORT + lines]):
        once = repair(garbled, Origin(url="https://www.qinghe.gov.cn/"))

        assert repair(once.lines, Origin(url="https://www.qinghe.gov.cn/")).lines == once.lines
