"""Records whose derived fields are made up: for tests of sentences and figures that ask nothing of where a number is from."""

from __future__ import annotations

from typing import Any, TypeVar

from analysis.bundle.record import Record

Made = TypeVar("Made", bound=Record)


def pretended(kind: type[Made], /, **fields: Any) -> Made:  # noqa: ANN401  # any field
    """Return a record that holds these fields, primary and derived, unchecked."""
    primary = {name: value for name, value in fields.items() if name in kind.model_fields}
    made = kind.model_construct(**primary)
    vars(made).update(_known(kind, fields))
    return made


def changed(record: Made, /, **fields: Any) -> Made:  # noqa: ANN401  # any field
    """Return a copy with other fields, primary and derived, unchecked."""
    return pretended(type(record), **{**vars(record), **fields})


def _known(kind: type[Record], fields: dict[str, Any]) -> dict[str, Any]:
    unknown = fields.keys() - kind.model_fields.keys() - kind.model_computed_fields.keys()
    if unknown:
        msg = f"{kind.__name__} has no {', '.join(sorted(unknown))}"
        raise TypeError(msg)
    return fields
