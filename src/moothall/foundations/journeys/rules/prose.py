"""The words of packs as HTML: paragraphs, lists, links and nothing else."""

import re

from markupsafe import Markup, escape

LINK = re.compile(r"\[([^\]\n]{1,200})\]\(((?:https?://|mailto:|tel:|/)[^)\s]{0,300})\)")
BULLET = "- "


def prose(text: str) -> Markup:
    """Paragraphs are parted by an empty line, a list's lines begin with "- ", links are ``[words](address)``.

    Everything else is shown as it was written: no HTML passes.
    """
    blocks = (block.strip() for block in re.split(r"\n\s*\n", text.strip()))
    return Markup("\n").join(_block(block) for block in blocks if block)


def _block(block: str) -> Markup:
    lines = block.splitlines()
    if all(line.startswith((BULLET, "  ")) for line in lines):
        items = re.split(r"^- ", block, flags=re.MULTILINE)[1:]
        listed = Markup("").join(Markup("<li>{}</li>").format(_linked(item.strip())) for item in items)
        return Markup('<ul class="govuk-list govuk-list--bullet">{}</ul>').format(listed)
    return Markup("<p>{}</p>").format(_linked(" ".join(lines)))


def _linked(text: str) -> Markup:
    made, at = Markup(""), 0
    for found in LINK.finditer(text):
        made += escape(text[at : found.start()])
        made += Markup('<a class="govuk-link" href="{}">{}</a>').format(found[2], found[1])
        at = found.end()
    return made + escape(text[at:])
