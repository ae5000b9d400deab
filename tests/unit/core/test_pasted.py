"""What a pasted text becomes: a note's title, body and hashtags, or a table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xhsplanner.core.pasted import is_table, read
from xhsplanner.core.text import title_length, title_limit


@pytest.mark.parametrize(
    ("text", "title", "body", "tags"),
    [
        ("双12 避坑\r\n\r\n先看最低还款\r\n#信用卡 #避坑", "双12 避坑", "先看最低还款", "#信用卡 #避坑"),
        ("只有一行", "只有一行", "", ""),
        ("正文很长" * 20 + "\n第二行", "", "正文很长" * 20 + "\n第二行", ""),
        (
            "标题\n正文里的 #话题 不动\n最后一句 #羊毛[话题]# #省钱",
            "标题",
            "正文里的 #话题 不动\n最后一句",
            "#羊毛 #省钱",
        ),
        ("#信用卡\n#避坑", "", "", "#信用卡 #避坑"),
        ("C#入门不是标签", "C#入门不是标签", "", ""),
        ("  \n ", "", "", ""),
    ],
)
def test_a_text_is_read_as_a_note(text: str, title: str, body: str, tags: str) -> None:
    assert tuple(read(text)) == (title, body, tags)


@given(st.text(alphabet=st.sampled_from("字ab #＃\n\t，👩\r[话题]"), max_size=80))
def test_any_text_is_a_note_whose_title_fits(text: str) -> None:
    note = read(text)
    assert title_length(note.title) <= title_limit()
    assert "\n" not in note.title
    assert "\r" not in note.body


def test_tables_are_told_from_texts() -> None:
    assert is_table("日期\t标题\n12/9\t避坑\n")
    assert not is_table("一行\t两格")
    assert not is_table("普通的\n两行字")
    html = "<table><tr><th>日期</th><th>标题</th></tr><tr><td>12/9</td><td>避坑</td></tr></table>"
    assert is_table("", html)
    assert not is_table("", "<p>一段</p><table><tr><td>版式</td></tr></table>")
