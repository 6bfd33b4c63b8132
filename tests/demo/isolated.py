"""Run a command where there is no network but loopback, and count what tried to leave.

Started as `unshare --net --mount python isolated.py COUNT_FILE COMMAND…` by `no_network.py`. The
kernel counts every packet for which there is no route, whoever sent it and however briefly, in the
network namespace's own `/proc/net/snmp`: unlike looking at sockets, nothing can slip through.
"""

import ctypes
import fcntl
import json
import os
import socket
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

SIOCSIFFLAGS, IFF_UP, MS_BIND = 0x8914, 0x1, 4096
# A name server that is nowhere (RFC 5737), so that a name looked up counts as an attempt too.
RESOLVER = "nameserver 192.0.2.53\noptions timeout:1 attempts:1\n"


def raise_loopback() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sH14x", b"lo", IFF_UP))


def hide_resolver() -> None:
    with tempfile.NamedTemporaryFile("w", delete=False, encoding="ascii") as file:
        file.write(RESOLVER)
    libc = ctypes.CDLL(None, use_errno=True)
    target = str(Path("/etc/resolv.conf").resolve())
    if libc.mount(file.name.encode(), target.encode(), None, MS_BIND, None):
        raise OSError(ctypes.get_errno(), "the resolver's file cannot be covered")


def without_route() -> int:
    """IPv4 packets and connections that had no way out, since this namespace was made.

    Names are looked up over IPv4 here, so whoever asks for a host is counted. IPv6 is left out:
    Chromium asks the kernel for a route to an IPv6 address at every start and sends nothing there.
    """
    lines = Path("/proc/net/snmp").read_text(encoding="ascii").splitlines()
    names, values = (line.split() for line in lines if line.startswith("Ip:"))
    return int(values[names.index("OutNoRoutes")])


def main(count_file: str, command: list[str]) -> int:
    raise_loopback()
    hide_resolver()
    done = subprocess.run(command, check=False, env=os.environ)
    Path(count_file).write_text(json.dumps(without_route()), encoding="ascii")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
