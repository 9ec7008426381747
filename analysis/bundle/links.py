"""Where one number stands in two records: the classes' scores, the confusion matrix and the predictions are of one table."""

from __future__ import annotations

from math import prod

import numpy as np

from analysis.bundle import Bundle
from analysis.bundle.all_images import STEP, in_sixteen
from analysis.bundle.errors import ErrorEvidence, NeighbourSpace
from analysis.bundle.gallery import ROW, mosaic_length
from analysis.bundle.law import agree, demand
from analysis.bundle.projection import Plane, poles_of
from analysis.bundle.record import Packed, present
from analysis.bundle.seeds import SeedFindings
from analysis.bundle.table import Table
from analysis.bundle.test_set import STUDENTS, DisputedLabels, WriterGroups

SAMPLED = 10_000
"""Beyond so many test images silhouettes are those of a sample."""


def check(bundle: Bundle, table: Table) -> None:
    """Hold scores and matrix to the predictions table.  Raises ContradictionError."""
    _check_classes(bundle, table)
    _check_other_order(bundle, table)
    _check_matrix(bundle, table)
    _check_class_means(bundle, table)
    _check_projection(bundle, table)
    _check_source(bundle, table)
    _check_network(bundle, table)
    _check_network_use(bundle)
    _check_seeds(bundle, table)
    _check_data(bundle, table)
    check_reading(bundle)
    _check_test_set(bundle, table)
    _check_gallery(bundle, table)
    _check_error_evidence(bundle, table)
    _check_all_images(bundle, table)
    _check_validation(bundle)


def _check_classes(bundle: Bundle, table: Table) -> None:
    field, found, counts = "findings.accuracy.classes", bundle.findings.accuracy.classes, table.confusion
    demand(field, len(found) == table.k, f"{table.k} entries")
    for label, each in enumerate(found):
        here, hits = f"{field}.{label}", int(counts[label, label])
        agree(f"{here}.label", each.label, label)
        agree(f"{here}.support", each.support, table.support[label])
        agree(f"{here}.predicted", each.predicted, int(counts[:, label].sum()))
        agree(f"{here}.errors", each.errors, table.support[label] - hits)


def _check_other_order(bundle: Bundle, table: Table) -> None:
    """Hold another order of the outputs to the matrix read so; that there is none better is not looked for."""
    field, other = "findings.accuracy.other_order", bundle.findings.accuracy.other_order
    if other is None:
        return
    demand(f"{field}.means", sorted(other.means) == list(range(table.k)), "each class once")
    right = sum(int(table.confusion[label, place]) for place, label in enumerate(other.means))
    fits = 2 * table.right < table.n and 5 * right > 4 * table.n
    demand(field, fits, "null: no other order fits far better")
    agree(f"{field}.accuracy", (other.accuracy.count, other.accuracy.total), (right, table.n))


def _check_matrix(bundle: Bundle, table: Table) -> None:
    field, found = "findings.confusion", bundle.findings.confusion
    agree(f"{field}.counts", found.counts, tuple(map(tuple, table.confusion.tolist())))
    named = found.named
    demand(
        f"{field}.named",
        set(named) <= set(table.pairs) and len(set(named)) == len(named),
        "pairs of classes, each once",
    )
    demand(
        f"{field}.uniformity",
        (found.uniformity is None) == (not table.wrong),
        "a test where there are errors",
    )
    if found.uniformity:
        reached = found.uniformity.reached_by_pair
        demand(
            f"{field}.uniformity.reached_by_pair",
            len(reached) == len(table.pairs),
            f"{len(table.pairs)} entries",
        )
        demand(
            f"{field}.uniformity.reached_by_pair",
            0 <= min(reached) <= max(reached) <= found.uniformity.draws,
            "counts of draws",
        )


def _check_class_means(bundle: Bundle, table: Table) -> None:
    """Hold what stands beside the means to the matrix and to the form of the images."""
    field, found = "findings.class_means", present(bundle.findings.class_means)
    if found is None:
        return
    _check_form(field, found.means.shape, bundle, table.k)
    confusion, both = bundle.findings.confusion, found.network_and_nearest_mean
    agree(f"{field}.errors", found.errors, tuple(table.confused.values()))
    agree(f"{field}.support", found.support, tuple(table.support))
    agree(f"{field}.named", found.named, confusion.named)
    agree(f"{field}.nearest_mean.total", found.nearest_mean.total, table.n)
    agree(f"{field}.network_and_nearest_mean.images", both.images, table.n)
    more = table.right - found.nearest_mean.count
    agree(f"{field}.network_and_nearest_mean.first_only", both.first_only, both.second_only + more)


