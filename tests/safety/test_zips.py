"""What comes in a zip: bundles and workbooks that unpack to much, lie, or point outside."""

import struct
import subprocess
import sys
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from xhsplanner.core.errors import Refused
from xhsplanner.exchange.bundle_read import read_bundle
from xhsplanner.exchange.pictures_out import Picture, numbered_names, safe_name, save_pictures
from xhsplanner.exchange.plan_file import read_sheets
from xhsplanner.ops import bundle, catalog_book, notes
from xhsplanner.ops.bundle import Part
from xhsplanner.store.store import Store

MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
MOST_MB = 512
SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"


def sheet(body: bytes, after: bytes = b"") -> bytes:
    return b"<worksheet " + MAIN + b"><sheetData>" + body + b"</sheetData>" + after + b"</worksheet>"


def strings(body: bytes) -> bytes:
    return b"<sst " + MAIN + b">" + body + b"</sst>"


def _shared(rows: int) -> bytes:
    cells = [
        b'<c r="%s%d" t="s"><v>0</v></c>' % (letter, row) for row in range(1, rows + 1) for letter in (b"A", b"B")
    ]
    return sheet(b"<row>" + b"".join(cells) + b"</row>")


BOOKS: dict[str, Callable[[], dict[str, bytes]]] = {
    "far away": lambda: {SHEET: sheet(b"<row><c r=\"A1\"><v>1</v></c><c r='XFD1048576'><v>1</v></c></row>")},
    "far away behind a sign": lambda: {SHEET: sheet(b'<row><c x=">" r="XFD1048576"><v>1</v></c></row>')},
    "far away by its entity": lambda: {SHEET: sheet(b'<row><c r="&#88;FD1048576"><v>1</v></c></row>')},
    "far away in the middle": lambda: {SHEET: sheet(b'<row><c s="1" t="n" r="XFD1048576" ><v>1</v></c></row>')},
    "far away behind much space": lambda: {
        SHEET: sheet(b"<row><c" + b" " * 5000 + b'r="XFD1048576"><v>1</v></c></row>'),
    },
    "no places": lambda: {SHEET: sheet(b"<row>" + b"<c><v>1</v></c>" * 3_000_000 + b"</row>")},
    "one text in every cell": lambda: {
        SHEET: _shared(20_000), STRINGS: strings(b"<si><t>" + b"a" * 30_000 + b"</t></si>"),
    },
    "millions of texts": lambda: {STRINGS: strings(b"<si><t/></si>" * 5_000_000)},
    "one long text": lambda: {STRINGS: strings(b"<si><t>" + b"a" * 200_000_000 + b"</t></si>")},
    "entities": lambda: {STRINGS: b'<!DOCTYPE x [<!ENTITY a "' + b"x" * 10**6 + b'">]>' + strings(
        b"<si><t>" + b"&a;" * 1000 + b"</t></si>")},
    "unclosed tags": lambda: {SHEET: sheet(b"<row>" + b"<c " * 2_000_000)},
    "unclosed rows": lambda: {SHEET: sheet(b'<row hidden="1" ' * 1_000_000)},
    "merges over merges": lambda: {SHEET: sheet(
        b'<row><c r="A1"><v>1</v></c><c r="J999"><v>1</v></c></row>',
        b"<mergeCells>" + b'<mergeCell ref="A1:XFD1048576"/>' * 100_000 + b"</mergeCells>")},
    "sheets of one part": lambda: {
        SHEET: sheet(b'<row><c r="A1"><v>1</v></c><c r="ALL1999"><v>1</v></c></row>'),
        "xl/workbook.xml": b"<workbook " + MAIN + b' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships"><sheets>' + b"".join(b'<sheet name="s%d" sheetId="%d" r:id="rId1"/>' % (n, n) for n in
        range(1, 60)) + b"</sheets></workbook>"},
}  # fmt: skip


