"""Pictures, painted anew: only the pixels are kept. Where and when a photograph was taken is not among them."""

import io

from PIL import Image, ImageOps

from documents.refusing import Refused

MOST_PIXELS = 40_000_000  # a good telephone's photograph has 12 to 24 million
Image.MAX_IMAGE_PIXELS = None  # Pillow would only warn; our own limit is lower, and comes before any pixel
PLAIN = ("L", "RGB", "RGBA")


def wash_jpeg(body: bytes) -> bytes:
    """The same picture, the right way up, as a plain JPEG."""
    return _saved(_pixels(body, "JPEG", ("L", "RGB")), "JPEG", quality=90)


def wash_png(body: bytes) -> bytes:
    """The same picture, its first frame, as a plain PNG."""
    return _saved(_pixels(body, "PNG", PLAIN), "PNG")


def _pixels(body: bytes, form: str, modes: tuple[str, ...]) -> Image.Image:
    picture = Image.open(io.BytesIO(body), formats=[form])
    if picture.width * picture.height > MOST_PIXELS:
        raise Refused("too_many_pixels")
    upright = ImageOps.exif_transpose(picture)
    if upright.mode not in modes:
        has_alpha = "RGBA" in modes and (upright.mode in ("LA", "PA") or "transparency" in upright.info)
        upright = upright.convert("RGBA" if has_alpha else "RGB")
    # From the bare bytes: a copy would take colour profiles, texts and comments along.
    return Image.frombytes(upright.mode, upright.size, upright.tobytes())


def _saved(picture: Image.Image, form: str, **how: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **how)
    return out.getvalue()
