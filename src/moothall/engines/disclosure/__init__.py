"""Disclosure control: counts as they may be published, so that nobody can work out small ones.

``suppression``  which counts of a table are hidden, and what else beside them
``figures``      counts as published figures, which nothing else can make
"""