def book(path: Path, **parts: bytes) -> Path:
    """A workbook whose parts are replaced by these."""
    plain = path.with_suffix(".plain")
    with xlsxwriter.Workbook(plain) as made:
        made.add_worksheet("账号").write_row(0, 0, ["名称", "标题", "日期"])
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name in {*source.namelist(), *parts}:
            out.writestr(name, parts[name] if name in parts else source.read(name))
    plain.unlink()
    return path


READER = """
import resource, sys, time
from pathlib import Path
from xhsplanner.core.errors import Refused
from xhsplanner.exchange.catalog_book import read_book
from xhsplanner.exchange.plan_file import read_sheets
for path in sorted(Path(sys.argv[1]).iterdir()):
    for way in (read_sheets, read_book):
        Path("/proc/self/clear_refs").write_text("5")
        start = time.process_time()
        try:
            way(path)
            said = "read"
        except Refused as refusal:
            said = str(refusal)
        lines = Path("/proc/self/status").read_text().splitlines()
        peak = next(int(line.split()[1]) >> 10 for line in lines if line.startswith("VmHWM"))
        print(path.name, way.__name__, peak, round(time.process_time() - start, 1), said, sep="|", flush=True)
"""


SLOW = {"no places", "millions of texts", "one long text", "unclosed rows"}


@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="measures as Linux does")
@pytest.mark.parametrize("names", [BOOKS.keys() - SLOW, pytest.param(SLOW, marks=pytest.mark.torture)], ids=len)
def test_no_workbook_takes_more_than_512_mb_and_every_bomb_is_refused(tmp_path: Path, names: set[str]) -> None:
    """Read in a process of its own: the reader of workbooks ends the process that runs out of memory."""
    for name in names:
        make = BOOKS[name]
        book(tmp_path / f"{name}.xlsx", **make())
    done = subprocess.run(
        [sys.executable, "-c", READER, str(tmp_path)], capture_output=True, text=True, timeout=300, check=False
    )
    lines = [line.split("|") for line in done.stdout.splitlines()]
    assert done.returncode == 0, (lines[-1], done.stderr[-1000:])
    assert len(lines) == 2 * len(names)
    assert [line for line in lines if int(line[2]) > MOST_MB or float(line[3]) > 10] == []
    harmless = {"merges over merges.xlsx"}
    assert [line for line in lines if line[0] not in line[4] and line[0] not in harmless] == []


@pytest.mark.parametrize("separator", [",", "\n", '"', "=", "\t"])
def test_no_text_file_takes_more_than_its_share(tmp_path: Path, separator: str) -> None:
    path = tmp_path / "many.csv"
    path.write_text("日期,账号,标题\n" + separator * 3_000_000 + "😀", encoding="utf-8")
    with pytest.raises(Refused, match=r"many\.csv"):
        read_sheets(path)


# --- zips that lie ----------------------------------------------------------------------------------


@pytest.fixture
def good(store: Store, tmp_path: Path) -> Path:
    notes.create(store, 1, "标题")
    bundle.export_bundle(store, tmp_path / "good.zip", Part())
    return tmp_path / "good.zip"


def _sizes(data: bytes) -> bytes:
    """Every size in the list of files says 0."""
    changed = bytearray(data)
    at = changed.find(b"PK\x01\x02")
    while at >= 0:
        changed[at + 24 : at + 28] = bytes(4)
        at = changed.find(b"PK\x01\x02", at + 4)
    return bytes(changed)


def _zip64(data: bytes) -> bytes:
    """Every size is said to stand elsewhere, where nothing stands."""
    changed = bytearray(data)
    at = changed.find(b"PK\x01\x02")
    while at >= 0:
        changed[at + 20 : at + 28] = b"\xff" * 8
        at = changed.find(b"PK\x01\x02", at + 4)
    return bytes(changed)


def _overlapping(data: bytes) -> bytes:
    """Every entry begins where the first does."""
    changed = bytearray(data)
    at = changed.find(b"PK\x01\x02")
    while at >= 0:
        changed[at + 42 : at + 46] = bytes(4)
        at = changed.find(b"PK\x01\x02", at + 4)
    return bytes(changed)


