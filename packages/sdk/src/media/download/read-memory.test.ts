import { EventEmitter } from "node:events";
import type { ClientRequest } from "node:http";
import { Socket } from "node:net";
import { expect, it } from "vitest";
import { freeMemory, ownReads } from "./read-memory.ts";

/** Receives two packets as an HTTP client would, and uses each chunk up. Returns how many bytes are left of each. */
function receive(socket: Socket, parse: (packet: Uint8Array) => Uint8Array): readonly number[] {
  const request = new EventEmitter();
  // A request that is sent would need a server; only its events are used.
  const own = ownReads(request as ClientRequest);
  const chunks: Uint8Array[] = [];
  socket.on("data", (packet: Uint8Array) => {
    const chunk = parse(packet);
    own(chunk);
    chunks.push(chunk);
  });
  request.emit("socket", socket);
  const packets = [new Uint8Array(8), new Uint8Array(8)];
  for (const packet of packets) socket.emit("data", packet);
  request.emit("close");
  for (const chunk of chunks) freeMemory(chunk);
  return [...packets, ...chunks].map(({ byteLength }) => byteLength);
}

const copy = (packet: Uint8Array) => packet.slice();

it("frees packets and chunks once chunks are seen to be copies", () => {
  expect(receive(new Socket(), copy)).toEqual([0, 0, 0, 0]);
});

it("frees nothing where a chunk is a view of its packet", () => {
  expect(receive(new Socket(), (packet) => packet.subarray())).toEqual([8, 8, 8, 8]);
});

it("frees no chunk that shares its memory with another one", () => {
  expect(receive(new Socket(), (packet) => packet.slice().subarray(1))).toEqual([0, 0, 7, 7]);
});

it("frees nothing of a socket that something else has put in place of the system's", () => {
  class OtherSocket extends Socket {}
  expect(receive(new OtherSocket(), copy)).toEqual([8, 8, 8, 8]);
});

it("leaves a connection alone that is used again", () => {
  const socket = new Socket();
  receive(socket, copy);
  const packet = new Uint8Array(8);
  socket.emit("data", packet);
  expect(packet.byteLength).toBe(8);
});
