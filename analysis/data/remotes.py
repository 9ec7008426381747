"""The data sets that can be downloaded by their names: from where, with which checksums, and what they hold.

SHA-256 and sizes are those of TensorFlow Datasets (`url_checksums`), for Fashion-MNIST and EMNIST beside the MD5 that
its authors and torchvision state; QMNIST's are torchvision's MD5.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.data import known, mnist
from analysis.data.images import ImageSet
from analysis.data.known import Known
from analysis.system.errors import DatasetError


@dataclass(frozen=True)
class Mirror:
    """A place on the network that has all of a data set."""

    name: str
    url: str
    files: Mapping[str, str]
    """Names, and the checksum of each as it arrives, SHA-256 or `md5:…`: nothing else is unpacked."""


@dataclass(frozen=True)
class Remote:
    """A data set on the network."""

    title: str
    folder: str
    """Of its files in this program's cache."""
    mirrors: tuple[Mirror, ...]
    size: int
    """Of all files of a mirror, in bytes; the same on each to a percent."""
    known: Known | None = None
    """What it holds; None for MNIST, of which each byte is known."""
    members: str = ""
    """Pattern of the names of those files of its archive that are kept; nothing where there is no archive."""
    inside: str = "."
    """Where the set lies in its folder."""

    @property
    def most(self) -> int:
        """Bytes that are read at the most: a server that sends more sends something else."""
        return self.size * 7 // 5

    def verify(self, training: ImageSet, test: ImageSet) -> None:
        """Raise DatasetError unless these are as many images and classes as the set has; of MNIST, each byte counts."""
        if self.known is None:
            mnist.verify(mnist.checksums(training, test))
        elif not known.is_whole(self.known, training, test):
            expected, found = self.known.counts, (len(training), len(test))
            raise DatasetError(
                f"Expected {expected[0]:,} training and {expected[1]:,} test images of {len(self.known.names)} classes in "
                f"{self.title}, found {found[0]:,} and {found[1]:,} of {len(test.classes.names)}: fetch the files again."
            )


_IDX = tuple(
    f"{part}-{what}.gz" for part in ("train", "t10k") for what in ("images-idx3-ubyte", "labels-idx1-ubyte")
)
_KERAS = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/"
_GITHUB = "https://raw.githubusercontent.com/"


def _files(*checksums: str) -> dict[str, str]:
    return dict(zip(_IDX, checksums, strict=True))


_MNIST = _files(
    "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
    "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
    "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
    "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
)
_FASHION = _files(
    "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
    "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
    "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
    "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
)
_KUZUSHIJI = _files(
    "51467d22d8cc72929e2a028a0428f2086b092bb31cfb79c69cc0a90ce135fde4",
    "e38f9ebcd0f3ebcdec7fc8eabdcdaef93bb0df8ea12bee65224341c8183d8e17",
    "edd7a857845ad6bb1d0ba43fe7e794d164fe2dce499a1694695a792adfac43c5",
    "20bb9a0ef54c7db3efc55a92eef5582c109615df22683c380526788f98e42a1c",
)
_QMNIST = {
    "qmnist-train-images-idx3-ubyte.gz": "md5:ed72d4157d28c017586c42bc6afe6370",
    "qmnist-train-labels-idx2-int.gz": "md5:0058f8dd561b90ffdd0f734c6a30e5e4",
    "qmnist-test-images-idx3-ubyte.gz": "md5:1394631089c404de565df7b7aeaf9412",
    "qmnist-test-labels-idx2-int.gz": "md5:5b5b05890a5e13444e108efe57b788aa",
}
_EMNIST = {"gzip.zip": "fb9bb67e33772a9cc0b895e4ecf36d2cf35be8b709693c3564cea2a019fcda8e"}


def _emnist(key: str) -> Remote:
    """Return a part of EMNIST; one archive has them all, and what is kept of it serves the other two."""
    part = known.named(key)
    return Remote(
        part.title,
        "emnist",
        (
            Mirror("the server of NIST", "https://biometrics.nist.gov/cs_links/EMNIST/", _EMNIST),
            Mirror("NIST's older server", "https://www.itl.nist.gov/iaui/vip/cs_links/EMNIST/", _EMNIST),
        ),
        561_753_746,
        part,
        r"gzip/emnist-(?:digits|letters|balanced)-(?:train|test)-(?:images-idx3|labels-idx1)-ubyte\.gz",
        f"gzip/{key}",
    )


REMOTES = {
    "mnist": Remote(
        "MNIST",
        "mnist",
        (
            Mirror("the PyTorch mirror", "https://ossci-datasets.s3.amazonaws.com/mnist/", _MNIST),
            Mirror("the CVDF mirror", "https://storage.googleapis.com/cvdf-datasets/mnist/", _MNIST),
            Mirror(
                "the Keras mirror",
                _KERAS,
                {"mnist.npz": "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1"},
            ),
        ),
        11_600_000,
    ),
    "fashion-mnist": Remote(
        "Fashion-MNIST",
        "fashion-mnist",
        (
            Mirror("Zalando's server", "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/", _FASHION),
            Mirror("the Keras mirror", _KERAS, _FASHION),
            Mirror("GitHub", f"{_GITHUB}zalandoresearch/fashion-mnist/master/data/fashion/", _FASHION),
        ),
        30_878_645,
        known.named("fashion-mnist"),
    ),
    "kmnist": Remote(
        "Kuzushiji-MNIST",
        "kmnist",
        (Mirror("CODH's server", "http://codh.rois.ac.jp/kmnist/dataset/kmnist/", _KUZUSHIJI),),
        21_240_888,
        known.named("kmnist"),
    ),
    "qmnist": Remote(
        "QMNIST",
        "qmnist",
        (Mirror("GitHub", f"{_GITHUB}facebookresearch/qmnist/master/", _QMNIST),),
        20_700_000,
        known.named("qmnist"),
    ),
    **{key: _emnist(key) for key in ("emnist-digits", "emnist-letters", "emnist-balanced")},
}  # fmt: skip
