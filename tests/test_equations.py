"""Equations: what a line writes out with signs, as [result, operands, operation, value in base units]."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_extract.text.equations import find_equations


def solved(text):
    return [
        [e.result.surface, [one.surface for one in e.operands], e.operation, str(e.value.normalize())]
        for e in find_equations(text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("600千円×2人=1,200千円", ["1,200千円", ["600千円", "2人"], "product", "1.2E+6"]),
        ("３００ 千円×３ 人＝ ９００ 千円", ["９００ 千円", ["３００ 千円", "３ 人"], "product", "9E+5"]),
        ("総額6,000千円＝1,000千円×6人", ["総額6,000千円", ["1,000千円", "6人"], "product", "6E+6"]),
        ("国費（補助）500千円＋県費250千円＝750千円", ["750千円", ["500千円", "250千円"], "sum", "7.5E+5"]),
        ("3人＋2人×4＝11人", ["11人", ["3人", "2人", "4"], "sum", "11"]),
        ("（3人＋2人）×4＝20人", ["20人", ["3人", "2人", "4"], "sum", "2E+1"]),
        ("10人－3人＝7人", ["7人", ["10人", "3人"], "sum", "7"]),
        ("12人÷15人＝80％", ["80％", ["12人", "15人"], "product", "0.8"]),
        ("8台（端末）×2か所＝16台", ["16台", ["8台", "2か所"], "product", "16"]),
        ("計57,200円（5,200円×11か月）", ["計57,200円", ["5,200円", "11か月"], "product", "5.72E+4"]),
        ("500円*3=1,500円", ["1,500円", ["500円", "3"], "product", "1.5E+3"]),
    ],
)
def test_what_is_written_out(text, expected):
    assert solved(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "1ポイント＝1円",
        "ライセンス 120千円/年×8本",
        "https://example.jp/?id=12&page=3",
        "縦3m×横4m",
        "補助（10千円×3回）",
        "10～12人×2＝24人",
        "5人÷0人＝0％",
        "A＋B＝C",
        "",
    ],
)
def test_what_is_no_equation(text):
    assert find_equations(text) == []


def test_two_in_a_line_stand_apart():
    assert [one[0] for one in solved("8人×2台＝16台、5人×2台＝10台")] == ["16台", "10台"]


@given(st.lists(st.integers(1, 9999), min_size=2, max_size=9))
def test_a_sum_of_any_length_comes_out(parts):
    (equation,) = find_equations("＋".join(f"{part}円" for part in parts) + f"＝{sum(parts)}円")
    assert equation.value == equation.result.base_value == sum(parts)
    assert len(equation.operands) == len(parts)


@given(st.text(alphabet="0123456789,.円人千万％×＋－÷＝=+*()（）x年月/ 。、約A", max_size=60))
def test_any_text_gives_equations_of_what_it_says(text):
    for equation in find_equations(text):
        for amount in (equation.result, *equation.operands):
            assert text[amount.span.start : amount.span.end] == amount.surface
        assert len(equation.operands) > 1
