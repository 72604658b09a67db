import { spawn } from "node:child_process";
import { once } from "node:events";
import type { EmulatorOptions } from "@klingkit/emulator";

/** An emulator in a process of its own. */
export interface BenchServer {
  readonly baseUrl: string;
  readonly pid: number;
  readonly stop: () => Promise<void>;
}

/** Starts the emulator in a process of its own, so that it has one core to itself. Default: real time, any number of tasks at once. */
export async function startServer(options: EmulatorOptions = {}): Promise<BenchServer> {
  const script = new URL("./serve-emulator.ts", import.meta.url).pathname;
  const args = ["--conditions=@klingkit/source", script, JSON.stringify(options)];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await once(child.stdout, "data");
  return {
    baseUrl: String(line).trim(),
    // 0: the process could not be started, and has printed no address.
    pid: child.pid ?? 0,
    stop: async () => {
      child.kill();
      await once(child, "exit");
    },
  };
}
