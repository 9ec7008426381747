"""What is needed to repeat this report, what it was made from, and which studies it leaves out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from analysis.bundle import Bundle
from analysis.bundle.provenance import Machine, Provenance
from analysis.bundle.record import present
from report.chapters.model import Chapter, Column, NumberedTable, Section, Table, Thing
from report.chapters.reproducibility import omitted
from report.chapters.subject import subject_of
from report.text.formats import day, duration, sentence
from report.text.grammar import things

# What --dataset takes besides a path.
KNOWN_DATA = {"mnist", "digits"}


class Fact(NamedTuple):
    """One line about this run."""

    name: str
    words: str
    code: bool = False
    """True for a checksum or a commit."""
    checksums: bool = False
    """True where the table of checksums is named after the words."""


def chapter(bundle: Bundle) -> Chapter:
    """Build the chapter on reproducibility."""
    made, table = bundle.provenance, omitted.table(bundle)
    return Chapter(
        slug="reproducibility",
        name="Reproducibility",
        summary="Commands, versions, files, and what was left out",
        title="Reproducibility: commands, versions and files",
        lead=lead(made),
        sections=[
            Section("commands", "Commands"),
            Section("this-run", "This run"),
            *([Section("left-out", "Studies left out")] if table else []),
            Section("files", "Files and citation"),
        ],
        say={
            "commands": commands(bundle),
            "seeds": present(bundle.findings.seeds) is not None,
            "notebook": made.model_source == "notebook",
            "changed": changed(made),
            "results": f"{usual_place(bundle.findings.dataset.name)}/results.json",
            "kept": kept(bundle),
            "scores": present(bundle.findings.predictions.scores) is not None,
            "facts": list(facts(bundle)),
            "run_key": made.run_key or "",
        },
        things=[Thing("Cite this report", "Citation, for the references of another report", "files")],
        tables={"stages": stages(made), "versions": versions(made), "omitted": table},
    )


def lead(made: Provenance) -> str:
    """Say what follows from what: the findings from data, settings and machine, the pages from the file of results."""
    return (
        f"The numbers of this report were computed by {_program(made)}. Equal data, settings, seed, machine and versions give "
        "equal numbers; an equal file of results and an equal version of digits-report give equal pages."
    )


def _program(made: Provenance) -> str:
    """Name the code that computed the numbers; another version may have rendered the pages."""
    if changed(made):
        return "the commit named below, with uncommitted changes"
    return "the commit named below" if made.git_commit else f"digits-report {made.program}"


def commands(bundle: Bundle) -> list[str]:
    """Return the commands that repeat the run; empty where neither a training nor the file of a network is known."""
    made, network = bundle.provenance, present(bundle.findings.network)
    if network is None or made.model_source == "notebook":
        return []
    commit = (made.git_commit or "")[:12]
    checkout = [f"git checkout {commit}"] if commit and not changed(made) else []
    return [*checkout, "make setup", *_runs(bundle)]


def _runs(bundle: Bundle) -> Iterator[str]:
    data, training = bundle.findings.dataset.name, present(bundle.findings.training)
    dataset = f"--dataset {data if data in KNOWN_DATA else 'PATH'}"
    if training is None:
        use = present(bundle.findings.network_use)
        said = f' --model-input "{use.name}"' if use and use.decided_by == "option" else ""
        yield f"digits-report build {dataset} --model model.keras{said}"
        return
    recipe = f"{dataset} --preset {training.preset}"
    if seeds := present(bundle.findings.seeds):
        first = min(run.seed for run in seeds.runs)
        yield f"digits-report sweep {recipe} --seeds {seeds.run_count}" + (
            f" --seed {first}" if first else ""
        )
    yield f"digits-report build {recipe} --seed {training.seed}"


def kept(bundle: Bundle) -> str:
    """Name what the file of results holds, so that others can compute scores and intervals anew; empty where it has no more."""
    found, validation = bundle.findings, present(bundle.findings.validation)
    seeds, both = (
        present(found.seeds),
        present(found.predictions.scores) and validation and present(validation.scores),
    )
    held = [
        *(["the scores of all test images"] if present(found.predictions.scores) and not both else []),
        *(["the scores of all test and validation images"] if both else []),
        *(
            ["the predictions of each run, from which the intervals over the seeds follow"]
            if seeds and not seeds.sums
            else []
        ),
    ]
    return " and ".join(held)


def changed(made: Provenance) -> bool:
    """Say whether the program had changes that its commit does not hold."""
    return bool(made.git_commit and made.git_commit.endswith("+"))


def usual_place(data: str) -> str:
    """Return the folder into which a build of these data writes."""
    return "site-sample" if data == "digits" else "site"


def facts(bundle: Bundle) -> Iterator[Fact]:
    """Describe the run: its network, seed, data, code and machine, as far as they are known."""
    made, data, training = bundle.provenance, bundle.findings.dataset, present(bundle.findings.training)
    yield _model(bundle)
    if made.scores:
        yield Fact("Scores", f"read as {made.scores}")
    if made.reading:
        yield Fact("Predictions", " ".join(made.reading))
    if training:
        yield Fact("Random seed", str(training.seed))
    yield Fact("Computed", f"{day(made.created)}, by digits-report {made.program}")
    if made.git_commit:
        yield Fact("Commit", made.git_commit, code=True)
    yield Fact("Data", f"{sentence(data.title)}, from {data.source}", checksums=bool(data.sha256))
    if made.model_sha256:
        yield Fact("Network, SHA-256", made.model_sha256, code=True)
    yield Fact("Machine", machine(made.machine))


def _model(bundle: Bundle) -> Fact:
    made, how_brought = bundle.provenance, subject_of(bundle).how_brought
    match made.model_source:
        case "file":
            return Fact("Network", how_brought)
        case "notebook":
            return Fact("Network", f"{how_brought}, by report.build")
        case "none":
            return Fact("Network", "not given; labels and predictions were")
        case "earlier run":
            return Fact("Run", f"{made.run_key}, trained earlier and loaded")
        case "trained":
            return Fact("Run", f"{made.run_key}, trained by this build")


def machine(found: Machine) -> str:
    """Describe the machine: system, processor, cores, accelerator."""
    cores = things(found.cores, "core")
    return f"{found.system}; {found.processor}, {cores}; {found.accelerator or 'no accelerator'}"


def stages(made: Provenance) -> NumberedTable | None:
    """Tabulate how long each stage took; None where none was timed."""
    longest = made.longest_stage
    if longest is None:
        return None
    return NumberedTable(
        claim=f"The longest stage is “{longest.name}”, with {duration(longest.wall_seconds)}.",
        measure="Wall time and processor time of each stage of this run",
        table=Table(
            made.stages,
            [
                Column("Stage", lambda stage: sentence(stage.name)),
                Column("Wall time", lambda stage: duration(stage.wall_seconds), "number"),
                Column("Processor time", lambda stage: duration(stage.cpu_seconds), "number"),
            ],
        ),
    )


def versions(made: Provenance) -> NumberedTable | None:
    """Tabulate the versions of Python and of the libraries; None where none is known."""
    if not made.versions:
        return None
    return NumberedTable(
        claim="The numbers depend on these versions.",
        measure="Versions of Python and of the libraries in this run",
        table=Table[str](
            made.versions,
            [
                Column("Software", str),
                Column("Version", lambda name: made.versions[name], "number"),
            ],
        ),
    )
