"""Going through a service: beginning, answering, saving for later, sending, giving up."""

from moothall.foundations.journeys.operations.answering import (
    answer,
    declare,
    fill_in,
    fill_in_nothing,
    note_gone,
    note_leaving,
    remove_item,
)
from moothall.foundations.journeys.operations.journeys import begin, end, forget_sent, save_for_later, send

__all__ = [
    "answer",
    "begin",
    "declare",
    "end",
    "fill_in",
    "fill_in_nothing",
    "forget_sent",
    "note_gone",
    "note_leaving",
    "remove_item",
    "save_for_later",
    "send",
]