def _check_form(field: str, shape: tuple[int, ...], bundle: Bundle, count: int) -> None:
    """Demand so many pictures of the form of the images, with colour or without."""
    form = present(bundle.images)
    demand(field, form is not None, "it omitted: the bundle has no image format")
    assert form is not None  # noqa: S101  # demanded above
    size = (count, form.height, form.width)
    demand(field, shape in {size, (*size, 3)}, f"pictures of shape {size}, found {shape}")


def _check_projection(bundle: Bundle, table: Table) -> None:
    """Hold the planes to the images, to the network and to the labels."""
    field, found = "findings.projection", present(bundle.findings.projection)
    if found is None:
        return
    _check_form(f"{field}.components", found.components.shape, bundle, 2)
    agree(f"{field}.pixels.dimensions", found.pixels.dimensions, prod(found.components.shape[1:]))
    training, network = bundle.findings.dataset.training, present(bundle.findings.network)
    fitted = found.pixels.fitted_on
    agree(f"{field}.pixels.fitted_on", fitted, training.images if training else fitted)
    features = present(found.features)
    if features:
        dimensions = network.features if network else features.dimensions
        agree(f"{field}.features.dimensions", features.dimensions, dimensions)
        agree(f"{field}.features.fitted_on", features.fitted_on, found.pixels.neighbours_among)
    among = features.neighbours_among if features else fitted
    demand(f"{field}.pixels.neighbours_among", among <= fitted, "training images")
    for name, plane in {"pixels": found.pixels, **({"features": features} if features else {})}.items():
        agree(f"{field}.{name}.neighbours_among", plane.neighbours_among, among)
        _check_plane(f"{field}.{name}", plane, bundle, table)


def _check_plane(field: str, plane: Plane, bundle: Bundle, table: Table) -> None:
    agree(f"{field}.points.shape", plane.points.shape, (table.n, 2))
    agree(f"{field}.poles", plane.poles, poles_of(plane.points, table.labels))
    agree(f"{field}.neighbours.total", plane.neighbours.total, table.n)
    agree(f"{field}.majority", plane.majority, bundle.findings.accuracy.majority.value)
    agree(f"{field}.class_silhouettes", len(plane.class_silhouettes), table.k)
    mean = sum(n * each for n, each in zip(table.support, plane.class_silhouettes, strict=True)) / table.n
    # A stratified sample has each class in its proportion to within one, and one more of a rare class.
    distance = 1e-5 if table.n <= SAMPLED else 4 * table.k / SAMPLED
    demand(f"{field}.silhouette", abs(plane.silhouette - mean) <= distance, "the mean of the classes")


def _check_data(bundle: Bundle, table: Table) -> None:
    """Hold the parts to the classes, the images that are shown to the format, the mean pixel to the class means."""
    field, found = "findings.dataset", bundle.findings.dataset
    agree(f"{field}.test.per_class", found.test.per_class, tuple(table.support))
    for name, part in {"training": found.training, "validation": found.validation}.items():
        agree(f"{field}.{name}.per_class", len(part.per_class) if part else table.k, table.k)
    if twice := present(found.duplicates):
        demand(f"{field}.duplicates.images", twice.images <= table.n, "test images")
    if shown := present(found.preprocessing):
        _check_form(f"{field}.preprocessing.image", (1, *shown.image.shape), bundle, 1)
        last = found.training.images - 1 if found.training else shown.index
        demand(f"{field}.preprocessing.index", shown.index <= last, "a training image")
    if augmentation := present(found.augmentation):
        shape = augmentation.originals.shape
        _check_form(f"{field}.augmentation.originals", shape, bundle, shape[0])
    pixels, means, form = present(found.pixels), present(bundle.findings.class_means), present(bundle.images)
    if pixels and means and form and found.training:
        full = sum(n * each for n, each in zip(found.training.per_class, means.mean_ink, strict=True))
        mean = full / form.pixels / form.channels / found.training.images
        demand(f"{field}.pixels.mean", abs(pixels.mean - mean) <= 1e-5 * mean, "that of the class means")


