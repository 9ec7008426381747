"""A bundle that contradicts itself is refused: a published number is one that follows from its file."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from analysis.bundle import Bundle, law, storage
from analysis.bundle.law import ContradictionError
from analysis.bundle.record import Record
from analysis.system.errors import BundleError
from benchmarks.reliability.free_fields import is_free
from benchmarks.reliability.mutations import Mutations


def parsed(bundle: Bundle) -> Any:  # noqa: ANN401  # whatever JSON can hold
    return json.loads(storage.dump(bundle))


def read(content: Any) -> Bundle:  # noqa: ANN401
    return storage.parse(json.dumps(content, ensure_ascii=False).encode(), "results.json")


def sentence(content: Any) -> str | None:  # noqa: ANN401
    """Return why a bundle is refused; None where it is taken.  Any other exception fails the test."""
    try:
        read(content)
    except BundleError as error:
        return str(error)
    return None


@pytest.mark.parametrize(
    ("name", "count"), [("tiny_bundle", 80), ("given_bundle", 60), ("three_bundle", 60), ("bare_bundle", 60)]
)
def test_one_changed_value_is_refused_or_is_free(
    name: str, count: int, request: pytest.FixtureRequest
) -> None:
    """Whatever is changed: one sentence, or the field is one of those that nothing else in the file decides."""
    content = parsed(request.getfixturevalue(name))
    assert sentence(content) is None
    refused = 0
    for mutation in islice(Mutations(content, 11), count):
        found = sentence(mutation.content)
        free = is_free(mutation.field, mutation.kind)
        # A derived value that is missing is computed; a study that came later may be missing from older files.
        missed = mutation.kind == "removed" and mutation.path == ("findings", "binary")
        assert found or free or missed or read(mutation.content) == read(content), (
            mutation.path,
            mutation.kind,
        )
        assert not found or (found.endswith(".") and "\n" not in found and len(found) < 700)
        refused += found is not None

    assert refused >= 0.8 * count


def set_at(*path: str | int, value: Any) -> Callable[[Any], None]:  # noqa: ANN401
    def change(content: Any) -> None:  # noqa: ANN401
        for step in path[:-1]:
            content = content[step]
        content[path[-1]] = value(content[path[-1]]) if callable(value) else value

    return change


def more(value: int) -> int:
    return value + 1


CONTRADICTIONS = {
    "a share above 1": ("accuracy", "overall", "count", lambda n: 10 * n),
    "a share that is not count by total": ("accuracy", "overall", "value", 1.389),
    "an interval that is not Wilson's": ("accuracy", "errors", "high", 0.9),
    "errors that do not add up": ("accuracy", "classes", 3, "errors", more),
    "a class that was predicted more often": ("accuracy", "classes", 3, "predicted", more),
    "a matrix with one image more": ("confusion", "counts", 2, 2, more),
    "a matrix without its last row": ("confusion", "counts", lambda rows: rows[:-1]),
    "a pair with one error more": ("confusion", "pairs", 0, "errors", more),
    "pairs in another order": ("confusion", "pairs", lambda pairs: pairs[::-1]),
    "a shown error of another image": ("confusion", "errors", 0, "index", more),
    "an image beyond the test set": ("confusion", "errors", 0, "index", 10**6),
    "an error that is none": ("confusion", "errors", 0, "predicted", lambda label: (label + 1) % 10),
    "a confidence that is not the table's": ("confusion", "errors", 0, "confidence", 0.5),
    "a label beyond the classes": ("predictions", "labels", 0, 10),
    "a table that is too short": ("predictions", "predicted", lambda column: column[:-1]),
    "a histogram with one image more": ("confidence", "correct_histogram", 0, more),
    "a median that is not the table's": ("confidence", "all", "median", 0.123),
    "a gap that is not the table's": ("calibration", "unscaled", "gap", "value", 0.0),
    "a curve that ends elsewhere": ("selective_prediction", "risk", 100, 0.5),
    "means of another shape": ("class_means", "means", "shape", [10, 14, 56]),
    "distances that are not those of the means": ("class_means", "distances", 0, 1, 0.1),
    "points of other images": ("projection", "pixels", "points", "shape", [180, 4]),
    "a mosaic with one image twice": ("gallery", "mosaic", lambda rows: rows[:1] + rows[:-1]),
    "a verdict that its figures do not give": ("claims", 0, "verdict", "supported"),
    "one verdict more": ("verdicts", "claims", more),
    "a figure that is not the finding": ("claims", 0, "figures", "accuracy", 0.99),
    "one image more": ("dataset", "images", more),
    "a class with more test images": ("dataset", "test", "per_class", 0, more),
    "a checksum that is none": ("dataset", "sha256", "test-labels", "f" * 63),
    "a share of the parameters": ("network", "layers", 1, "share", 0.5),
    "an epoch twice": ("training", "epochs", lambda epochs: epochs[:1] + epochs[:-1]),
    "a number beyond all": ("training", "peak_learning_rate", 1e308),
    "a negative loss": ("scores", "log_loss", "low", -1.0),
}


@pytest.mark.parametrize("change", CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_a_contradiction_is_refused_by_name(change: tuple[Any, ...], tiny_bundle: Bundle) -> None:
    """The sentence names a part of the findings that the change made wrong."""
    content = parsed(tiny_bundle)
    *path, value = change
    set_at("findings", *path, value=value)(content)

    assert "found `findings." in (sentence(content) or "taken")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("cover", "date"), "2026-02-30"),
        (("cover", "date"), "20260230"),
        (("provenance", "created"), "2026-11-22T25:00:00Z"),
        (("provenance", "created"), "yesterday"),
        (("provenance", "git_commit"), "HEAD"),
        (("provenance", "model_sha256"), "0" * 63 + "g"),
        (("provenance", "stages", 0, "wall_seconds"), -1.0),
        (("provenance", "machine", "cores"), 0),
        (("provenance", "run_key"), "../elsewhere"),
        (("cover", "site_url"), "javascript:alert(1)"),
        (("cover", "site_url"), 'https://example.org/"><script>'),
        (("classes", "names", 1), "0"),
        (("classes", "noun"), "\x00"),
        (("images", "pixels"), 785),
    ],
)
def test_the_head_is_checked_too(path: tuple[str | int, ...], value: Any, tiny_bundle: Bundle) -> None:  # noqa: ANN401
    """Dates are real, checksums whole, names each other's, times not negative."""
    content = parsed(tiny_bundle)
    set_at(*path, value=value)(content)

    assert sentence(content)


