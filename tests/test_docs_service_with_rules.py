"""The service that docs/learn/service-with-rules.md makes, step by step, is whole."""

import re
from pathlib import Path

from moothall.foundations.rules import rule_cache
from moothall.kernel import clock
from moothall.services.checking import checked_folder
from moothall.site import environment

PAGE = environment.ROOT / "docs" / "learn" / "service-with-rules.md"


def test_the_service_that_the_tutorial_makes_is_whole(tmp_path: Path) -> None:
    rules, tests, service, words, examples = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(), re.DOTALL)
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "permit.yaml").write_text(f"{rules}\n{tests}")
    (tmp_path / "service.yaml").write_text(f"{service}\n{examples}")
    (tmp_path / "words.en.yaml").write_text(words)

    found = checked_folder(tmp_path, at=clock.now())

    assert len(found.pack.examples) == 3
    assert len(rule_cache.versions(found.files, "permit")[0].file.tests) == 6
