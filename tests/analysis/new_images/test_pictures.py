"""Pictures of every kind that cameras and programs write are read as they look; what is none says why."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFile

from analysis.new_images import pictures
from analysis.system.errors import PredictionsError

# Dark on the left, white on the right: 10 × 20.
SEEN = np.full((10, 20), 255, np.uint8)
SEEN[:, :6] = 40


def turned(path: Path) -> None:
    """Save it on its side, with the note that says so."""
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.fromarray(np.rot90(SEEN).copy()).save(path, "PNG", exif=exif)


def transparent(path: Path) -> None:
    """Save the white as nothing, and black below it."""
    alpha = np.where(SEEN == 255, 0, 215).astype(np.uint8)
    Image.fromarray(np.dstack([np.zeros_like(SEEN), alpha])).save(path, "PNG")


def indexed(path: Path) -> None:
    """Save a palette with a transparent entry."""
    image = Image.fromarray((SEEN == 255).astype(np.uint8), "P")
    image.putpalette([40, 40, 40, 0, 0, 0])
    image.save(path, "PNG", transparency=1)


WAYS: dict[str, Callable[[Path], None]] = {
    "grey": lambda path: Image.fromarray(SEEN).save(path, "PNG"),
    "colour": lambda path: Image.fromarray(np.dstack([SEEN] * 3)).save(path, "BMP"),
    "16 bit": lambda path: Image.fromarray(SEEN.astype(np.uint16) * 257).save(path, "PNG"),
    "fractions": lambda path: Image.fromarray((SEEN / 255).astype(np.float32)).save(path, "TIFF"),
    "turned": turned,
    "transparent": transparent,
    "palette": indexed,
    "photograph": lambda path: Image.fromarray(SEEN.repeat(8, 0).repeat(8, 1)).convert("CMYK").save(path, "JPEG", quality=95),
}  # fmt: skip


@pytest.mark.filterwarnings("ignore:.*mode.*parameter is deprecated:DeprecationWarning")
@pytest.mark.parametrize("way", WAYS)
def test_it_is_read_as_it_looks(way: str, tmp_path: Path) -> None:
    """Turned upright, on white, in 8 bits, whatever its ending says."""
    path = tmp_path / "picture.xyz"
    WAYS[way](path)

    found = pictures.read(path)

    step = len(found) // 10
    assert found.dtype == np.uint8
    assert found.shape == (10 * step, 20 * step)
    assert np.abs(found[::step, ::step].astype(int) - SEEN)[:, [0, 1, 2, 3, 10, 15]].max() <= 6


def test_a_large_picture_is_reduced(tmp_path: Path) -> None:
    """No side is longer than 1,000 pixels, and the aspect ratio stays."""
    Image.new("L", (3000, 1500), 200).save(tmp_path / "a.png")

    assert pictures.read(tmp_path / "a.png").shape == (500, 1000)


def bomb(path: Path) -> None:
    """Write the head of a picture of 400 million pixels."""
    parts = b"IHDR" + (20_000).to_bytes(4, "big") * 2 + bytes([8, 0, 0, 0, 0]), b"IDAT" + zlib.compress(b"")
    chunks = [
        (len(each) - 4).to_bytes(4, "big") + each + zlib.crc32(each).to_bytes(4, "big") for each in parts
    ]
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(chunks))


def half(path: Path) -> None:
    """Cut a picture short."""
    WAYS["grey"](path)
    path.write_bytes(path.read_bytes()[:60])


def film(path: Path) -> None:
    """Write several frames."""
    frames = [Image.fromarray(np.full((9, 9), shade, np.uint8)) for shade in (0, 100, 200)]
    frames[0].save(path, "GIF", save_all=True, append_images=frames[1:])


BROKEN: dict[str, tuple[Callable[[Path], object], str]] = {
    "nothing": (lambda _: None, "No such file"),
    "text": (lambda path: path.write_text("a letter"), "no picture"),
    "empty": (lambda path: path.write_bytes(b""), "no picture"),
    "half": (half, "half of one|damaged"),
    "a bomb": (bomb, "at most 100,000,000 pixels"),
    "a film": (film, "found 3 in a row"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_no_picture(case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence names the file and what to do, also beside WeasyPrint, which has Pillow fill up what is cut short."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    make, said = BROKEN[case]
    make(tmp_path / "x.png")

    with pytest.raises(PredictionsError, match=said) as caught:
        pictures.read(tmp_path / "x.png")

    assert "x.png" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_folder_gives_its_pictures_by_name(tmp_path: Path) -> None:
    """What else is there is counted, but for what is hidden; a folder without pictures is no answer."""
    for name in ("b.png", "a.JPG", "notes.txt", "c.heic", ".DS_Store"):
        (tmp_path / name).touch()
    (tmp_path / "more").mkdir()

    found, passed_over = pictures.found([tmp_path])

    assert [path.name for path in found] == ["a.JPG", "b.png"]
    assert passed_over == (
        f"In {tmp_path}, 1 folder and 2 files that are no pictures by their names (.heic, .txt) were passed over.",
    )
    (tmp_path / "empty").mkdir()
    with pytest.raises(PredictionsError, match="Expected pictures"):
        pictures.found([tmp_path / "empty"])
