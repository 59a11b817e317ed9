"""Who may see what of pages: for the attacks, never written from the policies."""

PUBLIC = {"pages_page"}
