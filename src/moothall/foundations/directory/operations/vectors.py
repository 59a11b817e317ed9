"""What a sentence model makes of a service's words."""

from uuid import UUID

from moothall.foundations.directory.models import Service
from moothall.foundations.directory.models.services import VECTOR_SIZE
from moothall.kernel import allow
from moothall.kernel.act import Act
from moothall.kernel.gate import operation
from moothall.kernel.refusal import Refused


@operation(allow=allow.system)
def describe_vector(
    act: Act, *, service: UUID, name_vector: list[float], text_vector: list[float], text_digest: bytes
) -> bool:
    """Keep the vectors of a service's name and of its name and text, 384 numbers each.

    ``text_digest`` is the one that came with the text they were made of
    (:func:`~moothall.foundations.directory.queries.undescribed`); returns ``False``, and keeps nothing, when
    the words have changed meanwhile. Refuses vectors of another size.
    """
    if {len(name_vector), len(text_vector)} != {VECTOR_SIZE}:
        raise Refused(f"A vector has {VECTOR_SIZE} numbers.")
    changed = Service.objects.filter(pk=service, text_digest=text_digest).update(
        name_vector=name_vector, text_vector=text_vector, described_digest=text_digest
    )
    return changed == 1
