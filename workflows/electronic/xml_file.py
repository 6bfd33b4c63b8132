"""XML: elements and attributes as names (申請者/氏名, 申請者/@番号). No DTD, no entities."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from forms.electronic.item import Cell, Item
from workflows.electronic import limits
from workflows.electronic.csv_file import decoded

_DECLARED = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9_\-]+)["']""")
_JAPANESE = frozenset({"shift_jis", "shift-jis", "sjis", "windows-31j", "cp932", "ms932",
                       "x-sjis", "euc-jp", "iso-2022-jp"})  # fmt: skip
_CODECS = {"euc-jp": "euc_jp", "iso-2022-jp": "iso2022_jp"}
_HEAD = re.compile(r"^\s*<\?xml.*?\?>", re.DOTALL)


def root_of(data: bytes) -> Element:
    """Raises UnreadableFile."""
    if len(data) > limits.MOST_BYTES:
        raise limits.too_large(f"大きすぎます ({limits.MOST_BYTES // 1_000_000} MB まで)。")
    try:
        root: Element = fromstring(_source(data), forbid_dtd=True)
    except DefusedXmlException as error:
        raise limits.refused("には、外のファイルや繰り返しの定義 (DTD) があります。") from error
    except (ParseError, ValueError, LookupError) as error:
        raise limits.refused("は壊れています (XML として開けません)。") from error
    _check_size(root)
    return root


def local(name: str) -> str:
    """An element's name without its namespace."""
    return name.rsplit("}", 1)[-1]


def applications_in(root: Element, element: str) -> tuple[Element, ...]:
    """Every element of that name, or path below the root; the root itself without one."""
    if not element:
        return (root,)
    parts = element.strip("/").split("/")
    found = [each for each in root.iter() if local(each.tag) == parts[-1]]
    if len(parts) == 1:
        return tuple(found)
    paths = {id(each): path for path, each in _walk(root, "")}
    return tuple(each for each in found if _bare(paths[id(each)]).endswith(element.strip("/")))


def repeated_in(root: Element, known: frozenset[str]) -> tuple[Element, ...]:
    """What seems to be one application each: the elements below the root that all have the same
    name and hold others. The root itself where there is no such thing. `known`: local names that
    are forms."""
    children = list(root)
    names = {local(each.tag) for each in children}
    is_list = len(children) > 1 and len(names) == 1 and all(len(each) for each in children)
    is_one = len(children) == 1 and len(children[0]) > 0 and bool(names & known)
    return tuple(children) if is_list or is_one else (root,)


def item_of(element: Element, number: int, many: bool) -> Item:
    """The application that an element is; a name that comes again gets its number ([2])."""
    cells = {path: _cell(each, f"「{path}」") for path, each in _leaves(element, "")}
    return Item(number, f"{number} 件目の申請" if many else "", cells)


def words_of(root: Element, element: Element) -> tuple[str, ...]:
    """What the file says of itself: names of its elements, attributes that name a form."""
    said = [local(element.tag), local(root.tag)]
    for each in (element, root):
        said += [each.get(name, "") for name in ("form", "様式", "様式ID", "手続", "手続名")]
    return tuple(word for word in said if word)


def _source(data: bytes) -> bytes | str:
    """Text where the parser does not know the encoding (it knows no Japanese one)."""
    found = _DECLARED.match(data.lstrip())
    said = found[1].decode("ascii").lower() if found else ""
    if said not in _JAPANESE:
        return data
    return _HEAD.sub("", decoded(data, _CODECS.get(said, "cp932")), count=1)


def _check_size(root: Element) -> None:
    """Without calling itself, so that what is too deep is told and not fallen over."""
    waiting, count = [(root, 1)], 0
    while waiting:
        element, depth = waiting.pop()
        count += 1
        if depth > limits.DEEPEST_ELEMENT or count > limits.MOST_ELEMENTS:
            raise limits.too_large("XML の要素が多すぎるか、入れ子が深すぎます。")
        waiting += [(each, depth + 1) for each in element]


def _cell(found: Element | str, place: str) -> Cell:
    if isinstance(found, str):
        return Cell(found.strip(), place)
    fault = "文の中に別の要素があります。元の値を見て入力してください。" if len(found) else ""
    return Cell("" if fault else (found.text or "").strip(), place, fault=fault)


def _has_words(element: Element) -> bool:
    """Text of its own beside the elements in it."""
    return any(text and text.strip() for text in (element.text, *(each.tail for each in element)))


def _leaves(element: Element, before: str) -> Iterator[tuple[str, Element | str]]:
    """Path → element with text, or an attribute's text."""
    for name, text in element.attrib.items():
        yield f"{before}@{local(name)}", text
    seen: dict[str, int] = {}
    for child in element:
        name = local(child.tag)
        seen[name] = seen.get(name, 0) + 1
        path = before + (name if seen[name] == 1 else f"{name}[{seen[name]}]")
        if len(child):
            if _has_words(child):
                yield path, child
            yield from _leaves(child, f"{path}/")
        else:
            yield path, child
            for attribute, text in child.attrib.items():
                yield f"{path}/@{local(attribute)}", text


def _walk(element: Element, before: str) -> Iterator[tuple[str, Element]]:
    path = f"{before}/{local(element.tag)}"
    yield path, element
    for child in element:
        yield from _walk(child, path)


def _bare(path: str) -> str:
    return re.sub(r"\[[0-9]+\]", "", path)
