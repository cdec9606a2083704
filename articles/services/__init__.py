"""Every write, one module per noun. Functions take keywords, the actor and the instant."""
