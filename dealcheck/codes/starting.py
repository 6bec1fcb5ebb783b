"""DC950 to DC954: files that `dealcheck new` does not write. Samples are commands."""

from __future__ import annotations

from dealcheck.codes import Code

CODES = (
    Code(
        code="DC950",
        name="file-exists",
        title="A file is there already",
        page="""\
`dealcheck new` never replaces a file unless --force says so. A file whose name differs only in capitals counts as the
same one, for on many machines it is. `-o` names another file, and --stdout prints the text.
""",
        bad="dealcheck new policy JP    # in a project that has policies/jp.policy",
        good="dealcheck new policy JP -o policies/jp-draft.policy",
    ),
    Code(
        code="DC951",
        name="no-such-party",
        title="There is no party of that name",
        page="""\
Parties are the codes of ISO 3166 (with UK, and the EU) and those that a file of the project declares. `new policy` can
declare one in the file that it writes: --label says what the party is called in words.
""",
        bad="dealcheck new policy Japan",
        good="dealcheck new policy JP",
    ),
    Code(
        code="DC952",
        name="not-a-name",
        title="A text cannot be a name in the language",
        page="""\
A name has letters of any script, digits and `_`, and does not begin with a digit; it becomes the name of a file too, so
`dealcheck new` wants it no longer than sixty letters. A label is a few words on one line.
""",
        bad="dealcheck new deal us-japan --between US,JP",
        good="dealcheck new deal us_japan --between US,JP",
    ),
    Code(
        code="DC953",
        name="no-such-baseline",
        title="There is no baseline for the new draft",
        page="""\
A draft changes a status quo: the baseline named with --against, else the latest that is no later than the draft's own
day. Looked at are the project's policies and the packs.
""",
        bad="dealcheck new deal us_japan --between US,JP --dated 1999-01-01",
        good="dealcheck new deal us_japan --between US,JP --dated 2025-07-05",
    ),
    Code(
        code="DC954",
        name="would-not-check",
        title="What would be written does not check clean",
        page="""\
A file to start with should be sound, so `dealcheck new` checks its text and runs its tests before it writes it. Where a
file that it uses has errors, where its name hides a file that it uses, or where a name means something else at some
place in the text, nothing is written.
""",
        bad='dealcheck new deal talks --between US,JP -o trade.deal    # it uses "trade"',
        good="dealcheck new deal talks --between US,JP -o talks.deal",
    ),
)
