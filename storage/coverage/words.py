"""The words of the page, Chinese first and English beside it."""

from collections.abc import Mapping
from html import escape

from storage.coverage.states import Reason, State

STATE: Mapping[State, tuple[str, str]] = {
    "held": ("按时公开", "in time"),
    "late": ("逾期公开", "late"),
    "missing": ("未见", "missing"),
    "blocked": ("被拒绝", "blocked"),
    "unreachable": ("连不上", "unreachable"),
    "unknown": ("不详", "unknown"),
    "not_due": ("未到期", "not due"),
}
REASON: Mapping[Reason, tuple[str, str]] = {
    "in_time": ("4月1日以前公开", "public by 1 April"),
    "undated": ("页面未载公开日期", "the page prints no date"),
    "after_deadline": ("4月1日以后公开", "public after 1 April"),
    "walked": ("栏目已全部走查，没有这一年的报告；走查始于", "the section was walked whole and has no report on the year; that walk began"),
    "barred": ("栏目读不到，始于", "the section cannot be read, since"),
    "page_barred": ("列表上有，网页读不到，始于", "listed, but its page cannot be read, since"),
    "no_section": ("还不知道它的栏目", "no section is known"),
    "disabled": ("栏目已知，现未启用", "its section is known and not watched"),
    "never_walked": ("栏目已知，还没有全部走查过", "its section was never walked whole"),
    "walked_before": ("到期以后还没有全部走查过；上次走查始于", "its section was not walked whole since the report was due; last walked"),
    "listed": ("列表上有，还没有取到，始于", "listed, but not fetched yet, since"),
    "unclear": ("有一份这一年的报告，看不出是谁的", "a report on the year is there that does not say whose it is"),
    "not_due": ("未到4月1日，或当年没有公开的规定", "1 April has not come, or no rule asked for that year"),
}
ORGAN: Mapping[str, tuple[str, str]] = {
    "government": ("人民政府", "Governments"),
    "justice": ("司法厅局", "Bureaus of justice"),
    "town": ("乡镇、街道", "Towns"),
    "department": ("其他部门", "Other departments"),
    "other": ("其他单位", "Others"),
}


def both(chinese: str, english: str) -> str:
    """Return words in both languages as markup, of which the page shows one; they are markup already."""
    return f'<span class="zh" lang="zh">{chinese}</span><span class="en" lang="en">{english}</span>'


def state_words(state: State) -> str:
    """Return the name of a state as markup."""
    return both(*STATE[state])


def plain(words: object) -> str:
    """Return words as text of a page, or of an attribute in double quotes."""
    return escape(str(words))
