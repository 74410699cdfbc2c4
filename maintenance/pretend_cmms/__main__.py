"""Starts the server: `python -m maintenance.pretend_cmms --port N --data FILE`."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from maintenance.pretend_cmms.seeding import seed
from maintenance.pretend_cmms.server import PretendCmms


def main() -> None:
    asked = _arguments()
    server = PretendCmms(asked.data, port=asked.port, controlled=asked.faults)
    stations = set(filter(None, asked.stations.split(","))) if asked.stations is not None else None
    seed(server.records, stations=stations)
    print(f"The pretend CMMS is at {server.url}", flush=True)
    server.serve_forever()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument("--data", type=Path, required=True, help="SQLite file, made when it is not there")
    parser.add_argument("--stations", help="orders of these stations only: VDO,CHN")
    parser.add_argument(
        "--faults",
        action="store_true",
        default=os.environ.get("PRETEND_CMMS_FAULTS") == "1",
        help="POST /faults makes it fail on purpose (tests)",
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
