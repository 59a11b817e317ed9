"""Decision tables as grids: for speed, for whole columns, for missing answers, and to prove them complete."""
