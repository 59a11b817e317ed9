"""Who may see what of directory: for the attacks, never written from the policies."""

from moothall.kernel.act import Role

PUBLIC = {
    "directory_listing",
    "directory_location",
    "directory_schedule",
    "directory_service",
    "directory_serviceatlocation",
    "directory_taxonomy",
    "directory_term",
}
PARENTS = {"service_id": "directory_service", "location_id": "directory_location"}
RULES = {
    "directory_importrun": lambda t, r: t.everything or t.act.role is Role.OPERATOR,
}
