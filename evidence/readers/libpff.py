"""An attachment as libpff gives it → the item embedded in it, which libpff's Python module leaves out.

The function is one of libpff's own (`libpff_attachment_get_item`) and stands in the library that the module is. Where
it cannot be reached, or the module's objects are not laid out as they are known, nothing is read.
"""

from __future__ import annotations

import ctypes
import sys
from typing import Any

# An object of the module: Python's own head, then three pointers (item, record set, parent).
_POINTERS = 3


def embedded_item(library: Any, attachment: Any) -> Any | None:
    """The embedded item, as the module's own kind of object; None where it cannot be had."""
    head, pointer = object.__basicsize__, ctypes.sizeof(ctypes.c_void_p)
    if sys.implementation.name != "cpython" or type(attachment).__basicsize__ != head + _POINTERS * pointer:
        return None
    try:
        native = ctypes.PyDLL(library.__file__)
        get, create, free = native.libpff_attachment_get_item, native.pypff_item_create, native.libpff_error_free
    except (AttributeError, OSError):
        return None
    get.argtypes = [ctypes.c_void_p, ctypes.POINTER(ctypes.c_void_p), ctypes.POINTER(ctypes.c_void_p)]
    create.argtypes, create.restype = [ctypes.c_void_p, ctypes.py_object], ctypes.py_object
    free.argtypes = [ctypes.POINTER(ctypes.c_void_p)]
    item, error = ctypes.c_void_p(), ctypes.c_void_p()
    held = ctypes.c_void_p.from_address(id(attachment) + head)
    if not held.value or get(held, ctypes.byref(item), ctypes.byref(error)) != 1:
        free(ctypes.byref(error))
        return None
    return create(item, attachment)
