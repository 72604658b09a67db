import { resolve } from "node:path";
import { storeKindOf } from "@klingkit/engine/jobs";
import type { HttpServer, McpServerOptions, serveHttp } from "@klingkit/mcp";
import type { Deps } from "../../deps.ts";
import { usageError } from "../../errors/cli-error.ts";
import { createPlanContext } from "../../jobs/plan-context.ts";
import { warnBefore } from "../../jobs/plan-preview.ts";
import { type EngineCommandOptions, type EngineSession, withEngine } from "../../jobs/with-engine.ts";
import { approveCommand, type Place } from "../../session/next-commands.ts";
import { parsePlace } from "../../session/parse-place.ts";

export interface McpOptions extends EngineCommandOptions {
  readonly http?: string;
  readonly mediaDir?: string;
  readonly alwaysAsk?: boolean;
}

/** Serves until the client closes its end, or the signal. Jobs that run then are continued by the next server or worker. */
export async function runMcp(options: McpOptions, deps: Deps): Promise<void> {
  await withEngine(deps, options, async (session) => {
    const ending = new AbortController();
    const signal = AbortSignal.any([deps.signal, ending.signal]);
    const jobs = session.engine.run({ signal, until: "abort" });
    try {
      await Promise.race([serve(deps, options, { session, signal }), jobs]);
    } finally {
      ending.abort();
      await jobs;
    }
  });
}

interface Serving {
  readonly session: EngineSession;
  readonly signal: AbortSignal;
}

async function serve(deps: Deps, options: McpOptions, { session, signal }: Serving): Promise<void> {
  const { serveHttp, serveStdio } = await import("@klingkit/mcp");
  const given = serverOptions(deps, options, session);
  const { http } = options;
  const server = http === undefined ? serveStdio(given) : await listen(deps, http, { given, serveHttp });
  try {
    await untilClosed(signal, http === undefined);
  } finally {
    await server.close();
  }
}

interface Listening {
  readonly given: McpServerOptions;
  readonly serveHttp: typeof serveHttp;
}

/** Prints the address, which is all that a person needs. */
async function listen(deps: Deps, text: string, { given, serveHttp }: Listening): Promise<HttpServer> {
  const token = deps.env["KLING_MCP_TOKEN"]?.trim();
  const place = parsePlace(text, { flag: "--http", code: "invalid_http" });
  const server = await serveHttp({ ...given, ...place, ...(token ? { token } : {}) }).catch(
    (cause: unknown) => {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw usageError("invalid_http", `--http ${text}: ${reason}.`);
    },
  );
  deps.io.stdout.write(`${server.url}\n`);
  return server;
}

function serverOptions(
  deps: Deps,
  options: McpOptions,
  { engine, jobClient }: EngineSession,
): McpServerOptions {
  return {
    engine,
    jobClient,
    planContext: createPlanContext(deps, options),
    mediaFolder: resolve(deps.cwd, options.mediaDir ?? "."),
    approveCommand: (hash, isUnpriced) => approveCommand(hash, placeOf(deps, options), isUnpriced),
    warningsOf: (preview) => warnBefore(preview).map(({ message }) => message),
    jobsForPerson: async (query) => (await import("../jobs/read-needy.ts")).readNeedy(jobClient, query),
  };
}

/** The protocol speaks on the process's own streams, which no test replaces: they carry messages, not lines for people. */
function untilClosed(signal: AbortSignal, isStdio: boolean): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((done) => {
    signal.addEventListener("abort", () => done(), { once: true });
    if (!isStdio) return;
    process.stdin.once("end", done);
    process.stdin.once("close", done);
  });
}

/** Where a person approves what this server plans: what is set for the server alone is not set in their terminal. */
function placeOf(deps: Deps, { emulated = false, store, profile, region, baseUrl }: McpOptions): Place {
  const given = store ?? deps.env["KLING_STORE"]?.trim();
  return {
    emulated,
    ...(given ? { store: addressOf(deps, given) } : {}),
    ...(profile === undefined ? {} : { profile }),
    ...(region === undefined ? {} : { region }),
    ...(baseUrl === undefined ? {} : { baseUrl }),
  };
}

/** A person runs the command in another folder. */
const addressOf = ({ cwd }: Deps, store: string): string =>
  storeKindOf(store) === "postgres" ? store : resolve(cwd, store);
