"""Outlook's objects: properties by number, as .msg, TNEF and PST files hold them."""
