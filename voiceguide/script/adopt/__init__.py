"""A handout in any format becomes a draft of a script."""
