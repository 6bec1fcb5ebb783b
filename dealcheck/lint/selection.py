"""Which rules are meant by codes, their beginnings, names and categories."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

from attrs import frozen

from dealcheck.lint.rule import Category, Rule
from dealcheck.model.problems import meant

ALL = "all"


@frozen
class Selection:
    """The rules that look at a project's files: those selected less those ignored, and more ignored in some files.

    `per_file` are patterns of paths from the project's root with what is ignored there; one without a slash is met by
    the file's name in any folder.
    """

    select: tuple[str, ...] = (ALL,)
    ignore: tuple[str, ...] = ()
    per_file: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def rules_for(self, path: str, rules: Sequence[Rule]) -> list[Rule]:
        """The rules for the file at a path from the project's root."""
        ignored = [*self.ignore]
        for pattern, words in self.per_file:
            if fnmatchcase(path if "/" in pattern else path.rpartition("/")[2], pattern):
                ignored.extend(words)
        return [rule for rule in rules if _named(rule, self.select) and not _named(rule, ignored)]


def _named(rule: Rule, words: Iterable[str]) -> bool:
    """Whether one of the words means the rule."""
    for word in words:
        folded = word.casefold()
        code = rule.code.casefold()
        if folded in (ALL, rule.name, rule.category.value) or (folded.startswith("dc") and code.startswith(folded)):
            return True
    return False


def unknown_words(words: Iterable[str], rules: Sequence[Rule]) -> list[tuple[str, str]]:
    """The words that mean no rule, each with a way out."""
    categories = [category.value for category in Category]
    known = [ALL, *categories, *(name for rule in rules for name in (rule.code, rule.name))]
    return [
        (word, meant(word, known, "`dealcheck rules` lists codes, names and categories"))
        for word in dict.fromkeys(words)
        if not (word.casefold() in categories or any(_named(rule, (word,)) for rule in rules))
    ]
