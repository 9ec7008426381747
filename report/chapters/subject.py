"""What a report is about: the data, the classes and their images, and what predicted them and how that came here."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.bundle import Bundle
from analysis.bundle.confusion import ConfusionFindings, Pair
from analysis.bundle.projection import Plane, ProjectionFindings
from analysis.bundle.record import present
from report.text.formats import count, shape, words
from report.text.naming import Naming

KINDS = {
    "convolutional": "a convolutional neural network",
    "fully connected": "a fully connected neural network",
    "other": "a neural network",
}


@dataclass(frozen=True)
class Subject:
    """What chapters and templates have to know of a bundle before any finding."""

    naming: Naming
    is_mnist: bool
    is_sample: bool
    """True for scikit-learn's sample, which takes the place of MNIST."""
    is_handwritten: bool
    """True where the images are known to be handwritten."""
    is_ink: bool
    """False for photographs; of predictions alone there is no image to be shown."""
    image_shape: str
    """Height and width, `28 × 28`; empty where they are not known."""
    test_images: str
    """`10,000 test images`."""
    counted_classes: str
    """`ten digits`."""
    has_more_than_two_classes: bool
    """False where the two most probable classes are no choice: they are all."""
    has_network: bool
    """False where its predictions alone are known."""
    is_trained_here: bool
    """True where this program trained the network."""
    has_errors: bool
    has_probabilities: bool
    """False where the predictions are labels alone."""
    kind: str
    """The kind of model, with its article: `a convolutional neural network`."""
    model: str
    """What predicted: the network, where there is one."""
    how_brought: str
    """How a network came here that this program did not train: `given as a file`."""

    @property
    def classified(self) -> str:
        """Name what is classified: `handwritten digits`."""
        if self.naming.image_noun == "image":
            return f"images of {self.counted_classes}"
        return f"handwritten {self.naming.nouns}" if self.is_handwritten else self.naming.nouns


def subject_of(bundle: Bundle) -> Subject:
    """Say what a report is about."""
    found, data, classes = bundle.findings, bundle.findings.dataset, bundle.classes
    images, network = present(bundle.images), present(found.network)
    in_memory = bundle.provenance.model_source == "notebook"
    return Subject(
        naming=Naming(classes),
        is_mnist=data.name == "mnist",
        is_sample=data.name == "digits",
        is_handwritten=data.name in {"mnist", "digits"} or data.published not in {None, "fashion-mnist"},
        is_ink=images is None or images.polarity == "ink",
        image_shape=shape((images.height, images.width)) if images else "",
        test_images=f"{count(data.test.images)} test images",
        counted_classes=f"{words(len(classes.names))} {classes.nouns}",
        has_more_than_two_classes=len(classes.names) > 2,
        has_network=network is not None,
        is_trained_here=present(found.training) is not None,
        has_errors=found.accuracy.errors.count > 0,
        has_probabilities=present(found.confidence) is not None,
        kind=KINDS[network.kind] if network else "a classifier",
        model="the network" if network else "the classifier",
        how_brought="taken from a notebook or script" if in_memory else "given as a file",
    )


def prespecified(found: ConfusionFindings) -> list[Pair]:
    """Return the pairs that were named before looking at the errors, by their labels."""
    return sorted((pair for pair in found.pairs if pair.named), key=lambda pair: pair.classes)


def planes_of(found: ProjectionFindings) -> list[tuple[str, Plane]]:
    """Return the planes of principal components that there are, by name."""
    features = present(found.features)
    return [("pixels", found.pixels), *([("features", features)] if features else [])]
