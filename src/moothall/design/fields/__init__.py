"""Form fields as declarations: each turns what was typed into a value and draws itself.

``Text("Your name", called="your name")`` in a :class:`moothall.design.forms.Form`: docs/look-up/design.md.
"""

from moothall.design.fields.base import DrawnField, Field
from moothall.design.fields.choices import Choice, Choices, Declaration, Option, Select, YesNo
from moothall.design.fields.files import PAPERS, PHOTOS, File, Files
from moothall.design.fields.numbers import Date, Money, Number
from moothall.design.fields.places import Address, PlaceOnMap, PostalAddress, Whereabouts
from moothall.design.fields.text import (
    Code,
    Email,
    Hidden,
    Lines,
    Password,
    Phone,
    Postcode,
    Text,
    TextArea,
    Time,
)

__all__ = [
    "PAPERS",
    "PHOTOS",
    "Address",
    "Choice",
    "Choices",
    "Code",
    "Date",
    "Declaration",
    "DrawnField",
    "Email",
    "Field",
    "File",
    "Files",
    "Hidden",
    "Lines",
    "Money",
    "Number",
    "Option",
    "Password",
    "Phone",
    "PlaceOnMap",
    "PostalAddress",
    "Postcode",
    "Select",
    "Text",
    "TextArea",
    "Time",
    "Whereabouts",
    "YesNo",
]
