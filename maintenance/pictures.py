"""Photos as cameras write them, made into what may be shown: upright, at most 2048 pixels, and nothing but pixels.

Position, camera, thumbnails and comments go; the time of the picture is read before (Exif 2.32, tags 0x9003, 0x9011).
HEIC is read by libheif, in the build that only decodes (pi-heif: its encoder would be GPL).
"""

from __future__ import annotations

import io
import warnings
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

import pi_heif
from django.conf import settings
from django.utils import timezone
from PIL import ExifTags, Image, ImageCms, ImageOps

pi_heif.register_heif_opener()

LONGEST_SIDE = 2048
QUALITY = 85
# What a camera or a phone makes. GIF, TIFF, BMP and what else Pillow reads come from elsewhere.
_FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")


class UnreadablePicture(Exception):
    """It looks like a picture, and is none or is broken."""


class TooManyPixels(Exception):
    """Unpacked, it would fill the memory."""


@dataclass(frozen=True)
class Picture:
    """`shown` is a JPEG; width and height are its pixels; `taken_at` None when the camera does not say."""

    shown: bytes
    width: int
    height: int
    taken_at: datetime | None


def redraw(content: bytes) -> Picture:
    """The same picture drawn anew. Raises UnreadablePicture or TooManyPixels, before anything big is unpacked."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's own warning about size; our limit is below it
            with Image.open(io.BytesIO(content), formats=_FORMATS) as picture:
                _refuse_giants(picture)
                taken_at = _taken_at(picture)
                drawn = _drawn(picture)
    except (TooManyPixels, Image.DecompressionBombError):
        raise TooManyPixels from None
    except Exception as broken:  # decoders raise whatever the damage leads them to
        raise UnreadablePicture from broken
    shown = io.BytesIO()
    drawn.save(shown, "JPEG", quality=QUALITY, optimize=True)
    return Picture(shown.getvalue(), drawn.width, drawn.height, taken_at)


def _refuse_giants(picture: Image.Image) -> None:
    if picture.width * picture.height > settings.EVIDENCE_PIXELS or getattr(picture, "n_frames", 1) > 50:
        raise TooManyPixels


def _drawn(picture: Image.Image) -> Image.Image:
    picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG unpacks smaller, and faster
    upright = ImageOps.exif_transpose(picture)
    coloured = _on_white(_as_screens_show(upright))
    coloured.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    bare = Image.new("RGB", coloured.size)  # pixels only: nothing that came along can be written with it
    bare.paste(coloured)
    return bare


def _as_screens_show(picture: Image.Image) -> Image.Image:
    """Phones paint in colours of their own (a profile); without it they would look pale."""
    profile = picture.info.get("icc_profile")
    if profile and picture.mode == "RGB":
        with suppress(ImageCms.PyCMSError, OSError, ValueError):
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            turned = ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB"))
            return turned or picture
    return picture


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode == "RGB":
        return picture
    layered = picture.convert("RGBA")
    white = Image.new("RGBA", layered.size, "white")
    white.alpha_composite(layered)
    return white.convert("RGB")


def _taken_at(picture: Image.Image) -> datetime | None:
    """When the shutter went; without an offset from UTC it is the station's own time."""
    try:
        said = picture.getexif().get_ifd(ExifTags.IFD.Exif)
        moment = datetime.strptime(str(said[ExifTags.Base.DateTimeOriginal])[:19], "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007
    except Exception:  # metadata is anybody's text; a picture without a time is a picture
        return None
    offset = str(said.get(ExifTags.Base.OffsetTimeOriginal, ""))[:6]
    with suppress(ValueError):
        return datetime.strptime(f"{moment:%Y-%m-%d %H:%M:%S} {offset}", "%Y-%m-%d %H:%M:%S %z")
    return timezone.make_aware(moment)
