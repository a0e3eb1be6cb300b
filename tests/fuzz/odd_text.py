"""Characters and words on which similar tools have failed."""

from __future__ import annotations

_HIDDEN = (
    "\0\x01\t\r\x1b\x7f\x85\xa0\xad\u200b\u200d\u202e\u2028\u2029\u3000\ue000\ufeff\ufffd\ufffe\U000e0001"
)
_LETTERS = "ßſİıǰﬁǄéÅ٣²½Ⅷ〇漢ﷺ\u0301\u1160"
_PUNCTUATION = "“”‘’'\"‚–—―‑−-…·•→×%‰&#~`|\\_=+*^$€°<>[]/;:!?"
_WORDS = """
<b> <audio+src="a"> <!-- <!--> ---> --> &amp; [[a]] [a]: ]( http://a www.a ../a <<: *a &a {{ }} {} {0} {a!r}
%s ** *a *+* (( )) () ~~ ``` === *** 1. 1) 0 -1 010 1e309 nan inf yes null .5 5. 0:00 1:60 99:59:59 0.00001s
24h 🧘‍♀️ 👍🏽
"""
_INVALID_UTF_8 = ("\udced\udca0\udc80", "\udce9", "\udcff\udcfe")
"""Bytes of a lone surrogate, of Latin-1 and of UTF-16, escaped as by `surrogateescape`."""

ODD_TEXTS: tuple[str, ...] = (
    *_HIDDEN,
    *_LETTERS,
    *_PUNCTUATION,
    *_WORDS.split(),
    *_INVALID_UTF_8,
    "\r\n",
    "\x1b[31m",
    "9" * 400,
)

LOOKALIKES = {
    **dict(zip("aeiksx0123", ("áа", "éе", "ıİ", "\u212a", "ſѕ", "×х", "०", "¹١", "²２", "³"), strict=True)),
    **dict(zip(" -:,@{*.’", ("\u2009", "‑–−", "：꞉", "，٬", "＠", "｛", "∗＊", "․…", "'ʼ"), strict=True)),
}
"""Lookalikes of a character; some differ from it only in lower case."""
