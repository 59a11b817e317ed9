"""What matching does by the clock: describing new services, and forgetting what was asked."""

from procrastinate.contrib.django import app

from moothall.civic.matching import operations, readers
from moothall.civic.matching.embedding import load_encoder
from moothall.foundations.directory import operations as directory_operations
from moothall.foundations.directory import queries as directory
from moothall.kernel import act as acts

BATCH = 100


@app.periodic(cron="* * * * *")
@app.task(name="matching.describe_services", queue="default", queueing_lock="matching.describe_services")
def describe_services(timestamp: int = 0) -> None:
    """Make the vectors of the vocabulary if they are missing, then of every service whose words are new."""
    readers.make_vectors()
    while describe_batch():
        pass


def describe_batch() -> int:
    """Describe up to a hundred services; returns how many. The model runs between transactions, not in
    one."""
    encoder = load_encoder()
    rows = directory.undescribed(acts.system(), limit=BATCH) if encoder else []
    if encoder is None or not rows:
        return 0
    names = encoder.encode_all([row.name for row in rows])
    texts = encoder.encode_all([f"{row.name}. {row.text}" for row in rows])
    for row, name, text in zip(rows, names, texts, strict=True):
        directory_operations.describe_vector(
            acts.system(),
            service=row.id,
            name_vector=name.tolist(),
            text_vector=text.tolist(),
            text_digest=row.text_digest,
        )
    return len(rows)


@app.periodic(cron="7 * * * *")
@app.task(name="matching.forget_searches", queue="upkeep", queueing_lock="matching.forget_searches")
def forget_searches(timestamp: int) -> None:
    """Delete the searches whose day is over."""
    operations.forget_searches(acts.system())
