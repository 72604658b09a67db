import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { main } from "../../packages/cli/src/run-command-line.ts";
import { createEmulator } from "../../packages/emulator/src/index.ts";
import { createSameClip } from "../../packages/testkit/src/same-clip.ts";
import { createVirtualClock } from "../../packages/testkit/src/virtual-clock.ts";

/** What was written to the terminal, and when. */
export interface Written {
  readonly text: string;
  readonly atMs: number;
}

export interface RecordOptions {
  readonly columns: number;
  /** Against an emulator whose time passes only while everything waits. Default false: the command has its own. */
  readonly isVirtual?: boolean;
}

const BASE_URL = "http://127.0.0.1:9";
const START_MS = Date.UTC(2026, 10, 29, 9);
/** Shown in place of the folder that the command ran in. */
const SHOWN_FOLDER = "~/klingkit";
const ROWS = 60;

/** Runs a command of `kling` on a terminal, in a folder with `examples`, and returns all that it wrote. Throws where it fails. */
export async function record(
  argv: readonly string[],
  { columns, isVirtual = false }: RecordOptions,
): Promise<readonly Written[]> {
  const folder = await mkdtemp(join(tmpdir(), "klingkit-pictures-"));
  const written: Written[] = [];
  try {
    await cp("examples", join(folder, "examples"), { recursive: true });
    const virtual = isVirtual ? await openVirtual() : undefined;
    const nowMs = virtual?.clock.nowMs ?? Date.now;
    const stream = {
      isTty: true,
      columns,
      rows: ROWS,
      write: (text: string) => written.push({ text: text.replaceAll(folder, SHOWN_FOLDER), atMs: nowMs() }),
    };
    const running = main({
      argv,
      env: { HOME: folder, PATH: process.env["PATH"], TERM: "xterm-256color", ...virtual?.env },
      io: {
        stdin: { isTty: true, readAll: async () => "", readLine: async () => "" },
        stdout: stream,
        stderr: stream,
      },
      fixedConfigPaths: [],
      cwd: folder,
      newId: () => "1",
      ...(virtual ? { fetch: virtual.fetch, clock: virtual.clock, downloadClock: virtual.clock } : {}),
    });
    const exitCode = await (virtual ? virtual.clock.drive(running) : running);
    await virtual?.close();
    const end = written.map(({ text }) => text).join("");
    if (exitCode !== 0) throw new Error(`kling ${argv.join(" ")} ended with ${exitCode}: ${end.slice(-500)}`);
    return written;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function openVirtual() {
  const emulator = await createEmulator({
    clock: "frozen",
    startAtMs: START_MS,
    publicUrl: BASE_URL,
    renderer: await createSameClip(),
  });
  const clock = createVirtualClock(emulator.control);
  const fetch = (input: RequestInfo | URL, init?: RequestInit): Promise<Response> =>
    clock.during(answer(new Request(input, init)));
  const answer = async (request: Request): Promise<Response> => {
    const response = await emulator.fetch(request);
    // Whole, so that no time passes while it is read.
    return new Response(await response.arrayBuffer(), response);
  };
  const env = { KLING_API_KEY: "api-key-kling-pictures", KLING_BASE_URL: BASE_URL, KLING_ALLOW_HTTP: "1" };
  return { clock, fetch, env, close: () => emulator.close() };
}
