"""One file per kind of caller. Each class enters its numbers in the cast and has `attempts(day, rng)`."""
