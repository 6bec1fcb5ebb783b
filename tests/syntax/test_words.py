"""Every word of the grammar has a role, so that it reaches the highlighters."""

from __future__ import annotations

import re

from dealcheck.syntax.grammar import GRAMMAR_NAME, grammar_folder, language
from dealcheck.syntax.words import keywords_by_role, scales, units

GRAMMAR = (grammar_folder() / GRAMMAR_NAME).read_text(encoding="utf-8")


def test_every_keyword_of_the_grammar_has_one_role() -> None:
    known = [word for words in keywords_by_role().values() for word in words]
    rules = re.sub(r"(^|\s)//.*|(?<=: )/.*/$", "", GRAMMAR, flags=re.MULTILINE)
    written = {word for word in re.findall(r'"([^"\n]+)"', rules) if word[0].isalpha()}
    assert sorted(known) == sorted(written), "give a new keyword its role in dealcheck/syntax/words.py"
    assert written == language().keywords


def test_units_and_scales_are_those_of_the_grammar() -> None:
    for name, words in (("UNIT", units()), ("SCALE", scales())):
        pattern = re.search(rf"^{name}\.3: /(.*)/$", GRAMMAR, re.MULTILINE)
        assert pattern is not None
        assert words
        assert [word for word in words if not re.fullmatch(pattern[1], word)] == []
