// Preloaded into a user's program: whatever host it talks to, the emulator answers. Neither the program nor the library
// in it is changed, so that a test runs exactly what a user has.
import { globalAgent } from "node:https";
import { connect } from "node:tls";

const emulator = new URL(process.env["EMULATOR_URL"] ?? "");

globalAgent.createConnection = (options) =>
  connect({ host: emulator.hostname, port: Number(emulator.port), servername: options.host ?? "localhost" });

const realFetch = globalThis.fetch;
globalThis.fetch = (input, init) => {
  const request = new Request(input, init);
  const { pathname, search } = new URL(request.url);
  return realFetch(new Request(new URL(`${pathname}${search}`, emulator), request));
};
