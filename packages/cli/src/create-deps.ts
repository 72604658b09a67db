import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { systemConfigPaths } from "@klingkit/engine/jobs";
import type { Clock, Deps, Environment, Io } from "./deps.ts";
import { createLeanFetch } from "./session/lean-fetch.ts";
import { readProxy } from "./session/proxy.ts";
import { asksForJson } from "./terminal/asks-for-json.ts";
import { guardStream } from "./terminal/guard-stream.ts";

/** What `main` needs; everything that has a default may be left out. */
export interface MainContext {
  /** Words after `kling`. */
  readonly argv: readonly string[];
  readonly env: Environment;
  /** Default: that of this process. */
  readonly platform?: string;
  /** Config files that hold whatever the environment says. Default: the administrator's and the user's. */
  readonly fixedConfigPaths?: readonly string[];
  readonly io: Io;
  /** Default: the built-in one. */
  readonly fetch?: typeof fetch;
  /** Default: the machine's. */
  readonly clock?: Clock;
  /** Times the pauses of downloads, whose bytes come in real time whatever `clock` is. Default: the machine's. */
  readonly downloadClock?: Clock;
  readonly cwd: string;
  /** Aborting it is Ctrl-C. */
  readonly signal?: AbortSignal;
  /** Default: random UUIDs. */
  readonly newId?: () => string;
}

const machineClock: Clock = {
  nowMs: () => Date.now(),
  sleep: async (ms, signal) => {
    await sleep(ms, undefined, signal ? { signal } : {});
  },
};

export function createDeps({ argv, env, io, cwd, ...given }: MainContext): Deps {
  const { fixedConfigPaths, platform = process.platform } = given;
  const ends = argv.indexOf("--");
  const words = ends < 0 ? argv : argv.slice(0, ends);
  const isDebug = env["KLING_DEBUG"] === "1" || words.includes("--debug");
  const logFile = flagValue(words, "--log-file") ?? env["KLING_LOG_FILE"];
  const isForPeople = () => io.stdout.isTty && !asksForJson(argv);
  const deps: Deps = {
    argv,
    env,
    io: {
      ...io,
      stdout: guardStream(io.stdout, { isForPeople }),
      stderr: guardStream(io.stderr, { isForPeople }),
    },
    cwd,
    platform,
    fixedConfigPaths: () => fixedConfigPaths ?? systemConfigPaths(platform),
    givenFetch: given.fetch,
    fetch: given.fetch ?? createLeanFetch(readProxy(env)?.env),
    isDebug,
    logFile: logFile ? resolve(cwd, logFile) : undefined,
    clock: given.clock ?? machineClock,
    downloadClock: given.downloadClock ?? machineClock,
    signal: given.signal ?? new AbortController().signal,
    newId: given.newId ?? (() => crypto.randomUUID()),
  };
  return isDebug || deps.logFile !== undefined ? { ...deps, fetch: createTracedFetch(deps) } : deps;
}

/** What stands behind a flag, before the line is parsed as a whole. */
function flagValue(words: readonly string[], flag: string): string | undefined {
  const at = words.findLastIndex((word) => word === flag || word.startsWith(`${flag}=`));
  return words[at] === flag ? words[at + 1] : words[at]?.slice(flag.length + 1);
}

/** What it writes needs the SDK, which commands that send nothing do without. */
function createTracedFetch(deps: Deps): typeof fetch {
  const logged = import("./session/wire-log.ts").then(({ createLoggedFetch }) =>
    createLoggedFetch(deps, deps.fetch),
  );
  return async (input, init) => (await logged)(input, init);
}
