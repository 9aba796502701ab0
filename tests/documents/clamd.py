"""A scanner that speaks clamd's protocol on loopback, and finds one text. The real one is asked the same way."""

import socketserver
import struct
import threading
from contextlib import contextmanager

FOUND_IN = b"MALWARE-FOR-TESTS"


class _Scanner(socketserver.StreamRequestHandler):
    def handle(self):
        if self.rfile.read(10) != b"zINSTREAM\0":
            self.wfile.write(b"UNKNOWN COMMAND\0")
            return
        body = b""
        while length := struct.unpack(">I", self.rfile.read(4))[0]:
            body += self.rfile.read(length)
        self.server.scanned.append(len(body))
        self.wfile.write(b"stream: Test.Virus FOUND\0" if FOUND_IN in body else b"stream: OK\0")


@contextmanager
def scanner():
    """Its address, while it listens."""
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Scanner)
    server.daemon_threads = True
    server.scanned = []
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield server, f"tcp://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
