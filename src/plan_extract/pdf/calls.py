"""pdfium's functions that are called for every char or page object, bound to plain integers and buffers.

pypdfium2's own bindings check and convert each argument and wrap each pointer; over the tens of thousands of calls that a
report takes, that costs several times what pdfium itself does. Handles are addresses here, 0 for none. What is wanted for
every char of a page, or for many of its objects, comes as one column, so that the loop over the calls runs in C.
"""

from __future__ import annotations

import ctypes
from array import array
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import repeat
from struct import iter_unpack
from typing import Any

from pypdfium2 import raw

from plan_extract.pdf.matrix import Matrix

Handle = ctypes.c_void_p
Pointer = ctypes.c_void_p


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


def fill_columns(function: Callable[..., Any], handle: int, indexes: Sequence[int], fields: int) -> list[list[float]]:
    """What a function of a handle and an index writes for each index: so many columns of floats."""
    memory = (ctypes.c_float * (fields * len(indexes)))()
    step = ctypes.sizeof(ctypes.c_float) * fields
    records = map(ctypes.byref, repeat(memory), range(0, step * len(indexes), step))
    deque(map(function, repeat(Handle(handle)), indexes, records), maxlen=0)
    return [memory[field::fields] for field in range(fields)]


def text_boxes(textpage: int, indexes: Sequence[int]) -> list[list[float]]:
    """The loose box of each char, in page space, as four columns: left, top, right, bottom."""
    return fill_columns(_loose_box, textpage, indexes, 4)


def text_matrices(textpage: int, indexes: Sequence[int]) -> Iterator[Matrix]:
    """The text matrix of each char."""
    a, b, c, d, e, f = fill_columns(_text_matrix, textpage, indexes, 6)
    return zip(a, b, c, d, e, f, strict=True)


def fill_colors(objects: Sequence[int]) -> tuple[list[int], Iterator[tuple[int, int, int, int]]]:
    """Whether pdfium can tell the fill colour of each page object, and the colours: red, green, blue, opacity (0–255)."""
    memory = array("I", bytes(16 * len(objects)))
    start, end = memory.buffer_info()[0], memory.buffer_info()[0] + 16 * len(objects)
    parts = (range(start + at, end + at, 16) for at in (0, 4, 8, 12))
    return list(map(object_fill_color, objects, *parts)), iter_unpack("4I", memory)


_loose_box = bind("FPDFText_GetLooseCharBox", ctypes.c_int)
_text_matrix = bind("FPDFText_GetMatrix", ctypes.c_int)
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

path_draw_mode = bind("FPDFPath_GetDrawMode", ctypes.c_int, Handle, Pointer, Pointer)
path_segment_count = bind("FPDFPath_CountSegments", ctypes.c_int, Handle)
path_segment = bind("FPDFPath_GetPathSegment", ctypes.c_void_p, Handle, ctypes.c_int)
segment_type = bind("FPDFPathSegment_GetType", ctypes.c_int, Handle)
segment_point = bind("FPDFPathSegment_GetPoint", ctypes.c_int, Handle, Pointer, Pointer)
segment_close = bind("FPDFPathSegment_GetClose", ctypes.c_int, Handle)
