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
  /** Uses the server that the command starts; Ctrl-C follows. */
  readonly use?: ((baseUrl: string) => Promise<void>) | undefined;
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

/** Host, process number and a random part: they differ from run to run, and the host is that of whoever draws the pictures. */
const PROCESS_NAME = /\b[\w.-]+:\d+:[\da-f]{12}\b/g;
const SHOWN_PROCESS = "laptop:4711:5d0c9e7b21fa";

/** Where `kling emulator` listens; no request leaves this process. */
const BASE_URL = "http://127.0.0.1:8787";
const START_MS = Date.UTC(2026, 10, 29, 9);
/** Shown in place of the folder that the command ran in. */
const SHOWN_FOLDER = "~/klingkit";
const ROWS = 60;
const SOME_ADDRESS = /http:\/\/127\.0\.0\.1:\d+/;
const ALL_ADDRESSES = new RegExp(SOME_ADDRESS, "g");
/** Large enough to begin another video. */
const CLIP_SIZE = { widthPx: 640, heightPx: 384 };

export async function openSession(options: SessionOptions = {}): Promise<Session> {
  const folder = await mkdtemp(join(tmpdir(), "klingkit-pictures-"));
  const world = await openWorld(options);
  return {
    folder,
    control: world.control,
    run: createRun(world, folder),
    async close() {
      await world.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Where the commands run: their emulator and their time. */
type World = Awaited<ReturnType<typeof openWorld>>;

async function openWorld({ hasSlates = false, isReal = false }: SessionOptions) {
  const emulator = await createEmulator({
    clock: "frozen",
    startAtMs: START_MS,
    publicUrl: BASE_URL,
    ...(hasSlates ? {} : { renderer: await createSameClip(CLIP_SIZE) }),
  });
  const common = { control: emulator.control, close: () => emulator.close() };
  if (isReal)
    return { ...common, env: {}, deps: {}, nowMs: Date.now, drive: (running: Promise<number>) => running };
  const clock = createVirtualClock(emulator.control);
  const answer = async (request: Request): Promise<Response> => {
    const response = await emulator.fetch(request);
    // Whole, so that no time passes while it is read.
    return new Response(await response.arrayBuffer(), response);
  };
  const fetch = (input: RequestInfo | URL, init?: RequestInit) =>
    clock.during(answer(new Request(input, init)));
  return {
    ...common,
    env: { KLING_API_KEY: "api-key-kling-emulator", KLING_BASE_URL: BASE_URL, KLING_ALLOW_HTTP: "1" },
    deps: { fetch, clock, downloadClock: clock },
    nowMs: clock.nowMs,
    drive: (running: Promise<number>) => clock.drive(running),
  };
}

function createRun({ env, deps, nowMs, drive }: World, folder: string): Session["run"] {
  const chance = createSeededRandom();
  let ids = 0;
  return async (argv, { columns, answer = "", exitCode = 0, use } = {}) => {
    const written: Written[] = [];
    const started = Promise.withResolvers<string>();
    const write = (text: string) => {
      const address = use && SOME_ADDRESS.exec(text)?.[0];
      if (address) started.resolve(address);
      const shown = text.replaceAll(folder, SHOWN_FOLDER).replaceAll(PROCESS_NAME, SHOWN_PROCESS);
      written.push({ text: use ? shown.replaceAll(ALL_ADDRESSES, BASE_URL) : shown, atMs: nowMs() });
    };
    const isTty = columns !== undefined;
    const stream = { isTty, columns, rows: ROWS, write };
    const readLine = async () => {
      write(`${answer}\n`);
      return answer;
    };
    const stop = new AbortController();
    const running = withSameChance(chance, () =>
      main({
        argv,
        env: { HOME: folder, PATH: process.env["PATH"], TERM: "xterm-256color", ...env },
        io: { stdin: { isTty, readAll: async () => "", readLine }, stdout: stream, stderr: stream },
        fixedConfigPaths: [],
        cwd: folder,
        newId: () => String(++ids),
        signal: stop.signal,
        ...deps,
      }),
    );
    if (use) {
      const hasEnded = running.then(() => Promise.reject(new Error(`kling ${argv.join(" ")} has ended`)));
      await use(await Promise.race([started.promise, hasEnded])).finally(() => stop.abort());
    }
    const ended = await drive(running);
    const end = written.map(({ text }) => text).join("");
    if (ended !== exitCode)
      throw new Error(`kling ${argv.join(" ")} ended with ${ended}: ${end.slice(-1000)}`);
    return written;
  };
}
