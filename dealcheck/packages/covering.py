"""The fewest packages that show every local combination: choices that never meet at a point are tried at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import define, field


@define(eq=False)
class Covering:
    """Packages, each as the options of some choices; the others may be anything.

    Every combination that is asked for is found in one of them. A combination is fitted into the first package that
    says nothing else of its choices, so that a thousand brackets which never meet take as many packages as the longest
    of them has options.
    """

    packages: list[dict[int, int]] = field(factory=list)

    def ask(self, combinations: Iterable[Mapping[int, int]]) -> None:
        """See to it that each of the combinations is in one of the packages."""
        for combination in combinations:
            if self._holding(combination) is not None:
                continue
            for package in self.packages:
                if all(package.get(choice, option) == option for choice, option in combination.items()):
                    package.update(combination)
                    break
            else:
                self.packages.append(dict(combination))

    def _holding(self, combination: Mapping[int, int]) -> int | None:
        for at, package in enumerate(self.packages):
            if all(package.get(choice) == option for choice, option in combination.items()):
                return at
        return None

    def holding(self, combination: Mapping[int, int]) -> int:
        """The place of the first package that holds a combination that was asked for."""
        found = self._holding(combination)
        if found is None:
            raise KeyError(f"no package holds {dict(combination)}")
        return found
