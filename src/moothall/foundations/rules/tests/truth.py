"""Who may see what of rules: for the attacks, never written from the policies."""

from moothall.kernel.act import Role

RULES = {
    "rules_decision": lambda t, r: t.matter(r),
    "rules_failure": lambda t, r: t.everything or t.own(r),
    "rules_population": lambda t, r: t.everything or t.act.role is Role.STAFF,
    "rules_populationcolumn": lambda t, r: t.parent(r, "rules_population", "population_id"),
}
