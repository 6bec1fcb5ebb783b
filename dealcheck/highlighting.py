"""The Pygments lexer. Pygments finds it through its entry point; nothing of dealcheck imports it.

It tells words apart by what stands around them, as far as a highlighter can: what the parser would make of a word in
the middle of a broken sentence is not asked. Every pattern is possessive, so that no text takes more than linear time.
"""

from __future__ import annotations

import re
from typing import ClassVar

from pygments.lexer import RegexLexer, bygroups, default, include, this, using, words
from pygments.token import (
    Comment,
    Error,
    Keyword,
    Literal,
    Name,
    Number,
    Operator,
    Punctuation,
    String,
    Whitespace,
)

from dealcheck.syntax.words import PERIODS, VERDICTS, Role, keywords_by_role, scales, units

__all__ = ["DealLexer"]

TOKEN_OF_ROLE = {
    Role.USE: Keyword.Namespace,
    Role.DECLARATION: Keyword.Declaration,
    Role.CLAUSE: Keyword,
    Role.KEY: Keyword.Pseudo,
    Role.QUANTIFIER: Keyword,
    Role.MODAL: Keyword.Reserved,
    Role.CONNECTIVE: Operator.Word,
    Role.CHANGE: Keyword.Pseudo,
    Role.TIME: Keyword.Reserved,
    Role.VALUE: Name.Builtin,
}
"""What a keyword of each role is to Pygments."""

_NAME = r"[^\W\d]\w*+"
_BLANK = r"[ \t\r\n]*+(?:#[^\n]*+[ \t\r\n]*+)*+"
_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?!\w)"
_NUMBER = r"[0-9]++(?:_[0-9]++)*+(?:\.[0-9]++(?:_[0-9]++)*+)*+(?!\w)"
_CURRENCY = r"[A-Z]{3}(?!\w)"
_BY = rf"{_BLANK}by(?!\w)(?!{_BLANK}[0-9])"

_DECLARATIONS = keywords_by_role()[Role.DECLARATION]

# Pygments' patterns are tried in order, and the first that fits is taken.
_KEYWORDS = [
    (words(known, suffix=r"(?!\w)"), TOKEN_OF_ROLE[role])
    for role, known in keywords_by_role().items()
    if role is not Role.DECLARATION
]


