"""What can go wrong for a user.  Each message: what was expected, what was found, what to do next.

DigitsReportError
├── DatasetError       no images, or not the right ones
├── SettingsError      digits-report.toml or an option
├── TrainingError      a training did not finish
├── ModelError         a .keras file that does not classify these images
├── PredictionsError   a table of predictions, or new images to predict
├── BundleError        results.json is missing, damaged or of another version
├── OutputError        nothing could be written there
└── PrintingError      WeasyPrint or its system libraries
"""


class DigitsReportError(Exception):
    """Base of all errors that the command line shows as one sentence, with exit code 1."""


class DatasetError(DigitsReportError):
    """The images are missing, unreadable, incomplete or not the ones they should be."""


class SettingsError(DigitsReportError):
    """A setting has an unknown name or a value that it may not have."""


class TrainingError(DigitsReportError):
    """A training did not finish; those that did are kept."""


class ModelError(DigitsReportError):
    """The model cannot be read, or does not map images of the shape of the data to one score per class."""


class PredictionsError(DigitsReportError):
    """Given predictions, or images that are to be predicted, cannot be read or do not fit the labels."""


class BundleError(DigitsReportError):
    """The results bundle cannot be read, or is of another version."""


class OutputError(DigitsReportError):
    """The output cannot be written, or would replace something that this program did not write."""


class PrintingError(DigitsReportError):
    """The PDF cannot be made on this machine as it is."""
