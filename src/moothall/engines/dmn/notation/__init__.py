"""Rules as a service owner writes them: YAML, CSV and spreadsheets, to and from the one model."""
