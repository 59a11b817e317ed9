"""Documents: what a file is, and its content in encrypted chunks."""

from uuid import UUID

from django.db import models

from moothall.kernel import access, clock
from moothall.kernel.models import Matter, Organisation, Person

BY_SUBJECT = access.subject(within=access.any_of(access.of_matter(), access.actor("added_by_id")))
UNSENT = access.all_of(access.when("{t}.matter_id IS NULL"), BY_SUBJECT)
OF_UNSENT_DOCUMENT = access.Rule(
    "EXISTS (SELECT 1 FROM documents_document AS d WHERE d.id = {t}.document_id AND d.matter_id IS NULL"
    " AND d.person_id = (SELECT moothall.subject()))"
)
OF_OWN_DOCUMENT = access.Rule(
    "EXISTS (SELECT 1 FROM documents_document AS d WHERE d.id = {t}.document_id"
    " AND d.added_by_id = (SELECT moothall.person()))"
)
OF_DOCUMENT_BROUGHT = access.Rule(
    "EXISTS (SELECT 1 FROM documents_document AS d WHERE d.id = {t}.document_id AND d.added_by_id IS NULL"
    " AND moothall.was_brought(d.matter_id))"
)
ERASER = access.all_of(access.role("system"), access.of_matter())
FOR_ALL = access.all_of(access.when("{t}.is_public"), access.of_public())
"""Part of the public face of its matter."""
BROUGHT = access.all_of(
    access.when("{t}.added_by_id IS NULL AND {t}.organisation_id IS NULL"),
    access.Rule("(moothall.was_brought({t}.matter_id))"),
)
"""Added by nobody in particular, in the act that brought the matter."""


class Document(models.Model):
    """A file on a matter, or for what is ``held_for``: a journey that is not sent yet, a call at a desk.

    ``name`` is encrypted for its person, or for its matter if that is about nobody, as are ``small`` (a
    small JPEG of a picture) and the chunks of its content. What ``is_public`` is not encrypted, and is seen
    with its matter; who added it is only said of staff. ``chunks`` is how many there
    are, ``octets`` how many bytes they hold, ``digest`` the SHA-256 of what was sent.
    """

    access_policy = access.policy(
        read=[FOR_ALL, access.of_matter(), UNSENT, access.system()],
        insert=[
            access.all_of(
                access.actor("added_by_id"),
                access.any_of(
                    UNSENT, access.all_of(access.of_matter(), access.any_of(access.owner(), BY_SUBJECT))
                ),
            ),
            BROUGHT,
        ],
        change=[access.all_of(access.when("{t}.organisation_id IS NULL"), BY_SUBJECT), ERASER],
        remove=[UNSENT],
    )

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, related_name="+")
    held_for = models.UUIDField(null=True)
    is_public = models.BooleanField(default=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    added_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
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

    @property
    def key_holder(self) -> UUID | None:
        """Under whose key it is encrypted: nobody's, if it is public."""
        return None if self.is_public else self.person_id or self.matter_id

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(matter__isnull=False)
                | models.Q(held_for__isnull=False, person__isnull=False),
                name="documents_document_belongs",
            ),
            models.CheckConstraint(
                condition=models.Q(is_public=False)
                | models.Q(person=None, added_by=None)
                | models.Q(person=None, organisation__isnull=False),
                name="documents_document_public_of_nobody",
            ),
        ]
        indexes = [
            models.Index(fields=["matter", "added_at"], name="documents_document_matter"),
            models.Index(fields=["held_for"], name="documents_document_held_for"),
        ]


class Chunk(models.Model):
    """A part of a document, encrypted unless it is public; it begins with the document's id and the part's
    number, so that parts cannot be exchanged."""

    access_policy = access.policy(
        read=[access.of_parent("documents_document", "document_id")],
        insert=[OF_OWN_DOCUMENT, OF_DOCUMENT_BROUGHT],
        remove=[
            OF_UNSENT_DOCUMENT,
            access.all_of(access.role("system"), access.of_parent("documents_document", "document_id")),
        ],
    )

    id = models.UUIDField(primary_key=True, default=clock.uuid7)
    document = models.ForeignKey(Document, models.CASCADE, related_name="parts")
    number = models.PositiveSmallIntegerField()
    encrypted = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="documents_chunk_once")]
