"""The sample project: its story (pure), and the loader that lives it through the same actions as the users."""
