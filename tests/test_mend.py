"""Glyphs to chars: what a person sees stays, what nobody sees is kept apart, and doing it twice changes nothing."""

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_extract.pdf.mend import Paint, has_no_width, to_glyphs
from plan_extract.pdf.mend import mend as mend_chars
from plan_extract.pdf.page import Char
from plan_extract.pdf.ruling import Color, Fill
from plan_extract.place import Box

WIDTH, HEIGHT = 200.0, 100.0
WHITE, BLACK, BLUE = (255, 255, 255), (0, 0, 0), (0, 0, 200)
PAPER = ()
DARK = (Fill(Box(0, 0, 200, 100), BLUE),)
COVERED = (Fill(Box(0, 0, 200, 100), BLUE), Fill(Box(0, 0, 100, 100), WHITE))
PATTERN = (Fill(Box(0, 0, 200, 100), None),)


class Glyph(NamedTuple):
    """A char and how it is painted."""

    char: Char
    color: Color | None = None
    invisible: bool = False


def mend(glyphs, areas, width, height):
    """What becomes of glyphs."""
    drawn = list(glyphs)
    paints = [Paint(glyph.color, glyph.invisible) for glyph in drawn]
    return mend_chars(to_glyphs([glyph.char for glyph in drawn], paints), areas, width, height)


def char(text, x=10.0, top=10.0, size=10.0, angle=0):
    return Char(text, x, top, x + size, top + size, size, angle)


def texts(glyphs, areas=PAPER):
    """The visible and the hidden text."""
    chars, hidden, _ = mend(glyphs, areas, WIDTH, HEIGHT)
    return "".join(c.text for c in chars), "".join(c.text for c in hidden)


def test_radicals_become_the_characters_they_stand_for():
    assert texts(Glyph(char(c, 10.0 * n)) for n, c in enumerate("⼋⼾市⺠⽉⻑", 1)) == ("八戸市民月長", "")


@pytest.mark.parametrize("text", list("ＡＢ㈱①髙﨑ｶﾞ㋿"))
def test_what_was_printed_so_stays(text):
    assert texts([Glyph(char(text))]) == (text, "")


INKS = [
    ("black on paper", BLACK, PAPER, True),
    ("white on paper", WHITE, PAPER, False),
    ("nearly white on paper", (252, 251, 250), PAPER, False),
    ("grey on paper", (200, 200, 200), PAPER, True),
    ("white on dark", WHITE, DARK, True),
    ("white on white over dark", WHITE, COVERED, False),
    ("white on a pattern", WHITE, PATTERN, True),
    ("unknown ink", None, PAPER, True),
]


@pytest.mark.parametrize(("color", "areas", "seen"), [ink[1:] for ink in INKS], ids=[ink[0] for ink in INKS])
def test_ink_is_seen_where_it_stands_out(color, areas, seen):
    assert texts([Glyph(char("市"), color)], areas) == (("市", "") if seen else ("", "市"))


@pytest.mark.parametrize(("x", "top"), [(-20, 10), (250, 10), (10, -20), (10, 150)])
def test_chars_off_the_page_are_hidden(x, top):
    assert texts([Glyph(char("市", x, top)), Glyph(char("民"))]) == ("民", "市")


def test_invisible_text_is_hidden():
    assert texts([Glyph(char("市"), BLACK, invisible=True)]) == ("", "市")


@pytest.mark.parametrize("text", ["\u200b", "\u200d", "\ufeff", "\u00ad", "\u202e", "\x00", "\u2028"])
def test_characters_without_width_go(text):
    assert has_no_width(text)
    assert texts([Glyph(char(text)), Glyph(char("市"))]) == ("市", "")


@pytest.mark.parametrize(
    ("dx", "dy", "kept"), [(0, 0, 1), (0.3, 0, 1), (0.3, 0.3, 1), (0, 1.4, 1), (2, 0, 2), (0, 2, 2), (10, 0, 2)]
)
def test_a_char_drawn_twice_for_a_bold_look_is_kept_once(dx, dy, kept):
    chars, hidden, _ = mend([Glyph(char("市")), Glyph(char("市", 10 + dx, 10 + dy))], PAPER, WIDTH, HEIGHT)
    assert (len(chars), hidden) == (kept, ())


def test_other_chars_at_one_place_and_blanks_are_kept():
    assert texts([Glyph(char("市")), Glyph(char("民")), Glyph(char(" ")), Glyph(char(" "))]) == ("市民  ", "")


def test_a_hidden_char_hides_no_visible_one_at_its_place():
    """Recognised text lies under a picture's own."""
    assert texts([Glyph(char("市"), invisible=True), Glyph(char("市"))]) == ("市", "市")


def test_a_watermark_is_kept_apart_whole_and_a_large_title_is_not():
    text = [Glyph(char(c, 10.0 * n, 80.0)) for n, c in enumerate("窓口の受付を開始した")]
    mark = [Glyph(char(c, 45.0 * n, 60.0, 45.0), (200, 200, 200)) for n, c in enumerate("（案）見")]
    title = [Glyph(char(c, 30.0 * n, 5.0, 30.0)) for n, c in enumerate("計画")]
    chars, hidden, stamps = mend([*title, *text, *mark], PAPER, WIDTH, HEIGHT)
    assert ["".join(c.text for c in some) for some in (chars, hidden, stamps)] == ["計画窓口の受付を開始した", "", "（案）見"]


@pytest.mark.parametrize("top", [10.0, 40.0, 48.0])
def test_large_type_over_nothing_is_no_stamp(top):
    """Titles, and what is set small beside or below them."""
    small = [Glyph(char(c, 10.0 * n, 40.0, 8.0)) for n, c in enumerate("令和五年十月")]
    chars, _, stamps = mend([*small, Glyph(char("市", 62.0, top, 40.0))], PAPER, WIDTH, HEIGHT)
    assert (len(chars), stamps) == (len(small) + 1, ())


glyphs = st.builds(
    lambda text, x, top, color, invisible: Glyph(char(text, x, top), color, invisible),
    st.characters() | st.sampled_from("⼾⺠市民 \u200b"),
    st.integers(-30, 230).map(float),
    st.integers(-30, 130).map(float),
    st.sampled_from([None, WHITE, BLACK]),
    st.booleans(),
)


@given(st.lists(glyphs, max_size=20), st.sampled_from([PAPER, DARK, COVERED]))
def test_mending_twice_is_mending_once(drawn, areas):
    once = mend(drawn, areas, WIDTH, HEIGHT)
    again = mend(map(Glyph, once.chars), areas, WIDTH, HEIGHT)
    assert again == (once.chars, (), ())
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in (c.middle for c in once.chars))


@given(st.lists(glyphs, max_size=20))
def test_every_char_with_width_is_seen_hidden_or_doubled(drawn):
    chars, hidden, _ = mend(drawn, PAPER, WIDTH, HEIGHT)
    wide = [glyph for glyph in drawn if not has_no_width(glyph.char.text)]
    assert len(chars) + len(hidden) <= len(wide)
    places = {(c.x0, c.top) for c in (*chars, *hidden)}
    assert {(g.char.x0, g.char.top) for g in wide if g.invisible} <= places
    assert (
        len(chars) + len(hidden) == len(wide)
        or len({(g.char.text, round(g.char.x0), round(g.char.top)) for g in wide}) < len(wide)
        or any(
            abs(a.char.x0 - b.char.x0) < 1.5 and abs(a.char.top - b.char.top) < 1.5 for a in wide for b in wide if a is not b
        )
    )
