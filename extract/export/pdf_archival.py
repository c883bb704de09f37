"""PDF/A-2b as far as we can make it and see it: what an archive refuses is taken out, what is missing put in, the rest is said.

A file that passes the checks below claims the part (`pdfaid`), which veraPDF alone could prove; one that does not claims nothing and is
searchable all the same. Source: ISO 19005-2, by clause.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import warnings
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Any, TypeAlias

import pikepdf
from pikepdf import Array, Dictionary, Name, ObjectStreamMode
from PIL import ImageCms

_Untyped: TypeAlias = Any  # pikepdf's objects take any attribute
VERSION = "1.7"
_INSIDE = ("/GoTo", "/Named")
_PRINT, _UNSEEN = 4, 1 | 2 | 32  # 6.3.2: printed; neither invisible, hidden nor not viewed
_NO_FORM = ("/Link", "/Popup")  # annotations that need no appearance
_MOST_SAID = 5
_NAMELESS = re.compile(r"stream <[^>]*>[:,]? ?")  # how qpdf names a file in memory: by its address
_XMP = """\
<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>vi</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>vanban</xmp:CreatorTool>
{claim}</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""
_CLAIM = "<pdfaid:part>2</pdfaid:part>\n<pdfaid:conformance>B</pdfaid:conformance>\n"


def made_archival(
    pdf: pikepdf.Pdf, title: str, *, cmyk: bool, damaged: bool
) -> tuple[bytes, tuple[str, ...]]:
    """The file as bytes, and what keeps it from claiming PDF/A-2b, in words.

    `cmyk`: its pages draw in CMYK; `damaged`: the content of one cannot be followed.
    """
    _tidy(pdf)
    pdf.remove_unreferenced_resources()
    against = tuple(_objections(pdf, cmyk=cmyk))
    against += ("the content of a page is damaged",) if damaged else ()
    _describe(pdf, title, claimed=not against)
    data = _saved(pdf)
    wrong = faults(data)
    if wrong and not against:
        _describe(pdf, title, claimed=False)
        data = _saved(pdf)
    return data, (*against, *wrong)


def _saved(pdf: pikepdf.Pdf) -> bytes:
    made = io.BytesIO()
    pdf.save(
        made,
        force_version=VERSION,
        fix_metadata_version=False,
        object_stream_mode=ObjectStreamMode.generate,
        encryption=False,
        deterministic_id=True,
    )
    return made.getvalue()


def srgb() -> bytes:
    """The profile of the output intent, without the time it was made."""
    made = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    made[24:36] = bytes.fromhex("07d0000100010000" + "00000000")  # 1 January 2000
    made[84:100] = bytes(16)  # its own hash, which may be left out
    return bytes(made)


def _tidy(pdf: pikepdf.Pdf) -> None:
    """Take out scripts, links that lead out, forms that only their own program shows."""
    root = pdf.Root
    for key in ("/AA", "/Perms", "/Requirements"):
        if key in root:
            del root[key]
    action = root.get(Name.OpenAction)
    if isinstance(action, Dictionary) and str(action.get(Name.S)) not in _INSIDE:
        del root[Name.OpenAction]
    names = root.get(Name.Names, Dictionary())
    if Name.JavaScript in names:
        del names[Name.JavaScript]
    form = root.get(Name.AcroForm, Dictionary())
    for key in ("/XFA", "/NeedAppearances"):
        if key in form:
            del form[key]
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream) and thing.get(Name.Interpolate):
            del thing[Name.Interpolate]  # 6.2.8: a wish to be drawn smooth, no part of the pixels
    for page in pdf.pages:
        if Name.AA in page.obj:
            del page.obj[Name.AA]
        if Name.Annots in page.obj:
            page.obj.Annots = Array([a for a in page.obj.Annots if _kept(a)])


