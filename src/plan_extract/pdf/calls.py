"""pdfium's functions that are called for every char or page object, bound to plain integers and buffers.

pypdfium2's own bindings check and convert each argument and wrap each pointer; over the tens of thousands of calls that a
report takes, that costs several times what pdfium itself does. Handles are addresses here, 0 for none.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

from pypdfium2 import raw

Handle = ctypes.c_void_p
Pointer = ctypes.c_void_p


def bind(name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
    """A function of pdfium with a light signature."""
    address = ctypes.cast(getattr(raw, name), ctypes.c_void_p).value or 0
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


def address_of(handle: Any) -> int:
    """The address behind a handle of pypdfium2 (a helper object or a pointer)."""
    return ctypes.cast(getattr(handle, "_as_parameter_", handle), ctypes.c_void_p).value or 0


text_object = bind("FPDFText_GetTextObject", ctypes.c_void_p, Handle, ctypes.c_int)
text_unicode = bind("FPDFText_GetUnicode", ctypes.c_uint, Handle, ctypes.c_int)
text_map_error = bind("FPDFText_HasUnicodeMapError", ctypes.c_int, Handle, ctypes.c_int)
text_loose_box = bind("FPDFText_GetLooseCharBox", ctypes.c_int, Handle, ctypes.c_int, Pointer)
text_origin = bind("FPDFText_GetCharOrigin", ctypes.c_int, Handle, ctypes.c_int, Pointer, Pointer)
text_matrix = bind("FPDFText_GetMatrix", ctypes.c_int, Handle, ctypes.c_int, Pointer)
text_font_size = bind("FPDFText_GetFontSize", ctypes.c_double, Handle, ctypes.c_int)
text_render_mode = bind("FPDFTextObj_GetTextRenderMode", ctypes.c_int, Handle)
text_object_size = bind("FPDFTextObj_GetFontSize", ctypes.c_int, Handle, Pointer)

page_object_count = bind("FPDFPage_CountObjects", ctypes.c_int, Handle)
page_object = bind("FPDFPage_GetObject", ctypes.c_void_p, Handle, ctypes.c_int)
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
