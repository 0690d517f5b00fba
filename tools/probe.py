"""The container's health check: ask /readyz as the proxy in front would. Ends with 1 where the site is not ready."""

from __future__ import annotations

import os
import sys
import urllib.request


def main() -> int:
    port = os.environ.get("PORT") or "8000"
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0]
    # The site redirects to HTTPS and answers to its own names only; the proxy has seen to both.
    headers = {"Host": host, "X-Forwarded-Proto": "https", "X-Forwarded-For": "127.0.0.1"}
    request = urllib.request.Request(f"http://127.0.0.1:{port}/readyz", headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=4):  # noqa: S310 - our own address
            return 0
    except OSError as error:
        print(error)
        return 1


if __name__ == "__main__":
    sys.exit(main())
