"""Who may see what of addresses: for the attacks, never written from the policies."""

PUBLIC = {"addresses_address", "addresses_postcode"}
