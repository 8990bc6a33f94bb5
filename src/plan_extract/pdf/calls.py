"""pdfium's functions that are called for every char or page object, bound to plain integers and buffers.

pypdfium2's own bindings check and convert each argument and wrap each pointer; over the tens of thousands of calls that a
report takes, that costs several times what pdfium itself does. Handles are addresses here, 0 for none. What is wanted for
every char of a page, or for many of its objects, comes as one column, so that the loop over the calls runs in C.
"""

from __future__ import annotations

import ctypes
from array import array
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import chain, islice, repeat
from struct import iter_unpack
from typing import Any

from pypdfium2 import raw

from plan_extract.pdf.matrix import Matrix

Handle = ctypes.c_void_p
Pointer = ctypes.c_void_p
Segment = tuple[int, tuple[float, float], int]
"""Of a path: its kind, the point it leads to, and whether it closes its subpath."""


def entry(name: str) -> int:
    """The address of a function of pdfium."""
    return ctypes.cast(getattr(raw, name), ctypes.c_void_p).value or 0


def bind(name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
    """A function of pdfium with a light signature."""
    return ctypes.PYFUNCTYPE(result, *arguments)(entry(name))


def bind_column(name: str, result: Any) -> Callable[[int, Iterable[int]], list[Any]]:
    """A function of a handle and an index, for many indexes at once.

    Without declared arguments ctypes takes the handle's object and the int as they are, which is faster than to convert them.
    """
    function = ctypes.PYFUNCTYPE(result)(entry(name))
    return lambda handle, indexes: list(map(function, repeat(Handle(handle)), indexes))


def address_of(handle: Any) -> int:
    """The address behind a handle of pypdfium2 (a helper object or a pointer)."""
    return ctypes.cast(getattr(handle, "_as_parameter_", handle), ctypes.c_void_p).value or 0


def fill_columns(
    function: Callable[..., Any], handle: int, indexes: Sequence[int], fields: int, wanted: Iterable[int]
) -> list[list[float]]:
    """What a function of a handle and an index writes for each index, so many floats: the wanted ones, as columns."""
    memory = array("f", bytes(4 * fields * len(indexes)))
    target = (ctypes.c_float * len(memory)).from_buffer(memory)
    records = map(ctypes.byref, repeat(target), range(0, 4 * len(memory), 4 * fields))
    deque(map(function, repeat(Handle(handle)), indexes, records), maxlen=0)
    return [memory[field::fields].tolist() for field in wanted]


def text_sides(textpage: int, indexes: Sequence[int]) -> list[list[float]]:
    """The left and the right side of each char's loose box, in page space, as two columns."""
    return fill_columns(_loose_box, textpage, indexes, 4, (0, 2))


def text_matrices(textpage: int, indexes: Sequence[int]) -> list[list[float]]:
    """The text matrix of each char, as six columns."""
    return fill_columns(_text_matrix, textpage, indexes, 6, range(6))


def text_of(textpage: int, count: int) -> str:
    """The text of a page with so many chars; it has as many characters where each char is just one that pdfium keeps."""
    memory = (ctypes.c_ushort * (count + 1))()
    written = _text(textpage, 0, count, memory)
    return bytes(memory)[: 2 * max(0, written - 1)].decode("utf-16-le", "surrogatepass")


def fill_records(
    function: Callable[..., Any], handles: Sequence[int], code: str, fields: int, pointers: int
) -> tuple[list[int], array[Any]]:
    """What a function writes for each handle, so many fields of an array's type ``code`` of 4 bytes, one record behind another,
    through one pointer to the record or one to each field; and what it returns."""
    step = 4 * fields
    memory = array(code, bytes(step * len(handles)))
    start = memory.buffer_info()[0]
    targets = (range(start + 4 * field, start + 4 * field + step * len(handles), step) for field in range(pointers))
    return list(map(function, handles, *targets)), memory


def fill_colors(objects: Sequence[int]) -> tuple[list[int], Iterator[tuple[int, int, int, int]]]:
    """Whether pdfium can tell the fill colour of each page object, and the colours: red, green, blue, opacity (0–255)."""
    known, memory = fill_records(object_fill_color, objects, "I", 4, 4)
    return known, iter_unpack("4I", memory)


def draw_modes(paths: Sequence[int]) -> Iterator[tuple[int, int]]:
    """For each path how it is filled and whether it is stroked, 0 where it is not."""
    return iter_unpack("2i", fill_records(_draw_mode, paths, "i", 2, 2)[1])


def object_matrices(objects: Sequence[int]) -> Iterator[Matrix]:
    """The matrix of each page object."""
    return iter_unpack("6f", fill_records(object_matrix, objects, "f", 6, 1)[1])


def path_segments(paths: Sequence[int]) -> Iterator[list[Segment]]:
    """The segments of each path."""
    counts = list(map(_segment_count, paths))
    handles = list(map(_segment_at, chain.from_iterable(map(repeat, paths, counts)), chain.from_iterable(map(range, counts))))
    points = iter_unpack("2f", fill_records(_segment_point, handles, "f", 2, 2)[1])
    segments = zip(map(_segment_type, handles), points, map(_segment_close, handles), strict=True)
    return (list(islice(segments, count)) for count in counts)


def find_clipped(objects: Collection[int]) -> list[tuple[int, list[tuple[float, float]]]]:
    """The page objects that something clips, and for each and every path that does so the points of that path."""
    counts = list(map(_clip_path_count, map(_clip_path, objects)))
    if max(counts, default=0) <= 0:  # as on most pages
        return []
    clipped = [(obj, _clip_path(obj), count) for obj, count in zip(objects, counts, strict=True) if count > 0]
    return [(obj, clip_points(clip, index)) for obj, clip, count in clipped for index in range(count)]


def clip_points(clip: int, index: int) -> list[tuple[float, float]]:
    """The points of one path of a clip path."""
    segments = [_clip_segment_at(clip, index, at) for at in range(_clip_segment_count(clip, index))]
    return list(iter_unpack("2f", fill_records(_segment_point, segments, "f", 2, 2)[1]))


_loose_box = bind("FPDFText_GetLooseCharBox", ctypes.c_int)
_text_matrix = bind("FPDFText_GetMatrix", ctypes.c_int)
_text = bind("FPDFText_GetText", ctypes.c_int, Handle, ctypes.c_int, ctypes.c_int, Pointer)
text_objects = bind_column("FPDFText_GetTextObject", ctypes.c_void_p)
text_unicodes = bind_column("FPDFText_GetUnicode", ctypes.c_uint)
text_map_errors = bind_column("FPDFText_HasUnicodeMapError", ctypes.c_int)
text_font_sizes = bind_column("FPDFText_GetFontSize", ctypes.c_double)
text_loose_box = bind("FPDFText_GetLooseCharBox", ctypes.c_int, Handle, ctypes.c_int, Pointer)
text_origin = bind("FPDFText_GetCharOrigin", ctypes.c_int, Handle, ctypes.c_int, Pointer, Pointer)
text_render_mode = bind("FPDFTextObj_GetTextRenderMode", ctypes.c_int, Handle)
text_object_size = bind("FPDFTextObj_GetFontSize", ctypes.c_int, Handle, Pointer)

page_object_count = bind("FPDFPage_CountObjects", ctypes.c_int, Handle)
page_objects = bind_column("FPDFPage_GetObject", ctypes.c_void_p)
form_object_count = bind("FPDFFormObj_CountObjects", ctypes.c_int, Handle)
form_object = bind("FPDFFormObj_GetObject", ctypes.c_void_p, Handle, ctypes.c_ulong)
object_type = bind("FPDFPageObj_GetType", ctypes.c_int, Handle)
object_matrix = bind("FPDFPageObj_GetMatrix", ctypes.c_int, Handle, Pointer)
object_bounds = bind("FPDFPageObj_GetBounds", ctypes.c_int, Handle, Pointer, Pointer, Pointer, Pointer)
object_fill_color = bind("FPDFPageObj_GetFillColor", ctypes.c_int, Handle, Pointer, Pointer, Pointer, Pointer)
object_stroke_color = bind("FPDFPageObj_GetStrokeColor", ctypes.c_int, Handle, Pointer, Pointer, Pointer, Pointer)
object_stroke_width = bind("FPDFPageObj_GetStrokeWidth", ctypes.c_int, Handle, Pointer)

_clip_path = bind("FPDFPageObj_GetClipPath", ctypes.c_void_p, Handle)
_clip_path_count = bind("FPDFClipPath_CountPaths", ctypes.c_int, Handle)
_clip_segment_count = bind("FPDFClipPath_CountPathSegments", ctypes.c_int, Handle, ctypes.c_int)
_clip_segment_at = bind("FPDFClipPath_GetPathSegment", ctypes.c_void_p, Handle, ctypes.c_int, ctypes.c_int)
_draw_mode = bind("FPDFPath_GetDrawMode", ctypes.c_int, Handle, Pointer, Pointer)
_segment_count = bind("FPDFPath_CountSegments", ctypes.c_int, Handle)
_segment_at = bind("FPDFPath_GetPathSegment", ctypes.c_void_p, Handle, ctypes.c_int)
_segment_type = bind("FPDFPathSegment_GetType", ctypes.c_int, Handle)
_segment_point = bind("FPDFPathSegment_GetPoint", ctypes.c_int, Handle, Pointer, Pointer)
_segment_close = bind("FPDFPathSegment_GetClose", ctypes.c_int, Handle)
