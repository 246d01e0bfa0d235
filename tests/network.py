"""The way to a server, which can be cut or fall silent."""

import socket
from contextlib import suppress
from threading import Thread


class Line:
    """The way to a server, which can be cut: so many connections are closed before one is let through again.

    mute: whether what comes on new connections is taken and not handed on.
    """

    mute = False

    def __init__(self, host, port):
        self.server, self.refused, self.ends = (host, port), 0, []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        Thread(target=self.accept, daemon=True).start()

    def cut(self, connections):
        self.refused = connections
        for end in self.ends:
            close(end)
        self.ends.clear()

    def accept(self):
        while True:
            try:
                client = self.listener.accept()[0]
            except OSError:
                return
            if self.refused:
                self.refused -= 1
                close(client)
                continue
            if self.mute:
                self.ends.append(client)
                continue
            there = socket.create_connection(self.server)
            self.ends += [client, there]
            for source, target in ((client, there), (there, client)):
                Thread(target=carry, args=(source, target), daemon=True).start()


def carry(source, target):
    with suppress(OSError):
        while data := source.recv(1 << 16):
            target.sendall(data)
    close(source)
    close(target)


def close(end):
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
