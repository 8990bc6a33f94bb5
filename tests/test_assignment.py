"""No choice of pairs gains more than the one that is made."""

from itertools import permutations

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_extract.assignment import best_pairs

few = st.integers(0, 5)
gains = st.sampled_from([0, 0, 1, 1, 2, 7]) | st.floats(0, 1)


@st.composite
def matrices(draw):
    rows, columns = draw(few), draw(few)
    return numpy.array(draw(st.lists(gains, min_size=rows * columns, max_size=rows * columns))).reshape(rows, columns)


def gained(gain, pairs):
    return sum(gain[i, j] for i, j in pairs)


def most(gain):
    """The largest sum of all ways to give each row (of the shorter side) a column."""
    low = gain if len(gain) <= gain.shape[1] else gain.T
    ways = permutations(range(low.shape[1]), len(low))
    return max(gained(low, enumerate(way)) for way in ways)


@given(matrices())
def test_nothing_gains_more(gain):
    pairs = best_pairs(gain)
    assert gained(gain, pairs) == pytest.approx(most(gain))
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    assert all(gain[i, j] > 0 for i, j in pairs)
    assert pairs == sorted(pairs)


def test_a_large_one_that_many_want_alike_is_solved():
    chance = numpy.random.default_rng(1)
    gain = chance.random((300, 200))
    right = chance.permutation(300)[:200]
    gain[right, numpy.arange(200)] += 1
    assert sorted((j, i) for i, j in best_pairs(gain)) == [(j, int(right[j])) for j in range(200)]


def test_what_is_even_stays_in_order():
    assert best_pairs(numpy.ones((4, 4))) == [(i, i) for i in range(4)]
