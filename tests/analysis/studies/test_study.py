"""All studies together."""

from __future__ import annotations

import pytest

from analysis.bundle import Bundle, Findings
from analysis.bundle.record import Omitted, present
from analysis.evidence import NOT_GIVEN, Evidence
from analysis.studies import STUDIES, all_images, binary, study


def test_equal_evidence_gives_equal_findings(tiny_evidence: Evidence, tiny_bundle: Bundle) -> None:
    """Nothing in a study depends on anything but the evidence and its seed."""
    again = study(tiny_evidence)

    assert again == {name: getattr(tiny_bundle.findings, name) for name in again}


def test_every_finding_but_those_of_data_and_training_comes_from_a_study() -> None:
    """Each study has a field of its own."""
    fields = [each.field for each in STUDIES]
    others = {
        "dataset",
        "network",
        "network_use",
        "array_use",
        "training",
        "history",
        "page_network",
        "seeds",
    }

    assert len(fields) == len(set(fields))
    assert {*fields, *others} == set(Findings.model_fields)


@pytest.mark.parametrize("name", ["tiny_bundle", "bare_bundle", "three_bundle", "twelve_bundle"])
def test_a_study_is_omitted_for_want_of_a_part_only(name: str, request: pytest.FixtureRequest) -> None:
    """The reason is one of the sentences on what may be missing; what needs nothing is always there."""
    findings = request.getfixturevalue(name).findings
    for each in STUDIES:
        found = getattr(findings, each.field)
        if isinstance(found, Omitted):
            other = {
                "binary": {binary.TOO_MANY},
                "all_images": {all_images.YOURS},
                "stress": {Evidence.no_network},
            }
            assert found.reason in {NOT_GIVEN[part] for part in each.needs} | other.get(each.field, set())


def test_every_class_of_twelve_is_studied(twelve_bundle: Bundle) -> None:
    """66 pairs, 132 ways to misclassify, and twelve of everything that is given for each class."""
    found = twelve_bundle.findings

    assert (found.confusion.pair_count, found.confusion.cell_count) == (66, 132)
    assert found.confusion.comparison_count == 66 * 65 // 2
    assert {
        len(found.accuracy.classes),
        len(found.confusion.counts),
        len(found.confusion.row_error_rates),
    } == {12}
    assert not isinstance(found.class_means, Omitted)
    assert (found.class_means.means.shape, len(found.class_means.ranked)) == ((12, 20, 12), 66)
    assert found.class_means.largest_possible == pytest.approx(240**0.5, rel=1e-5)
    assert not isinstance(found.projection, Omitted)
    assert (found.projection.components.shape, found.projection.pixels.dimensions) == ((2, 20, 12), 240)
    assert not isinstance(found.gallery, Omitted)
    assert found.gallery.pixels.shape[1:] == (20, 12)
    assert len(found.gallery.typical) == len(found.gallery.rows) == 12


def test_other_classes_have_errors_to_speak_of(three_bundle: Bundle, twelve_bundle: Bundle) -> None:
    """The bundles that other tests rest on are neither perfect nor hopeless."""
    for bundle in (three_bundle, twelve_bundle):
        assert 0 < bundle.findings.accuracy.errors.value < 0.5


def test_pairs_are_named_before_the_errors_are_seen(
    three_bundle: Bundle, twelve_bundle: Bundle, tiny_bundle: Bundle
) -> None:
    """The usual pairs of digits; else the two closest training means; of three classes none, and no claim on them."""
    named = [
        {pair.classes for pair in bundle.findings.confusion.pairs if pair.named}
        for bundle in (three_bundle, twelve_bundle, tiny_bundle)
    ]
    means = present(twelve_bundle.findings.class_means)
    assert means

    assert named == [set(), {pair.classes for pair in means.ranked[:2]}, {(3, 5), (8, 9)}]
    assert "look-alikes" not in {claim.name for claim in three_bundle.findings.claims}
    assert twelve_bundle.findings.confusion.named_by == "training means"
    assert tiny_bundle.findings.confusion.named_by == "usage"