def _kept(annotation: _Untyped) -> bool:
    """Whether an annotation stays; its scripts do not."""
    action = annotation.get(Name.A)
    leads_out = isinstance(action, Dictionary) and str(action.get(Name.S)) not in _INSIDE
    if annotation.get(Name.Subtype) == Name.Link and leads_out:
        return False
    for key in ("/AA", *(["/A"] if leads_out else [])):
        if key in annotation:
            del annotation[key]
    flags = int(annotation.get(Name.F, 0))
    if not flags & _UNSEEN and annotation.get(Name.Subtype) != Name.Popup:
        annotation.F = flags | _PRINT
    return True


def _describe(pdf: pikepdf.Pdf, title: str, *, claimed: bool) -> None:
    """Metadata and output intent; the older dictionary of the same (`/Info`) goes, for both must be equal."""
    told = _XMP.format(title=escape(title), claim=_CLAIM if claimed else "")
    metadata = pdf.make_stream(told.encode())
    metadata.Type, metadata.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = metadata
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    intents = pdf.Root.get(Name.OutputIntents, Array())
    if not any(intent.get(Name.S) == Name.GTS_PDFA1 for intent in intents):
        profile = pdf.make_stream(srgb())
        profile.N = 3
        said = "sRGB IEC61966-2.1"
        pdf.Root.OutputIntents = Array([
            Dictionary(Type=Name.OutputIntent, S=Name.GTS_PDFA1, OutputConditionIdentifier=said, Info=said, DestOutputProfile=profile)
        ])  # fmt: skip


def _objections(pdf: pikepdf.Pdf, *, cmyk: bool) -> Iterator[str]:
    """What an archive's validator would object to and we do not change."""
    if Name.EmbeddedFiles in pdf.Root.get(Name.Names, Dictionary()):
        yield "it holds attached files"
    if Name.OCProperties in pdf.Root:
        yield "it has layers that can be switched"
    fonts, cmyk_pictures, coded, odd = set(), False, False, False
    for thing in (inner for whole in pdf.objects for inner in _inside(whole)):
        if isinstance(thing, Dictionary) and thing.get(Name.Type) == Name.Font:
            fonts |= set(_not_embedded(thing))
        elif isinstance(thing, pikepdf.Stream):
            cmyk_pictures |= thing.get(Name.ColorSpace) == Name.DeviceCMYK
            coded |= "/JPXDecode" in str(thing.get(Name.Filter, ""))
            odd |= (
                any(key in thing for key in ("/Alternates", "/OPI"))
                or thing.get(Name.Subtype) == Name.PS
            )
            if Name.F in thing and thing.get(Name.Type) != Name.EmbeddedFile:
                yield "it takes a stream from another file"
    if fonts:
        yield f"fonts are not embedded: {', '.join(sorted(fonts)[:_MOST_SAID])}"
    if cmyk or cmyk_pictures:
        yield "it has colours of a printing press (CMYK)"
    if odd:
        yield "it has pictures in more than one form, or drawn by a program"
    if coded:
        yield "it has JPEG 2000 pictures, which are not looked into"
    if any(_is_bare(annotation) for page in pdf.pages for annotation in page.obj.get(Name.Annots, ())):  # fmt: skip
        yield "an annotation is hidden or has no appearance"


def _inside(thing: _Untyped) -> Iterator[_Untyped]:
    """An object and all that is written inside it."""
    yield thing
    if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        children = [value for _, value in thing.items()]
    else:
        children = [*thing] if isinstance(thing, Array) else []
    for child in children:
        if isinstance(child, Dictionary | Array) and not child.is_indirect:
            yield from _inside(child)


def _not_embedded(font: _Untyped) -> Iterator[str]:
    if font.get(Name.Subtype) in {Name.Type0, Name.Type3}:
        return
    about = font.get(Name.FontDescriptor, Dictionary())
    if not any(key in about for key in ("/FontFile", "/FontFile2", "/FontFile3")):
        yield str(font.get(Name.BaseFont, "?")).lstrip("/")


