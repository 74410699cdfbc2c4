"""What comes in, and the one sentence for what does not."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from assets.ifc import ifczip
from assets.ifc.findings import REFUSALS, RULES
from assets.ifc.opening import RefusedFile, open_ifc, relabelled, unpack
from tests.assets.ifc.drawing import Drawing

HEAD = b"ISO-10303-21;HEADER;FILE_DESCRIPTION((''),'2;1');FILE_NAME('','',(''),(''),'','','');FILE_SCHEMA(('IFC4'));"
BODY = b"ENDSEC;DATA;#1=IFCCARTESIANPOINT((0.,0.));ENDSEC;"


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return Drawing().save(tmp_path)


def refusal(path: Path) -> str:
    with pytest.raises(RefusedFile) as refused:
        open_ifc(path)
    assert refused.value.message.endswith(".")
    assert "{" not in refused.value.message
    return refused.value.code


def written(folder: Path, content: bytes, name: str = "model.ifc") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file-empty"),
        (b"\0" * 5000, "file-empty"),
        (b"Dear colleague, find the model attached.", "not-an-ifc"),
        (b"%PDF-1.7 ...", "not-an-ifc"),
        (b"\x89PNG\r\n\x1a\n", "not-an-ifc"),
        (b"\xff\xfeI\0S\0O\0", "not-an-ifc"),
        (b"<?xml version='1.0'?><ifcXML/>", "other-flavour"),
        (b'{"type": "ifcJSON"}', "other-flavour"),
        (b"SQLite format 3\0", "other-flavour"),
        (b"ISO-10303-21;HEADER;ENDSEC;DATA;ENDSEC;END-ISO-10303-21;", "header-unreadable"),
        (b"ISO-10303-21;HEADER;FILE_DESC", "truncated"),
        (HEAD.replace(b"IFC4", b"IFC4X3_RC3") + BODY + b"END-ISO-10303-21;", "draft-schema"),
        (HEAD.replace(b"IFC4", b"IFC2X2_FINAL") + BODY + b"END-ISO-10303-21;", "unsupported-schema"),
        (HEAD.replace(b"IFC4", b"AP214") + BODY + b"END-ISO-10303-21;", "unsupported-schema"),
        (b"PK\x03\x04 and nothing of an archive", "zip-damaged"),
    ],
)
def test_what_is_no_model_is_told_by_its_content(content: bytes, code: str, tmp_path: Path) -> None:
    assert refusal(written(tmp_path, content)) == code


def test_a_missing_file_is_told_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(RefusedFile, match=r"There is no file at gone\.ifc"):
        open_ifc(tmp_path / "gone.ifc")


@pytest.mark.parametrize(
    "ending",
    [
        b"END-ISO-10303-21;",
        b"END-ISO-10303-21;\r\n\r\n",
        b"END-ISO-10303-21;\n/* written by a tool that says so */\n",
        b"END-ISO-10303-21;" + b"\0" * 700,
        b"\nEND-ISO-10303-21 ;\n\x1a",
    ],
)
def test_what_stands_after_the_closing_line_does_not_matter(ending: bytes, tmp_path: Path) -> None:
    assert open_ifc(written(tmp_path, HEAD + BODY + ending)).schema == "IFC4"


@pytest.mark.parametrize(
    "ending",
    [
        b"",
        b"END-ISO-10303-21",
        b"END-ISO-10303",
        b"#2=IFCLABEL('END-ISO-10303-21;",
        b"#2=IFCLABEL('it''s END-ISO-10303-21;",
        b"/* END-ISO-10303-21; */",
        b"/* END-ISO-10303-21;",
        b"END-ISO-10303-21; #2=IFCCARTESIANPOINT((0.,0.));",
    ],
)
def test_a_file_without_its_closing_line_is_cut(ending: bytes, tmp_path: Path) -> None:
    assert refusal(written(tmp_path, HEAD + BODY + ending)) == "truncated"


def test_a_byte_order_mark_is_left_out(model: Path, tmp_path: Path) -> None:
    marked = written(tmp_path, b"\xef\xbb\xbf" + model.read_bytes(), "marked.ifc")

    opened = open_ifc(marked, allow_extract_to=tmp_path / "out")

    assert opened.path.read_bytes() == model.read_bytes()


def test_an_apostrophe_too_many_is_no_cut(tmp_path: Path) -> None:
    body = b"ENDSEC;DATA;\n#2=IFCPERSON($,'Val d'Orme',$,$,$,$,$,$);\nENDSEC;\nEND-ISO-10303-21;\n"

    assert unpack(written(tmp_path, HEAD + body), tmp_path).name == "model.ifc"


def test_the_header_may_hold_comments_and_any_case(tmp_path: Path) -> None:
    head = b"\xef\xbb\xbf/* exported */ ISO-10303-21;\nHEADER;\nFILE_DESCRIPTION((''),'2;1');"
    head += b"FILE_NAME('','',(''),(''),'','','');\nfile_schema(/* which */ ( 'ifc4' ) );"

    assert unpack(written(tmp_path, head + BODY + b"END-ISO-10303-21;"), tmp_path).is_file()


def test_a_plain_file_stays_where_it_is(model: Path, tmp_path: Path) -> None:
    assert unpack(model, tmp_path / "elsewhere") == model


def test_an_archive_is_known_by_its_content(model: Path, tmp_path: Path) -> None:
    archive = tmp_path / "renamed.ifc"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.write(model, "deep/inside/Station.IFC")
        packed.writestr("__MACOSX/deep/._Station.ifc", b"resource fork")
        packed.writestr("read me.txt", b"hello")

    opened = open_ifc(archive, allow_extract_to=tmp_path / "out")

    assert opened.path == tmp_path / "out" / "Station.ifc"
    assert opened.path.read_bytes() == model.read_bytes()


def test_an_archive_cannot_write_outside_its_folder(model: Path, tmp_path: Path) -> None:
    archive = tmp_path / "evil.ifczip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.write(model, "../../../escaped.ifc")

    assert unpack(archive, tmp_path / "out") == tmp_path / "out" / "escaped.ifc"


def test_an_archive_holds_exactly_one_model(model: Path, tmp_path: Path) -> None:
    none, several, xml = (tmp_path / name for name in ("none.ifczip", "several.ifczip", "xml.ifczip"))
    with zipfile.ZipFile(none, "w") as packed:
        packed.writestr("read me.txt", b"hello")
    with zipfile.ZipFile(several, "w") as packed:
        packed.write(model, "a.ifc")
        packed.write(model, "b.ifc")
    with zipfile.ZipFile(xml, "w") as packed:
        packed.writestr("model.ifcXML", b"<ifcXML/>")

    assert [refusal(path) for path in (none, several, xml)] == [
        "zip-without-ifc",
        "zip-several-ifc",
        "other-flavour",
    ]


def test_an_empty_model_in_an_archive_is_empty(tmp_path: Path) -> None:
    archive = tmp_path / "empty.ifczip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("model.ifc", b"")

    assert refusal(archive) == "file-empty"


def test_a_locked_archive_asks_for_no_password(model: Path, tmp_path: Path) -> None:
    archive = tmp_path / "locked.ifczip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.write(model, "model.ifc")
    content = bytearray(archive.read_bytes())
    central = content.rindex(b"PK\x01\x02")
    content[6] |= 1  # the flag of the entry itself
    content[central + 8] |= 1  # and of the table of contents
    archive.write_bytes(bytes(content))

    assert refusal(archive) == "zip-encrypted"


def test_a_cut_archive_is_damaged(model: Path, tmp_path: Path) -> None:
    archive = tmp_path / "cut.ifczip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.write(model, "model.ifc")
    archive.write_bytes(archive.read_bytes()[:-40])

    assert refusal(archive) == "zip-damaged"


def test_a_bomb_is_stopped_by_what_comes_out_not_by_what_it_claims(tmp_path: Path) -> None:
    archive = tmp_path / "bomb.ifczip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        packed.writestr("model.ifc", b" " * (40 << 20))

    assert refusal(archive) == "zip-suspicious"


def test_an_archive_larger_than_the_limit_is_refused(tmp_path: Path) -> None:
    archive = tmp_path / "large.ifczip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("model.ifc", b"x" * (3 << 20))

    with pytest.raises(RefusedFile) as refused:
        ifczip.extract(archive, tmp_path, limit=2 << 20)

    assert refused.value.code == "zip-too-large"
    assert not (tmp_path / "model.ifc").exists()


def test_sentences_name_no_class_and_say_what_to_do_next() -> None:
    sentences = [*REFUSALS.values(), *(rule.template for rule in RULES.values())]

    assert [one for one in sentences if "Ifc" in one] == []
    assert [one for one in REFUSALS.values() if one.count(". ") < 1 and one.count("? ") < 1] == []


def test_a_draft_is_read_only_where_that_is_asked_for_and_says_so(tmp_path: Path) -> None:
    draft = written(tmp_path, HEAD.replace(b"IFC4", b"IFC4X3_RC3") + BODY + b"END-ISO-10303-21;", "draft.ifc")

    assert refusal(draft) == "draft-schema"
    opened = open_ifc(relabelled(draft, tmp_path / "copies"))

    assert opened.schema == "IFC4X3_ADD2"
    assert [(each.code, each.severity) for each in opened.findings] == [("schema-relabelled", "warning")]
    assert opened.findings[0].message.startswith("The file is written in IFC4X3_RC3, a draft,")
    assert b"IFC4X3_RC3'" in draft.read_bytes()  # what was sent is not touched


@pytest.mark.parametrize(
    ("schema", "code"),
    [
        (b"IFC4", "nothing-to-relabel"), (b"IFC2X3", "nothing-to-relabel"), (b"IFC4X3_ADD2", "nothing-to-relabel"),
        (b"AP214", "unsupported-schema"), (b"IFC4X2", "unsupported-schema"),
    ],
)  # fmt: skip
def test_what_is_no_draft_is_never_relabelled(schema: bytes, code: str, tmp_path: Path) -> None:
    path = written(tmp_path, HEAD.replace(b"IFC4", schema) + BODY + b"END-ISO-10303-21;")

    with pytest.raises(RefusedFile) as refused:
        relabelled(path, tmp_path / "copies")

    assert refused.value.code == code
    assert not (tmp_path / "copies").exists()


def test_a_draft_in_an_archive_is_read_out_of_it_and_says_so(tmp_path: Path) -> None:
    archive = tmp_path / "draft.ifczip"
    text = HEAD.replace(b"IFC4", b"IFC4X3_RC4") + BODY + b"END-ISO-10303-21;"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("gare.ifc", text)

    assert refusal(archive) == "draft-schema"
    copy = relabelled(archive, tmp_path / "copies")

    assert copy.suffix == ".ifc"
    opened = open_ifc(copy)
    assert opened.schema == "IFC4X3_ADD2"
    assert [each.code for each in opened.findings] == ["schema-relabelled"]
    assert "IFC4X3_RC4" in opened.findings[0].message


def test_what_cannot_come_in_is_refused_for_what_it_is_when_a_draft_is_asked_for_too(tmp_path: Path) -> None:
    cut = written(tmp_path, HEAD.replace(b"IFC4", b"IFC4X3_RC4") + BODY, "cut.ifc")
    archive = tmp_path / "empty.ifczip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("readme.txt", "nothing here")

    codes = []
    for path in (cut, archive):
        with pytest.raises(RefusedFile) as refused:
            relabelled(path, tmp_path / "copies")
        codes.append(refused.value.code)

    assert codes == ["truncated", "zip-without-ifc"]
