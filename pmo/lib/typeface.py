"""A TrueType font embedded in a PDF as one composite font (Type 0, two-byte codes), however many characters it shows.

ReportLab's own TTFont cuts a Japanese text into subsets of 256 characters and switches between them; this one writes a
single subset per weight: smaller files, and a reader's font list shows what was used. Source: ISO 32000-1, 9.7, 9.10.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from struct import pack
from typing import Any
from weakref import WeakKeyDictionary

from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfbase.ttfonts import FF_NONSYMBOLIC, FF_SYMBOLIC, TTEncoding, TTFontFace, TTFontMaker

from pmo.lib.fonts import Font, Fonts

SUBSET_TAG = "PMOJPN"
LONG_OFFSETS = 1
CODES_PER_BLOCK = 100  # a CMap holds at most so many lines in one block


@dataclass(slots=True)
class _Use:
    """The characters one document has used of a font, in order of appearance; a character's code is its place + 1."""

    name: str
    codes: dict[str, int] = field(default_factory=dict)

    def encode(self, text: str) -> bytes:
        codes = self.codes
        for character in text:
            if character not in codes:
                codes[character] = len(codes) + 1
        return pack(f">{len(text)}H", *map(codes.__getitem__, text))


class CompositeFont:
    """What ReportLab's canvas asks of a dynamic font. Text must be `printable` by the font."""

    _multiByte = 1  # noqa: N815 ReportLab's name
    _dynamicFont = 1  # noqa: N815
    shapable = False

    def __init__(self, font: Font) -> None:
        self.fontName = font.name
        self.face: TTFontFace = font.face
        self.widths = font.widths
        self.encoding = TTEncoding()
        self.uses: WeakKeyDictionary[Any, _Use] = WeakKeyDictionary()

    def stringWidth(self, text: str, size: float, encoding: str = "utf8") -> float:  # noqa: N802 ReportLab's name
        widths = self.widths
        return sum([widths[character] for character in text]) * size / 1000

    def splitString(self, text: str, doc: Any, encoding: str = "utf-8") -> list[tuple[int, bytes]]:  # noqa: N802
        return [(0, self._use(doc).encode(text))] if text else []

    def getSubsetInternalName(self, subset: int, doc: Any) -> str:  # noqa: N802
        return f"/{self._use(doc).name}"

    def addObjects(self, doc: Any) -> None:  # noqa: N802
        """Write the font with the characters this document has used; ReportLab calls it when the document is saved."""
        use = self.uses.pop(doc)
        composite = {
            "Type": "/Font",
            "Subtype": "/Type0",
            "BaseFont": self._subset_name,
            "Encoding": "/Identity-H",
            "DescendantFonts": pdfdoc.PDFArray([doc.Reference(self._descendant(doc, use))]),
            "ToUnicode": doc.Reference(_stream(doc, to_unicode(use.codes))),
        }
        doc.idToObject["BasicFonts"].dict[use.name] = doc.Reference(pdfdoc.PDFDictionary(composite))

    @property
    def _subset_name(self) -> Any:
        return pdfdoc.PDFName(f"{SUBSET_TAG}+{self.fontName}")

    def _descendant(self, doc: Any, use: _Use) -> Any:
        system = {"Registry": pdfdoc.PDFString("Adobe"), "Ordering": pdfdoc.PDFString("Identity"), "Supplement": 0}
        return pdfdoc.PDFDictionary(
            {
                "Type": "/Font",
                "Subtype": "/CIDFontType2",
                "BaseFont": self._subset_name,
                "CIDSystemInfo": pdfdoc.PDFDictionary(system),
                "FontDescriptor": doc.Reference(self._descriptor(doc, use)),
                "DW": self.face.defaultWidth,
                "W": pdfdoc.PDFArray([1, pdfdoc.PDFArray([self.widths[character] for character in use.codes])]),
                "CIDToGIDMap": "/Identity",
            }
        )

    def _use(self, doc: Any) -> _Use:
        if (use := self.uses.get(doc)) is None:
            use = self.uses[doc] = _Use(f"F{len(doc.fontMapping) + 1}")
            doc.fontMapping[self.fontName] = f"/{use.name}"
            doc.delayedFonts.append(self)
        return use

    def _descriptor(self, doc: Any, use: _Use) -> Any:
        face = self.face
        file = _stream(doc, font_subset(face, [face.charToGlyph[ord(character)] for character in use.codes]))
        file.dictionary["Length1"] = len(file.content)
        return pdfdoc.PDFDictionary(
            {
                "Type": "/FontDescriptor",
                "FontName": self._subset_name,
                "Flags": face.flags & ~FF_NONSYMBOLIC | FF_SYMBOLIC,
                "FontBBox": pdfdoc.PDFArray(face.bbox),
                "ItalicAngle": face.italicAngle,
                "Ascent": face.ascent,
                "Descent": face.descent,
                "CapHeight": face.capHeight,
                "StemV": face.stemV,
                "FontFile2": doc.Reference(file),
            }
        )


def register(fonts: Fonts) -> None:
    """Make both weights known to ReportLab under their PostScript names; cheap when they already are."""
    for font in (fonts.regular, fonts.bold):
        known = pdfmetrics._fonts.get(font.name)
        if known is None or known.face is not font.face:
            pdfmetrics._fonts[font.name] = CompositeFont(font)


def font_subset(face: TTFontFace, glyphs: list[int]) -> bytes:
    """A TrueType file with `.notdef` and these glyphs as numbers 1, 2, …; the source must hold no composite glyphs."""
    chosen = [0, *glyphs]
    metrics = [number for glyph in chosen for number in face.hmetrics[glyph]]
    outlines = face.get_table("glyf")
    pieces, offsets, position = [], [], 0
    for glyph in chosen:
        offsets.append(position)
        piece = outlines[face.glyphPos[glyph] : face.glyphPos[glyph + 1]]
        piece += b"\0" * (-len(piece) % 4)
        pieces.append(piece)
        position += len(piece)
    maker = TTFontMaker()
    maker.add("glyf", b"".join(pieces))
    maker.add("loca", pack(f">{len(offsets) + 1}L", *offsets, position))
    maker.add("hmtx", pack(f">{len(metrics)}H", *(int(number) & 0xFFFF for number in metrics)))
    for tag, at, value in (("hhea", 34, len(chosen)), ("maxp", 4, len(chosen)), ("head", 50, LONG_OFFSETS)):
        table = face.get_table(tag)
        maker.add(tag, table[:at] + pack(">H", value) + table[at + 2 :])
    return bytes(maker.makeStream())


def to_unicode(codes: dict[str, int]) -> bytes:
    """The CMap that gives a reader its characters back when text is searched or copied."""
    lines = [f"<{code:04X}> <{character.encode('utf-16-be').hex().upper()}>" for character, code in codes.items()]
    blocks = [lines[start : start + CODES_PER_BLOCK] for start in range(0, len(lines), CODES_PER_BLOCK)]
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        f"{body}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    ).encode("ascii")


def _stream(doc: Any, content: bytes) -> Any:
    stream = pdfdoc.PDFStream()
    stream.content = content
    if doc.compression:
        stream.filters = [pdfdoc.PDFZCompress]
    return stream
