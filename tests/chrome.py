"""Pages as the content management systems of Chinese governments build them: a body with Word's markup amid chrome."""

import random
from collections.abc import Callable, Sequence
from html import escape

_TOP = """<div class="top"><span>{banner}</span> <a href="/wza/">无障碍浏览</a></div>
<div class="nav"><ul><li><a href="/">网站首页</a></li><li><a href="/zwgk/">政务公开</a></li><li>
<a href="/hdjl/">互动交流</a></li></ul></div>
<div class="dqwz">您当前的位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt;
<a href="/fzzf/">法治政府建设</a> &gt; 正文</div>"""
_TAIL = """<div class="ewm"><p>扫一扫在手机打开当前页</p></div><p class="bj">责任编辑：王某某</p>
<div class="dy"><a href="javascript:window.print()">【打印本页】</a> <a href="javascript:window.close()">【关闭窗口】</a></div>
<div class="pn"><p>上一篇：<a href="1.html">某某市司法局关于公布证明事项清单的公告</a></p><p>下一篇：没有了</p></div>"""
_FOOT = """<div class="footer"><p>主办单位：某某市人民政府办公室　承办单位：某某市大数据中心</p>
<p>网站标识码：3299990001　苏ICP备00000001号　苏公网安备 32990002000001号</p>
<p><a href="/wzdt/">网站地图</a> | <a href="/lxwm/">联系我们</a></p></div>"""
_FAMILIES = {
    "truecms": """<div class="article"><h1 class="article-title">{title}</h1><div class="article-info"><span>来源: {source}</span>
<span>发布时间:{time}</span> <span>累计次数:<i id="hits">{clicks}</i></span> <span>字体:[ <a href="#">大</a>
<a href="#">小</a> ]</span></div>
<div id="zoom"><div class="TRS_UEDITOR trs_paper_default">{body}</div></div>{tail}</div>""",
    "nfcms": """<div class="news_cont_d"><h3 class="news_title">{title}</h3>
<p class="attr">来源：{source} 发布日期：{time} 【打印】 【字体：大 中 小】 阅读人次：<span>{clicks}</span></p>
<div class="news_cont_d_wrap">{body}</div>{tail}</div>""",
    "kaipu": """<div class="article"><h1><UCAPTITLE>{title}</UCAPTITLE></h1><div class="xx">
<span>发布时间：<PUBLISHTIME>{time}</PUBLISHTIME></span> <span>发布来源：<i id="ly">{source}</i></span>
<span>浏览次数：{clicks}</span></div>
<div id="zoomcon" class="article-content"><UCAPCONTENT>{body}</UCAPCONTENT></div>{tail}</div>""",
    "hanweb": """<div class="main-fl"><p class="main-fl-tit">{title}</p>
<p class="ly">文章来源：{source} 作者： 发布时间：{time} 点击数：{clicks}</p>
<div class="wz"><!--<$[信息内容]>begin-->{body}<!--<$[信息内容]>end--></div>{tail}</div>""",
    "wuxi": """<DIV class="g_show_title">{title}</DIV>
<DIV class="g_show_rq">来源：{source}&nbsp;&nbsp;时间：{time}&nbsp;&nbsp;浏览次数：<SPAN id=hits>{clicks}</SPAN>
字号：[ <A href="#">大</A> <A href="#">中</A> <A href="#">小</A> ]</DIV><DIV id="Zoom" class="content_tir">{body}</DIV>{tail}""",
    "trs": """<table width="980"><tr><td width="200"><ul><li><a href="a/">机构职能</a></li><li>
<a href="b/">法治政府建设年度报告</a></li></ul></td>
<td><h2>{title}</h2><div>{time} {source}</div><div class="view"><div class="TRS_Editor"><div class="TRS_Editor">{body}</div></div></div>
{tail}</td></tr></table><!--{clicks}-->""",
    "vsb": """<form name="_newscontent_fromname"><h1>{title}</h1><div class="ly">日期：{time}　来源：{source}　点击：{clicks}</div>
<div id="vsb_content_2"><div class="v_news_content">{body}</div></div><div id="div_vote_id"></div>{tail}</form>""",
    "lonsun": """<h1 class="wztit">{title}</h1><div class="wzfbxx"><span class="fbsj">发布时间：{time}</span>
<span class="res">信息来源： {source}</span><span>浏览次数：{clicks}</span><span>字体大小：【<a>大</a> <a>中</a>
<a>小</a>】 背景色：</span></div>
<div class="wzcon j-fontContent">{body}</div>{tail}""",
    "meta": """<div><h1>{title}</h1><p>发布日期： {time} 浏览次数：{clicks} 来源：{source} 字体：[大 中 小]</p>
<div><META name=ContentStart>{body}<META name=ContentEnd></div>{tail}</div>""",
    "unknown": """<div class="k1"><div class="k2"><div class="k3">{title}</div>
<div class="k4"><em>时间：{time}</em> <em>来源：{source}</em> <em>浏览量：{clicks}</em></div><div class="k5">{body}</div>{tail}</div>
<div class="k6"><h4>热点专题</h4><ul><li><a href="1">优化营商环境</a></li><li><a href="2">民法典宣传月</a></li></ul></div></div>""",
}
FAMILIES = tuple(_FAMILIES)


