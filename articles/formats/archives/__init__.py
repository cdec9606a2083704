"""Read archives as streams, whatever they hold: bounded in memory, in time and in what may come out."""
