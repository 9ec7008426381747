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
    """What several chapters have to know of one bundle, before any finding."""

    bundle: Bundle

    @property
    def naming(self) -> Naming:
        """Return how its classes are called."""
        return Naming(self.bundle.classes)

    @property
    def is_mnist(self) -> bool:
        """Say whether the data are MNIST."""
        return self.bundle.findings.dataset.name == "mnist"

    @property
    def is_sample(self) -> bool:
        """Say whether the data are scikit-learn's sample, which takes the place of MNIST."""
        return self.bundle.findings.dataset.name == "digits"

    @property
    def is_handwritten(self) -> bool:
        """Say whether the images are known to be handwritten."""
        published = self.bundle.findings.dataset.published
        return self.is_mnist or self.is_sample or published not in {None, "fashion-mnist"}

    @property
    def is_ink(self) -> bool:
        """Say whether images are ink on paper; of predictions alone there is none to be shown."""
        images = present(self.bundle.images)
        return images is None or images.polarity == "ink"

    @property
    def image_shape(self) -> str:
        """Return height and width of an image, `28 × 28`; empty where they are not known."""
        images = present(self.bundle.images)
        return shape((images.height, images.width)) if images else ""

    @property
    def test_images(self) -> str:
        """Count the test images: `10,000 test images`."""
        return f"{count(self.bundle.findings.dataset.test.images)} test images"

    @property
    def counted_classes(self) -> str:
        """Count the classes: `ten digits`."""
        return f"{words(len(self.bundle.classes.names))} {self.bundle.classes.nouns}"

    @property
    def classified(self) -> str:
        """Name what is classified: `handwritten digits`."""
        if self.naming.image_noun == "image":
            return f"images of {self.counted_classes}"
        return f"handwritten {self.naming.nouns}" if self.is_handwritten else self.naming.nouns

    @property
    def has_more_than_two_classes(self) -> bool:
        """Say whether the two most probable classes are a choice: of two classes, they are all."""
        return len(self.bundle.classes.names) > 2

    @property
    def has_network(self) -> bool:
        """Say whether the network is known, and not its predictions alone."""
        return present(self.bundle.findings.network) is not None

    @property
    def is_trained_here(self) -> bool:
        """Say whether this program trained the network."""
        return present(self.bundle.findings.training) is not None

    @property
    def has_errors(self) -> bool:
        """Say whether any image was misclassified."""
        return self.bundle.findings.accuracy.errors.count > 0

    @property
    def has_probabilities(self) -> bool:
        """Say whether the predictions have probabilities, and not labels alone."""
        return present(self.bundle.findings.confidence) is not None

    @property
    def kind(self) -> str:
        """Name the kind of model, with its article: `a convolutional neural network`."""
        network = present(self.bundle.findings.network)
        return KINDS[network.kind] if network else "a classifier"

    @property
    def model(self) -> str:
        """Name what predicted: the network, where there is one."""
        return "the network" if self.has_network else "the classifier"

    @property
    def how_brought(self) -> str:
        """Say how a network came here that this program did not train: `given as a file`."""
        in_memory = self.bundle.provenance.model_source == "notebook"
        return "taken from a notebook or script" if in_memory else "given as a file"


def prespecified(found: ConfusionFindings) -> list[Pair]:
    """Return the pairs that were named before looking at the errors, by their labels."""
    return sorted((pair for pair in found.pairs if pair.named), key=lambda pair: pair.classes)


def planes_of(found: ProjectionFindings) -> list[tuple[str, Plane]]:
    """Return the planes of principal components that there are, by name."""
    features = present(found.features)
    return [("pixels", found.pixels), *([("features", features)] if features else [])]
