"""Uploads are typed by content, drawn anew and shown without where they were taken; all else is refused."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image

from assets import files
from maintenance import evidence
from maintenance.models import Act
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
DOCUMENTS = Path(__file__).resolve().parents[2] / "ifc_samples" / "documents"
HEIC = Path(__file__).parent / "files/photo.heic"
PAGE = b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj "


@pytest.fixture
def bring(station, agent):
    """Bring these bytes under this name."""
    return lambda content, name="photo.jpg": evidence.receive(
        SimpleUploadedFile(name, content), station=station, by=agent
    )


def photo(size=(300, 200), kind="JPEG", **values) -> bytes:
    written = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(written, kind, **values)
    return written.getvalue()


def camera_said(**exif: object) -> bytes:
    """Exif of a telephone: position, maker, time; turned a quarter when `orientation` is 6."""
    said = Image.Exif()
    said[ExifTags.Base.Make] = "Telephone of Mrs Martin"
    said[ExifTags.Base.Orientation] = exif.get("orientation", 1)
    said[ExifTags.IFD.Exif] = {ExifTags.Base.DateTimeOriginal: exif.get("at", "2026:03:14 10:20:30")}
    said[ExifTags.IFD.GPSInfo] = {1: "N", 2: (48.0, 15.0, 26.0), 3: "E", 4: (1.0, 20.0, 0.0)}
    return said.tobytes()


def pdf(body: bytes = b"", trailer: bytes = b"") -> bytes:
    return b"%PDF-1.7\n" + PAGE + body + b"\ntrailer<</Root 1 0 R" + trailer + b">>\nstartxref\n0\n%%EOF\n"


def png_that_says(width: int, height: int) -> bytes:
    """A few bytes that unpack to width × height pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compressobj(9)
    packed = b"".join(rows.compress(bytes(width * 3 + 1)) for _ in range(height // 100)) + rows.flush()
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def zipped() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("run.exe", b"MZ")
    return written.getvalue()


def shown(kept) -> Image.Image:
    with evidence.open_shown(kept) as handle:
        return Image.open(io.BytesIO(handle.read()))


def test_a_photo_is_shown_without_where_it_was_taken_and_keeps_its_time(bring):
    kept = bring(photo(exif=camera_said()), "IMG_2041.JPG")

    picture = shown(kept)
    assert dict(picture.getexif()) == {}
    assert set(picture.info) == {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert b"Martin" not in files.absolute(kept.shown_path).read_bytes()
    assert kept.taken_at == datetime(2026, 3, 14, 9, 20, 30, tzinfo=UTC)  # 10:20 in Paris, in winter
    assert (kept.media_type, kept.file_name, kept.width, kept.height) == (
        "image/jpeg",
        "IMG_2041.JPG",
        300,
        200,
    )


@pytest.mark.parametrize(
    ("said", "utc"),
    [
        ("2026:10:25 01:59:59", datetime(2026, 10, 24, 23, 59, 59, tzinfo=UTC)),
        ("2026:10:25 02:30:00", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # there are two: the first
        ("2026:10:25 03:00:00", datetime(2026, 10, 25, 2, 0, tzinfo=UTC)),
        ("2026:03:29 02:30:00", datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),  # there is none: half past three
    ],
)
def test_of_the_hour_that_the_clock_shows_twice_a_camera_means_the_first(bring, said, utc):
    kept = bring(photo(exif=camera_said(at=said)))

    kept.refresh_from_db()
    assert kept.taken_at == utc


def test_received_bytes_are_kept_apart_as_they_came(bring):
    content = photo(exif=camera_said())

    kept = bring(content)

    assert kept.path != kept.shown_path
    assert files.absolute(kept.path).read_bytes() == content


def test_a_photo_taken_sideways_stands_upright(bring):
    kept = bring(photo((300, 200), exif=camera_said(orientation=6)))

    assert shown(kept).size == (200, 300)


def test_a_large_photo_is_shown_within_2048_pixels(bring):
    assert shown(bring(photo((4000, 3000)))).size == (2048, 1536)


def test_a_heic_of_a_telephone_is_shown_as_jpeg_without_its_position(bring):
    assert b"Telephone" in HEIC.read_bytes()

    kept = bring(HEIC.read_bytes(), "IMG_0001.HEIC")

    assert (shown(kept).format, shown(kept).size) == ("JPEG", (160, 120))
    assert dict(shown(kept).getexif()) == {}
    assert kept.taken_at == datetime(2026, 3, 14, 9, 20, 30, tzinfo=UTC)


def test_what_is_seen_through_is_white_behind(bring):
    written = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(written, "PNG")

    assert shown(bring(written.getvalue(), "plate.png")).getpixel((5, 5)) == (255, 255, 255)


def test_a_photo_with_a_film_behind_its_end_is_shown_without_it(bring):
    """Telephones append the second before the shutter went (a motion photo)."""
    film = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(200_000)

    kept = bring(photo() + b"MotionPhoto_Data" + film)

    with evidence.open_shown(kept) as shown:
        assert b"ftyp" not in shown.read()


def test_the_same_photo_sent_twice_by_one_person_is_one(bring, station):
    content = photo()

    assert bring(content, "a.jpg") == bring(content, "b.jpg")
    assert evidence.receive(
        SimpleUploadedFile("c.jpg", content), station=station, by=factories.person("agent")
    ) != bring(content)


@pytest.mark.parametrize(
    "content",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"<html><script>alert(1)</script>",
        zipped(),
        b"MZ\x90\x00" + bytes(200),
        b"GIF89a/*" + bytes(60) + b"*/=1;alert(1)//",
        photo(kind="GIF"),
        photo() + zipped(),
        photo(comment=b"<script>alert(1)</script>"),
        photo(comment=b"%PDF-1.7"),
        photo(kind="PNG") + b"<html><body onload=alert(1)>",
        pdf() + zipped(),
        b"just words",
    ],
    ids=["svg", "html", "zip", "exe", "gif-js", "gif", "jpeg-zip", "jpeg-script", "jpeg-pdf", "png-html", "pdf-zip",
         "text"],
)  # fmt: skip
def test_what_is_no_photo_and_no_pdf_is_refused_whatever_it_is_called(bring, content):
    with pytest.raises(evidence.RefusedUpload, match=r"neither a photo|damaged"):
        bring(content, "photo.jpg")

    assert not evidence.Evidence.objects.exists()


@pytest.mark.parametrize("content", [photo()[:400], b"\xff\xd8\xff" + bytes(500), HEIC.read_bytes()[:300]])
def test_a_broken_photo_is_refused(bring, content):
    with pytest.raises(evidence.RefusedUpload, match="damaged"):
        bring(content)


def test_a_few_bytes_that_unpack_to_four_hundred_million_pixels_are_refused(bring):
    bomb = png_that_says(20_000, 20_000)
    assert len(bomb) < 200_000

    with pytest.raises(evidence.RefusedUpload, match="too many pixels"):
        bring(bomb, "plan.png")


def test_a_file_over_the_limit_or_empty_is_refused(bring, settings):
    settings.EVIDENCE_BYTES = 2**20

    with pytest.raises(evidence.RefusedUpload, match="1 MB"):
        bring(photo() + bytes(2**20))
    with pytest.raises(evidence.RefusedUpload, match="empty"):
        bring(b"")


def test_a_quiet_pdf_is_kept_as_it_is(bring):
    kept = bring(pdf(), "rapport.pdf")

    assert kept.media_type == "application/pdf"
    with evidence.open_shown(kept) as handle:
        assert handle.read() == pdf()


@pytest.mark.parametrize(
    "content",
    [
        pdf(b"3 0 obj<</S/JavaScript/JS(app.alert(1))>>endobj", b"/OpenAction 3 0 R"),
        pdf(b"3 0 obj<</S/J#61vaScript/J#53(app.alert(1))>>endobj"),
        pdf(b"3 0 obj<</S/Launch/F(cmd.exe)>>endobj"),
        pdf(b"3 0 obj<</Type/EmbeddedFile>>endobj"),
        pdf(b"3 0 obj<</Type/ObjStm>>stream\n" + zlib.compress(b"<</S/JavaScript>>") + b"\nendstream endobj"),
        pdf(b"%stream\n3 0 obj<</S/JavaScript/JS(app.alert(1))>>endobj\n%endstream"),
        pdf(b"%<<>>stream\n3 0 obj<</S/J#61vaScript/JS(app.alert(1))>>endobj\n%endstream"),
        pdf(b"3 0 obj(stream\n)endobj 4 0 obj<</S/JavaScript>>endobj 5 0 obj(endstream)endobj"),
        pdf(b"%>>stream\n3 0 obj<</Type/ObjStm>>stream\n" + zlib.compress(b"<</S/Launch>>") + b"\nendstream"),
        pdf(b"3 0 obj<</Type/ObjStm>>stream\n" + zlib.compress(bytes(2**20 - 4) + b"/JavaScript ") + b"\nendstream"),
    ],
    ids=["script", "script-in-disguise", "launch", "carries-a-file", "script-packed", "script-in-a-comment",
         "disguise-in-a-comment", "script-between-texts", "packed-after-a-comment", "packed-across-parts"],
)  # fmt: skip
def test_a_pdf_that_acts_by_itself_is_refused(bring, content):
    with pytest.raises(evidence.RefusedUpload, match="runs a program"):
        bring(content, "rapport.pdf")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (pdf(trailer=b"/Encrypt 9 0 R"), "password"),
        (b"%PDF-1.7\n" + PAGE, "damaged"),
        (pdf(b"3 0 obj<</Type/ObjStm>>stream\nno deflate\nendstream endobj"), "damaged"),
        (pdf(b"%>>stream\n4 0 obj<</Encrypt 9 0 R>>\n%endstream"), "password"),
        (pdf(b"3 0 obj<</Type/ObjStm/Filter[/ASCIIHexDecode/FlateDecode]>>stream\n78\nendstream"), "damaged"),
        (pdf(b"3 0 obj<</Type/ObjStm/DecodeParms<</Predictor 12>>>>stream\nx\nendstream"), "damaged"),
    ],
)
def test_a_pdf_that_cannot_be_looked_into_is_refused(bring, content, words):
    with pytest.raises(evidence.RefusedUpload, match=words):
        bring(content, "rapport.pdf")


@pytest.mark.parametrize("name", sorted(path.name for path in DOCUMENTS.glob("*.pdf")))
def test_an_ordinary_paper_of_the_station_is_kept(bring, name):
    assert bring((DOCUMENTS / name).read_bytes(), name).file_name == name


def test_a_paper_with_pictures_and_packed_objects_is_kept(bring):
    """Two bytes of a picture may read /JS or /AA, and what is no deflate is a picture as well."""
    packed = zlib.compress(b"1 0 2 9 <</Title(Rapport)>> <</Type/Page>>")
    objects = b"3 0 obj<</Type/ObjStm/N 2/First 8>>stream\n" + packed + b"\nendstream endobj\n"
    picture = b"4 0 obj<</Filter/DCTDecode>>stream\n\xff\xd8/JS\x00/AA(\xff\xd9\nendstream endobj"

    assert bring(pdf(objects + picture), "rapport.pdf").media_type == "application/pdf"


def test_a_name_loses_its_folders_and_what_nobody_sees(bring):
    assert bring(photo(), "..\\..\\etc/pass\u202ewd\x00.jpg").file_name == "passwd.jpg"


def test_a_firm_sees_what_hangs_on_its_orders_and_what_it_brought_itself(station, agent):
    ours, theirs = factories.organisation(), factories.organisation()
    plumber, stranger = (factories.contractor(firm, station=station) for firm in (ours, theirs))

    def brought(content, by):
        return evidence.receive(SimpleUploadedFile("a.jpg", content), station=station, by=by)

    loose, hung, other = (
        brought(photo(), plumber),
        brought(photo((9, 9)), agent),
        brought(photo((8, 8)), stranger),
    )
    act = Act.objects.create(
        work_order=factories.work_order(station, organisation=ours), verb="done", at=datetime.now(UTC)
    )
    act.evidence.add(hung)

    assert set(evidence.visible_to(plumber)) == {loose, hung}
    assert set(evidence.visible_to(stranger)) == {other}
    assert set(evidence.visible_to(agent)) == {loose, hung, other}
    assert not evidence.visible_to(factories.person("agent", station=factories.station("BRM"))).exists()


def test_the_photos_of_the_firm_that_had_the_order_before_are_not_shown_to_the_next(station, agent):
    former, now = factories.organisation(), factories.organisation()
    plumber = factories.contractor(now, station=station)
    order = factories.work_order(station, organisation=now)
    shown = {firm: factories.evidence(station, by=agent) for firm in (former, now, None)}
    for firm, photo_ in shown.items():
        Act.objects.create(
            work_order=order, verb="done", at=datetime.now(UTC), organisation=firm
        ).evidence.add(photo_)

    assert set(evidence.visible_to(plumber)) == {shown[now], shown[None]}
