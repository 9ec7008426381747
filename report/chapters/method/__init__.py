"""How the images are prepared, what the network is, how it was trained, and how it is evaluated."""

from __future__ import annotations

from typing import Any

from analysis.bundle import Bundle, Findings
from analysis.bundle.record import present
from analysis.bundle.training import Network
from report.chapters.method import architecture, network_use, preparation, training
from report.chapters.model import Chapter, Figure, Section
from report.chapters.subject import subject_of
from report.text.formats import words
from report.text.grammar import things


def chapter(bundle: Bundle) -> Chapter:
    """Build the chapter on the method; of predictions alone it holds the evaluation."""
    found = bundle.findings
    network, trained, past = present(found.network), present(found.training), found.history
    use = present(found.network_use)
    return Chapter(
        slug="method",
        name="Method",
        summary="Preprocessing, network, training and evaluation"
        if network
        else "How predictions are evaluated",
        title=f"Method: {title(network)}",
        lead=lead(bundle),
        sections=sections(found),
        say={
            "history": past is not None,
            "studied": studied(bundle),
            **preparation.sentences(bundle),
            **(architecture.sentences(network) if network else {}),
            **(training.sentences(trained) if trained else {}),
            "use": network_use.sentences(use, single=bool(network and architecture.single(network)))
            if use
            else None,
        },
        figures={
            "preprocessing": preparation.preprocessing(found.dataset) if network else None,
            "augmentation": preparation.augmentation(bundle),
            "architecture": architecture.diagram(network, bundle.classes) if network else None,
            "training": _curves(found) if network else None,
        },
        tables={
            "ways-in": network_use.table(use) if use else None,
            "layers": architecture.layers(network) if network else None,
            "settings": training.settings(trained, found.dataset) if trained else None,
        },
    )


def _curves(found: Findings) -> Figure | None:
    """Return the curves of our training, or those that came with a network."""
    trained, past = present(found.training), found.history
    if trained:
        return training.curves(trained)
    return training.brought_curves(past) if past else None


def title(network: Network | None) -> str:
    """Name the kind of network and its size."""
    if network is None:
        return "how the predictions are evaluated"
    parameters = things(network.parameters, "parameter")
    match network.kind:
        case "convolutional":
            return f"{things(network.convolutions, 'convolutional layer')}, {parameters}"
        case "fully connected":
            return f"a fully connected network of {parameters}"
        case "other":
            return f"a network of {parameters}"


def lead(bundle: Bundle) -> str:
    """Summarise what happens between the images and the results."""
    classes = words(len(bundle.classes.names))
    network = present(bundle.findings.network)
    if network is None:
        return (
            "True and predicted labels were given, the network was not. This chapter describes the intervals and tests "
            "with which they are evaluated."
        )
    maps = f"maps each image to {classes} scores, which the softmax turns into probabilities."
    if architecture.single(network):
        maps = "maps each image to one score, from which the probabilities of both classes follow."
    trained = present(bundle.findings.training)
    if trained is None:
        return (
            f"The network {maps} It was {subject_of(bundle).how_brought}; this chapter says what is known of it, and how its predictions "
            "are evaluated."
        )
    epochs = things(trained.epoch_count, "epoch")
    return (
        f"The network {maps} It was trained for {epochs} to minimise the cross-entropy, and then evaluated on the test "
        "images with the intervals and tests listed here."
    )


def sections(found: Findings) -> list[Section]:
    """Return the sections that this report has."""
    network, trained = present(found.network), present(found.training)
    wanted = (
        (network, Section("steps", "Overview of the steps")),
        (network and present(found.dataset.preprocessing), Section("preprocessing", "Preprocessing")),
        (present(found.network_use), Section("network-input", "Use of the network")),
        (present(found.dataset.augmentation), Section("augmentation", "Augmentation")),
        (network, Section("architecture", "Architecture")),
        (network, Section("training", "Training")),
        (trained, Section("test-use", "Use of the test set")),
        (found.accuracy, Section("evaluation", "Intervals and tests")),
    )
    return [section for reason, section in wanted if reason]


def studied(bundle: Bundle) -> dict[str, Any]:
    """Say which studies this report holds, so that only their methods are described."""
    found = bundle.findings
    calibration, scores = present(found.calibration), present(found.scores)
    return {
        "scores": scores is not None,
        "log_loss": scores is not None and present(scores.log_loss) is not None,
        "calibration": calibration is not None,
        "temperature": bool(calibration and present(calibration.temperature)),
        "selective": present(found.selective_prediction) is not None,
        "means": present(found.class_means) is not None,
        "projection": present(found.projection) is not None,
        "seeds": present(found.seeds) is not None,
        "errors": found.confusion.errors_total > 0,
        "named": any(pair.named for pair in found.confusion.pairs),
        "writers": present(found.writer_groups) is not None,
    }
