"""The plan's actions: the first WBS, baseline 1, and the changes that make the next baselines."""
