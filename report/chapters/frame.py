"""What surrounds the chapters: title and subtitle, cover, banner, mosaic, footer."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.bundle import Bundle
from analysis.bundle.gallery import Gallery
from analysis.bundle.record import present
from report.chapters.subject import subject_of
from report.text.formats import count, day, image_file, listed, sentence, short, tally
from report.text.naming import Naming


@dataclass(frozen=True)
class Banner:
    """What every page says first where its numbers are not about MNIST."""

    name: str
    words: str
    foot: str
    """At the foot of each printed page."""


@dataclass(frozen=True)
class Frame:
    """All words and sizes outside of the chapters."""

    title: str
    subtitle: str
    course: str
    """Empty where the report is for no course."""
    instructor: str
    """Empty where it is for nobody in particular."""
    date: str
    author_names: tuple[str, ...]
    authors: str
    """All of them, listed; empty where none are named."""
    authors_label: str
    banner: Banner | None
    provenance: str
    keywords: str
    program: str
    created: str
    mosaic_size: int
    """Images in the mosaic; 0 without images."""
    mosaic_columns: int
    """On the cover, by how many images there are."""
    mosaic_alt: str
    mosaic_error: str
    """Stands beside the last image, where that is an error."""
    image_kind: str
    """How images are shown: `ink`, which is inverted in the dark, or `photo`, as they are."""
    tile: tuple[int, int]
    """Width and height of a small image, in pixels of the screen."""
    ornaments: tuple[str, ...]
    """Names of the images of the digits 0 to 9, where the classes are digits: chapters are numbered with them."""

    @property
    def kind(self) -> str:
        """What the report is called."""
        return "Course report" if self.course else "Report"

    @property
    def made_for(self) -> str:
        """Course and instructor, as far as they are named: what a citation says of where the report appeared."""
        return ", ".join(filter(None, (self.course, self.instructor)))

    @property
    def byline(self) -> tuple[tuple[str, str], ...]:
        """Who wrote it for whom and when, each with its label."""
        lines = (
            (self.authors_label, self.authors) if self.authors else ("Author", "not stated"),
            ("Instructor", self.instructor),
            ("Date", self.date),
        )
        return tuple((label, words) for label, words in lines if words)

    @property
    def title_clauses(self) -> list[list[str]]:
        """The words of the title by clause, each with its comma: a line breaks between clauses first."""
        clauses = [clause.split() for clause in self.title.split(", ")]
        return [[*words[:-1], f"{words[-1]},"] for words in clauses[:-1]] + [clauses[-1]]

    def scaled(self, width: int) -> int:
        """Return the height of an image that is shown so wide."""
        return round(width * self.tile[1] / self.tile[0])


def frame_of(bundle: Bundle) -> Frame:
    """Put the frame of a report into words."""
    cover, gallery = bundle.cover, present(bundle.findings.gallery)
    return Frame(
        title=cover.title or _title(bundle),
        subtitle=subtitle(bundle),
        course=cover.course.strip(),
        instructor=cover.instructor.strip(),
        date=day(cover.date),
        author_names=cover.authors,
        authors=listed(cover.authors) if cover.authors else "",
        authors_label="Author" if len(cover.authors) == 1 else "Authors",
        banner=_banner(bundle),
        provenance=_provenance(bundle),
        keywords=f"{bundle.findings.dataset.title}, image classification, {subject_of(bundle).kind}, calibration",
        program=bundle.provenance.program,
        created=bundle.provenance.created,
        mosaic_size=gallery.mosaic_size if gallery else 0,
        mosaic_columns=_columns(gallery.mosaic_size) if gallery else 0,
        mosaic_alt=_mosaic_alt(gallery, bundle) if gallery else "",
        mosaic_error=_mosaic_error(gallery, bundle) if gallery else "",
        image_kind="ink" if subject_of(bundle).is_ink else "photo",
        tile=_tile(bundle),
        ornaments=tuple(image_file(index) for index in gallery.typical)
        if gallery and bundle.classes.are_digits
        else (),
    )


def _title(bundle: Bundle) -> str:
    """Name the report by what it found: `Ten thousand digits, twenty-nine errors`."""
    naming, errors = Naming(bundle.classes), bundle.findings.accuracy.errors
    images = sentence(tally(errors.total, naming.image_noun, naming.image_nouns))
    return f"{images}, {tally(errors.count, 'error')}"


def subtitle(bundle: Bundle) -> str:
    """Say what was done, on which data, by which kind of model."""
    name = {"mnist": "the MNIST handwritten digits"}.get(
        bundle.findings.dataset.name, bundle.findings.dataset.title
    )
    subject = subject_of(bundle)
    if not subject.has_network:
        return f"Evaluation of predictions of {subject.classified}"
    return f"Classification of {name} by {subject.kind}"


def _banner(bundle: Bundle) -> Banner | None:
    """Say on each page that the sample is not MNIST; nobody takes data that they brought for it."""
    data = bundle.findings.dataset
    if not subject_of(bundle).is_sample:
        return None
    reason = "MNIST could not be found, so this" if data.fallback else "This"
    words = (
        f"{reason} report is about {data.title}: {subject_of(bundle).test_images}. "
        "None of its numbers describe MNIST."
    )
    return Banner("Not MNIST.", words, f"Not MNIST: {data.title}")


def _provenance(bundle: Bundle) -> str:
    made, data = bundle.provenance, bundle.findings.dataset
    training = present(bundle.findings.training)
    seed = f", seed {training.seed}" if training else ""
    run = f"Run {made.run_key}{seed}" if made.run_key else SOURCES[made.model_source]
    checksum = data.sha256.get("test-images")
    known = f" (test-images SHA-256 {short(checksum)})" if checksum else ""
    commit = f", commit {_commit(made.git_commit)}" if made.git_commit else ""
    return (
        f"{run}, {day(made.created)}. {sentence(data.title)}, {subject_of(bundle).test_images}{known}. "
        f"digits-report {made.program}{commit}."
    )


SOURCES = {
    "file": "A network given as a file",
    "notebook": "A network from a notebook or script",
    "none": "Predictions without a network",
    "trained": "A network",
    "earlier run": "A network",
}


def _commit(commit: str) -> str:
    return commit[:7] + ("+" if commit.endswith("+") else "")


def _columns(size: int) -> int:
    return 10 if size <= 40 else 20 if size <= 240 else 25


def _mosaic_alt(gallery: Gallery, bundle: Bundle) -> str:
    naming, size = Naming(bundle.classes), count(gallery.mosaic_size)
    what = "images" if naming.image_noun == "image" else f"images of {naming.nouns}"
    start = f"{size} {what} from the test set, in rows"
    if not gallery.mosaic_ends_in_error:
        return f"{start}."
    return f"{start}; the last one, {_last_error(gallery, bundle)}, is ringed in red."


def _mosaic_error(gallery: Gallery, bundle: Bundle) -> str:
    if not gallery.mosaic_ends_in_error:
        return ""
    return f"One in {count(gallery.mosaic_size)}: {_last_error(gallery, bundle)}"


def _last_error(gallery: Gallery, bundle: Bundle) -> str:
    table, index = bundle.findings.predictions, gallery.mosaic[-1]
    return Naming(bundle.classes).error(table.labels[index], table.predicted[index])


def _tile(bundle: Bundle) -> tuple[int, int]:
    images = present(bundle.images)
    return (28, round(28 * images.height / images.width)) if images else (28, 28)
