"""The text of a bundle, before it is one: JSON without surprises, within limits that are counted first."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from analysis.bundle import Bundle, storage
from analysis.bundle.law import ContradictionError
from analysis.bundle.limits import MAX_ENTRIES, MAX_FIELDS, MAX_TEST_IMAGES, MAX_TEXT, check_leaves
from analysis.bundle.text import MAX_MARKS
from analysis.run import setting_kinds
from analysis.system.errors import BundleError

HEAD = '{"schema_version":3,"a":'
HOSTILE = {
    "a name twice": (f"{HEAD}1,{HEAD[1:]}2}}", "given twice"),
    "a name twice, deep down": (HEAD + '{"b":[{"c":1,"c":2}]}}', "“c” given twice"),
    "a byte order mark": ("\ufeff" + HEAD + "1}", "BOM"),
    "a huge whole number": (HEAD + "9" * 5000 + "}", "damaged"),
    "a large whole number": (HEAD + "9" * 400 + "}", "complete results bundle"),
    "a number beyond all": (HEAD + "1e999}", "complete results bundle"),
    "not a number": (HEAD + "NaN}", "complete results bundle"),
    "half a letter": (HEAD + '"\\ud800"}', "wrong"),
    "deep lists": (HEAD + "[" * 90_000 + "]" * 90_000 + "}", "damaged"),
    "lists as deep as one reader takes": (HEAD + "[" * 400 + "]" * 400 + "}", "wrong"),
    "deep objects": (HEAD + '{"a":' * 90_000 + "1" + "}" * 90_001, "damaged"),
    "a version of many digits": ('{"schema_version":' + "9" * 400 + "}", "version 999"),
    "true as version": ('{"schema_version":true}', "version True"),
    "too many lists": (HEAD + "[" + "[]," * (MAX_MARKS["["]) + "1]}", "more than the limit of 200,000"),
    "too many fields": (
        HEAD + json.dumps(dict.fromkeys(map(str, range(MAX_FIELDS + 1)), 1)) + "}",
        f"{MAX_FIELDS} fields at most",
    ),
    "a long list": (HEAD + json.dumps([1] * (MAX_ENTRIES + 1)) + "}", f"{MAX_ENTRIES:,} entries at most"),
    "a long text": (HEAD + json.dumps("x" * (MAX_TEXT + 1)) + "}", f"{MAX_TEXT:,} letters at most"),
    "too many test images": (
        '{"schema_version":3,"findings":{"predictions":{"labels":[' + "1," * MAX_TEST_IMAGES + "1]}}}",
        f"{MAX_TEST_IMAGES:,} entries at most",
    ),
}


@pytest.mark.parametrize(("text", "said"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_text_is_refused_in_one_sentence(text: str, said: str) -> None:
    """What two readers read differently, what breaks one of them, and what is beyond a limit, which is named."""
    with pytest.raises(BundleError) as caught:
        storage.parse(text.encode(), "results.json")

    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 600


def test_another_encoding_is_refused(tiny_bundle: Bundle) -> None:
    """A bundle is UTF-8."""
    for encoding in ("utf-16", "utf-32"):
        with pytest.raises(BundleError, match="codec"):
            storage.parse(storage.dump(tiny_bundle).decode().encode(encoding), "results.json")


def test_a_pipe_is_read_once(tiny_bundle: Bundle, tmp_path: Path) -> None:
    """Bytes and bundle of one reading: those that were written into the pipe."""
    content, pipe = storage.dump(tiny_bundle), tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(content,))
    writer.start()
    read, bundle = storage.load(pipe)
    writer.join()

    assert read == content
    assert storage.dump(bundle) == content


def test_the_bytes_are_those_of_the_file(tiny_bundle: Bundle, tmp_path: Path) -> None:
    """`write` writes what `dump` returns, `load` returns it, and `read` is its second half."""
    path = tmp_path / "results.json"
    written = storage.write(tiny_bundle, path)

    assert path.read_bytes() == storage.dump(tiny_bundle)
    assert storage.load(path) == (path.read_bytes(), written)
    assert storage.read(path) == written


MEASURED = """
import sys
from pathlib import Path
from analysis.bundle import storage
from analysis.run import setting_kinds
from analysis.system.errors import BundleError
try:
    storage.load(Path(sys.argv[1]))
except BundleError as error:
    print(error)
# ru_maxrss would count the process that started this one, too.
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems measure memory in other units")
def test_a_file_without_end_takes_no_more_than_the_limit() -> None:
    """Reading stops at the size limit, which is named: a device that never ends takes 200 MB at most."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, "/dev/zero"], capture_output=True, text=True, timeout=60, check=True
    )
    refused, peak = done.stdout.splitlines()

    assert f"{storage.MAX_BYTES:,} bytes at most" in refused
    assert int(peak) < 250_000


@settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8))
@example("a\nb")
@example("a\tb")
@example("a\u202eb")
@example("a\u2028b")
@example("a\x85b")
def test_the_border_takes_the_texts_that_the_settings_take(tiny_bundle: Bundle, text: str) -> None:
    """What is no line for a title in the settings is none for a title in a bundle, and for a name of a class."""
    name = f"x{text}x"  # something that can be seen, and no white space at its ends
    try:
        setting_kinds.name(name)
        is_line = True
    except ValueError:
        is_line = False

    def taken(**changed: object) -> bool:
        try:
            check_leaves("", tiny_bundle.model_copy(update=changed))
        except ContradictionError:
            return False
        return True

    names = (name, *tiny_bundle.classes.names[1:])
    assert taken(cover=tiny_bundle.cover.model_copy(update={"title": name})) == is_line
    assert taken(classes=tiny_bundle.classes.model_copy(update={"names": names})) == is_line
