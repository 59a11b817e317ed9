"""Fuzz the rules engine by coverage: ``python tools/fuzz/by_coverage.py CORPUS -runs=1000000``.

Needs atheris (``pip install atheris``); the options are those of libFuzzer.
"""

import sys

import atheris

with atheris.instrument_imports(include=["moothall.engines.dmn"]):
    from targets import one_input

if __name__ == "__main__":
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
