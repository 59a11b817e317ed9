"""Who may see what of payments: for the attacks, never written from the policies."""

PARENTS = {"payment_id": "payments_payment", "transaction_id": "payments_ledgertransaction"}
RULES = {
    "payments_payment": lambda t, r: t.everything or t.self_of_service(r) or t.held_for_us(r),
    "payments_refund": lambda t, r: t.parent(r, "payments_payment", "payment_id"),
    "payments_notice": lambda t, r: t.everything,
    "payments_ledgeraccount": lambda t, r: t.everything or t.own(r),
    "payments_ledgertransaction": lambda t, r: (
        t.everything or (t.own(r) and t.parent(r, "payments_payment", "payment_id"))
    ),
    "payments_ledgerentry": lambda t, r: t.parent(r, "payments_ledgertransaction", "transaction_id"),
}
