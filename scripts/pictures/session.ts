import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { main } from "../../packages/cli/src/run-command-line.ts";
import { createEmulator, type EmulatorControl } from "../../packages/emulator/src/index.ts";
import { createSameClip } from "../../packages/testkit/src/same-clip.ts";
import { createSeededRandom } from "../../packages/testkit/src/seeded-random.ts";
import { createVirtualClock } from "../../packages/testkit/src/virtual-clock.ts";
import { withSameChance } from "./same-chance.ts";

/** What was written to the terminal, and when. */
export interface Written {
  readonly text: string;
  readonly atMs: number;
}

export interface RunOptions {
  /** Width of the terminal; without it the command writes for a program. */
  readonly columns?: number | undefined;
  /** What a person types when asked. */
  readonly answer?: string | undefined;
  /** Default 0. The command must end with it. */
  readonly exitCode?: number | undefined;
}

/** Commands of `kling` in a folder of their own, against an emulator whose time passes only while everything waits. */
export interface Session {
  readonly folder: string;
  readonly control: EmulatorControl;
  /** Returns all that the command wrote. Throws where it fails. */
  readonly run: (argv: readonly string[], options?: RunOptions) => Promise<readonly Written[]>;
  readonly close: () => Promise<void>;
}

export interface SessionOptions {
  /** Results are test slates, as at the emulator, and not one small clip for all. Default false. */
  readonly hasSlates?: boolean;
  /** Commands bring an emulator of their own and take real time. Default false. */
  readonly isReal?: boolean;
}

/** Where `kling emulator` listens; no request leaves this process. */
const BASE_URL = "http://127.0.0.1:8787";
const START_MS = Date.UTC(2026, 10, 29, 9);
/** Shown in place of the folder that the command ran in. */
const SHOWN_FOLDER = "~/klingkit";
const ROWS = 60;
/** Large enough to begin another video. */
const CLIP_SIZE = { widthPx: 640, heightPx: 384 };

export async function openSession({
  hasSlates = false,
  isReal = false,
}: SessionOptions = {}): Promise<Session> {
  const folder = await mkdtemp(join(tmpdir(), "klingkit-pictures-"));
  const emulator = await createEmulator({
    clock: "frozen",
    startAtMs: START_MS,
    publicUrl: BASE_URL,
    ...(hasSlates ? {} : { renderer: await createSameClip(CLIP_SIZE) }),
  });
  const clock = createVirtualClock(emulator.control);
  const chance = createSeededRandom();
  let ids = 0;
  const answer = async (request: Request): Promise<Response> => {
    const response = await emulator.fetch(request);
    // Whole, so that no time passes while it is read.
    return new Response(await response.arrayBuffer(), response);
  };
  const emulated = {
    env: { KLING_API_KEY: "api-key-kling-emulator", KLING_BASE_URL: BASE_URL, KLING_ALLOW_HTTP: "1" },
    deps: {
      fetch: (input: RequestInfo | URL, init?: RequestInit) => clock.during(answer(new Request(input, init))),
      clock,
      downloadClock: clock,
    },
  };
  const { env, deps } = isReal ? { env: {}, deps: {} } : emulated;

  async function run(
    argv: readonly string[],
    { columns, answer: typed = "", exitCode = 0 }: RunOptions = {},
  ) {
    const written: Written[] = [];
    const write = (text: string) => {
      const atMs = isReal ? Date.now() : clock.nowMs();
      written.push({ text: text.replaceAll(folder, SHOWN_FOLDER), atMs });
    };
    const isTty = columns !== undefined;
    const stream = { isTty, columns, rows: ROWS, write };
    const readLine = async () => {
      write(`${typed}\n`);
      return typed;
    };
    const running = withSameChance(chance, () =>
      main({
        argv,
        env: { HOME: folder, PATH: process.env["PATH"], TERM: "xterm-256color", ...env },
        io: { stdin: { isTty, readAll: async () => "", readLine }, stdout: stream, stderr: stream },
        fixedConfigPaths: [],
        cwd: folder,
        newId: () => String(++ids),
        ...deps,
      }),
    );
    const ended = await (isReal ? running : clock.drive(running));
    const end = written.map(({ text }) => text).join("");
    if (ended !== exitCode)
      throw new Error(`kling ${argv.join(" ")} ended with ${ended}: ${end.slice(-1000)}`);
    return written;
  }

  return {
    folder,
    control: emulator.control,
    run,
    async close() {
      await emulator.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
