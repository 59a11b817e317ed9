"""Documents: what a file is, and its content in encrypted chunks."""

from django.db import models

from moothall.kernel import access, clock
from moothall.kernel.models import Matter, Organisation, Person

THEIRS = access.subject(within=access.any_of(access.of_matter(), access.actor("added_by_id")))
UNSENT = access.all_of(access.when("{t}.matter_id IS NULL"), THEIRS)
OF_UNSENT_DOCUMENT = access.Rule(
    "EXISTS (SELECT 1 FROM documents_document AS d WHERE d.id = {t}.document_id AND d.matter_id IS NULL"
    " AND d.person_id = (SELECT moothall.subject()))"
)
OF_OWN_DOCUMENT = access.Rule(
    "EXISTS (SELECT 1 FROM documents_document AS d WHERE d.id = {t}.document_id"
    " AND d.added_by_id = (SELECT moothall.person()))"
)
ERASER = access.all_of(access.role("system"), access.of_matter())


class Document(models.Model):
    """A file that belongs to a person: on a matter, or on a journey that is not sent yet.

    ``name`` is encrypted for the person, as are ``small`` (a small JPEG of a picture) and the chunks of its
    content. ``chunks`` is how many there are, ``octets`` how many bytes they hold, ``digest`` the SHA-256
    of what was sent.
    """

    access_policy = access.policy(
        read=[access.of_matter(), UNSENT, access.system()],
        insert=[
            access.all_of(
                access.actor("added_by_id"),
                access.any_of(
                    UNSENT, access.all_of(access.of_matter(), access.any_of(access.owner(), THEIRS))
                ),
            )
        ],
        change=[access.all_of(access.when("{t}.organisation_id IS NULL"), THEIRS), ERASER],
        remove=[UNSENT],
    )

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, related_name="+")
    journey = models.UUIDField(null=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    kind = models.CharField(max_length=4)
    name = models.BinaryField()
    small = models.BinaryField(null=True)
    width = models.PositiveSmallIntegerField(null=True)
    height = models.PositiveSmallIntegerField(null=True)
    octets = models.PositiveIntegerField()
    chunks = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(matter__isnull=False) | models.Q(journey__isnull=False),
                name="documents_document_belongs",
            )
        ]
        indexes = [
            models.Index(fields=["matter", "added_at"], name="documents_document_matter"),
            models.Index(fields=["journey"], name="documents_document_journey"),
        ]


class Chunk(models.Model):
    """A part of a document, encrypted; what is encrypted begins with the document's id and the part's
    number, so that parts cannot be exchanged."""

    access_policy = access.policy(
        read=[access.of_parent("documents_document", "document_id")],
        insert=[OF_OWN_DOCUMENT],
        remove=[
            OF_UNSENT_DOCUMENT,
            access.all_of(access.role("system"), access.of_parent("documents_document", "document_id")),
        ],
    )

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    document = models.ForeignKey(Document, models.CASCADE, related_name="parts")
    number = models.PositiveSmallIntegerField()
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="documents_chunk_once")]
