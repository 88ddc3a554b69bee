"""The columns of a record by their Chinese names, as a person would head them."""

from collections.abc import Mapping

COLUMNS: Mapping[str, str] = {
    "url": "网址",
    "site": "栏目编号",
    "region": "区划代码",
    "publisher": "发布栏目",
    "title": "标题",
    "text": "正文",
    "published_at": "公开时间",
    "source": "来源",
    "issuer": "报告机关",
    "report_year": "报告年度",
    "level": "层级",
    "document_number": "文号",
    "index_number": "索引号",
    "kind": "种类",
    "outline": "提纲",
    "attachments": "附件",
    "version": "版次",
    "cause": "成因",
    "content_hash": "正文指纹",
    "page_hash": "网页指纹",
    "also_at": "又见于",
    "moved_from": "原网址",
    "similar_to": "近似报告",
    "seen_at": "此版收录时间（UTC）",
    "first_seen_at": "首次看到（UTC）",
    "last_seen_at": "最近看到（UTC）",
    "extractor": "识读程序",
    "warnings": "提醒",
}
