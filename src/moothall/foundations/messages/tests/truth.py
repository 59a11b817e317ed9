"""Who may see what of messages: for the attacks, never written from the policies."""

RULES = {
    "moot_messages_message": lambda t, r: (
        t.everything or t.self_on_matter(r) or t.matter(r) or (r["matter_id"] is None and t.held_for_us(r))
    ),
}
