"""What ``moot doctor`` looks at, in order. Each check yields findings; a finding that needs somebody says how
to mend it."""

from moothall.site.checks.finding import Finding, Level, good, note, wrong

__all__ = ["Finding", "Level", "good", "note", "wrong"]
