"""Who may see what of documents: for the attacks, never written from the policies."""

PARENTS = {"document_id": "documents_document"}
RULES = {
    "documents_document": lambda t, r: (
        t.everything
        or t.matter(r)
        or (r["is_public"] and t.sees_public(r))
        or (r["matter_id"] is None and t.self_(r, within=r["added_by_id"] == t.act.person))
    ),
    "documents_chunk": lambda t, r: t.parent(r, "documents_document", "document_id"),
}
