"""Time and memory of the weekly report's two files, beside bare ReportLab and openpyxl writing the same cells.

    python bench/render_weekly.py [LATE_ROWS]

Each case runs in a process of its own: the first run (with loading), the median of five warm ones, and its peak
memory. The bare cases put the same words at fixed places, without wrapping, styles, charts, heads or page numbers.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from django.conf import settings  # noqa: E402

settings.configure(USE_I18N=False)

from pypdf import PdfReader  # noqa: E402

from bench.bare import BARE, FONTS  # noqa: E402
from pmo.lib.fonts import ensure_fonts  # noqa: E402
from reports import pdf, xlsx  # noqa: E402
from reports.content.blocks import Document  # noqa: E402
from reports.content.weekly import build_weekly  # noqa: E402
from tests.reports.sample import Sample  # noqa: E402

WARM_RUNS = 5


def our_pdf(document: Document) -> bytes:
    return pdf.render(document, ensure_fonts(FONTS))


def our_xlsx(document: Document) -> bytes:
    return xlsx.render(document)


CASES: dict[str, Callable[[Document], bytes]] = {"PDF, ours": our_pdf, "Excel, ours": our_xlsx, **BARE}


def run(case: str, late_rows: int) -> None:
    """Measure one case and print it as JSON."""
    document = build_weekly(Sample("ja").week(late_rows))
    times, content = [], b""
    for _ in range(1 + WARM_RUNS):
        start = time.perf_counter()
        content = CASES[case](document)
        times.append(time.perf_counter() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    pages = len(PdfReader(BytesIO(content)).pages) if content.startswith(b"%PDF") else None
    warm = statistics.median(times[1:])
    print(json.dumps({"first": times[0], "warm": warm, "peak": peak, "size": len(content) / 1024, "pages": pages}))


def main(late_rows: int) -> None:
    ensure_fonts(FONTS)
    print(f"Weekly report with {late_rows} late rows\n")
    print("| case | first | warm | peak memory | size | pages |\n|---|---|---|---|---|---|")
    for case in CASES:
        command = [sys.executable, __file__, case, str(late_rows)]
        found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        print(
            f"| {case} | {found['first'] * 1000:.0f} ms | {found['warm'] * 1000:.0f} ms | {found['peak']:.0f} MiB"
            f" | {found['size']:.0f} KiB | {found['pages'] or ''} |"
        )


if __name__ == "__main__":
    if len(sys.argv) == 3:
        run(sys.argv[1], int(sys.argv[2]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
