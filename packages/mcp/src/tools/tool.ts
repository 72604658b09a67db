import type {
  CallToolResult,
  InputRequiredResult,
  RequestStateCodec,
  ServerContext,
} from "@modelcontextprotocol/server";
import type * as z from "zod/mini";
import type { PageKeys } from "../approval/page-key.ts";
import type { Caller } from "../caller.ts";
import type { ServerDeps } from "../server-options.ts";

/** What a call of a tool may use. */
export interface CallContext {
  readonly deps: ServerDeps;
  readonly caller: Caller;
  readonly codec: RequestStateCodec;
  readonly pageKeys: PageKeys;
  readonly ctx: ServerContext;
}

/** One tool, described once. */
export interface Tool<Input extends z.ZodMiniObject = z.ZodMiniObject> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: Input;
  readonly output: z.ZodMiniObject;
  /** `reads`: changes nothing. `writes`: changes what is free. `cancels`: ends something for good. `spends`: may cost money. */
  readonly effect: "reads" | "writes" | "cancels" | "spends";
  /** Calling it again with the same arguments changes nothing more. */
  readonly isIdempotent: boolean;
  /** Talks to the service. */
  readonly isOpenWorld: boolean;
  readonly meta?: Readonly<Record<string, unknown>>;
  call(input: z.output<Input>, context: CallContext): Promise<CallToolResult | InputRequiredResult>;
}

/** Keeps the type of the input for `call`. */
export const defineTool = <Input extends z.ZodMiniObject>(tool: Tool<Input>): Tool<Input> => tool;
