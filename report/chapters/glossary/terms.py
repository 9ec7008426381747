"""The glossary: each term that a reader may be asked about, in one or two sentences."""

from __future__ import annotations

from typing import NamedTuple


class Term(NamedTuple):
    """One term and what it means."""

    name: str
    meaning: str
    symbols: str = ""
    """What the letters of its formula stand for; empty where it has none (report/text/formulas.py)."""


COUNTS = "C counts the images by true label, the first index, and predicted label, the second."
LOGITS = "z are the logits."


TERMS: dict[str, Term] = {
    "accuracy": Term("accuracy", "The share of images whose predicted class is the true label."),
    "augmentation": Term(
        "augmentation",
        "Small random changes of the training images, such as rotations and shifts, that keep the label. They let the "
        "network see more variants of each image and reduce overfitting.",
    ),
    "auroc": Term(
        "AUROC",
        "The area under the receiver operating characteristic (ROC) curve: the probability that a score is higher for an "
        "image of the one kind than for an image of the other. 0.5 is chance, 1 is perfect separation.",
    ),
    "bootstrap": Term(
        "bootstrap",
        "Draws new samples from the observed one, with replacement, to see how much a statistic varies.",
    ),
    "brier": Term(
        "Brier score",
        "The squared distance between the predicted probabilities and the truth, summed over the classes and averaged "
        "over the images.",
        "p are the predicted probabilities of image i; t is 1 for its true label and 0 for the other classes.",
    ),
    "calibration": Term(
        "calibration",
        "A classifier is calibrated if, of the predictions with a confidence c, a fraction c is correct.",
    ),
    "cnn": Term(
        "convolutional neural network (CNN)",
        "A neural network whose first layers slide small filters over the image, so that a pattern is recognised "
        "wherever it appears.",
    ),
    "confidence": Term(
        "confidence", "The probability of the predicted class: the largest of an image’s probabilities."
    ),
    "confidence-interval": Term(
        "confidence interval",
        "A range computed so that, over repeated samples, it contains the true value in 95% of cases.",
    ),
    "confusion-matrix": Term(
        "confusion matrix",
        "A table that counts the test images by true label (row) and predicted label (column).",
    ),
    "convolution": Term(
        "convolution", "A layer that applies the same small filter at every position of its input."
    ),
    "coverage": Term(
        "coverage", "The share of the images for which a prediction is kept, the most confident first."
    ),
    "cross-entropy": Term(
        "cross-entropy",
        "The loss function of the training: minus the logarithm of the probability that the network gives to the true "
        "label, averaged over the images.",
    ),
    "dropout": Term(
        "dropout",
        "Sets a random share of a layer’s outputs to zero in each training step, against overfitting.",
    ),
    "ece": Term(
        "expected calibration error (ECE)",
        "The distance between confidence and accuracy, averaged over bins of confidence.",
        "a is the accuracy of a bin, c its mean confidence; the fraction before them is its share of all images.",
    ),
    "epoch": Term("epoch", "One pass of the training through all training images."),
    "f1": Term(
        "F1 score",
        "The harmonic mean of precision and recall of a class.",
        "P is the precision, R the recall.",
    ),
    "features": Term("features", "The numbers that the last layer with weights receives for an image."),
    "initialisation": Term(
        "initialisation", "The random values with which the weights start before the training."
    ),
    "learning-rate": Term("learning rate", "How far the weights move in one training step."),
    "log-loss": Term(
        "log loss",
        "The cross-entropy on a set of images, in nats. Confident errors cost most; 0 is best.",
        "p is the predicted probability of the true label of image i, of n.",
    ),
    "logit": Term("logit", "The score of a class before the softmax turns all scores into probabilities."),
    "mantel": Term(
        "Mantel test",
        "Tests whether two distance tables over the same items are correlated, by permuting the items of one of them.",
    ),
    "nat": Term("nat", "The unit of information if logarithms have base e; ln 2 nats are one bit."),
    "overfitting": Term(
        "overfitting", "A model is more accurate on the images that it was trained on than on new ones."
    ),
    "p-value": Term(
        "p-value",
        "The probability of a result at least as extreme as the observed one, if the tested hypothesis were true.",
    ),
    "padding": Term(
        "padding", "Zeros added around the input of a convolution, so that its output keeps the input’s size."
    ),
    "pca": Term(
        "principal component analysis (PCA)",
        "Finds the directions along which the data vary most. The first two span the plane of a scatter plot.",
    ),
    "pooling": Term(
        "pooling",
        "Replaces each small block of a layer’s output by its largest value, which halves height and width.",
    ),
    "precision": Term(
        "precision", "Of the images predicted as a class, the share that belong to it.", COUNTS
    ),
    "predictive-value": Term(
        "predictive value",
        "Of the images predicted as the positive (or negative) class, the share that belong to it. It depends on how frequent "
        "the classes are.",
    ),
    "quasi-independence": Term(
        "quasi-independence",
        "The model in which the errors of a confusion matrix follow from its row and column totals alone.",
        "E is the expected number of errors with true label j and predicted label k; a and b are fitted to the totals.",
    ),
    "recall": Term("recall", "Of the images of a class, the share that are predicted as it.", COUNTS),
    "relu": Term("ReLU", "The activation max(0, x): negative values become 0."),
    "seed": Term("random seed", "The number from which all random choices of a run follow."),
    "selective-prediction": Term(
        "selective prediction",
        "Predicts only where the confidence is high and withholds the other images for review.",
    ),
    "sensitivity": Term(
        "sensitivity", "Of the images of the positive class, the share that are predicted as it: its recall."
    ),
    "silhouette": Term(
        "silhouette",
        "Compares the mean distance of a point to its own class with its mean distance to the nearest other class: from −1 to 1, "
        "where 1 means well separated.",
        "a is the mean distance to the own class, b to the nearest other class.",
    ),
    "softmax": Term("softmax", "Turns the logits into probabilities that are positive and sum to 1.", LOGITS),
    "specificity": Term(
        "specificity", "Of the images of the negative class, the share that are predicted as it: its recall."
    ),
    "standard-error": Term("standard error", "The standard deviation of an estimate over repeated samples."),
    "temperature": Term(
        "temperature scaling",
        "Divides all logits by one number, fitted on the validation split, to calibrate the probabilities.",
        "z are the logits, T is the temperature.",
    ),
    "validation": Term(
        "validation split",
        "Images split off the training set, on which choices are made and the training is monitored.",
    ),
    "weight-decay": Term("weight decay", "Shrinks the weights a little in each step, against overfitting."),
    "wilson": Term(
        "Wilson interval",
        "A confidence interval of a proportion that stays reliable near 0 and near 100%.",
        "p is the observed share of n, and z is 1.96 for a level of 95%.",
    ),
}
