"""`results.json` on disk: compact, in the order of the records, rounded once, checked on both ways."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from analysis.bundle import SCHEMA_VERSION, Bundle
from analysis.errors import BundleError
from analysis.files import write_file

if TYPE_CHECKING:
    from pathlib import Path

REBUILD = "make it anew with `digits-report analyze`"


def write(bundle: Bundle, path: Path) -> Bundle:
    """Write the bundle, and return it as it can be read back: every number to six significant digits.

    Equal bundles give equal bytes.  Raises OutputError where the file cannot be written.
    """
    text = json.dumps(
        _rounded(bundle.model_dump()), ensure_ascii=False, allow_nan=False, separators=(",", ":")
    )
    written = Bundle.model_validate_json(text, strict=True)
    write_file(path, f"{text}\n".encode())
    return written


def read(path: Path) -> Bundle:
    """Read a bundle.  Raises BundleError where it is missing, damaged or of another version."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise BundleError(f"Expected a results bundle at {path}, found none: {REBUILD}.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise BundleError(
            f"Expected a readable results bundle at {path}, found “{error}”: {REBUILD}."
        ) from error
    _check_version(text, path)
    try:
        return Bundle.model_validate_json(text, strict=True)
    except ValidationError as error:
        field, found = _most_specific(error)
        raise BundleError(
            f"Expected a complete results bundle at {path}, found `{field}` wrong ({found}): {REBUILD}."
        ) from error


def _most_specific(error: ValidationError) -> tuple[str, str]:
    """Return the field that is wrong, and how: of a field that may be omitted, the complaint that goes deepest."""
    details = error.errors(include_url=False, include_input=False)
    # Names of records stand in the path wherever a field may also be omitted.
    records = Bundle.model_json_schema()["$defs"]
    deepest = max(details, key=lambda each: len(each["loc"]))
    path = [str(part) for part in deepest["loc"] if part not in records]
    return ".".join(path), deepest["msg"]


def _check_version(text: str, path: Path) -> None:
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BundleError(
            f"Expected JSON at {path}, found “{error}”: the file is damaged; {REBUILD}."
        ) from error
    found = content.get("schema_version") if isinstance(content, dict) else None
    if found != SCHEMA_VERSION:
        raise BundleError(
            f"Expected a results bundle of version {SCHEMA_VERSION} at {path}, found version {found}: "
            f"{REBUILD}, or use the digits-report that wrote it."
        )


def _rounded(value: Any) -> Any:  # noqa: ANN401  # whatever JSON can hold
    """Round floats to six significant digits, so that the last bits of a sum do not differ between machines."""
    match value:
        case float():
            return float(f"{value:.6g}") + 0.0  # -0.0 + 0.0 is 0.0
        case dict():
            return {key: _rounded(item) for key, item in value.items()}
        case list() | tuple():
            return [_rounded(item) for item in value]
        case _:
            return value