def test_what_is_not_true_is_not_written(tiny_bundle: Bundle, tmp_path: Path) -> None:
    """Writing checks as reading does, and leaves no file."""
    first, *rest = tiny_bundle.findings.accuracy.classes
    other = (first.model_copy(update={"predicted": first.predicted + 1}), *rest)
    accuracy = tiny_bundle.findings.accuracy.model_copy(update={"classes": other})
    false = tiny_bundle.model_copy(
        update={"findings": tiny_bundle.findings.model_copy(update={"accuracy": accuracy})}
    )

    with pytest.raises(BundleError, match="predicted"):
        storage.write(false, tmp_path / "results.json")
    assert not list(tmp_path.iterdir())


def test_what_is_derived_is_computed_by_the_record(tiny_bundle: Bundle) -> None:
    """A copy with other counts computes anew, and no copy may say otherwise."""
    first = tiny_bundle.findings.accuracy.classes[0]
    fewer = first.model_copy(update={"errors": first.errors + 1})

    assert fewer.recall.count == first.recall.count - 1
    with pytest.raises(ValueError, match="recall"):
        first.model_copy(update={"recall": fewer.recall})


def derived_places(
    said: object, read: object, path: tuple[str | int, ...] = ()
) -> Iterator[tuple[str | int, ...]]:
    """Find all numbers, texts and switches of derived fields in a file, by their paths."""
    match read:
        case Record():
            assert isinstance(said, dict)
            for name, value in said.items():
                inner = derived_places if name in type(read).model_fields else leaves
                yield from inner(value, getattr(read, name), (*path, name))
        case tuple():
            assert isinstance(said, list)
            for place, (one, other) in enumerate(zip(said, read, strict=True)):
                yield from derived_places(one, other, (*path, place))


def leaves(said: object, _read: object, path: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    match said:
        case dict():
            for name, value in said.items():
                yield from leaves(value, None, (*path, name))
        case list():
            for place, value in enumerate(said):
                yield from leaves(value, None, (*path, place))
        case bool() | int() | float() | str():
            yield path


@pytest.mark.parametrize("name", ["tiny_bundle", "given_bundle", "three_bundle"])
def test_no_derived_value_may_be_another(name: str, request: pytest.FixtureRequest) -> None:
    """Of every derived field of every record, also one that is written tomorrow: one changed value is refused."""
    bundle = request.getfixturevalue(name)
    content = parsed(bundle)
    places = list(derived_places(content, bundle))
    kinds = {tuple(step for step in place if isinstance(step, str)): place for place in places}

    assert len(kinds) > 30
    for place in kinds.values():
        changed = copy.deepcopy(content)
        set_at(*place, value=other_value)(changed)
        with pytest.raises(ContradictionError):
            law.hold(changed, bundle)


def other_value(value: Any) -> Any:  # noqa: ANN401
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case float():
            return value * (1 + 2e-5) + 1e-9
        case _:
            return f"{value}, or not"
