"""How Moothall looks and speaks: page template, fields, parts, charts, maps, theme. No models."""
