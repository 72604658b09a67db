import { startEmulator } from "@klingkit/emulator";

// Runs as a process of its own, takes options as JSON, and prints its address for the bench.
const options = JSON.parse(process.argv[2] ?? "{}");
const defaults = { clock: "real", concurrency: Number.POSITIVE_INFINITY, seed: "bench" } as const;
const emulator = await startEmulator({ ...defaults, ...options });
console.log(emulator.baseUrl);
