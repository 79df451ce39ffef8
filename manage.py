#!/usr/bin/env python
"""Django's command line for this project; what keeps it from starting is told in a sentence, with exit code 1."""

import os
import sys

from django.core.management import execute_from_command_line

from pmo.lib.obstacle import Obstacle
from projects.obstacle_texts import in_words


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pmo.settings")
    try:
        execute_from_command_line(sys.argv)
    except Obstacle as obstacle:
        sys.exit(in_words(obstacle, sys.argv[1:]))


if __name__ == "__main__":
    main()
