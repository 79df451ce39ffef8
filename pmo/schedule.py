"""The beat schedule: beat only says "look"; the Schedule and Job rows decide what is done (SECURITY 3.2)."""

TICK_SECONDS = 10

BEAT = {
    "tick": {
        "task": "projects.tasks.tick",
        "schedule": TICK_SECONDS,
        "options": {"expires": TICK_SECONDS},
    },
}