def _is_bare(annotation: _Untyped) -> bool:
    if str(annotation.get(Name.Subtype)) in _NO_FORM:
        return False
    rect = [float(value) for value in annotation.get(Name.Rect, (0, 0, 0, 0))]
    empty = rect[0] == rect[2] and rect[1] == rect[3]
    return (Name.AP not in annotation and not empty) or bool(int(annotation.get(Name.F, 0)) & _UNSEEN)  # fmt: skip


def faults(data: bytes) -> tuple[str, ...]:
    """What is wrong with a file that was written: read back, by qpdf and by us."""
    with pikepdf.open(io.BytesIO(data)) as pdf, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it has no decoder of its own for JBIG2
        problems = (_NAMELESS.sub("", problem) for problem in pdf.check_pdf_syntax())
        said = [f"qpdf: {problem}" for problem in problems][:_MOST_SAID]
        root = pdf.Root
        wanted = {
            "the file is encrypted": pdf.is_encrypted,
            "it has no output intent": Name.OutputIntents not in root,
            "it has no metadata": Name.Metadata not in root,
            "it has scripts": Name.JavaScript in root.get(Name.Names, Dictionary()),
            "an action stands in it": any(key in root for key in ("/AA", "/XFA")) or any(map(_leads_out, pdf.pages)),
        }  # fmt: skip
        return (*said, *(why for why, true in wanted.items() if true))


def _leads_out(page: pikepdf.Page) -> bool:
    marks: _Untyped = page.obj.get(Name.Annots, ())
    actions = (annotation.get(Name.A) for annotation in marks)
    return any(isinstance(a, Dictionary) and str(a.get(Name.S)) not in _INSIDE for a in actions)


def is_signed(pdf: pikepdf.Pdf) -> bool:
    """Whether anybody signed the file, so that any change voids it."""
    form = pdf.Root.get(Name.AcroForm, Dictionary())
    waiting, seen = [*form.get(Name.Fields, ())], 0
    while waiting and seen < 100_000:  # noqa: PLR2004 - a file may name its fields in a circle
        node, seen = waiting.pop(), seen + 1
        if node.get(Name.FT) == Name.Sig and Name.V in node:
            return True
        waiting += [*node.get(Name.Kids, ())]
    return "/Perms" in pdf.Root


# What other programs say of files that were written, where they are installed and a person asked for it.

_AT_ONCE = 50  # files that veraPDF, which takes a second to start, is given together
_PATIENCE = 120.0  # seconds a file


def judged(paths: Sequence[Path]) -> dict[Path, tuple[bool | None, str]]:
    """Of each file whether veraPDF finds it PDF/A-2b (`None`: it is not installed, or did not say), and what Ghostscript objects to."""
    valid: dict[Path, bool] = {}
    if program := shutil.which("verapdf"):
        for at in range(0, len(paths), _AT_ONCE):
            some = paths[at : at + _AT_ONCE]
            said = _output([program, "--flavour", "2b", "--format", "text", *map(str, some)])
            lines = {line.partition(" ")[2]: line.partition(" ")[0] for line in said.splitlines()}
            for path in some:
                verdicts = {word for told, word in lines.items() if str(path) in told}
                valid |= {path: "FAIL" not in verdicts} if verdicts & {"PASS", "FAIL"} else {}
    gs = shutil.which("gs")
    return {path: (valid.get(path), _objection(gs, path) if gs else "") for path in paths}


def _objection(program: str, path: Path) -> str:
    """The first line that Ghostscript says of a file, which it draws nowhere and lets touch nothing."""
    asked = [program, "-dSAFER", "-dBATCH", "-dNOPAUSE", "-dQUIET", "-sDEVICE=nullpage", str(path)]
    return next(iter(_output(asked).splitlines()), "")


def _output(command: Sequence[str]) -> str:
    try:
        patience = _PATIENCE * _AT_ONCE
        done = subprocess.run(command, capture_output=True, check=False, timeout=patience)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return (done.stdout + done.stderr).decode("utf-8", "replace")
