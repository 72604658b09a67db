import { createEmulator, startEmulator } from "@klingkit/emulator";

const emulator = await startEmulator({ clock: { scale: 60 } }); // http://127.0.0.1:<free port>
const inProcess = await createEmulator({ clock: "frozen" }); // no port: hand `inProcess.fetch` to a client
await inProcess.control.advance(120_000); // runs transitions, callbacks and expiry in order
inProcess.control.journal(); // { creates, refused, accepted, replayed, billed, delivered, notEmulated, unknownPaths, entries }
await emulator.close();
