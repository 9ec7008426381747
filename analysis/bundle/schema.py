"""The JSON Schema of `results.json`: `python -m analysis.bundle.schema > docs/bundle.schema.json`."""

from __future__ import annotations

import json
import sys

from analysis.bundle import Bundle


def schema() -> str:
    """Return the schema as indented JSON, with the docstrings of the records as descriptions."""
    return json.dumps(Bundle.model_json_schema(mode="serialization"), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(schema())
