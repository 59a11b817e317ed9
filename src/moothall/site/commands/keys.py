"""``moot keys rotate``: a new master key for people's data, and an end to the older ones."""

import argparse

from django.conf import settings

from moothall.kernel import act, context, vault
from moothall.kernel.models import DataKey
from moothall.site import environment, people_keys
from moothall.site.exits import Exit
from moothall.site.holding import hold_data_folder


def main(arguments: list[str]) -> int:
    """Wrap every person's key under a new master key, then destroy the older master keys.

    Cut short, it goes on where it was when it is run again. Raises ``Stop`` while the place runs.
    """
    _parse(arguments)
    with hold_data_folder():
        if not _is_under_way():
            environment.add_master_key()
        settings.MOOTHALL_MASTER_KEYS = environment.master_keys()
        current = list(settings.MOOTHALL_MASTER_KEYS)[-1]
        wrapped = _rewrap()
        people_keys.write()
        forgotten = _forget_others(current)
    print(f"{current} is the master key now; the keys of {wrapped} people were wrapped anew under it.")
    print(f"Destroyed here: {', '.join(forgotten)}. Destroy them in every copy of the secrets folder too.")
    return Exit.DONE


def _is_under_way() -> bool:
    """Whether an earlier rotation made its key and was cut short."""
    return len(environment.master_keys()) > 1


def _rewrap() -> int:
    """Wrap what hangs on older keys, a batch a transaction; returns how many keys."""
    done = 0
    while True:
        with context.acting(act.system(purpose="rotation")):
            count = vault.rewrap()
        if count == 0:
            return done
        done += count


def _forget_others(current: str) -> list[str]:
    """Destroy the older master keys, once nothing hangs on them."""
    with context.acting(act.system(purpose="rotation")):
        if DataKey.objects.exclude(wrapped=None).exclude(master_key=current).exists():
            raise RuntimeError("Somebody's key still hangs on an older master key.")
    older = [name for name in environment.master_keys() if name != current]
    for name in older:
        (environment.secrets_folder() / f"{name}.key").unlink()
    return older


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="moot keys",
        description="A new master key for people's data; the older ones are destroyed. Stop the place first.",
    )
    parser.add_argument("what", choices=["rotate"])
    return parser.parse_args(arguments)
