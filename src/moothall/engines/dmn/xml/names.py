"""The namespaces of DMN XML and of what Moothall adds to it."""

from __future__ import annotations

MODEL_15 = "https://www.omg.org/spec/DMN/20230324/MODEL/"
MODEL_NAMESPACES = frozenset(
    {
        MODEL_15,
        "https://www.omg.org/spec/DMN/20211108/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
    }
)
FEEL_LANGUAGES = frozenset(
    {
        "",
        "feel",
        "https://www.omg.org/spec/DMN/20230324/FEEL/",
        "https://www.omg.org/spec/DMN/20211108/FEEL/",
        "https://www.omg.org/spec/DMN/20191111/FEEL/",
        "http://www.omg.org/spec/DMN/20180521/FEEL/",
        "http://www.omg.org/spec/FEEL/20140401",
    }
)
EXTENSIONS = "extensionElements"
ABOUT_NAMESPACE = "urn:moothall:rules"
