"""Open Referral UK 3.0 at ``/oruk/``."""