def page(family: str, body: str, *, title: str, time: str, source: str, clicks: str = "", banner: str = "2019年12月3日星期二") -> str:
    """Return a page of a family around the markup of a body; `clicks` and `banner` change with every visit."""
    filled = _FAMILIES[family].format(title=escape(title), time=time, source=source, clicks=clicks, body=body, tail=_TAIL)
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{escape(title)}-某某市人民政府</title>
<META content="{escape(title)}" name="ArticleTitle"><meta name="SiteName" content="某某市人民政府"><meta name="token" content="{clicks}0">
<style>.x{{display:none}}</style></head><body>{_TOP.format(banner=banner)}{filled}{_FOOT}<script>var t='{clicks}';</script></body></html>"""


def worded(paragraphs: Sequence[str], seed: int = 0) -> str:
    """Return paragraphs with the markup that comes along when Word is pasted into an editor."""
    chance = random.Random(seed)  # noqa: S311 (the same markup for the same seed)
    return "\n".join(_paragraph(text, chance) for text in paragraphs)


_PARAGRAPHS = (
    '<p class="MsoNormal" style="text-indent:32.0pt;line-height:28.0pt">{}<o:p></o:p></p>',
    "<p>&nbsp;&nbsp;&nbsp;&nbsp;{}</p>",
    "<P>\u3000\u3000{}<SPAN lang=EN-US><o:p>&nbsp;</o:p></SPAN></P><p>&nbsp;</p>",
    "<div style='text-align:justify'><font face=仿宋_GB2312>{}</font></div>",
    '<p><!--[if !supportLists]-->{}<!--[endif]--><span style="display:none">隐藏的字</span></p>',
    "<h3><center>{}</center></h3>",
)
_RUNS: tuple[Callable[[str], str], ...] = (
    escape,
    lambda piece: f'<span style="font-family:仿宋_GB2312;font-size:16.0pt">{escape(piece)}</span>',
    lambda piece: f'<span lang="EN-US"><font face="Times New Roman">{escape(piece)}</font></span>',
    lambda piece: f"<strong><label>{escape(piece)}</label></strong>",
    lambda piece: f"<!--{escape(piece)}--><b>{escape(piece)}</b>",
    lambda piece: "".join(f"&#{ord(letter)};" for letter in piece),
)


def _paragraph(text: str, chance: random.Random) -> str:
    cuts = sorted(chance.sample(range(1, len(text)), min(len(text) - 1, chance.randrange(5)))) if len(text) > 1 else []
    pieces = [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    return chance.choice(_PARAGRAPHS).format("".join(chance.choice(_RUNS)(piece) for piece in pieces))
