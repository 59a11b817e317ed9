"""Programs that act for an organisation."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from moothall.kernel import access, clock
from moothall.kernel.models.organisations import Organisation

BY_PEOPLE = access.all_of(access.owner(), access.when("(SELECT moothall.program()) IS NULL"))
"""The organisation's people: no program makes, changes or ends another."""


class Program(models.Model):
    """A program of an organisation, and what it may do there: its ``scopes``, codes of permissions.

    Of its key only the SHA-256 is kept, and the ``prefix`` by which people know it again. ``calls`` counts
    those of the minute that began at ``minute_at``; ``sql/doors.sql`` counts. A program that has ended or was
    revoked opens nothing from then on, by tokens either.
    """

    access_policy = access.policy(
        read=[access.owner(), access.system()],
        insert=[BY_PEOPLE, access.system()],
        change=[BY_PEOPLE, access.system()],
        columns=["digest", "prefix", "rotated_at", "revoked_at", "last_used_at", "minute_at", "calls"],
    )

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="programs")
    title = models.CharField(max_length=100)
    scopes = ArrayField(models.CharField(max_length=40))
    digest = models.BinaryField(unique=True)
    prefix = models.CharField(max_length=12)
    calls_a_minute = models.PositiveIntegerField(default=600)
    made_by_id = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    rotated_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    minute_at = models.DateTimeField(null=True)
    calls = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["organisation", "-id"], name="kernel_program_organisation")]


class ProgramToken(models.Model):
    """A token that a program got for its key (RFC 6749 §4.4), with some or all of its scopes, for a short
    time; only its SHA-256 is kept. Those from before the program's key was changed open nothing."""

    access_policy = access.policy(read=[access.system()], insert=[access.system()], remove=[access.system()])

    digest = models.BinaryField(primary_key=True)
    program = models.ForeignKey(Program, models.CASCADE, related_name="tokens")
    scopes = ArrayField(models.CharField(max_length=40))
    made_at = models.DateTimeField()
    until_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["program", "until_at"], name="kernel_programtoken_program")]
