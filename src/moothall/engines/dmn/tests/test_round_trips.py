"""Whatever a model holds comes back from DMN XML, YAML and CSV as it was."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from .. import Example, Model, read_csv, read_dmn, read_yaml, write_csv, write_dmn, write_yaml
from ..notation.drafts import RulesDraft
from .drawn_models import MODELS
from .drawn_rules import EXAMPLES, drafts, sheets

some = settings(max_examples=60)


@some
@given(MODELS)
def test_a_model_comes_back_from_dmn_xml_as_it_was(model: Model) -> None:
    assert read_dmn(write_dmn(model)) == model


@some
@given(drafts(), st.lists(EXAMPLES, max_size=2))
def test_rules_and_tests_come_back_from_yaml_as_they_were(draft: RulesDraft, tests: list[Example]) -> None:
    model = draft.model()
    again = read_yaml(write_yaml(model, tests))

    assert again.model == model
    assert [(one.name, one.given, one.expect) for one in again.tests] == [
        (one.name, one.given, one.expect) for one in tests
    ]


@some
@given(drafts())
def test_rules_come_back_from_yaml_by_way_of_dmn_xml(draft: RulesDraft) -> None:
    model = draft.model()
    through_xml = read_dmn(write_dmn(model))

    assert through_xml == model
    assert read_yaml(write_yaml(through_xml)).model == model


@some
@given(sheets())
def test_a_table_comes_back_from_csv_as_it_was(draft: RulesDraft) -> None:
    model = draft.model()

    assert read_csv(write_csv(model, "Fee")) == model
