"""Changes to the directory."""

from moothall.foundations.directory.operations.entries import assure_entry, change_entry
from moothall.foundations.directory.operations.intake import take_in_services
from moothall.foundations.directory.operations.runs import keep_import_report
from moothall.foundations.directory.operations.terms import take_in_terms
from moothall.foundations.directory.operations.vectors import describe_vector

__all__ = [
    "assure_entry",
    "change_entry",
    "describe_vector",
    "keep_import_report",
    "take_in_services",
    "take_in_terms",
]
