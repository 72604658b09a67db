import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { type McpRequestContext, McpServer } from "@modelcontextprotocol/server";
import { createPageKeys } from "./approval/page-key.ts";
import { createStateCodec, randomStateKey } from "./approval/question-state.ts";
import { callerOf, TASKS_EXTENSION } from "./caller.ts";
import { compact } from "./compact-schema.ts";
import { registerResources } from "./resources/register-resources.ts";
import type { Clock, McpServerOptions, ServerDeps } from "./server-options.ts";
import { callSafely } from "./tools/call-safely.ts";
import { TOOLS } from "./tools/index-of-tools.ts";
import { registerTasks } from "./tools/tasks.ts";
import type { CallContext, Tool } from "./tools/tool.ts";

/** The name under which the server presents itself to clients. */
export const SERVER_NAME = "klingkit";
/** A test keeps it equal to package.json. */
export const SERVER_VERSION = "0.1.0";

const INSTRUCTIONS =
  "Make videos with Kling. plan_videos prices requests for free; run_plan buys a plan after approval; job_status follows it. Never call run_plan for a plan that the user did not ask for.";

const machineClock: Clock = {
  nowMs: () => Date.now(),
  // Who waits looks at the signal next.
  sleep: (ms, signal) => sleep(ms, undefined, signal ? { signal } : {}).catch(() => undefined),
};

export const fillIn = (options: McpServerOptions): ServerDeps => ({
  approveCommand: (hash, isUnpriced) => `kling approve ${hash}${isUnpriced ? " --max-units any" : ""}`,
  warningsOf: () => [],
  stateKey: randomStateKey(),
  clock: machineClock,
  ...options,
});

/** Makes servers with the same tools: one per connection, or per request over HTTP. */
export function createServerFactory(options: McpServerOptions): (context: McpRequestContext) => McpServer {
  const deps = fillIn(options);
  const codec = createStateCodec(deps.stateKey);
  // One process serves one connection over stdio; over HTTP the token names the caller.
  const connection = `connection ${randomUUID()}`;
  return () => {
    const server = new McpServer(
      { name: SERVER_NAME, version: SERVER_VERSION, title: "klingkit" },
      {
        capabilities: { tools: { listChanged: false }, resources: {}, extensions: { [TASKS_EXTENSION]: {} } },
        instructions: INSTRUCTIONS,
        requestState: { verify: codec.verify },
      },
    );
    const pageKeys = createPageKeys(deps.stateKey, (ctx) => callerOf(server, ctx, connection).id);
    for (const tool of TOOLS) {
      const { name, title, description, input, output, meta } = tool;
      const config = {
        title,
        description,
        inputSchema: compact(input),
        outputSchema: compact(output),
        annotations: annotationsOf(tool),
        ...(meta ? { _meta: { ...meta } } : {}),
      };
      server.registerTool(name, config, (given, ctx) => {
        const call: CallContext = { deps, codec, pageKeys, ctx, caller: callerOf(server, ctx, connection) };
        // The server has judged the input by the tool's own schema.
        return callSafely(tool.effect, async () => tool.call(given as never, call));
      });
    }
    registerResources(server, deps, pageKeys);
    registerTasks(server, deps);
    return server;
  };
}

/** Honest ones: what spends or ends something is destructive, because neither comes back. */
const annotationsOf = ({
  effect,
  isIdempotent,
  isOpenWorld,
}: Pick<Tool, "effect" | "isIdempotent" | "isOpenWorld">) =>
  effect === "reads"
    ? { readOnlyHint: true, openWorldHint: isOpenWorld }
    : {
        readOnlyHint: false,
        destructiveHint: effect !== "writes",
        idempotentHint: isIdempotent,
        openWorldHint: isOpenWorld,
      };
