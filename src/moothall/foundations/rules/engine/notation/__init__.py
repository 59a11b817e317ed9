"""Rules as a service owner writes them: YAML, CSV and spreadsheets, read into and written from the one model."""
