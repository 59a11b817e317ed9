"""What matching does by the clock: describing new services, and forgetting what was asked."""

from django.utils.translation import gettext_lazy as _

from moothall.civic.matching import operations, understanding
from moothall.civic.matching.embedding import load_encoder
from moothall.foundations.directory import operations as directory_operations
from moothall.foundations.directory import queries as directory
from moothall.kernel.act import Act
from moothall.kernel.every import every
from moothall.kernel.jobs import Lane

BATCH = 100


@every("1m", title=_("Describe new services, so that they are found"), lane=Lane.BULK)
def describe_services(act: Act) -> None:
    """Make the vectors of the vocabulary if they are missing, then of every service whose words are new."""
    understanding.make_vectors()
    while describe_batch(act):
        pass


def describe_batch(act: Act) -> int:
    """Describe up to a hundred services; returns how many. The model runs between transactions, not in
    one."""
    encoder = load_encoder()
    rows = directory.undescribed(act, limit=BATCH) if encoder else []
    if encoder is None or not rows:
        return 0
    names = encoder.encode_all([row.name for row in rows])
    texts = encoder.encode_all([f"{row.name}. {row.text}" for row in rows])
    for row, name, text in zip(rows, names, texts, strict=True):
        directory_operations.describe_vector(
            act,
            service=row.id,
            name_vector=name.tolist(),
            text_vector=text.tolist(),
            text_digest=row.text_digest,
        )
    return len(rows)


@every("1h", title=_("Forget searches whose day is over"))
def forget_searches(act: Act) -> None:
    """Delete the searches whose day is over."""
    operations.forget_searches(act)
