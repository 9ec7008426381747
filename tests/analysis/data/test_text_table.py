"""Laws of tables of text: however one is saved, its cells are the same, and what was done to read them is said."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from analysis.data import text_table
from analysis.system.errors import DatasetError, PredictionsError

ROWS = [["été", "pixel0", "pixel1"], ["5", "0", "0.5"], ["1", "0.25", "1e-05"]]


def written(separator: str, *, decimal: str = ".", behind: str = "", end: str = "\n") -> str:
    """Write the rows, with something behind each."""
    lines = [separator.join(row).replace(".", decimal) + behind for row in ROWS]
    return end.join([*lines, ""])


COMMAS = written(",")
FORMS = {
    "commas": (COMMAS.encode(), ""),
    "semicolons": (written(";").encode(), ""),
    "tabs": (written("\t").encode(), ""),
    "spaces": (written("   ").encode(), ""),
    "spaces around": (written(" , ").encode(), ""),
    "decimal commas": (written(";", decimal=",").encode(), "Decimal commas in t.csv were read as points."),
    "decimal commas and spaces": (
        written(" ", decimal=",").encode(),
        "Decimal commas in t.csv were read as points.",
    ),
    "trailing commas": (written(",", behind=",").encode(), ""),
    "columns that Excel left": (written(";", behind=";;; ").encode(), ""),
    "sep=": (f"sep=;\n{written(';')}".encode(), ""),
    "quotation marks": ("\n".join('"' + '","'.join(row) + '"' for row in ROWS).encode(), ""),
    "blank lines": (written(",", end="\n\n \n").encode(), ""),
    "empty rows": ((COMMAS + ",,\n,,\n").encode(), "2 empty rows of t.csv were passed over."),
    "lines of Windows": (written(",", end="\r\n").encode(), ""),
    "a mark of UTF-8": (COMMAS.encode("utf-8-sig"), ""),
    "UTF-16": (COMMAS.encode("utf-16"), ""),
    "UTF-16, the other order": (b"\xfe\xff" + COMMAS.encode("utf-16-be"), ""),
    "UTF-16 without a mark": (COMMAS.encode("utf-16-le"), ""),
    "UTF-32": (COMMAS.encode("utf-32"), ""),
    "Latin-1": (COMMAS.encode("latin-1"), "t.csv is not UTF-8, and was read as Windows-1252 (Latin-1)."),
    "gzip": (gzip.compress(COMMAS.encode(), mtime=0), ""),
}


@pytest.mark.parametrize("form", FORMS)
def test_the_same_cells(form: str, tmp_path: Path) -> None:
    """Whatever the encoding, the separator, the decimals and what stands behind the last cell, the cells are the same."""
    (tmp_path / "t.csv").write_bytes(FORMS[form][0])

    with text_table.opened(tmp_path / "t.csv") as table:
        found = [table.cells(line) for line in table.lines()]

    assert (found, "".join(table.notes)) == (ROWS, FORMS[form][1])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"a" "b"\n"1" 5 0.5\n"2" 6 1\n', [["", "a", "b"], ["1", "5", "0.5"], ["2", "6", "1"]]),
        ("red fox\narctic fox\n", [["red fox"], ["arctic fox"]]),
        ("name\ntype 1 diabetes\ntype 2 diabetes\n", [["name"], ["type 1 diabetes"], ["type 2 diabetes"]]),
        ("a;b\n1,5;x, y\n2,5;3,1 m\n", [["a", "b"], ["1.5", "x, y"], ["2.5", "3,1 m"]]),
        ("a,b,\n1,,\n2,,\n", [["a", "b"], ["1", ""], ["2", ""]]),
        ("a,b,c\n1,2,\n2,3,\n", [["a", "b", "c"], ["1", "2", ""], ["2", "3", ""]]),
    ],
)
def test_what_only_looks_like_another_form(text: str, expected: list[list[str]], tmp_path: Path) -> None:
    """Rows that R counts have a column without name; a space in names, a comma in texts, and an empty column stay."""
    (tmp_path / "t.csv").write_text(text)

    with text_table.opened(tmp_path / "t.csv") as table:
        assert [table.cells(line) for line in table.lines()] == expected


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"label,\x00\x01\x02\n", "found no text"),
        (b"label,\x81\n", "found bytes of another encoding than UTF-8: save it as CSV in UTF-8"),
        (COMMAS.encode("utf-16")[:-1], "another encoding"),
        (gzip.compress(COMMAS.encode(), mtime=0)[:-9], "found t.csv damaged or truncated"),
        (b"@RELATION mnist\n", "an ARFF file of Weka: save it as CSV"),
        (b"% of 1998\n@relation mnist\n", "an ARFF file of Weka"),
        (b"[[0.1, 0.9]]", "found JSON: save its numbers as CSV"),
        (b"1," * 60, "at most 99 letters in t.csv"),
    ],
)
def test_what_is_no_table(content: bytes, said: str, tmp_path: Path) -> None:
    """Whatever is no table is called what it is, as the error that the caller wants."""
    (tmp_path / "t.csv").write_bytes(content)

    for error in (DatasetError, PredictionsError):
        with (
            pytest.raises(error, match=rf"^Expected .*{said}.*\.$"),
            text_table.opened(tmp_path / "t.csv", error, most=99) as table,
        ):
            list(table.lines())
