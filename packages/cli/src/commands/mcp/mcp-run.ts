import { resolve } from "node:path";
import type { McpServerOptions } from "@klingkit/mcp";
import type { Deps } from "../../deps.ts";
import { createPlanContext } from "../../jobs/plan-context.ts";
import { type EngineCommandOptions, type EngineSession, withEngine } from "../../jobs/with-engine.ts";
import { word } from "../../session/next-commands.ts";

export interface McpOptions extends EngineCommandOptions {
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
  const { serveStdio } = await import("@klingkit/mcp");
  const server = serveStdio(serverOptions(deps, options, session));
  try {
    await untilClosed(signal);
  } finally {
    await server.close();
  }
}

function serverOptions(
  deps: Deps,
  options: McpOptions,
  { engine, jobClient }: EngineSession,
): McpServerOptions {
  const store = options.store === undefined ? "" : ` --store ${word(options.store)}`;
  return {
    engine,
    jobClient,
    planContext: createPlanContext(deps, options),
    mediaFolder: resolve(deps.cwd, options.mediaDir ?? "."),
    approveCommand: (hash) => `kling approve ${hash}${store}`,
  };
}

/** The protocol speaks on the process's own streams, which no test replaces: they carry messages, not lines for people. */
function untilClosed(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((done) => {
    signal.addEventListener("abort", () => done(), { once: true });
    process.stdin.once("end", done);
    process.stdin.once("close", done);
  });
}
