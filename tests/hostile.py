"""A page that does all that a page can do by itself or when it is touched: each deed asks an address of its own or renames the page."""

DEEDS = {
    "css", "import", "font", "background", "image", "srcset", "picture", "icon", "preload", "modulepreload", "prefetch", "script", "frame",
    "srcdoc", "object", "embed", "video", "poster", "audio", "svg", "input", "refresh",
}  # fmt: skip


def hostile(far: str) -> str:
    """Return the markup of a report's page that wants to reach a server and to rename itself to `acted`."""
    return f"""<!doctype html>
<html lang="zh"><head><meta charset="utf-8"><title>白河县2025年度法治政府建设情况报告</title>
<base href="{far}/base/" target="_top">
<meta http-equiv="refresh" content="0; url={far}/refresh">
<meta http-equiv="set-cookie" content="acted=1">
<meta http-equiv="x-dns-prefetch-control" content="on">
<link rel="dns-prefetch" href="{far}"><link rel="preconnect" href="{far}">
<link rel="prefetch" href="{far}/prefetch"><link rel="prerender" href="{far}/prerender">
<link rel="preload" as="image" href="{far}/preload"><link rel="modulepreload" href="{far}/modulepreload">
<link rel="stylesheet" href="{far}/css"><link rel="icon" href="{far}/icon"><link rel="manifest" href="{far}/manifest">
<style>
@import url("{far}/import"); @import "relative.css";
@font-face {{ font-family: theirs; src: url("{far}/font") }}
html {{ font-family: theirs; background: url("{far}/background") }}
</style>
<script>document.title = "acted"; document.cookie = "acted=1"; fetch("{far}/fetch")</script><script src="{far}/script"></script>
<script type="speculationrules">{{"prefetch": [{{"source": "list", "urls": ["{far}/speculation"]}}]}}</script>
</head>
<body onload="document.title = 'acted'" onclick="document.title = 'acted'">
<h1>白河县2025年度法治政府建设情况报告</h1>
<p style="color: #b00; background-image: url('{far}/inline'); list-style: image-set('{far}/set' 1x)">全年办理行政复议案件312件。</p>
<img src="{far}/image" onerror="document.title = 'acted'" alt="行政复议案件数"><img srcset="{far}/srcset 1x">
<picture><source srcset="{far}/picture"><img></picture>
<iframe src="{far}/frame"></iframe><iframe src="javascript:top.document.title = 'acted'"></iframe>
<iframe srcdoc="&lt;img src='{far}/srcdoc'&gt;&lt;script&gt;top.document.title = 'acted'&lt;/script&gt;"></iframe>
<object data="{far}/object"></object><embed src="{far}/embed"><applet code="{far}/applet"></applet>
<video src="{far}/video" poster="{far}/poster" autoplay></video><audio src="{far}/audio" autoplay></audio>
<svg onload="document.title = 'acted'"><script>document.title = "acted"</script><image href="{far}/svg"/><use href="{far}/use#a"/>
<a href="javascript:document.title = 'acted'"><text y="20">图</text></a>
<set attributeName="fill" to="red" onbegin="document.title = 'acted'"/></svg>
<math href="javascript:document.title = 'acted'"><mtext>式</mtext></math>
<details open ontoggle="document.title = 'acted'"><summary>展开</summary>内容</details>
<form action="{far}/form"><input autofocus onfocus="document.title = 'acted'" name="q"><input type="image" src="{far}/input" alt="查询">
<button formaction="{far}/formaction">提交</button></form>
<p><a class="touch" href="javascript:document.title = 'acted'">打印</a> <a class="touch" href="{far}/self" ping="{far}/ping">上一篇</a>
<a class="touch" href="{far}/top" target="_top">首页</a> <a class="touch" href="{far}/blank" target="_blank">下一篇</a>
<a class="touch" href="{far}/download" download>下载</a> <a class="touch" href="relative.html">相关</a>
<a class="touch" href="data:text/html,acted">内嵌</a> <a class="touch" href="#note">注</a></p>
<p id="note">注：数据截至2025年12月31日。</p>
<noscript><img src="{far}/noscript"></noscript><template><img src="{far}/template"></template>
<math><mtext><table><mglyph><style><img src="{far}/mutation" onerror="document.title = 'acted'"></style></mglyph></table></mtext></math>
</body></html>
"""
