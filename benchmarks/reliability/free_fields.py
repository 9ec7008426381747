"""Fields of a bundle that nothing else in the file decides, with the reason: there a changed value is not refused."""

from __future__ import annotations

import re

DRAWN = "drawn at random, or computed from all probabilities or all images: bounded, not recomputed"
WORDS = "a text that only names something"
CHOSEN = "a setting or a choice of the run"
TIMED = "a property of the machine or a time"
LOOK = "pixels, or their order"
OUTSIDE = "measured on images that are not in the file"

FREE = {
    r"accuracy\.(macro_f1_limits\.\w+|recalls_equal\.\w+)": DRAWN,
    r"accuracy\.(other_order|validation)": "null in a bundle from before it was looked for",
    r"accuracy\.validation\.\w+": OUTSIDE,
    r"confusion\.uniformity\.\w+(\.\*)?": DRAWN,
    r"confusion\.named(\.\*)*": CHOSEN,
    r"calibration\.(unscaled|temperature\.scaled)\.errors\.\*\.(seed|draws|reached|null_mean|null_high)": DRAWN,
    r"calibration\.temperature\.limits\.\w+": DRAWN,
    r"(predictions\.scores|validation)": "left out where they are too many",
    r"seeds\.runs\.\*\.(seed|log_loss|scaled_log_loss|uniformity\.\w+(\.\*)?)": OUTSIDE,
    r"class_means\.(mean_\w+\.\*|standard_errors\.\*|distances\.\*\.\*|mantel(\.\w+)?)": OUTSIDE,
    r"class_means\.(network_and_nearest_mean\.\w+|nearest_mean\.\w+|contrasts(\.\*)?(\.\w+)?)": OUTSIDE,
    r"class_means\.(means|deviations)\.data": LOOK,
    r"projection\.(pixels|features)\.(explained|span|class_silhouettes)(\.\*)*": OUTSIDE,
    r"projection\.(pixels|features)\.(silhouette\w*|fitted_on|neighbours_among|points\.data|neighbours\.count)": OUTSIDE,
    r"projection\.(components\.data|features_and_pixels\.\w+)": OUTSIDE,
    r"dataset\.(title|source|name|fallback|published|tried.*|sha256.*)": WORDS,
    r"dataset\.(training|validation)\.per_class(\.\*)?": OUTSIDE,
    r"dataset\.duplicates\.\w+": OUTSIDE,
    r"dataset\.reading(\.(format|polarity|polarity_of_test|split_off|one_of|seed|notes(\.\*)?))?": OUTSIDE,
    r"dataset\.pixels\.\w+": OUTSIDE,
    r"dataset\.preprocessing\.(index|image\.data)": LOOK,
    r"dataset\.augmentation\.(\w+|\w+\.(data|shape\.\*))": CHOSEN,
    r"error_evidence\.(pixels|features)\.(among|errors\.\*\.\w+\.(index|distance))": OUTSIDE,
    r"error_evidence\.(pixels|features)\.errors\.\*\.other(\.label)?": OUTSIDE,
    r"error_evidence\.(occlusion\.(largest\.\*|maps\.data)|features\.dimensions|training_pixels\.data)": LOOK,
    r"error_evidence\.occlusion\.(largest|window|step)": LOOK,
    r"slices\.features\.\*\.tests\.\*\.seed": DRAWN,
    r"slices\.features\.\*\.examples\.\*": LOOK,
    r"stress\.others": LOOK,
    r"gallery\.(typical|mosaic|rows)(\.\*)*": LOOK,
    r"gallery\.pixels\.data": LOOK,
    r"network\.(layers.*|input_shape.*|feature_layer|features)": CHOSEN,
    r"training\.(?!validation|generalisation|overfitting)(?!epoch_count|unaugmented)[\w.*]+": CHOSEN,
    r"history(\..+)?": CHOSEN,
    r"(network|array)_use": CHOSEN,
    r"network_use\.moments(\.data)?": OUTSIDE,
    r"array_use\.\w+": CHOSEN,
    r"network_use\.(file|classes_permuted|softmax_removed|decided_by|file_megabytes|first_tried|outputs|reason)": CHOSEN,
    r"network_use\.candidates(\.\*(\.(log_loss|tempered)(\.\w+)?)?)?": OUTSIDE,
    r"\w+\.(\w+\.)*reason": WORDS,
}
OF_THE_HEAD = re.compile(r"classes\.(nouns?|names(\.\*)?)|cover\..+|provenance\..+|images\.(polarity|reason)")
OPTIONAL = re.compile(
    r"findings\.(history|confusion\.named_by|accuracy\.(other_order|validation_gap)|network|network_use|array_use|training|seeds|scores|class_means|confidence|calibration|selective_prediction|projection|"
    r"writer_groups|disputed_labels|error_evidence(\.occlusion)?|gallery|calibration\.temperature|projection\.features|"
    r"dataset\.(reading|duplicates|pixels|preprocessing|augmentation))"
)
_FREE = re.compile(rf"findings\.({'|'.join(FREE)})")


def is_free(field: str, kind: str) -> bool:
    """Whether such a change of this field may stand: a study may be left out, and two reasons for that exchanged."""
    if kind in {"removed", "swapped"} and OPTIONAL.fullmatch(field):
        return True
    return bool(_FREE.fullmatch(field) or OF_THE_HEAD.fullmatch(field))
