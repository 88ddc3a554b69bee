"""DOCX files as they print."""

from pipelines.files.office.docx import read_docx
from tests.documents import SENTENCE, TITLE, docx_of, listed, paragraph, zip_of

CHINESE = """<w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/>
<w:suff w:val="nothing"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:suff w:val="nothing"/><w:lvlText w:val="%3."/></w:lvl>
<w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%3.%4"/></w:lvl>
<w:lvl w:ilvl="4"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="●"/></w:lvl>
</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>"""
TABLE = """<w:tbl ><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>指标</w:t></w:r></w:p></w:tc>
<w:tc><w:p><w:r><w:t>数量</w:t></w:r></w:p></w:tc></w:tr>
<w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr><w:p><w:r><w:t>行政</w:t></w:r></w:p><w:p><w:r><w:t>复议</w:t></w:r></w:p></w:tc>
<w:tc><w:p><w:r><w:t>受理</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr>
<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc><w:p><w:r><w:t>办结</w:t></w:r></w:p></w:tc>
<w:tc><w:p><w:r><w:t>1,024</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"""
BOX = """<w:p ><w:r><w:t>见下图。</w:t></w:r><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
 xmlns:v="urn:schemas-microsoft-com:vml"><mc:Choice Requires="wps">
<w:drawing><wps:txbx><w:txbxContent><w:p><w:r><w:t>框内文字</w:t></w:r></w:p></w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback>
<w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>框内文字</w:t></w:r></w:p></w:txbxContent></v:textbox></w:pict></mc:Fallback>
</mc:AlternateContent></w:r></w:p>"""


def lines(*blocks: str, numbering: str = "") -> list[str]:
    return list(read_docx(docx_of(*blocks, numbering=numbering), "报告.docx").lines)


def test_paragraphs_are_lines_and_heads_of_pages_are_no_text() -> None:
    assert lines(paragraph(TITLE), paragraph(""), paragraph(SENTENCE)) == [TITLE, SENTENCE]


def test_numbers_of_lists_are_written_out() -> None:
    blocks = [
        listed("主要做法", 1, 0),
        listed("强化领导", 1, 1),
        listed("完善机制", 1, 1),
        listed("专题学习", 1, 2),
        listed("细目", 1, 3),
        listed("要点", 1, 4),
        listed("存在问题", 1, 0),
        listed("力量不足", 1, 1),
    ]

    assert lines(*blocks, numbering=CHINESE) == [
        "一、主要做法",
        "（一）强化领导",
        "（二）完善机制",
        "1.专题学习",
        "1.1.1 细目",
        "要点",
        "二、存在问题",
        "（一）力量不足",
    ]


def test_list_that_begins_anew_counts_from_its_start() -> None:
    blocks = [listed("甲", 1, 0), listed("乙", 1, 0), listed("丙", 2, 0), listed("丁", 2, 0)]

    assert lines(*blocks, numbering=CHINESE) == ["一、甲", "二、乙", "一、丙", "二、丁"]


def test_paragraph_with_number_zero_is_in_no_list() -> None:
    assert lines(listed("甲", 0, 0), numbering=CHINESE) == ["甲"]


def test_rows_of_tables_are_lines_and_merged_cells_stand_once() -> None:
    assert lines(TABLE) == ["指标 | 数量", "行政 复议 | 受理 |", "办结 | 1,024"]


def test_table_of_one_column_is_its_paragraphs() -> None:
    frame = f"<w:tbl ><w:tr><w:tc>{paragraph('第一段。')}{paragraph('第二段。')}</w:tc></w:tr></w:tbl>"

    assert lines(frame) == ["第一段。", "第二段。"]


def test_text_box_is_read_once_after_its_paragraph() -> None:
    assert lines(BOX, paragraph("下一段。")) == ["见下图。", "框内文字", "下一段。"]


def test_footnotes_stand_at_the_end_with_their_numbers() -> None:
    block = "<w:p ><w:r><w:t>办理案件1024件</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r><w:r><w:t>。</w:t></w:r></w:p>"

    assert lines(block, paragraph("特此报告。")) == ["办理案件1024件[1]。", "特此报告。", "[1] 不含街道办理的案件。"]


def test_tracked_changes_are_accepted() -> None:
    block = (
        "<w:p ><w:r><w:t>办理案件</w:t></w:r><w:del w:id='1'><w:r><w:delText>九百</w:delText></w:r></w:del>"
        "<w:ins w:id='2'><w:r><w:t>一千</w:t></w:r></w:ins><w:r><w:t>件。</w:t></w:r></w:p>"
    )

    assert lines(block) == ["办理案件一千件。"]


def test_paragraph_whose_end_was_deleted_goes_on() -> None:
    joined = paragraph("全面推进", "<w:rPr><w:del w:id='1'/></w:rPr>")

    assert lines(joined, paragraph("依法行政。")) == ["全面推进依法行政。"]


def test_deleted_rows_and_hidden_runs_are_no_text() -> None:
    row = f"<w:tr><w:trPr><w:del w:id='3'/></w:trPr><w:tc>{paragraph('旧')}</w:tc><w:tc>{paragraph('行')}</w:tc></w:tr>"
    table = f"<w:tbl >{row}<w:tr><w:tc>{paragraph('新')}</w:tc><w:tc>{paragraph('行')}</w:tc></w:tr></w:tbl>"
    hidden = "<w:p ><w:r><w:rPr><w:vanish/></w:rPr><w:t>内部意见</w:t></w:r><w:r><w:t>公开内容</w:t></w:r></w:p>"

    assert lines(table, hidden) == ["新 | 行", "公开内容"]


def test_break_in_a_paragraph_ends_a_line_and_fields_show_their_result() -> None:
    block = (
        "<w:p ><w:r><w:t>联系人：张三</w:t><w:br/><w:t>电话:</w:t></w:r><w:r><w:fldChar w:fldCharType='begin'/></w:r>"
        "<w:r><w:instrText>HYPERLINK x</w:instrText></w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>12345</w:t></w:r>"
        "<w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>"
    )

    assert lines(block) == ["联系人：张三", "电话:12345"]


def test_file_with_a_broken_relationship_is_read() -> None:
    xml = f"<w:document xmlns:w='http://purl.oclc.org/ooxml/wordprocessingml/main'><w:body>{paragraph(TITLE)}</w:body></w:document>"
    relations = (
        "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
        "<Relationship Id='a' Type='http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument' Target='/word/document2.xml'/>"
        "<Relationship Id='b' Type='x/image' Target='NULL'/></Relationships>"
    )
    body = zip_of({"[Content_Types].xml": b"<Types/>", "_rels/.rels": relations.encode(), "word/document2.xml": xml.encode()})

    assert read_docx(body, "报告.docx").lines == (TITLE,)


def test_one_of_two_ways_to_write_the_same_blocks_is_read() -> None:
    block = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" ><mc:Choice Requires="wps">'
        f"{paragraph(TITLE)}</mc:Choice><mc:Fallback>{paragraph(TITLE)}</mc:Fallback></mc:AlternateContent>"
    )

    assert lines(block) == [TITLE]


def test_symbol_without_a_code_is_a_lost_character_and_the_rest_is_read() -> None:
    symbols = "".join(f"<w:r><w:sym w:font='Wingdings' w:char='{code}'/></w:r>" for code in ("2605", "no code", ""))

    assert lines(f"<w:p >{symbols}<w:r><w:t>重点</w:t></w:r></w:p>") == ["★\ufffd\ufffd重点"]
