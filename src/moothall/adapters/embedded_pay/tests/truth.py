"""Who may see what of embedded pay: for the attacks, never written from the policies."""

RULES = {
    "embedded_pay_charge": lambda t, r: t.everything,
    "embedded_pay_return": lambda t, r: t.everything,
    "embedded_pay_webhook": lambda t, r: t.everything,
}
