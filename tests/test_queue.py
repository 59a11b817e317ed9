"""The queue and the access rules of the database get on with each other."""

import pytest
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued


@pytest.mark.django_db
def test_a_job_that_waits_already_is_refused_by_its_name() -> None:
    """A worker asks this every minute for each periodic job, and ends if the database does not say which."""
    once = app.configure_task("kernel.reap", queueing_lock="kernel.reap", queue="upkeep")
    once.defer(timestamp=1)
    with pytest.raises(AlreadyEnqueued, match=r"kernel\.reap"):
        once.defer(timestamp=2)
