"""What is written in a case: what was told at first, notes among colleagues, and letters between the person
and who serves them."""

from django.db import models

from moothall.foundations.cases.models.cases import Case
from moothall.kernel import access, clock
from moothall.kernel.models import Organisation, Person

PERSON = access.subject(within=access.anyone())
WRITER = access.any_of(
    access.actor("written_by_id"),
    access.when("{t}.written_by_id IS NULL AND (SELECT moothall.program()) IS NOT NULL"),
)
"""Nobody writes in another's name; where a program wrote nobody is named, and the audit says which it was."""
ERASER = access.all_of(access.system(), access.of_matter("case_id"))


class Answers(models.Model):
    """What was told when the case was opened, encrypted in ``encrypted`` for its person, or for its matter if
    it is about nobody."""

    access_policy = access.policy(
        read=[access.of_matter("case_id")], insert=[access.of_matter("case_id")], remove=[ERASER]
    )

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="+")
    encrypted = models.BinaryField()


class Note(models.Model):
    """A note for colleagues of the writer's organisation; other organisations on the case never see it.

    ``encrypted`` holds the text, encrypted as the case's answers are.
    """

    access_policy = access.policy(
        read=[access.all_of(access.any_of(access.owner(), access.system()), access.of_matter("case_id"))],
        insert=[access.all_of(access.owner(), access.of_matter("case_id"), WRITER)],
        remove=[ERASER],
    )

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    case = models.ForeignKey(Case, models.CASCADE, related_name="notes")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    written_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField()
    encrypted = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["case", "written_at"], name="cases_note_case")]


class CaseMessage(models.Model):
    """A message between the person and an organisation, seen by everybody on the case.

    ``side`` says who speaks; ``encrypted`` holds the text, encrypted for the case's person.
    """

    class Side(models.TextChoices):
        """Who speaks."""

        RESIDENT = "resident"
        STAFF = "staff"

    access_policy = access.policy(
        read=[access.of_matter("case_id")],
        insert=[
            access.all_of(
                access.of_matter("case_id"),
                WRITER,
                access.any_of(
                    access.all_of(PERSON, access.when("{t}.side = 'resident'")),
                    access.all_of(access.owner(), access.when("{t}.side = 'staff'")),
                ),
            )
        ],
        remove=[ERASER],
    )

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    case = models.ForeignKey(Case, models.CASCADE, related_name="messages")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    side = models.CharField(max_length=8, choices=Side)
    written_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField()
    encrypted = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["case", "written_at"], name="cases_message_case")]
