"""How a given network is used: what it receives of an image, what its outputs are, and how this was found."""

from __future__ import annotations

from typing import Any

from analysis.bundle.network_use import NetworkUse
from analysis.bundle.record import Estimate
from report.chapters.model import Column, NumberedTable, Table
from report.text.formats import count, fixed, listed, percent, sentence, shape, words
from report.text.grammar import number, things

# Of the ways that were tried, so many are listed.
LISTED = 10
VALUES = {
    "0-1": "from 0 to 1",
    "0-255": "from 0 to 255",
    "-1-1": "from −1 to 1",
    "standardised": "standardised by the mean and the standard deviation of all pixels of the training images",
    "-0.5-0.5": "from −0.5 to 0.5",
    "standardised by pixel": "standardised by the mean and the standard deviation of each pixel in the training images",
    "standardised by image": "standardised by the mean and the standard deviation of each image of its own",
    "columns of unit length": "divided so that the squares in each column of an image sum to 1",
    "rows of unit length": "divided so that the squares in each row of an image sum to 1",
    "images of unit length": "divided so that the squares of an image sum to 1",
    "imagenet": "standardised by the mean and the standard deviation of ImageNet’s colours",
    "imagenet bgr": "from 0 to 255, less the mean of ImageNet’s colours, blue first",
}
SIZES = {
    "unchanged": "",
    "padded": "an empty margin is added",
    "cropped": "the margin is cropped",
    "resized": "images are resized by bilinear interpolation",
}
OUTPUTS = {
    "logits": "Its outputs are logits: some are negative, or they do not sum to 1.",
    "probabilities": "Its outputs are probabilities: all lie between 0 and 1, and sum to 1 for each image.",
    "log-probabilities": "Its outputs are logarithms of probabilities: none is positive, and their exponentials sum to 1.",
    "sigmoids": "Its outputs lie between 0 and 1, but do not sum to 1 for each image; they are divided by their sum.",
}
# Of one output for two classes.
SINGLE = {
    "logits": "Its only output is a logit of the second class, from which the logistic function gives its probability; the "
    "first class has the rest.",
    "sigmoids": "Its only output lies between 0 and 1: it is the probability of the second class, and the first has the rest.",
}
DECIDED = {
    "number right": "This way is clearly best: it gets more of them right than any other (McNemar’s exact test, p < 0.01 each).",
    "log loss": "This way is best by its log loss, compared at the best temperature of each way, unusual temperatures with a "
    "handicap, or as it is where it has at most as many errors (paired t-test, p < 0.01 each).",
    "batch normalisation": "Its first batch normalisation holds the means and variances that it was given in the training, and in "
    "this way it is given such again; some other ways get as many right, or have as small a log loss, with inputs that the training never had.",
    "hardly different": "The ways that cannot be told apart get the same share of them right to within 0.3 percentage points; of "
    "these it has the smallest log loss.",
    "same predictions": "Other ways give the same predictions for practical purposes; this is the plainest of them.",
    "nothing better than chance": "In no way are the predictions well above chance, so the plainest was taken: whether the network "
    "expects something else cannot be told from these images.",
    "only way": "There is no other way to try.",
}


def sentences(found: NetworkUse, *, single: bool = False) -> dict[str, Any]:
    """Return what the template prints about the use, by name; `single` where one output speaks for two classes."""
    return {
        "receives": receives(found),
        "changes": changes(found),
        "found": how_found(found),
        "outputs": outputs(found, single=single),
        "permuted": found.classes_permuted,
        "published": found.published,
        "tried": bool(found.candidates),
    }


def receives(found: NetworkUse) -> str:
    """Say what the network receives."""
    colours = f"{words(found.channels)} channels" if found.channels > 1 else "one channel"
    orders = {
        "rows": "as rows of pixels",
        "flat": "as one row of numbers",
        "channels last": f"with {colours}",
        "channels first": f"with {colours}, which come first",
    }
    size = shape((found.height, found.width))
    return f"The network receives images of {size} pixels {orders[found.order]}, with values {VALUES[found.values]}."


def changes(found: NetworkUse) -> str:
    """Say what else is done to an image before; empty where nothing is."""
    done = [SIZES[found.size]] if SIZES[found.size] else []
    if found.transposed:
        done.append("rows and columns are interchanged")
    if found.inverted:
        done.append("dark and light are interchanged")
    return f"{sentence('; '.join(done))}." if done else ""


def how_found(found: NetworkUse) -> str:
    """Say how this was found."""
    if not found.candidates:
        return f"This was chosen with --model-input “{found.name}”."
    ways = things(len(found.candidates), "way")
    right = found.candidates[0].right
    on = f"on {count(found.images)} training images"
    if found.first_tried:
        ways, on = (
            things(found.first_tried, "way"),
            f"on training images, and the {number(len(found.candidates))} best again {on}",
        )
    tried = f"The file does not tell this, so {ways} were tried {on}; in this one, {percent(right)} of them are classified correctly."
    return f"{tried} {DECIDED[found.decided_by]}"


def outputs(found: NetworkUse, *, single: bool = False) -> str:
    """Say what the outputs are taken for."""
    said = [SINGLE.get(found.outputs, OUTPUTS[found.outputs]) if single else OUTPUTS[found.outputs]]
    if found.softmax_removed:
        said = ["The softmax at its end was taken off, since in float32 it is exactly 1 for many images."]
    if found.left_out:
        shown = listed(
            [*map(count, found.left_out[:LISTED]), *(["others"] if len(found.left_out) > LISTED else [])]
        )
        said.append(
            f"It has {things(len(found.output_of) + len(found.left_out), 'output')} and the data have {found.classes} classes: "
            f"which output stands for each was found on training images; left out, counted from 0, are {shown}."
        )
    if found.floor is not None:
        said.append("Probabilities below the smallest normal number of float32, 1.2 × 10⁻³⁸, count as that.")
    return " ".join(said)


def table(found: NetworkUse) -> NumberedTable | None:
    """Tabulate the ways that were tried, the best first; None where an option decided."""
    if not found.candidates:
        return None
    shown = found.candidates[:LISTED]
    best = shown[0]
    return NumberedTable(
        claim=f"Given as “{best.name}”, the network classifies {percent(best.right)} of the training images correctly.",
        measure=f"The {things(len(shown), 'way')} that came first, named as --model-input takes them: number right of "
        f"{count(found.images)} training images, and log loss in nats, as it is and at the temperature that suits it best",
        table=Table(
            shown,
            [
                Column("Way", lambda one: one.name),
                Column("Right", lambda one: count(one.right.count), "number"),
                Column("Share", lambda one: percent(one.right), "number"),
                Column("Log loss", lambda one: _loss(one.log_loss), "number", wide_only=True),
                Column("At the best temperature", lambda one: _loss(one.tempered), "number", wide_only=True),
            ],
            strong=lambda one: one is best,
        ),
    )


def _loss(loss: Estimate | None) -> str:
    return fixed(loss.value, 3) if loss else "–"
