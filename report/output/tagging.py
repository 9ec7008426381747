"""What WeasyPrint leaves undone in a tagged PDF, done on its objects just before they are written.

Its own `pdf/a-3a` gives archive metadata, output intent and attachments; this adds what PDF/UA-1 and a reader ask for:
running heads as artifacts, scopes of header cells, one H1, formulas, words of links, page labels, and no tag without
content.
It reaches into WeasyPrint's boxes and pydyf's objects, so the major version is pinned and each step has a test.
"""

from __future__ import annotations

import zlib
from base64 import a85encode
from collections.abc import Collection, Iterator
from importlib.resources import files
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element

from report.text.formulas import FORMULAS

SCOPES = {"col": "/Column", "colgroup": "/Column", "row": "/Row", "rowgroup": "/Row"}
INTENT = "report"
"""Name of the colour profile."""
HEADINGS = {f"/H{level}" for level in range(1, 7)}
FILLERS = {"/Span", "/NonStruct", "/Div", "/P", "/Lbl", "/LBody", "/LI", "/L", "/Sect"}
LIST_KIDS = {"/L", "/LI", "/Caption"}
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
# PDF/A-3 knows no `pdfuaid`: a file that uses it has to describe it.
UA_METADATA = f"""
<rdf:Description xmlns:rdf="{RDF}" rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description xmlns:rdf="{RDF}" rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
  xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
 <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
  <pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
  <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
  <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
  <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
   <pdfaProperty:name>part</pdfaProperty:name>
   <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
   <pdfaProperty:category>internal</pdfaProperty:category>
   <pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>
  </rdf:li></rdf:Seq></pdfaSchema:property>
 </rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
""".encode()


def claim_both(document: Any) -> None:  # noqa: ANN401  # WeasyPrint has no types
    """Let the metadata of a laid-out document name PDF/UA-1 beside PDF/A, and give its colours a meaning."""
    document.color_profiles[INTENT], document.output_intent = _srgb(), INTENT
    written = document.metadata.generate_rdf_metadata

    def with_ua(*variant: object) -> bytes:
        content: bytes = written(*variant)
        return content.replace(b"</rdf:RDF>", UA_METADATA + b"</rdf:RDF>")

    document.metadata.generate_rdf_metadata = with_ua


def _srgb() -> Any:  # noqa: ANN401
    """Return the profile that comes with WeasyPrint, which would leave its file open."""
    from weasyprint.css import ColorProfile

    content = (files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()
    return ColorProfile(BytesIO(content), "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"]))


def finish(document: Any, pdf: Any, *, cover: bool = True) -> None:  # noqa: ANN401  # neither WeasyPrint nor pydyf has types
    """Mend the tags of a PDF that is ready to be written."""
    _describe_boxes(document)
    tree = _Tree(pdf)
    tree.drop_gaps()
    tree.mark_artifacts()
    tree.nest_headings()
    tree.name_formulas({formula.spoken for formula in FORMULAS.values()})
    tree.prune(tree.document)
    _label_pages(pdf, cover=cover)
    _store_plainly(pdf)


def _describe_boxes(document: Any) -> None:  # noqa: ANN401
    """Give header cells their scope, and links the words that they stand on."""
    import pydyf  # noqa: PLC0415  # comes with WeasyPrint

    for page in document.pages:
        for box in page._page_box.descendants():  # noqa: SLF001  # the only way from an element to its tag
            cell = getattr(box, "mark", None)
            if cell is not None and cell["S"] == "/TH":
                cell["A"]["Scope"] = SCOPES[box.element.get("scope", "col")]
            if link := getattr(box, "link_annotation", None):
                link["Contents"] = pydyf.String(_words(box.element))


def _words(element: Element) -> str:
    """Return what is read where a link stands: its label, else its text; an address of its own follows."""
    text = element.get("aria-label") or " ".join("".join(element.itertext()).split())
    address = element.get("href", "")
    return f"{text} ({address})" if ":" in address and text not in address else text


