"""HTML in, tagged PDF out: ``python -m documents.press``, a process of its own that knows no database and no secret.

Reads a page from standard input. Writes one line of JSON (pages, warnings), then the PDF. Nothing is fetched: what the
page needs is in it. The same page always gives the same bytes.
"""

import gc
import json
import logging
import resource
import sys
from typing import Any

CPU_SECONDS, ADDRESS_SPACE = 60, 2 * 1024**3


def main() -> None:
    """Make one PDF, within limits."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    body, facts = press(sys.stdin.buffer.read().decode())
    sys.stdout.buffer.write(json.dumps(facts).encode() + b"\n" + body)


def press(html: str) -> tuple[bytes, dict[str, Any]]:
    """A PDF with its number of pages and what WeasyPrint had to complain of."""
    import weasyprint

    class NothingFetched(weasyprint.urls.URLFetcher):
        """Data in the page itself, and nothing else: no file, no address."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            if not url.startswith("data:"):
                raise ValueError("A PDF fetches nothing.")
            return super().fetch(url, headers)

    complaints = _Complaints()
    logging.getLogger("weasyprint").addHandler(complaints)
    gc.disable()  # layout makes many small objects and this process ends soon
    page = weasyprint.HTML(string=html, url_fetcher=NothingFetched(allow_redirects=False))
    document = page.render()
    body = document.write_pdf(pdf_variant="pdf/ua-1", finisher=_unsigned)
    return body, {"pages": len(document.pages), "warnings": complaints.lines}


def _unsigned(document: Any, pdf: Any) -> None:
    """Which version of which program made it is nobody's business."""
    pdf.info.pop("Producer", None)


class _Complaints(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


if __name__ == "__main__":
    main()
