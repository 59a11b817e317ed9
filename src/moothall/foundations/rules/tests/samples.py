"""Rules and packs that several tests use."""

from pathlib import Path

FEE = """\
rules: Fee
citation: Fees and charges 2026, table 4
version: "{version}"
valid_from: {valid_from}

inputs:
  Items: {{type: whole number, ask: How many items?}}
  Support: {{type: yes or no, ask: Do you get support?}}

decisions:
  Fee:
    choose: first
    result: number
    rules:
      - when: {{Support: yes}}
        then: {reduced}
        because: You get support.
    otherwise: {full}

tests:
  - name: with support
    given: {{Items: 2, Support: yes}}
    expect: {{Fee: {reduced}}}
"""


def fee(*, version: str = "1", valid_from: str = "2026-04-01", reduced: int = 9, full: int = 18) -> str:
    """Rules for a fee, as YAML."""
    return FEE.format(version=version, valid_from=valid_from, reduced=reduced, full=full)


def pack_in(folder: Path, *, service: str, words: str, rules: dict[str, str]) -> Path:
    """A pack written into ``folder``: its service, its English words, and its rules by file name."""
    (folder / "service.yaml").write_text(service)
    (folder / "words.en.yaml").write_text(words)
    (folder / "rules").mkdir(exist_ok=True)
    for name, text in rules.items():
        (folder / "rules" / name).write_text(text)
    return folder
