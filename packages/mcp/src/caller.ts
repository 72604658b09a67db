import type { McpServer, ServerContext } from "@modelcontextprotocol/server";
import * as z from "zod/mini";
import { oneLine } from "./views/one-line.ts";

/** Who sent a request, and what its program can show. */
export interface Caller {
  /** Connection or token, with the program's name. An answer counts only from the caller that was asked. */
  readonly id: string;
  /** Its token names it. Without one a program that connects again has another id. */
  readonly hasToken: boolean;
  /** Name and version that the program gives itself. */
  readonly client: string;
  /** Shows a form. */
  readonly canShowForm: boolean;
  /** Opens a page. */
  readonly canOpenUrl: boolean;
  /** Shows a window of ours with a button (MCP Apps). */
  readonly canShowApp: boolean;
  /** Follows long calls as tasks. */
  readonly followsTasks: boolean;
}

const APPS_EXTENSION = "io.modelcontextprotocol/ui";
export const TASKS_EXTENSION = "io.modelcontextprotocol/tasks";

const clientInfo = z.object({ name: z.string(), version: z.optional(z.string()) });

/** What a program declares, as far as it matters here. A part that is not understood is not there. */
const clientCapabilities = z.object({
  elicitation: z.catch(
    z.optional(z.object({ form: z.optional(z.unknown()), url: z.optional(z.unknown()) })),
    undefined,
  ),
  extensions: z.catch(z.optional(z.record(z.string(), z.unknown())), undefined),
});

/** Of a request of 2026, which brings them along. */
const envelopeFields = z.object({
  "io.modelcontextprotocol/clientInfo": z.optional(z.unknown()),
  "io.modelcontextprotocol/clientCapabilities": z.optional(z.unknown()),
});

/** `connection`: names the connection, where the transport has one. */
export function callerOf({ server }: McpServer, ctx: ServerContext, connection: string): Caller {
  const {
    "io.modelcontextprotocol/clientInfo": info = server.getClientVersion(),
    "io.modelcontextprotocol/clientCapabilities": declared = server.getClientCapabilities(),
  } = envelopeFields.safeParse(ctx.mcpReq.envelope).data ?? {};
  const { name = "unnamed client", version = "" } = clientInfo.safeParse(info).data ?? {};
  const { elicitation, extensions = {} } = clientCapabilities.safeParse(declared).data ?? {};
  const client = oneLine(`${name} ${version}`);
  const token = ctx.http?.authInfo?.clientId;
  return {
    id: `${token ?? connection} ${client}`,
    hasToken: token !== undefined,
    client,
    // Without either word the capability means forms.
    canShowForm:
      elicitation !== undefined && (elicitation.form !== undefined || elicitation.url === undefined),
    canOpenUrl: elicitation?.url !== undefined,
    canShowApp: extensions[APPS_EXTENSION] !== undefined,
    followsTasks: extensions[TASKS_EXTENSION] !== undefined,
  };
}
