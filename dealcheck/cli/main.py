"""The group of commands, each loaded when it is called, and what every command does with an exception."""

from __future__ import annotations

import os
from importlib import import_module

import click

from dealcheck import __version__, terminal

OK, USAGE, INTERNAL, INTERRUPTED = 0, 2, 3, 130

COMMANDS = {
    "check": "Judge drafts against the parties' red lines.",
    "matrix": "Set many deals against all lines in one table.",
    "packages": "Count the ways to close the brackets, and who can accept which.",
    "ask": "Say what to find out next: what would decide most lines.",
    "diff": "Compare two drafts by what they mean.",
    "settle": "Write a draft with brackets closed and events settled.",
    "show": "Show the measures in force at a point, before and under a draft.",
    "why": "Show why a line holds or not, step by step.",
    "report": "Write one page on drafts for a browser and for paper.",
    "render": "Make a report again from a saved check.",
    "explain": "Explain a code such as DC501.",
    "test": "Run the test blocks of policy files.",
    "format": "Lay files out in the one way.",
    "new": "Start a policy, a deal or tests.",
    "lint": "Say what is doubtful in files that can be read.",
    "rules": "List the rules of the linter.",
    "lsp": "Serve an editor while a text is typed.",
}
"""The commands in the order of the help, each in a file of its name, with the line that lists it."""

TOUR = """\
dealcheck reads a draft trade deal and the red lines of every party, and says which lines
the draft violates, by which article or by which silence, on which goods and from which day.

  dealcheck check DRAFT.deal                       judge a draft
  dealcheck check DRAFT.deal --format concise      one line each
  dealcheck report DRAFT.deal -o report.html       one page for a browser and for paper
  dealcheck matrix                                 the real agreements against all lines
  dealcheck packages DRAFT.deal                    who can accept which of the brackets' packages
  dealcheck ask DRAFT.deal                         what to find out next
  dealcheck diff OLD.deal NEW.deal                 what a new draft changes, and for whom
  dealcheck settle DRAFT.deal --choose art2=JP     close a bracket in the draft's text
  dealcheck why DRAFT.deal JP.autos                why a line holds or not
  dealcheck show DRAFT.deal --on autos --from JP   what is in force there, and which text says so
  dealcheck test POLICY.policy                     run the tests that stand beside the lines
  dealcheck format POLICY.policy                   lay a file out in the one way
  dealcheck new policy JP                          start a policy of your own
  dealcheck lint POLICY.policy                     say what is doubtful in a file
  dealcheck lsp                                    serve an editor while a text is typed
  dealcheck explain DC501                          what a code means

A draft says what changes; what it does not mention stays as the baseline has it:

  use "trade"
  use "goods"
  use "baseline/2025-07-01"
  deal first_offer {
    between US, JP   dated 2025-06-30   effective 2025-08-01   against mid_2025
    term cars: tariff by US from JP on autos layer s232_autos rate 15%
  }

`dealcheck COMMAND --help` has the options of each command and an example.
"""


class Commands(click.Group):
    """A group whose commands are imported only when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """The command of that name."""
        if name not in COMMANDS:
            return None
        command = getattr(import_module(f"dealcheck.cli.{name}"), name)
        assert isinstance(command, click.Command)  # noqa: S101 - a file in cli/ without its command is our own mistake
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is called; a file in its place is answered with what was probably meant."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            if not args[0].endswith((".deal", ".policy")):
                raise
            verb = "check" if args[0].endswith(".deal") else "test"
            raise click.UsageError(f"{error.message} Did you mean `dealcheck {verb} {args[0]}`?", ctx) from None


@click.command(
    "dealcheck", cls=Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, prog_name="dealcheck", message="%(prog)s %(version)s")
@click.pass_context
def dealcheck(ctx: click.Context) -> None:
    """Check draft trade deals against the red lines of every party at the table.

    Exit codes: 0 nothing at the fail level, 1 findings, 2 could not be judged, 3 an error of dealcheck itself.
    """
    if ctx.invoked_subcommand is None:
        terminal.write(TOUR)


def run(arguments: list[str] | None = None) -> int:
    """The exit code of a command line."""
    try:
        code = dealcheck.main(args=arguments, prog_name="dealcheck", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return USAGE
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except Exception as error:
        if os.environ.get("DEALCHECK_TRACEBACK") == "1":
            raise
        terminal.write_error(
            f"dealcheck failed on its own account ({type(error).__name__}: {error}). Please report the command and"
            " the files; DEALCHECK_TRACEBACK=1 shows where.\n"
        )
        return INTERNAL
    return code if isinstance(code, int) else OK
