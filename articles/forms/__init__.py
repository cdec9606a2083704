"""Forms of the desk: from a snapshot to fields, and from what was typed back to a snapshot."""
