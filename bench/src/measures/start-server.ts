import { spawn } from "node:child_process";
import { once } from "node:events";

/** Starts the emulator in a process of its own, so that it has one core to itself. */
export async function startServer(): Promise<{
  readonly baseUrl: string;
  readonly stop: () => Promise<void>;
}> {
  const script = new URL("./serve-emulator.ts", import.meta.url).pathname;
  const child = spawn(process.execPath, ["--conditions=@klingkit/source", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(child.stdout, "data");
  return {
    baseUrl: String(line).trim(),
    stop: async () => {
      child.kill();
      await once(child, "exit");
    },
  };
}
