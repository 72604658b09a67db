import type { ClientRequest } from "node:http";
import { Socket } from "node:net";
import { TLSSocket } from "node:tls";

/** Memory that nothing but a download reads. */
const OWN = new WeakSet<ArrayBufferLike>();

/**
 * Frees the memory of a chunk that is used up, where it is known that nobody else reads it. Left to the garbage collector, some
 * 64 MB gather before any of it is freed, and a download takes half again as much CPU time.
 */
export function freeMemory({ buffer }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && OWN.delete(buffer)) buffer.transfer(0);
}

/** A chunk that fills its memory shares it with no other one. */
function own({ buffer, byteLength }: Uint8Array): void {
  if (byteLength === buffer.byteLength) OWN.add(buffer);
}

/** Any other kind, such as that of a test without a network, may hand out memory of the caller. */
const SYSTEM_SOCKETS: readonly unknown[] = [Socket.prototype, TLSSocket.prototype];

/**
 * Node reads each packet into memory of its own, and copies the body out of it. Frees the packets of a response; call the result
 * with each chunk of the body, so that `freeMemory` may free that, too. Nothing is freed unless chunks are seen to be copies.
 */
export function ownReads(request: ClientRequest): (chunk: Uint8Array) => void {
  let parsed: ArrayBufferLike | undefined;
  let isCopied = false;
  request.once("socket", (socket) => {
    if (!SYSTEM_SOCKETS.includes(Object.getPrototypeOf(socket))) return;
    const beforeParsing = ({ buffer }: Uint8Array) => {
      parsed = buffer;
    };
    const afterParsing = (packet: Uint8Array) => {
      parsed = undefined;
      if (!isCopied) return;
      own(packet);
      freeMemory(packet);
    };
    socket.prependListener("data", beforeParsing).on("data", afterParsing);
    // The connection is used again.
    request.once("close", () => socket.off("data", beforeParsing).off("data", afterParsing));
  });
  return (chunk) => {
    // A chunk that arrives at any other time has waited, and its packet is not known.
    if (parsed !== undefined) isCopied = chunk.buffer !== parsed;
    if (isCopied) own(chunk);
  };
}