class DealLexer(RegexLexer):
    """The language of `.deal` and `.policy` files."""

    name = "dealcheck"
    aliases: ClassVar[list[str]] = ["dealcheck", "deal"]
    filenames: ClassVar[list[str]] = ["*.deal", "*.policy"]
    mimetypes: ClassVar[list[str]] = ["text/x-dealcheck"]
    version_added = ""
    flags = re.MULTILINE

    tokens: ClassVar = {
        "root": [
            include("blank"),
            include("values"),
            (r"hs(?!\w)", Keyword.Pseudo, "codes"),
            (r"expect(?!\w)", Keyword.Declaration, "reference"),
            (r"(?:waive|assess)(?!\w)", Keyword, "reference"),
            (r"key(?!\w)", Keyword.Declaration, "typed"),
            (rf"the(?={_BLANK}deal(?!\w))", Keyword, "the deal"),
            (rf"kind(?={_BLANK}{_NAME})", Keyword.Declaration, "kind"),
            (r"per(?!\w)", Keyword.Reserved, "period"),
            (rf"cites(?={_BLANK}{_NAME})", Keyword, "cited"),
            (rf"reading(?={_BLANK}{_NAME})", Keyword.Declaration, ("outcome", "declared")),
            (rf"red(?={_BLANK}line(?!\w))", Keyword.Declaration),
            # A kind stands before `by`, unless the `by` is that of a date, or of who proposed or opposed a term.
            (rf"(?!(?:proposed|opposed|weighted)(?!\w)){_NAME}(?={_BY})", Name.Class),
            # Words that declare a name, and the same words where no name follows.
            (words(_DECLARATIONS, suffix=rf"(?!\w)(?={_BLANK}{_NAME})"), Keyword.Declaration, "declared"),
            (words(_DECLARATIONS, suffix=r"(?!\w)"), Keyword.Declaration),
            *_KEYWORDS,
            (_NAME, Name),
            include("signs"),
        ],
        "blank": [
            (r"[ \t\r\n]++|\ufeff", Whitespace),
            (r"#[^\n]*+", Comment.Single),
        ],
        "values": [
            (r'"(?=[^"\\\n\r]*+(?:\\[^\n\r][^"\\\n\r]*+)*+")', String.Double, "string"),
            (r'"[^\n]*+', Error),  # It is not closed on its line.
            (_DATE, Literal.Date),
            (rf"({_CURRENCY})(/)({'|'.join(sorted(units(), key=len, reverse=True))})(?!\w)", Keyword.Type),
            (rf"{_CURRENCY}(?={_BLANK}[0-9])", Keyword.Type),
            (_NUMBER, Number, "amount"),
        ],
        "signs": [
            (r"\[", Punctuation.Marker, "open"),
            (r"\.\.|[<>!]=|[=<>|&\-+*/%?]", Operator),
            (r"[{}()\[\]:,.]", Punctuation),
            (r"[^\S \t\r\n]++", Error),
            (r"\d\w*+|.", Error),
        ],
        "string": [
            (r'\\["\\nt]', String.Escape),
            (r'"', String.Double, "#pop"),
            (r'[^"\\]++|\\', String.Double),
        ],
        # What a number is a number of.
        "amount": [
            include("blank"),
            (r"%|pp(?!\w)", Keyword.Type, "#pop"),
            (words(scales(), suffix=r"(?!\w)"), Keyword.Type),
            (words(units(), prefix="/", suffix=r"(?!\w)"), Keyword.Type, "#pop"),
            (words(units(), prefix=r"(?:[A-Z]{3}|c)/", suffix=r"(?!\w)"), Keyword.Type, "#pop"),
            (words(units(), suffix=r"(?!\w)"), Keyword.Type, "#pop"),
            default("#pop"),
        ],
        "period": [
            include("blank"),
            (words(PERIODS, suffix=r"(?!\w)"), Keyword.Type, "#pop"),
            default("#pop"),
        ],
        # The codes of the tariff nomenclature, which look like numbers and are names.
        "codes": [
            include("blank"),
            (r"[0-9][0-9.]*+(?<!\.)(?!\w)", String.Symbol),
            (r"[0-9]++(?:\.[0-9]++)*+", String.Symbol),
            (r"\.\.", Operator),
            (rf",(?={_BLANK}(?:[0-9]|hs(?!\w)))", Punctuation),
            (r"hs(?!\w)", Keyword.Pseudo),
            default("#pop"),
        ],
        # What is declared: dotted for topics.
        "declared": [
            include("blank"),
            (rf"({_NAME})(\.)", bygroups(Name.Variable.Global, Punctuation)),
            (_NAME, Name.Variable.Global, "#pop"),
            default("#pop"),
        ],
        "cited": [
            include("blank"),
            (_NAME, Name.Label, "#pop"),
            default("#pop"),
        ],
        # `by: party` of a kind
        "typed": [
            include("blank"),
            (words(keywords_by_role()[Role.KEY], suffix=r"(?!\w)"), Keyword.Pseudo),
            (rf"(:)({_BLANK})({_NAME})", bygroups(Punctuation, using(this, state="blank"), Keyword.Type), "#pop"),
            default("#pop"),
        ],
        "the deal": [
            include("blank"),
            (r"deal(?!\w)", Keyword, "#pop"),
        ],
        "kind": [
            include("blank"),
            (_NAME, Name.Class, "#pop"),
        ],
        # `JP.autos violated`
        "reference": [
            include("blank"),
            (rf"({_NAME})(\.)({_NAME})", bygroups(Name, Punctuation, Name.Variable.Global), ("#pop", "outcome")),
            default("#pop"),
        ],
        "outcome": [
            include("blank"),
            (words(VERDICTS, suffix=r"(?!\w)"), Name.Constant, "#pop"),
            default("#pop"),
        ],
        # Text that is not agreed: `[US opposed by JP: 25% | 0%]`, `[?]`, and `[JP]` of an article that one side wants.
        "open": [
            include("blank"),
            (r"\[", Punctuation.Marker, "#push"),
            (r"\]", Punctuation.Marker, "#pop"),
            (r"(?=[{}])", Punctuation, "#pop"),  # It was not closed.
            (r"[|?:]", Punctuation.Marker),
            (rf"{_NAME}(?={_BLANK}(?:[:,\]]|opposed(?!\w)))", Name.Tag),
            include("root"),
        ],
    }

    def analyse_text(text: str) -> float:  # noqa: N805 - Pygments makes a static method of it
        """How likely a text is one in the language, from 0 to 1."""
        if re.search(rf"^(?:deal|policy|baseline|letter) {_NAME}[^\n{{]*+\{{", text, re.MULTILINE):
            return 0.6
        return 0.3 if re.search(rf"^kind {_NAME}[^\n{{]*+\{{\s*+key by", text, re.MULTILINE) else 0.0
