import { startEmulator } from "@klingkit/emulator";

// Runs as a process of its own and prints its address for the bench.
const emulator = await startEmulator({ clock: "real", concurrency: Number.POSITIVE_INFINITY, seed: "bench" });
console.log(emulator.baseUrl);
