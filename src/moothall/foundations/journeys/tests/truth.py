"""Who may see what of journeys: for the attacks, never written from the policies."""

RULES = {
    "journeys_journey": lambda t, r: t.everything or t.self_of_service(r),
}
