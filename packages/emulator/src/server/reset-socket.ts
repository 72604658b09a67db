import type { Server } from "node:http";
import type { Socket } from "node:net";

/** Breaks the connection of a socket with a reset. */
export type ResetSocket = (socket: Socket) => void;

/** Knows the TCP connection under every socket of a server: that of TLS cannot be reset itself, and throws. */
export function createResetSocket(server: Server): ResetSocket {
  const byPeer = new Map<string, Socket>();
  server.on("connection", (socket: Socket) => {
    const peer = peerOf(socket);
    byPeer.set(peer, socket);
    socket.once("close", () => {
      if (byPeer.get(peer) === socket) byPeer.delete(peer);
    });
  });
  return (socket) => {
    (byPeer.get(peerOf(socket)) ?? socket).resetAndDestroy();
    socket.destroy();
  };
}

const peerOf = ({ remoteAddress = "", remotePort = 0 }: Socket): string => `${remoteAddress} ${remotePort}`;
