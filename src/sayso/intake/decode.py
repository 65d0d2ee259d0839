"""Bytes to text: what charset a page is in, whatever it says of itself, and cleaning that keeps every letter.

Order of trust: byte order mark, valid UTF-8, the transport's and the page's own declarations, a guess by
charset_normalizer. UTF-8 with stray bytes of another encoding in it is read as UTF-8, the strays as Windows-1252.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

from charset_normalizer import from_bytes

BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
META = re.compile(rb"""<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,30})""", re.I)
MAGIC = {
    b"%PDF": "a PDF document", b"PK\x03\x04": "a ZIP archive or office document", b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image", b"GIF8": "a GIF image", b"RIFF": "a RIFF media file", b"\x7fELF": "a program",
    b"MZ": "a program", b"\x1f\x8b": "a gzip file", b"BZh": "a bzip2 file", b"\xfd7zXZ": "an xz file",
    b"7z\xbc\xaf": "a 7-Zip archive", b"Rar!": "a RAR archive", b"\xd0\xcf\x11\xe0": "an office document",
    b"ID3": "an MP3 file", b"OggS": "an Ogg media file", b"SQLite format 3": "a SQLite database",
    b"PAR1": "a Parquet file", b"\x00\x00\x01\x00": "an icon", b"\x28\xb5\x2f\xfd": "a zstd file",
}  # fmt: skip
"""First bytes of what is not text. ``MZ`` alone could begin a word, so it counts only with a NUL near it."""
UTF8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
SAMPLE = 65_536
INVISIBLE = dict.fromkeys([*range(0x00, 0x09), 0x0B, *range(0x0E, 0x20), 0x7F, 0xAD, 0x200B, 0x2060, 0xFEFF])
SURROGATES = re.compile("[\ud800-\udfff]")


def binary(data: bytes) -> str:
    """What ``data`` is if it is no text ("a PDF document"), else empty."""
    head = data[:SAMPLE]
    for magic, what in MAGIC.items():
        if head.startswith(magic) and (magic not in (b"MZ", b"ID3", b"RIFF", b"BZh") or b"\x00" in head[:512]):
            return what
    if _utf16(head) or any(head.startswith(bom) for bom, _ in BOMS):
        return ""
    controls = sum(head.count(bytes([c])) for c in (*range(0, 9), 11, *range(14, 27), *range(28, 32)))
    return "binary data" if head and controls > max(8, len(head) // 20) else ""


def _utf16(head: bytes) -> str:
    """UTF-16 without a mark shows as NULs in every other place."""
    if len(head) < 8:
        return ""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > half * 0.7 and even < half * 0.1:
        return "utf-16-le"
    return "utf-16-be" if even > half * 0.7 and odd < half * 0.1 else ""


def _stray(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    bad = error.object[error.start : error.end]
    return bad.decode("cp1252", errors="replace"), error.end


codecs.register_error("sayso-stray", _stray)


def _known(charset: str) -> str:
    """Python's codec for a declared charset, or empty. Latin-1 means Windows-1252 on the web."""
    try:
        name = codecs.lookup(charset.strip()).name
    except (LookupError, ValueError):
        return ""
    return {"iso8859-1": "cp1252", "ascii": "cp1252"}.get(name, name)


def decode(data: bytes, declared: str = "") -> tuple[str, str]:
    """Text of ``data`` and the charset it was read in. Never raises: what fits nothing becomes U+FFFD."""
    for bom, name in BOMS:
        if data.startswith(bom):
            return data.decode(name, errors="replace"), name
    if wide := _utf16(data[:SAMPLE]):
        return data.decode(wide, errors="replace"), wide
    meta = META.search(data[:4096])
    named = [c for c in (_known(declared), _known(meta.group(1).decode("ascii")) if meta else "") if c]
    if b"\x1b$" in data[:SAMPLE] and named and named[0].startswith("iso2022"):
        return data.decode(named[0], errors="replace"), named[0]
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    strays = data.decode("utf-8", errors="replace").count("\ufffd")
    # the more bytes a sequence has, the less likely it stands there by chance
    sound = sum(2 * len(found) - 3 for found in UTF8.findall(data))
    if sound > strays or strays == 1:
        return data.decode("utf-8", errors="sayso-stray"), "utf-8"
    for name in named:
        if name == "utf-8":
            continue
        try:
            return data.decode(name), name
        except (UnicodeDecodeError, LookupError):
            continue
    guess = from_bytes(data[:SAMPLE]).best()
    name = _known(guess.encoding) if guess else ""
    if name:
        try:
            return data.decode(name), name
        except (UnicodeDecodeError, LookupError):
            pass
    return data.decode("cp1252", errors="replace"), "cp1252"


def clean(text: str) -> str:
    """Text without NUL, control characters, lone surrogates and invisible marks; line ends are ``\\n``.

    Letters are left as they came (composed or not); nothing is transliterated.
    """
    if not text.isascii():
        text = SURROGATES.sub("", text)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n")
    text = text.replace("\u2028", "\n").replace("\u2029", "\n\n").replace("\x85", "\n")
    return text.translate(INVISIBLE)


def one_line(text: str) -> str:
    """Runs of white space of any sort (no-break ones too) as single spaces."""
    return " ".join(text.split())


def printable(text: str) -> bool:
    """Whether most of ``text`` is letters, digits, marks, punctuation or space."""
    sample = text[:20_000]
    odd = sum(1 for c in sample if c == "�" or unicodedata.category(c) in ("Cn", "Co"))
    return odd <= len(sample) // 10
