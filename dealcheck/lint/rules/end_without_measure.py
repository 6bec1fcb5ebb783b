"""`end` where there is nothing to end."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.lint.context import Context
from dealcheck.lint.effects import effects
from dealcheck.lint.rule import Category, Found, Rule
from dealcheck.model.records import Setting, TextRecord


def check(context: Context) -> Iterator[Found]:
    """`end` in a deal that meets nothing in force, and in a baseline that meets no measure of what it includes."""
    for effect in effects(context):
        if effect.setting.ends and not effect.meets and context.own(effect.setting.place):
            yield _found(effect.setting, "in the status quo")
    for text in context.model.baselines.values():
        if context.own(text.place):
            for setting in text.settings:
                if setting.ends and not _meets(text, setting):
                    yield _found(setting, "in what the baseline includes")


def _found(setting: Setting, where: str) -> Found:
    return Found(
        setting.place,
        "there is nothing here to end",
        f"no such measure {where}",
        "look at the parties, the goods and the layer: without `layer` it is mfn; or leave it out",
    )


def _meets(text: TextRecord, setting: Setting) -> bool:
    """Whether some measure of a baseline, or of one that it includes, touches the points of another."""
    waiting, seen = [text], {id(text)}
    while waiting:
        at = waiting.pop()
        for other in at.settings:
            if other.kind is setting.kind and not other.ends and other.region.overlaps(setting.region):
                return True
        for included in at.includes:
            if id(included) not in seen:
                seen.add(id(included))
                waiting.append(included)
    kind = setting.kind
    layers = setting.region.layers
    return kind.absent_unknown and (kind.unknown_layers is None or layers is None or bool(layers & kind.unknown_layers))


RULE = Rule(
    code="DC439",
    name="end-without-measure",
    title="`end` meets nothing",
    category=Category.MEANING,
    what="An `end` in a deal stands where nothing is in force on any day of it, or one in a baseline where nothing"
    " that the baseline includes says anything.",
    why="What was meant to go stays: the parties, the goods or the layer are others than those of the measure."
    " Nobody notices, for a text that ends nothing reads like one that does.",
    bad="""
        use "trade"

        baseline now on 2025-07-01 { tariff by US from JP on hs 8703 layer s232_autos rate 25% }

        deal d {
          between US, JP  dated 2025-07-05  against now
          term cars: end tariff by US from JP on hs 8704 layer s232_autos
        }
    """,
    good="""
        use "trade"

        baseline now on 2025-07-01 { tariff by US from JP on hs 8703 layer s232_autos rate 25% }
        baseline without on 2025-07-02 { include now  end tariff by US from JP layer s232_autos }

        deal d {
          between US, JP  dated 2025-07-05  against now
          term cars: end tariff by US from everyone on hs 87 layer s232_autos
        }
    """,
    instead="Name what is in force, with its layer; `dealcheck show` tells what that is. Leave out what has gone"
    " already.",
    check=check,
)
