"""The options of the commands, as `Settings` declares them, and the two that do not concern a report."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from contextlib import AbstractContextManager
from enum import StrEnum
from inspect import Parameter, Signature
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, cast

import typer

from analysis.run.settings import Setting, Settings, taken_by

if TYPE_CHECKING:
    from report.cli.console import Console

Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Show the traceback of an error.")]


class Call(NamedTuple):
    """One call of a command: its name, where it speaks, and the settings that were given as options."""

    name: str
    console: Console
    given: dict[str, Any]

    def stage(self) -> AbstractContextManager[None]:
        """Say what will be done while it is imported, which takes longer than anybody waits without a word."""
        return self.console.stage(f"getting ready to {self.name}")

    def settings(self) -> Settings:
        """Put what was given over the settings file.  Raises SettingsError."""
        from analysis.run import provenance, settings  # noqa: PLC0415  # NumPy

        provenance.now()  # refuse a wrong SOURCE_DATE_EPOCH before the training
        return settings.load(self.given.get("config"), self.given)


def with_options(function: Callable[..., None]) -> Callable[..., None]:
    """Return a command that takes the settings declared for its name as options, and calls the function.

    The function takes a `Call` and what is its own.  A parameter of its own that has the name of one of these settings
    stands in its place; the others come first.
    """
    _, *parameters = inspect.signature(function, eval_str=True).parameters.values()
    own = {parameter.name: parameter for parameter in parameters}
    taken = taken_by(function.__name__)
    options = {name: _option(name, said) for name, said in taken.items() if name not in own}
    first = [parameter for parameter in parameters if parameter.name not in taken]
    then = [own.get(name) or options[name] for name in taken]

    def command(*, quiet: bool, verbose: bool, **values: Any) -> None:  # noqa: ANN401  # of many types
        from report.cli.console import attending

        with attending(quiet=quiet, verbose=verbose) as console:
            given = {name: _given(taken[name], values[option.name]) for name, option in options.items()}
            call = Call(
                function.__name__,
                console,
                {name: value for name, value in given.items() if value is not None},
            )
            function(call, **{name: values[name] for name in own})

    _describe(command, function, [*first, *then, _shared("quiet", Quiet), _shared("verbose", Verbose)])
    return command


def _option(name: str, said: Setting) -> Parameter:
    """Return a setting as a parameter, which is None, or False, where the option is not given.

    What is true by default is turned off by an option that says no.
    """
    kind = said.kind
    if kind.typed is bool:
        flag = f"no_{name}" if said.default else name
        option = typer.Option(False, _spelled(flag), help=said.help)
        return Parameter(flag, Parameter.KEYWORD_ONLY, default=option, annotation=bool)
    absent = said.absent or said.default
    option = typer.Option(
        None,
        _spelled(name),
        metavar=said.metavar,
        min=kind.least,
        max=kind.most,
        help=said.help + ("" if absent in {None, ()} else f" [default: {absent}]"),
    )
    typed = kind.typed
    if kind.choices:
        typed = cast("type", StrEnum(name, {choice.upper(): choice for choice in kind.choices}))
    return Parameter(name, Parameter.KEYWORD_ONLY, default=option, annotation=typed | None)


def _spelled(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _given(said: Setting, value: Any) -> Any:  # noqa: ANN401  # of the setting's type
    """Return what an option says of its setting, None where it was not given."""
    if said.kind.typed is bool:
        return not said.default if value else None
    return value


def _shared(name: str, annotation: Any) -> Parameter:  # noqa: ANN401  # a type
    return Parameter(name, Parameter.KEYWORD_ONLY, default=False, annotation=annotation)


def _describe(command: Callable[..., None], function: Callable[..., None], shown: list[Parameter]) -> None:
    """Give a command what Typer reads: the name and the help of the function, and parameters."""
    command.__name__, command.__doc__ = function.__name__, function.__doc__
    command.__signature__ = Signature(  # type: ignore[attr-defined]  # as `inspect.signature` documents it
        [parameter.replace(kind=Parameter.KEYWORD_ONLY) for parameter in shown]
    )
    command.__annotations__ = {parameter.name: parameter.annotation for parameter in shown}
