"""A population to try rules on: columns of households or people, without names. Pure: no database, no clock.

``columns``  columns as numbers into their distinct values
``reading``  a CSV file, row by row, as columns
"""
