"""DC910 to DC949: files, configuration, and checks that would check nothing. Samples are commands."""

from __future__ import annotations

from dealcheck.codes import Code

CODES = (
    Code(
        code="DC910",
        name="no-such-file",
        title="A file is not there",
        page="""\
A draft, a policy or a table that is named does not exist. A name after `use` is looked for beside the file that uses
it, then in the project's `policies/`, then in the packs that ship with dealcheck; the ending `.policy` or `.deal` may
be left out.
""",
        bad="dealcheck check drafts/draft-33.deal",
        good="dealcheck check drafts/draft-3.deal",
    ),
    Code(
        code="DC911",
        name="directory",
        title="A folder stands where a file should",
        page="""\
`show` and `why` look at one file, so they take no folder. `check`, `matrix` and `test` take folders and look at all
the files below them; `--policies` takes them too, and reads the `.policy` files right in them.
""",
        bad="dealcheck show drafts/",
        good="dealcheck show drafts/draft-3.deal",
    ),
    Code(
        code="DC912",
        name="no-permission",
        title="A file may not be read",
        page="The file is there, but the user who runs dealcheck has no permission to read it.\n",
        bad="chmod 000 draft.deal; dealcheck check draft.deal",
        good="chmod 644 draft.deal; dealcheck check draft.deal",
    ),
    Code(
        code="DC913",
        name="cannot-read",
        title="A file cannot be read",
        page="""\
The system gives no bytes for it: a device, a loop of symbolic links, a disk that fails. Only regular files are read
for `use` and tables; on the command line a pipe will do, or `-` for standard input.
""",
        bad="ln -s draft.deal draft.deal; dealcheck check draft.deal",
        good="cat draft.deal | dealcheck check -",
    ),
    Code(
        code="DC914",
        name="not-utf-8",
        title="A file is not in UTF-8",
        page="""\
Every file is text in UTF-8; a byte order mark at its start does no harm. Word processors and older spreadsheets save
in other encodings: save the file anew, as plain text in UTF-8.
""",
        bad="iconv -t UTF-16 draft.deal > other.deal; dealcheck check other.deal",
        good="dealcheck check draft.deal",
    ),
    Code(
        code="DC915",
        name="nul-byte",
        title="A file holds a NUL byte",
        page="A NUL byte is no text. The file is probably no plain text at all, or was damaged.\n",
        bad="dealcheck check draft.docx",
        good="dealcheck check draft.deal",
    ),
    Code(
        code="DC916",
        name="too-large",
        title="A file is too large",
        page="""\
A text may have 5 MB and a table 50 MB, which is more than any treaty. Long schedules belong in a table
(`tariff by US from everyone table "us.csv" { on = HS8  rate = general }`).
""",
        bad="dealcheck check ten-thousand-pages.deal",
        good="dealcheck check draft.deal",
    ),
    Code(
        code="DC917",
        name="outside-the-project",
        title="A file lies outside the project",
        page="""\
A draft may come from anywhere, so what it names is read only from its project (the nearest folder upwards with a
`pyproject.toml`, a `dealcheck.toml`, a `.git` or a `policies` folder, else its own folder) and from the packs that
ship with dealcheck. A path that leads out of them, by `..` or by a symbolic link, is refused without a look at what
is there.
""",
        bad='use "../../elsewhere/secret"',
        good='use "shared/vocabulary"',
    ),
    Code(
        code="DC918",
        name="cannot-write",
        title="A file cannot be written",
        page="""\
A command that changes files, such as `dealcheck format`, writes the new text beside the file and then puts it in its
place, so that the file holds the one or the other, whole. It needs the permission to write the file and its folder.
The file is as it was.
""",
        bad="chmod 444 draft.deal; dealcheck format draft.deal",
        good="chmod 644 draft.deal; dealcheck format draft.deal",
    ),
    Code(
        code="DC919",
        name="not-a-saved-check",
        title="A file is no saved check",
        page="""\
`dealcheck render` reads what `dealcheck check` has written as JSON. The file is no JSON, is of another version, or has
been changed so that a part of it is not what it should be; the message names that part.
""",
        bad="dealcheck render policies/jp.policy",
        good="dealcheck check draft.deal --output saved.json && dealcheck render saved.json",
    ),
    Code(
        code="DC920",
        name="bad-configuration",
        title="The project's configuration cannot be followed",
        page="""\
`dealcheck.toml`, or `[tool.dealcheck]` in `pyproject.toml`, is no TOML, has a key that dealcheck does not know, or
names a file or a rule that is not there. Known keys: `policies`, a list of files, folders and patterns from the
configuration's folder; `lint`, a table with `select`, `ignore`, `per-file-ignores` and the limits that rules keep to.
""",
        bad='[tool.dealcheck]\npolices = ["policies"]',
        good='[tool.dealcheck]\npolicies = ["policies", "lines/*.policy"]',
    ),
    Code(
        code="DC921",
        name="no-block",
        title="A page in Markdown has no block in the language",
        page="""\
Of a file whose name ends in `.md` or `.markdown` dealcheck reads the fenced blocks that say `deal` or `policy` behind
their fence, and takes everything else for prose. The page has no such block: it says something else there, or the fence
stands where Markdown has none, as in an indented block, in a comment or in HTML.
""",
        bad="dealcheck check CHANGELOG.md",
        good="printf '```deal\\ndeal d { between US, JP }\\n```\\n' > memo.md; dealcheck check memo.md",
    ),
    Code(
        code="DC922",
        name="missing-package",
        title="A package that a form of report needs is not installed",
        page="""\
Most reports are made with what dealcheck brings along. The Word document is made with python-docx, which
`pip install 'dealcheck[docx]'` installs. The other reports of the same run are written all the same.
""",
        bad="pip uninstall python-docx; dealcheck check draft.deal --output issues.docx",
        good="pip install 'dealcheck[docx]'; dealcheck check draft.deal --output issues.docx",
    ),
    Code(
        code="DC930",
        name="no-policies",
        title="There is no line to check against",
        page="""\
Neither the draft nor what it uses declares a policy, and there is none in the project or among the files named with
`--policies`. A check against nothing would pass whatever the draft says, so it is an error.
""",
        bad="dealcheck check draft.deal --policies vocabulary.policy",
        good="dealcheck check draft.deal --policies jp.policy",
    ),
    Code(
        code="DC931",
        name="matches-nothing",
        title="What was asked for matches nothing",
        page="""\
A `--party`, `--line`, `--deal`, `--kind`, `--layer` or scope that is named on the command line is not there, or a rule
that `--select` or `--ignore` names. A slip in a filter would otherwise look like a clean check.
""",
        bad="dealcheck check draft.deal --party JA",
        good="dealcheck check draft.deal --party JP",
    ),
    Code(
        code="DC932",
        name="no-deal",
        title="A file holds no deal",
        page="""\
`check`, `show` and `why` look at the deals that the file itself declares, not at those that it uses. An empty file, a
vocabulary or a policy has none; `dealcheck test` runs the tests of a policy.
""",
        bad="dealcheck check policies/jp.policy",
        good="dealcheck test policies/jp.policy",
    ),
    Code(
        code="DC933",
        name="no-tests",
        title="There is no test to run",
        page="""\
The files have no `test` block, or `-k` leaves none of them. Tests stand in the policy file, below the lines that they
test: `test "just under" { deal { ... } expect JP.autos met }`.
""",
        bad="dealcheck test policies/jp.policy -k nothing-of-that-name",
        good="dealcheck test policies/jp.policy -k silence",
    ),
    Code(
        code="DC934",
        name="no-policy-files",
        title="A folder holds no policy file",
        page="A folder named with `--policies` or in the configuration has no file whose name ends in `.policy`.\n",
        bad="dealcheck check draft.deal --policies drafts/",
        good="dealcheck check draft.deal --policies policies/",
    ),
    Code(
        code="DC935",
        name="empty-folder",
        title="A folder holds nothing of the kind",
        page="""\
For `check` and `matrix` a folder stands for the `.deal` files in it and in the folders below it that hold a deal, for
`test` for the `.policy` and `.deal` files that have a test. Files without one, as baselines and vocabularies, are
passed over there, and so are hidden folders; a file that is named is never passed over. `format` and `lint` take every
`.policy` and `.deal` file. With nothing left, there is nothing to judge, which is an error.
""",
        bad="dealcheck check policies/baseline/",
        good="dealcheck check drafts/",
    ),
    Code(
        code="DC936",
        name="which-deals",
        title="It is not clear which deals are meant to be compared",
        page="""\
`dealcheck diff` compares the only deals of two files, and of files with several those of the same name. Where no name
is in both, say which: `--deal NAME` for a name in both or for the only deal of one, `--deal OLD:NEW` for two names. A
deal that has none of its name beside it is compared with nothing, which a note says.
""",
        bad="dealcheck diff round-1.deal round-2.deal    # each holds two deals of other names",
        good="dealcheck diff round-1.deal round-2.deal --deal opening:counter",
    ),
    Code(
        code="DC937",
        name="coverage-under",
        title="The tests cover fewer clauses than asked for",
        page="""\
`dealcheck test --fail-under PERCENT` asks that so many of a hundred clauses be covered: that some test sees each side
of each of them, a comparison true and false, a line met and violated. Numbers are exact: 2 of 3 are under 66.67. With
`--coverage` the report lists what no test does; grammar/README.md says what counts.
""",
        bad="dealcheck test policies/jp.policy --fail-under 100",
        good="dealcheck test policies/jp.policy --fail-under 80",
    ),
    Code(
        code="DC938",
        name="nothing-to-cover",
        title="There is no clause to cover",
        page="""\
Coverage is of the lines that the files tested declare. For a file with tests and no line of its own it is of the
lines of those files whose lines its tests expect. With neither there is nothing to count, which is an error: a share
of nothing would pass unseen.
""",
        bad="dealcheck test drafts/offer.deal --coverage    # its tests expect nothing of a line",
        good="dealcheck test policies/jp.policy --coverage",
    ),
    Code(
        code="DC939",
        name="score-under",
        title="The tests notice fewer mutants than asked for",
        page="""\
`dealcheck test --mutate --min-score PERCENT` asks that so many of a hundred mutants be killed: lines changed in one
place, of which some test must say that they are not what they were. Mutants that are proven to say the same do not
count. Numbers are exact: 2 of 3 are under 66.67. The report shows each survivor with a test that would notice it.
""",
        bad="dealcheck test policies/jp.policy --mutate --min-score 100",
        good="dealcheck test policies/jp.policy --mutate --min-score 90",
    ),
    Code(
        code="DC940",
        name="no-such-choice",
        title="What is chosen is not open",
        page="""\
`--choose NAME=OPTION` and `--assume EVENT` settle what a draft leaves open. A choice is named as the reports name it
(`art2`, `art1 rate`, `art1 rate (2)`, `effective`, an event), or by its term and field; `offer.art2` names that of one
deal of a file. A name that nothing open bears, in any of the drafts, is an error: a slip would otherwise look like a
choice made. An event that has its day is no choice either.
""",
        bad="dealcheck check draft.deal --choose ar2=JP",
        good="dealcheck check draft.deal --choose art2=JP",
    ),
    Code(
        code="DC941",
        name="several-choices",
        title="A name stands for several choices",
        page="""\
An article that leaves several things open is not named by its name alone: say which, as the reports name them
(`art1 rate`, `art1 volume`). Of brackets within one another the name stands for the outermost.
""",
        bad="dealcheck check draft.deal --choose art1=US",
        good='dealcheck check draft.deal --choose "art1 rate=US"',
    ),
    Code(
        code="DC942",
        name="no-such-option",
        title="A choice has no such option",
        page="""\
An option is named by the party that wants it (`art2=JP`), as it is written (`art2=25%`, in any way that means the same)
or by its place (`art2=#2`). An optional article is `taken` or `dropped`; an event happens (`ratified`), does not
(`"not ratified"`, `ratified=no`), or happens on a day (`ratified=2026-01-31`). A party that wants two options of a
bracket names neither; and an option that is itself blank, or a range, wants a value.
""",
        bad="dealcheck check draft.deal --choose art2=KR",
        good="dealcheck check draft.deal --choose art2=JP",
    ),
    Code(
        code="DC943",
        name="value-outside-the-bounds",
        title="A blank or a range does not take the value",
        page="""\
For a blank any value will do that its field takes, for a range one within its bounds, both bounds included. It is
written as the language writes it; an amount without a period has the period that stands behind the bracket.
""",
        bad='dealcheck check draft.deal --choose "art3=25%"   # the draft has [10% .. 15%]',
        good='dealcheck check draft.deal --choose "art3=12.5%"',
    ),
    Code(
        code="DC944",
        name="contradicting-choices",
        title="Two choices contradict each other",
        page="""\
A bracket has one option, and an event happens or does not. The same choice given twice does no harm.
""",
        bad="dealcheck check draft.deal --choose art2=JP --choose art2=US",
        good="dealcheck check draft.deal --choose art2=JP --choose art3=12.5%",
    ),
    Code(
        code="DC945",
        name="cannot-be-settled",
        title="A choice cannot be written into the text",
        page="""\
`dealcheck settle` writes only what says the same as the draft with the choice made. An event that happens gets a day,
so one that happens when the deal starts needs a deal that starts on a plain date, or the day itself. That an event
does not happen cannot be written: what hangs on it goes, unless a line, the baseline or the deal's own start hangs on
it too, or a term was the exception to another only by its `if not EVENT`. Stages of an option must fall in line with
those around its bracket. `check --choose` and `check --assume` judge all of these.
""",
        bad="dealcheck settle draft.deal --assume ratified   # the draft has effective [2025-08-01 | 2026-01-01]",
        good="dealcheck settle draft.deal --assume ratified=2025-10-01",
    ),
    Code(
        code="DC946",
        name="nothing-to-mutate",
        title="There is no line to mutate",
        page="""\
Mutation testing changes the lines that the files tested declare, and runs the tests beside them. A file without a line
has nothing to change, which is an error: a score of nothing would pass unseen.
""",
        bad="dealcheck test drafts/offer.deal --mutate",
        good="dealcheck test policies/jp.policy --mutate",
    ),
)