class _Tree:
    """The structure of a PDF, from its root."""

    def __init__(self, pdf: Any) -> None:  # noqa: ANN401
        self._pdf = pdf
        root = self._at(pdf.catalog["StructTreeRoot"])
        self._parents = self._at(root["ParentTree"])["Nums"]
        self.document = self._at(root["K"][0])

    def mark_artifacts(self) -> None:
        """Take out of the text what WeasyPrint tagged and hung nowhere: the running heads.

        Their tags stay as objects that nothing refers to; ISO 32000-1, 14.8.2.2 wants the content marked so.
        """
        reached = {id(element) for element in self._below(self.document)}
        pages = list(map(self._at, self._pdf.page_references))
        for number, page in enumerate(pages):
            tags = self._parents[2 * number + 1]
            loose = {mcid for mcid, tag in enumerate(tags) if id(self._at(tag)) not in reached}
            _to_artifacts(self._at(page["Contents"]).stream, loose)
            for mcid in loose:
                tags[mcid] = "null"

    def drop_gaps(self) -> None:
        """Take out of lists the spaces between their items, which have a tag where items stand side by side."""
        for element in self._below(self.document):
            if element["S"] == "/L":
                element["K"][:] = [kid for kid in element["K"] if self._at(kid)["S"] in LIST_KIDS]

    def nest_headings(self) -> None:
        """Make the title the only H1, chapters H2 and so on; what lies in a heading, WeasyPrint tags as one, too."""
        found = [each for each in self._with_parents(self.document) if each[0]["S"] in HEADINGS]
        for element, parent in found:
            if self._lies_in_heading(parent):
                element["S"] = "/NonStruct"
        whole = [element for element, _ in found if element["S"] in HEADINGS]
        around: list[int] = []
        for element in whole[
            1:
        ]:  # no level is left out, as that of sections would be where a claim stands alone
            level = int(element["S"][2:])
            around = [each for each in around if each < level] + [level]
            element["S"] = f"/H{len(around) + 1}"

    def name_formulas(self, spoken: Collection[str]) -> None:
        """Call the drawing of a formula a formula; it is known by its words."""
        for element in self._below(self.document):
            if element["S"] == "/Figure" and element["Alt"].string in spoken:
                element["S"] = "/Formula"

    def prune(self, element: Any) -> bool:  # noqa: ANN401
        """Take away tags that hold nothing; return whether anything is left of this one."""
        kept = [kid for kid in element["K"] if not self._is_element(kid) or self.prune(self._at(kid))]
        element["K"][:] = kept
        return bool(kept) or element["S"] not in FILLERS

    def _lies_in_heading(self, element: Any) -> bool:  # noqa: ANN401
        while element["S"] in {"/Span", "/NonStruct", "/Link"}:
            element = self._at(element["P"])
        return element["S"] in HEADINGS

    def _with_parents(self, element: Any) -> Iterator[tuple[Any, Any]]:  # noqa: ANN401
        waiting = [(kid, element) for kid in reversed(element["K"])]
        while waiting:
            reference, parent = waiting.pop()
            if self._is_element(reference):
                kid = self._at(reference)
                yield kid, parent
                waiting += ((each, kid) for each in reversed(kid["K"]))

    def _below(self, element: Any) -> Iterator[Any]:  # noqa: ANN401
        yield element
        yield from (kid for kid, _ in self._with_parents(element))

    def _is_element(self, kid: object) -> bool:
        return isinstance(kid, bytes) and self._at(kid).get("Type") == "/StructElem"

    def _at(self, reference: bytes) -> Any:  # noqa: ANN401
        return self._pdf.objects[int(reference.split()[0])]


def _to_artifacts(stream: list[Any], loose: set[int]) -> None:
    """Rewrite `/Span {MCID} BDC` as an artifact of the page where its number is loose."""
    import pydyf  # noqa: PLC0415

    for index, item in enumerate(stream):
        if isinstance(item, pydyf.Dictionary) and item.get("MCID") in loose:
            stream[index - 1] = "/Artifact"
            stream[index] = pydyf.Dictionary({"Type": "/Pagination"})


def _label_pages(pdf: Any, *, cover: bool) -> None:  # noqa: ANN401
    """Call the pages what is printed on them, and the first one the cover where it is one."""
    import pydyf  # noqa: PLC0415

    first = pydyf.Dictionary({"P": pydyf.String("Cover")} if cover else {"S": "/D"})
    others = pydyf.Dictionary({"S": "/D", "St": 2})
    pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": pydyf.Array([0, first, 1, others])})


def _store_plainly(pdf: Any) -> None:  # noqa: ANN401
    """Write metadata uncompressed, for programs that look for it, and no picture with interpolation."""
    for item in pdf.objects:
        extra = getattr(item, "extra", {})
        if extra.get("Type") == "/Metadata":
            item.compress = False
        if extra.get("Subtype") == "/Image":
            extra["Interpolate"] = "false"
        if getattr(item, "compress", False):
            _compress(item)
        if extra.get("Filter") == "/FlateDecode":
            _end_in_text(item)


def _compress(item: Any) -> None:  # noqa: ANN401
    """Compress a stream now.

    Not as pydyf would: its highest level takes seven times as long on a large bundle, for a file 3% smaller.
    """
    item.compress = False
    item.stream, item.extra["Filter"] = [zlib.compress(_content(item))], "/FlateDecode"


def _content(item: Any) -> bytes:  # noqa: ANN401
    """Return the bytes of a stream, which may be made on use."""
    written: bytes = item.data
    return written.partition(b"\nstream\n")[2].removesuffix(b"\nendstream")


def _end_in_text(item: Any) -> None:  # noqa: ANN401
    """Write a compressed stream in letters where some readers would take its last byte for the end of a line."""
    import pydyf  # noqa: PLC0415

    content = _content(item)
    item.stream = [content]
    if not content.endswith(b"\r"):
        return
    item.stream = [a85encode(content, wrapcol=100) + b"~>"]
    item.extra["Filter"] = pydyf.Array(["/ASCII85Decode", item.extra["Filter"]])
    if parameters := item.extra.get("DecodeParms"):
        item.extra["DecodeParms"] = pydyf.Array(["null", parameters])