def _negative(data: bytes) -> bytes:
    end = data.rindex(b"PK\x05\x06")
    return data[: end + 12] + struct.pack("<LL", 0xFFFFFFF0, 0xFFFFFFF0) + data[end + 20 :]


def _nested(data: bytes) -> bytes:
    return data + data


@pytest.mark.parametrize("lie", [_sizes, _overlapping, _negative])
def test_a_zip_that_lies_about_its_entries_is_refused(good: Path, lie: Callable[[bytes], bytes]) -> None:
    good.write_bytes(lie(good.read_bytes()))
    with pytest.raises(Refused, match=r"good\.zip"):
        read_bundle(good)


def test_a_zip_in_front_of_a_zip_or_with_sizes_elsewhere_is_still_itself(good: Path) -> None:
    data = good.read_bytes()
    whole = read_bundle(good).records
    for told in (_nested(data), _zip64(data)):
        good.write_bytes(told)
        assert read_bundle(good).records == whole


@pytest.mark.parametrize("lie", [_sizes, _overlapping, _negative])
def test_a_workbook_that_lies_about_its_entries_is_refused(tmp_path: Path, lie: Callable[[bytes], bytes]) -> None:
    path = book(tmp_path / "book.xlsx")
    path.write_bytes(lie(path.read_bytes()))
    with pytest.raises(Refused, match=r"book\.xlsx"):
        read_sheets(path)


def test_a_workbook_with_a_part_twice_is_refused(tmp_path: Path) -> None:
    """Whoever measures may look at the one, whoever reads at the other."""
    path = book(tmp_path / "book.xlsx")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr(SHEET, sheet(b""))
    with pytest.raises(Refused, match=r"book\.xlsx"):
        read_sheets(path)


# --- names ------------------------------------------------------------------------------------------

NAMES = [
    "../../x", "..\\..\\x", "/etc/passwd", "C:\\Windows\\x", "C:x", "\\\\server\\share\\x", "//server/x", "CON",
    "con.txt", "NUL", "COM1.png", "LPT9", "COM¹", "AUX.tar.gz", "x:stream", "x.png::$DATA", "..", ".", "~", "x.",
    "x ", " x", "", "x" * 500, "长" * 300, "a\x00b", "a\nb", "\u202egnp.exe", "-rf", "$(id)", "`id`", "%PATH%",
    "a|b", 'a"b', "👩‍👩‍👧‍👦" * 60,
    "desktop.ini", "e\u0301", "\ud800", "CONIN$", "x\u2028y", "..\u2215x", "．．／x",
]  # fmt: skip
RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in "123456789")}


@pytest.mark.parametrize("title", NAMES)
def test_no_name_made_from_a_title_leaves_its_folder(title: str, tmp_path: Path) -> None:
    source = tmp_path / "source.png"
    source.write_bytes(b"picture")
    (tmp_path / "out").mkdir()
    made = save_pictures([Picture(source, title), Picture(source, title)], tmp_path / "out", title)
    assert made.parent == tmp_path / "out"
    assert len(list(made.iterdir())) == 2
    assert {path.name for path in tmp_path.iterdir()} == {"out", "source.png"}
    for name in (
        made.name,
        *numbered_names([Picture(source, title)]),
        safe_name(title),
        safe_name(title, suffix=".zip"),
    ):
        assert 0 < len(name.encode("utf-8")) <= 255
        assert not set(name) & set('<>:"/\\|?*\u202e\u2028')
        assert not any(ord(char) < 32 for char in name)
        assert name.partition(".")[0].strip().casefold() not in RESERVED
        assert name not in (".", "..")
        assert not name.endswith((".", " "))


def test_catalogue_and_plan_go_out_whatever_things_are_called(store: Store, tmp_path: Path) -> None:
    from xhsplanner.ops import catalog

    for number, name in enumerate(name for name in NAMES if name.strip()):
        catalog.add(store, "tag", name=f"{number}{name}")
    assert catalog_book.export(store, tmp_path / "x.xlsx") > 30
    assert not catalog_book.load(store, tmp_path / "x.xlsx", check_only=True).problems
