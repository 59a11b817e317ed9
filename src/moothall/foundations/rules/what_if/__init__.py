"""What if: what another version of some rules would do to a whole population. Pure: no database, no clock.

``measuring``    what a result is worth: an amount, a yes or no, or only words
``comparing``    two versions over the same columns: who gains, who loses, by how much
``grouping``     a column as groups large enough to be told
``steps``        changes in steps for a chart
"""
