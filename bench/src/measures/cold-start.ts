import { spawn } from "node:child_process";
import { once } from "node:events";
import { startEmulator } from "@klingkit/emulator";
import { KLING } from "../engine/kling-process.ts";
import { atMost, type Measurement, timePairs } from "../measure.ts";

const ROUNDS = 21;
const API_KEY = "api-key-kling-bench";

/** Of a status that was read while the task is running. */
const STILL_PENDING = 8;

/** Runs Node to its end, output thrown away; rejects on an exit code that means failure. */
export async function runNode(args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<void> {
  const child = spawn(process.execPath, args, { stdio: "ignore", env });
  const [code] = await once(child, "exit");
  if (code !== 0 && code !== STILL_PENDING)
    throw new Error(`node ${args.join(" ")} exited with ${String(code)}`);
}

/** Start-up of the command line against an empty Node process. */
export async function measureColdStart(): Promise<readonly Measurement[]> {
  const emulator = await startEmulator({ clock: "real", seed: "bench" });
  const env = { ...process.env, KLING_API_KEY: API_KEY, KLING_BASE_URL: emulator.baseUrl };
  try {
    const created = await fetch(`${emulator.baseUrl}/text-to-video/kling-3.0`, {
      method: "POST",
      headers: { Authorization: `Bearer ${API_KEY}`, "Content-Type": "application/json" },
      body: JSON.stringify({ prompt: "a fox" }),
    });
    const { data } = await created.json();
    const empty = () => runNode(["-e", "0"]);
    const help = await timePairs(() => runNode([KLING, "--help"]), empty, ROUNDS);
    const status = await timePairs(() => runNode([KLING, "video", "status", data.id], env), empty, ROUNDS);
    const detail = (pair: typeof help) =>
      `${pair.firstMs.toFixed(0)} ms against ${pair.secondMs.toFixed(0)} ms, ${ROUNDS} pairs`;
    return [
      atMost("`kling --help` against `node -e 0`", help.ratio, 1.7, "×", detail(help)),
      atMost("`kling video status ID` against `node -e 0`", status.ratio, 2.2, "×", detail(status)),
    ];
  } finally {
    await emulator.close();
  }
}
