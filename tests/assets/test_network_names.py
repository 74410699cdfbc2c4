"""What a whole network is called, written at once, is what writing each name gives."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.network_names import Names
from tests import soaking

pytestmark = pytest.mark.once
CODES = st.text('AB"\\é/\n-', max_size=3)  # few, so that some are borne by several


@settings(max_examples=2000 if soaking.SOAK else 200, deadline=None)
@given(st.dictionaries(st.integers(1, 30), st.tuples(CODES, st.text(min_size=1, max_size=4))), st.data())
def test_identities_are_those_of_each_code(elements: dict[int, tuple[str, str]], data: st.DataObject):
    """Whatever the codes, asked in any order, some twice; of a code that several bear only those asked for."""
    codes, ids = ({pk: row[at] for pk, row in elements.items()} for at in (0, 1))
    names = Names(codes, ids, frozenset(), {}, {}, {}, {}, frozenset(), {})
    asked = data.draw(st.lists(st.sampled_from(sorted(elements)))) if elements else []

    told = json.loads(names.identities(asked))

    expected: dict[str, list[str]] = {}
    for piece in sorted(set(asked)):
        expected.setdefault(codes[piece], []).append(ids[piece])
    assert told == expected
