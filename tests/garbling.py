"""Reports of our own writing, and programs that garble them as copying web sites do."""

from collections.abc import Callable
from functools import cache

from opencc import OpenCC

# words in which one simplified character stands for several traditional ones
_WORDS = """
乾坤 干部 若干 干净 显著 著作 于是 关于 后勤 皇后 然后 公里 手里 邻里 征收 象征 恢复 复杂 反复 行政复议 头发
发展 斗争 北斗 农历 历史 制造 制度 钟表 钟情 余额 余姚 公布 布置 遍布 规范 范围 批准 标准 注册 关注 注释 咸宁
咸味 台湾 台州 平台 出台 松散 面粉 方面 谷物 山谷 几何 几个 才能 占领 只有 一只 划分 计划 向导 方向 志愿 杂志
系统 关系 联系 丑时 丑恶 沈阳 家具 采购 借鉴 凭借 防御 累计 舍得 宿舍 当前 咨询 秘书 并且 合并
"""
WORDS = _WORDS.split()
_REPORT = """清河市司法局2023年度法治政府建设情况报告
2023年，清河市司法局在市委、市政府的正确领导下，深入学习贯彻习近平法治思想，统筹推进法治政府建设各项工作。现将有关情况报告如下：
一、主要举措和成效
（一）健全依法决策机制。严格落实《重大行政决策程序规定（试行）》，审查规范性文件43件，提出意见126条，采纳率98.5%。
（二）规范行政执法。组织执法人员培训12期、参训1,054人次，评查案卷286卷；对PPP项目（政府和社会资本合作）开展专项监督，涉及GDP核算单位（233家）。
（三）化解矛盾纠纷。办理行政复议案件312件，调解和解104件，群众满意度进一步提升，营商环境持续优化。
（四）加强普法宣传。创建民主法治示范村（社区）9个，举办讲座18场，发放资料2万余份，着力营造尊法学法守法用法的氛围。
二、存在的不足和原因
基层执法力量仍显薄弱，业务水平参差不齐；一些部门对法治建设的认识还不够到位，执法记录、归档还不够规范。
三、党政主要负责人履行推进法治建设第一责任人职责情况
主要负责人专题研究法治工作4次，带头讲法治课2次，将履职情况纳入述职内容。
四、下一年度工作安排
（一）围绕乡镇综合行政执法改革，完善监督体系。（二）推动公共法律服务向农村延伸，实现“一村一法律顾问”全覆盖。
清河市司法局
2024年3月6日"""
REPORT = _REPORT.split("\n")
# as such a program knows them: the traditional form and one reading
_READINGS = {
    "領": "lǐng", "導": "dǎo", "設": "shè", "統": "tǒng", "進": "jìn", "學": "xué", "習": "xí", "規": "guī", "範": "fàn", "執": "zhí",
    "業": "yè", "務": "wù", "發": "fā", "責": "zé", "員": "yuán", "優": "yōu", "環": "huán", "權": "quán", "調": "diào", "議": "yì",
    "復": "fù", "關": "guān", "監": "jiān", "處": "chǔ", "體": "tǐ", "貫": "guàn", "徹": "chè", "級": "jí", "區": "qū", "數": "shù",
}  # fmt: skip


def traditional(text: str, standard: str = "s2t") -> str:
    """Return a simplified text in traditional characters."""
    return _converter(standard)(text)


def with_readings(text: str) -> str:
    """Return a text in traditional characters with readings in brackets, set byte by byte: where two characters meet, one may be cut."""
    raw = traditional(text).encode("gb18030")
    for letter, reading in _READINGS.items():
        code = letter.encode("gb18030")
        raw = raw.replace(code, code + f"({reading})".encode("gb18030"))
    return raw.decode("gb18030", "replace")


def as_windows(raw: bytes) -> str:
    """Return bytes as a browser reads them under the label windows-1252."""
    return "".join(bytes((byte,)).decode("cp1252", "ignore") or chr(byte) for byte in raw)


def widened(text: str) -> str:
    """Return a text whose letters and digits are as wide as ideographs."""
    return "".join(chr(ord(letter) + 0xFEE0) if letter.isascii() and letter.isalnum() else letter for letter in text)


@cache
def _converter(standard: str) -> Callable[[str], str]:
    return OpenCC(standard).convert
