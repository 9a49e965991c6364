"""Languages: the names that limits use, with the codes that interfaces take.

Source: ISO 639-1 and ISO 639-2/B (the bibliographic codes of MARC and MEDLINE).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_ROWS = """
afrikaans af afr
albanian sq alb
arabic ar ara
armenian hy arm
bosnian bs bos
bulgarian bg bul
catalan ca cat
chinese zh chi
croatian hr hrv
czech cs cze
danish da dan
dutch nl dut
english en eng
estonian et est
finnish fi fin
french fr fre
georgian ka geo
german de ger
greek el gre
hebrew he heb
hindi hi hin
hungarian hu hun
icelandic is ice
indonesian id ind
italian it ita
japanese ja jpn
korean ko kor
latvian lv lav
lithuanian lt lit
macedonian mk mac
malay ms may
norwegian no nor
persian fa per
polish pl pol
portuguese pt por
romanian ro rum
russian ru rus
serbian sr srp
slovak sk slo
slovenian sl slv
spanish es spa
swedish sv swe
thai th tha
turkish tr tur
ukrainian uk ukr
urdu ur urd
vietnamese vi vie
welsh cy wel
"""

_TABLE = [row.split() for row in _ROWS.strip().splitlines()]

TWO_LETTERS: Mapping[str, str] = MappingProxyType({name: short for name, short, _ in _TABLE})
"""Name of a language -> its code of ISO 639-1."""

THREE_LETTERS: Mapping[str, str] = MappingProxyType({name: long for name, _, long in _TABLE})
"""Name of a language -> its bibliographic code of ISO 639-2."""