def check_reading(bundle: Bundle) -> None:
    """Hold what was found in the user's files to what came of it: of each class, one of so many images is for the test."""
    field, data = "findings.dataset.reading", bundle.findings.dataset
    found, images, training = present(data.reading), present(bundle.images), present(bundle.findings.training)
    if found is None:
        return
    demand(field, data.name == "folder", "it omitted: the files are those of a known source")
    if images:
        photographs = found.polarity == "photographs"
        demand(f"{field}.polarity", photographs == (images.polarity == "photograph"), "that of the images")
    agree(f"{field}.seed", found.seed, training.seed if training else found.seed)
    if found.split_off:
        demand(f"{field}.split_off", data.training is not None, "a training part that was split")
        parts = [part.per_class for part in (data.training, data.validation, data.test) if part]
        drawn = tuple(-(-sum(counts) // found.one_of) for counts in zip(*parts, strict=True))
        agree("findings.dataset.test.per_class", data.test.per_class, drawn)


def _check_test_set(bundle: Bundle, table: Table) -> None:
    """Count the errors of both halves of MNIST's test set, and those whose label is disputed."""
    if groups := present(bundle.findings.writer_groups):
        demand("findings.writer_groups", table.n > STUDENTS, f"more than {STUDENTS:,} test images")
        agree("findings.writer_groups", groups, WriterGroups.of(~table.correct))
    if disputed := present(bundle.findings.disputed_labels):
        confidence = present(bundle.findings.confidence)
        confident = [each.index for each in confidence.most_confident_errors] if confidence else []
        agree("findings.disputed_labels", disputed, DisputedLabels.of(~table.correct, confident))


def _check_gallery(bundle: Bundle, table: Table) -> None:
    """Hold the chosen images to the predictions, and their pixels to the form of the images."""
    field, found = "findings.gallery", present(bundle.findings.gallery)
    if found is None:
        return
    _check_form(f"{field}.pixels", found.pixels.shape, bundle, len(found.indices))
    confidence = present(bundle.findings.confidence)
    extremes = confidence.most_confident_errors + confidence.least_confident_correct if confidence else ()
    described = {each.index for each in bundle.findings.confusion.errors + extremes}
    if evidence := present(bundle.findings.error_evidence):
        described |= set(evidence.indices)
    demand(f"{field}.indices", found.shown | described == set(found.indices), "exactly the images shown")
    demand(f"{field}.indices", found.indices[-1] < table.n, "rows of the test set")
    agree(f"{field}.typical", tuple(table.labels[list(found.typical)].tolist()), tuple(range(table.k)))
    hits = table.confusion.diagonal().tolist()
    right = table.correct[list(found.typical)].tolist()
    demand(f"{field}.typical", right == [hit > 0 for hit in hits], "correct predictions where there are any")
    size, ends = mosaic_length(table.n, table.right)
    agree(f"{field}.mosaic_ends_in_error", found.mosaic_ends_in_error, ends)
    demand(
        f"{field}.mosaic", len(found.mosaic) == len(set(found.mosaic)) == size, f"{size} images, each once"
    )
    correct = table.correct[list(found.mosaic)].tolist()
    demand(
        f"{field}.mosaic", correct == [True] * (size - ends) + [False] * ends, "correct ones, then an error"
    )
    rows = [
        (len(set(row)), table.correct[list(row)].all(), *set(table.labels[list(row)].tolist()))
        for row in found.rows
    ]
    wanted = [(min(ROW, hit), True, *([label] if hit else [])) for label, hit in enumerate(hits)]
    demand(f"{field}.rows", rows == wanted, f"{ROW} correct images of each class, or all of fewer")


def _check_error_evidence(bundle: Bundle, table: Table) -> None:
    """Hold the nearest training images to the classes of the errors, to the data and to the form of the images."""
    field, found, data = (
        "findings.error_evidence",
        present(bundle.findings.error_evidence),
        bundle.findings.dataset,
    )
    if found is None:
        return
    known = sum(part.images for part in (data.training, data.validation) if part)
    pixels, features, occlusion = present(found.pixels), present(found.features), present(found.occlusion)
    for name, space in {"pixels": pixels, "features": features}.items():
        if space:
            demand(f"{field}.{name}.among", space.among <= known, f"at most the {known:,} training images")
            _check_neighbours(f"{field}.{name}", space, found, table)
    if found.training_pixels:
        _check_form(
            f"{field}.training_pixels", found.training_pixels.shape, bundle, len(found.training_indices)
        )
        agree(
            f"{field}.pixels.dimensions",
            pixels.dimensions if pixels else 0,
            prod(found.training_pixels.shape[1:]),
        )
        demand(f"{field}.training_indices", found.training_indices[-1] < known, "rows of the training images")
    network = present(bundle.findings.network)
    if features and network:
        agree(f"{field}.features.dimensions", features.dimensions, network.features)
    form = present(bundle.images)
    if occlusion and form:
        rows, columns = (-(-side // occlusion.step) for side in (form.height, form.width))
        agree(f"{field}.occlusion.maps.shape", occlusion.maps.shape, (len(found.indices), rows, columns))
        larger = occlusion.step <= occlusion.window <= min(form.height, form.width)
        demand(f"{field}.occlusion.window", larger, "a square inside the image, no smaller than a step")


def _check_neighbours(field: str, space: NeighbourSpace, found: ErrorEvidence, table: Table) -> None:
    for place, (row, near) in enumerate(zip(found.indices, space.errors, strict=True)):
        here, classes = f"{field}.errors.{place}", (int(table.predicted[row]), int(table.labels[row]))
        agree(f"{here}.predicted.label", near.predicted.label, classes[0])
        agree(f"{here}.true.label", near.true.label, classes[1])
        if near.other:
            nearer = near.other.distance <= min(near.predicted.distance, near.true.distance)
            other = near.other.label not in classes and near.other.label < table.k
            demand(f"{here}.other", nearer and other, "the nearest, of another class")


def _check_all_images(bundle: Bundle, table: Table) -> None:
    """Hold the packed images to the predictions, to the form of the images, and to those that the gallery has."""
    field, found = "findings.all_images", present(bundle.findings.all_images)
    if found is None:
        return
    form, gallery = present(bundle.images), present(bundle.findings.gallery)
    demand(field, form is not None and gallery is not None, "it omitted: the bundle has no images")
    assert form is not None  # noqa: S101  # demanded above
    assert gallery is not None  # noqa: S101
    rows = found.rows(table.correct)
    agree(f"{field}.boxes.shape", found.boxes.shape, (len(rows), 4))
    top, left, height, width = found.boxes.array().astype(int).T
    inside = bool(((top + height <= form.height) & (left + width <= form.width)).all())
    demand(f"{field}.boxes", inside, f"parts of {form.height} × {form.width} pixels")
    both = np.flatnonzero(np.isin(gallery.indices, rows))
    shown = gallery.pixels.array()[both]
    if shown.ndim == 3:  # of colour the luminance is packed
        packed = found.images(np.searchsorted(rows, np.array(gallery.indices)[both]), form.height, form.width)
        demand(f"{field}.greys", bool((packed == STEP * in_sixteen(shown)).all()), "the greys of the gallery")


def _check_source(bundle: Bundle, table: Table) -> None:
    """Hold what is told of a training, and how scores were understood, to where the network is from."""
    found, made = bundle.findings, bundle.provenance
    demand(
        "findings.training",
        made.is_ours or present(found.training) is None,
        "it omitted: the network was given",
    )
    demand("findings.history", not (made.is_ours and found.history), "null: the training is ours")
    told = made.scores is None or (made.model_source in {"notebook", "none"} and table.confidence is not None)
    demand("provenance.scores", told, "null: no scores were given")
    for name, source in (("network_use", "file"), ("array_use", "notebook")):
        holds = present(getattr(found, name)) is None or made.model_source == source
        demand(f"findings.{name}", holds, f"none: the network is not from a {source}")


def _check_validation(bundle: Bundle) -> None:
    """Hold the accuracies on the validation split to its number of images, and to each other."""
    part, accuracy = bundle.findings.dataset.validation, bundle.findings.accuracy.validation
    training = present(bundle.findings.training)
    if accuracy and part:
        agree("findings.accuracy.validation.total", accuracy.total, part.images)
    if training and part:
        agree("findings.training.validation.total", training.validation.total, part.images)


def _check_network(bundle: Bundle, table: Table) -> None:
    """Hold a network that this program trained to images and classes; those of others may scale or wrap them."""
    field, found = "findings.network", present(bundle.findings.network)
    if found is None or not bundle.provenance.is_ours:
        return
    shapes = {layer.name: layer.output_shape for layer in found.layers}
    agree(f"{field}.features", found.features, prod(shapes.get(found.feature_layer, found.input_shape)))
    agree(f"{field}.layers.{len(shapes) - 1}.output_shape", found.layers[-1].output_shape, (table.k,))
    agree(f"{field}.parameters", found.parameters, sum(layer.parameters for layer in found.layers))
    if form := present(bundle.images):
        agree(f"{field}.input_shape", found.input_shape, (form.height, form.width, 1))


def _check_network_use(bundle: Bundle) -> None:
    """Hold the size that a given network receives to images and input, the ways to the training images."""
    field, found = "findings.network_use", present(bundle.findings.network_use)
    if found is None:
        return
    size, data = (found.height, found.width), bundle.findings.dataset
    demand(f"{field}.classes", found.classes in {0, len(bundle.classes.names)}, "the number of the classes")
    network = present(bundle.findings.network)
    if found.output_of and network:
        outputs = prod(network.layers[-1].output_shape)
        agree(f"{field}.left_out", len(found.output_of) + len(found.left_out), outputs)
    if form := present(bundle.images):
        own = (form.width, form.height) if found.transposed else (form.height, form.width)
        larger = size[0] >= own[0] and size[1] >= own[1]
        smaller = size[0] <= own[0] and size[1] <= own[1]
        possible = {
            "unchanged": size == own,
            "padded": larger and size != own,
            "cropped": smaller and size != own,
        }
        demand(f"{field}.size", possible.get(found.size, size != own), f"a way from {own} to {size} pixels")
    if network:
        shapes = {
            "rows": size,
            "flat": (prod(size) * found.channels,),
            "channels last": (*size, found.channels),
            "channels first": (found.channels, *size),
        }
        agree("findings.network.input_shape", network.input_shape, shapes[found.order])
    known = sum(part.images for part in (data.training, data.validation) if part)
    demand(f"{field}.images", found.images <= known, f"at most the {known:,} training images")


def _check_seeds(bundle: Bundle, table: Table) -> None:
    """Hold the runs to the test set, and that of the reported seed to the predictions."""
    field, found = "findings.seeds", present(bundle.findings.seeds)
    if found is None:
        return
    training, scores = present(bundle.findings.training), present(bundle.findings.scores)
    named = set(bundle.findings.confusion.named)
    agree(f"{field}.runs.0.accuracy.total", found.runs[0].accuracy.total, table.n)
    if isinstance(found.labels, Packed):
        demand(
            f"{field}.labels", bool((found.labels.array() == table.labels).all()), "those of the predictions"
        )
        demand(f"{field}.named", set(found.named) == named, "those of the confusion matrix")
    else:  # an older sweep knew the digits that are usually called look-alikes, and no other names
        demand(f"{field}.named", set(found.named) <= named, "those of the confusion matrix")
        _check_sums(found, table)
    if training is None:
        return
    agree(f"{field}.preset", found.preset, training.preset)
    ours = [(place, run) for place, run in enumerate(found.runs) if run.seed == training.seed]
    demand(f"{field}.runs", len(ours) == 1, f"a run with the reported seed, {training.seed}")
    place, run = ours[0]
    agree(f"{field}.runs.{place}.errors", run.errors, table.wrong)
    if isinstance(run.predicted, Packed):
        same = bool((run.predicted.array() == table.predicted).all())
        demand(f"{field}.runs.{place}.predicted", same, "those of the predictions")
    if scores and (log_loss := present(scores.log_loss)):
        near = abs(run.log_loss - log_loss.value) <= 1e-4 * log_loss.value
        demand(f"{field}.runs.{place}.log_loss", near, f"{log_loss.value:.6g}")


def _check_sums(found: SeedFindings, table: Table) -> None:
    """Hold the sums over older runs to what the reported run alone has; pairs that are left out had fewer."""
    field, listed = "findings.seeds.pairs", {pair.classes for pair in found.pairs}
    least = min(10, len(table.pairs))
    demand(field, listed <= set(table.pairs) and least <= len(listed), "pairs of classes, ten or all of them")
    for place, pair in enumerate(found.pairs):
        errors = table.confused[pair.classes]
        others = pair.runs_with_errors - (errors > 0)
        demand(
            f"{field}.{place}.errors",
            pair.errors >= errors + others >= errors,
            "those of the reported run, too",
        )
    most = max((errors for pair, errors in table.confused.items() if pair not in listed), default=0)
    tenth = min(pair.errors for pair in found.pairs[:10])
    demand(field, most <= tenth, "every pair with as many errors in the reported run")
