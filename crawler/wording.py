"""The wording of titles, made comparable: one script, one width, without what lists and templates glue on."""

import re

# the characters that traditional copies of titles use in the words we look for; one for one, so that positions stay
_TRADITIONAL = (
    "設報況總結實綱規劃發佈關於區縣鎮鄉員會辦廳務體創標項點導單開貫徹專進東慶寧蘇廣雲貴陝遼龍門國爲為級長陽陸漢沖責職負書記黨"
    "黃濟營無網監場質環護與應審聽議學習傳訓權舉機構隊試範圍這還當對談話劉陳張楊趙鄭馮鄧蕭韓葉錢滬贛閩臺灣瓊鹹衛財稅農漁業產據"
    "檔統計評價類個數頒執處罰訴訟復調閱讀圖術擬測驗證歷歸屬鋼廠廬閣裏隸戰爭態勢勵顯優飛躍塊徵寬嚴聯絡線課題壇樣檢視決簡訊傑賽"
    "競滿綜訪側紀蘭鄲濱齊爾雞鶴雙鴨賓錦瀋撫鐵嶺盤鹽賀蕪馬銅廈巖萬饒棗煙濰臨萊澤頂煥許駐荊隨婁樂縉麗來號時間稱顏編輯瀏覽擊選轉"
    "載條將併錄闡費從眾勝績確維築採預問過運違強動衆準備團辯顧續啟閉鍵現則資獎懲償賠債購買啓圓舊鄰裡層樓館橋壩島淵溝塢壢堅縱橫"
    "緊紮繞緣製訂補貼魯豐潤錫滄灤贊"
)
_SIMPLIFIED = (
    "设报况总结实纲规划发布关于区县镇乡员会办厅务体创标项点导单开贯彻专进东庆宁苏广云贵陕辽龙门国为为级长阳陆汉冲责职负书记党"
    "黄济营无网监场质环护与应审听议学习传训权举机构队试范围这还当对谈话刘陈张杨赵郑冯邓萧韩叶钱沪赣闽台湾琼咸卫财税农渔业产据"
    "档统计评价类个数颁执处罚诉讼复调阅读图术拟测验证历归属钢厂庐阁里隶战争态势励显优飞跃块征宽严联络线课题坛样检视决简讯杰赛"
    "竞满综访侧纪兰郸滨齐尔鸡鹤双鸭宾锦沈抚铁岭盘盐贺芜马铜厦岩万饶枣烟潍临莱泽顶焕许驻荆随娄乐缙丽来号时间称颜编辑浏览击选转"
    "载条将并录阐费从众胜绩确维筑采预问过运违强动众准备团辩顾续启闭键现则资奖惩偿赔债购买启圆旧邻里层楼馆桥坝岛渊沟坞坜坚纵横"
    "紧扎绕缘制订补贴鲁丰润锡沧滦赞"
)
_WIDE = "".join(map(chr, range(0xFF10, 0xFF1A))) + "（）：；，！？［］〔〕【】　"
_NARROW = "0123456789" + "():;,!?[][][] "
_FOLD = str.maketrans(_TRADITIONAL + _WIDE, _SIMPLIFIED + _NARROW)
_CHINESE_YEAR = re.compile(r"[二两][〇○零OoＯ0]([〇○零OoＯ0一二三四五六七八九])([〇○零OoＯ0一二三四五六七八九])(?=\s*年)")
_DATE = r"(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}(?![\d月])\s*日?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?"
# no run of blanks and brackets is begun within itself: that would take the square of a long one's time
_GLUED = re.compile(rf"^[\s\[(【]*{_DATE}[\s\])】]*(?=\D)|(?<![\s\[(【·|:-])[\s\[(【·|:-]*+(?:发布(?:时间|日期):?\s*)?{_DATE}[\s\])】]*$")

# not before or behind a whole year: that is another number
_GAP = re.compile(r"(?<=\d)(?<!(?<!\d)(?:19|20)\d\d)\s+(?=\d)(?!(?:19|20)\d\d(?!\d))")


def folded(title: str) -> str:
    """Return a title in simplified characters and ASCII digits and brackets, with every character where it was."""
    return _CHINESE_YEAR.sub(_digits, title.translate(_FOLD))


def undressed(title: str) -> str:
    """Return a title without the date that a list glued on, without line breaks, and once where it is printed twice."""
    words = " ".join(title.split())
    bare = _GLUED.sub("", folded(words))
    start = folded(words).find(bare) if bare else 0
    words = words[start : start + len(bare)].strip() or words
    middle = len(words) // 2
    for half in (words[:middle], words[: middle + 1]):
        if len(half) > 5 and words in (half + half, f"{half.strip()} {half.strip()}"):
            return half.strip()
    return words


def closed_up(title: str) -> str:
    """Return a title without the blanks that markup leaves within a number: `2 023年` is 2023年."""
    return _GAP.sub("", title)


def _digits(found: re.Match[str]) -> str:
    numerals = "〇一二三四五六七八九"
    return "20" + "".join(str(max(numerals.find(numeral), 0)) for numeral in found.groups())
