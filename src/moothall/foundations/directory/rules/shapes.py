"""The shape of each thing in Open Referral UK 3.0 (HSDS 3.0): which fields it has and how each is read."""

from collections.abc import Mapping

from moothall.foundations.directory.rules import values
from moothall.foundations.directory.rules.values import Reader

Shape = Mapping[str, Reader]

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

STATUSES = {
    "active": "active", "open": "active", "live": "active", "published": "active",
    "inactive": "inactive", "draft": "inactive", "suspended": "inactive",
    "defunct": "defunct", "closed": "defunct", "ended": "defunct", "archived": "defunct",
    "temporarily closed": "temporarily closed", "paused": "temporarily closed",
}  # fmt: skip
KINDS = {kind: kind for kind in ("physical", "postal", "virtual")}
FREQUENCIES = {"weekly": "WEEKLY", "monthly": "MONTHLY", "daily": "WEEKLY"}

SERVICE: Shape = {
    "name": values.text,
    "alternate_name": values.text,
    "description": values.prose,
    "url": values.link,
    "email": values.email,
    "status": values.one_of(STATUSES, otherwise="active", called="A status"),
    "interpretation_services": values.prose,
    "application_process": values.prose,
    "fees": values.prose,
    "fees_description": values.prose,
    "wait_time": values.text,
    "accreditations": values.prose,
    "eligibility_description": values.prose,
    "minimum_age": values.age,
    "maximum_age": values.age,
    "assured_date": values.day,
    "assurer_email": values.email,
    "licenses": values.text,
    "alert": values.prose,
    "last_modified": values.moment,
}
ORGANISATION: Shape = {
    "name": values.text,
    "alternate_name": values.text,
    "description": values.prose,
    "email": values.email,
    "website": values.link,
    "legal_status": values.text,
    "logo": values.link,
    "uri": values.link,
    "parent_organization_id": values.identity,
}
LOCATION: Shape = {
    "location_type": values.one_of(KINDS, otherwise="physical", called="A kind of place"),
    "name": values.text,
    "alternate_name": values.text,
    "description": values.prose,
    "transportation": values.prose,
    "url": values.link,
    "latitude": values.number,
    "longitude": values.number,
    "external_identifier": values.text,
    "external_identifier_type": values.text,
}
ADDRESS: Shape = {
    "attention": values.text,
    "address_1": values.text,
    "address_2": values.text,
    "city": values.text,
    "region": values.text,
    "state_province": values.text,
    "postal_code": values.text,
    "country": values.text,
    "address_type": values.one_of(KINDS, otherwise="physical", called="A kind of address"),
}
CHILDREN: Mapping[str, Shape] = {
    "contacts": {
        "name": values.text, "title": values.text, "department": values.text, "email": values.email,
    },
    "phones": {
        "number": values.text, "extension": values.text, "type": values.text, "description": values.text,
    },
    "cost_options": {
        "valid_from": values.day, "valid_to": values.day, "option": values.text, "currency": values.text,
        "amount": values.amount, "amount_description": values.text,
    },
    "schedules": {
        "valid_from": values.day, "valid_to": values.day, "dtstart": values.day, "until": values.day,
        "freq": values.one_of(FREQUENCIES, called="A frequency"), "interval": values.number,
        "byday": values.text, "bymonthday": values.text, "description": values.text,
        "opens_at": values.clock_time, "closes_at": values.clock_time, "schedule_link": values.link,
        "attending_type": values.text, "notes": values.text,
    },
    "service_areas": {
        "name": values.text, "description": values.text, "extent": values.text, "extent_type": values.text,
        "uri": values.link, "service_area": values.text, "area": values.text,
    },
    "languages": {"name": values.text, "code": values.text, "note": values.text},
    "funding": {"source": values.text},
    "required_documents": {"document": values.text, "uri": values.link},
    "accessibility": {
        "description": values.text, "details": values.text, "url": values.link,
        "accessibility": values.text, "feature": values.text,
    },
    "organization_identifiers": {
        "identifier_scheme": values.text, "identifier_type": values.text, "identifier": values.text,
    },
    "addresses": ADDRESS,
    "opening_hours": {
        "freq": values.one_of(FREQUENCIES, called="A frequency"), "byday": values.text,
        "opens_at": values.clock_time, "closes_at": values.clock_time, "description": values.text,
    },
}  # fmt: skip
SERVICE_CHILDREN = (
    "schedules", "service_areas", "languages", "funding", "cost_options", "contacts", "phones",
    "required_documents",
)  # fmt: skip
LOCATION_CHILDREN = ("addresses", "accessibility", "languages", "phones", "contacts", "schedules")
TERM: Shape = {
    "code": values.text,
    "name": values.text,
    "description": values.prose,
    "taxonomy": values.text,
    "term_uri": values.link,
    "term": values.text,
    "parent_id": values.identity,
}
