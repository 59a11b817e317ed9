"""Server settings for one box, chosen for many short transactions and for privacy."""

import os
import sys

MB = 1024 * 1024
PRIVATE = {
    # A statement may hold what somebody typed: it never reaches a log. Slow statements are found in
    # pg_stat_statements, which keeps them without their constants.
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_min_error_statement": "panic",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "terse",
    "track_activity_query_size": "256",
}
LOGS = {
    "logging_collector": "on",
    "log_directory": "log",
    "log_filename": "postgresql-%a.log",
    "log_truncate_on_rotation": "on",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "log_lock_waits": "on",
    "log_autovacuum_min_duration": "10s",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %q%u ",
}
SERVING = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "password_encryption": "scram-sha-256",
    "max_connections": "100",
    "timezone": "UTC",
    "jit": "off",
    "random_page_cost": "1.1",
    "wal_compression": "pglz",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "autovacuum_vacuum_scale_factor": "0.05",
    "shared_preload_libraries": "pg_stat_statements",
    "pg_stat_statements.track_utility": "off",
}
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""For test servers only: fast, and nothing is kept through a power cut."""


def settings(*, forgetful: bool = False) -> dict[str, str]:
    """All settings of the server, by name; ``forgetful`` trades durability for speed (tests)."""
    quick = {"recovery_init_sync_method": "syncfs"} if sys.platform == "linux" else {}
    return SERVING | quick | LOGS | PRIVATE | _memory(_installed_memory()) | (FORGETFUL if forgetful else {})


def _memory(total: int) -> dict[str, str]:
    """Memory settings for a box of ``total`` bytes that also runs the web server and the worker."""
    shared = min(max(total // 8, 128 * MB), 1024 * MB)
    return {
        "shared_buffers": f"{shared // MB}MB",
        "effective_cache_size": f"{max(total // 2, 256 * MB) // MB}MB",
        "work_mem": "16MB",
        "maintenance_work_mem": f"{min(max(total // 32, 64 * MB), 512 * MB) // MB}MB",
    }


def _installed_memory() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
