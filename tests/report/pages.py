"""A page of HTML taken apart, and what must be true of any."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

from attrs import define, field

VOID = {"meta", "input", "br", "hr", "img", "link"}


@define(eq=False)
class Element:
    """An element with its attributes, what it holds, and the one that holds it."""

    name: str
    attributes: dict[str, str | None]
    parent: Element | None = None
    inside: list[Element | str] = field(factory=list)

    @property
    def text(self) -> str:
        return "".join(each if isinstance(each, str) else each.text for each in self.inside)

    def get(self, name: str) -> str:
        return self.attributes.get(name) or ""

    def all(self, *names: str) -> Iterator[Element]:
        """Every element below of these names, in the order of the page; of any name where none is given."""
        for each in self.inside:
            if isinstance(each, Element):
                if not names or each.name in names:
                    yield each
                yield from each.all(*names)

    def of_class(self, name: str) -> Iterator[Element]:
        return (each for each in self.all() if name in each.get("class").split())


class _Builder(HTMLParser):
    """Builds the tree, and fails where an element is not closed in its turn."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self.at = Element("", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), attrs
        element = Element(tag, dict(attrs), self.at)
        self.at.inside.append(element)
        if tag not in VOID:
            self.at = element

    def handle_endtag(self, tag: str) -> None:
        assert self.at.name == tag, f"</{tag}> closes <{self.at.name}>"
        assert self.at.parent is not None
        self.at = self.at.parent

    def handle_data(self, data: str) -> None:
        self.at.inside.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")


def parsed(page: str) -> Element:
    builder = _Builder()
    builder.feed(page)
    builder.close()
    assert builder.at is builder.root, f"<{builder.at.name}> is not closed"
    return builder.root
