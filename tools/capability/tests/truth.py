"""Who may see what of swaps: for the attacks, never written from the policies."""

PUBLIC = {"swaps_tally"}
FACES = {"swaps_swap"}
RULES = {"swaps_swap": lambda t, r: t.sees_public(r)}
