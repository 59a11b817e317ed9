"""Who may see what of statistics: for the attacks, never written from the policies."""

PUBLIC = {"statistics_publishedfigure"}
RULES = {"statistics_daily": lambda t, r: t.everything}
