import { FrameError, PlanError, StoreError } from "@klingkit/engine";
import type { CallToolResult } from "@modelcontextprotocol/server";
import { redact } from "klingkit";
import { failureOf } from "../results.ts";
import type { Tool } from "./tool.ts";

/** User and password of a database's address, which an error may repeat. */
const IN_ADDRESS = /(\bpostgres(?:ql)?:\/\/)[^\s"'`]*@/gi;

const withoutSecrets = (text: string): string => redact(text.replaceAll(IN_ADDRESS, "$1***@"));

/**
 * Turns what a tool throws into a result with a code, and keeps secrets out of it. Only a tool that reads has surely bought nothing:
 * another may have made jobs before it failed, and those are bought later.
 */
export async function callSafely<Result>(
  effect: Tool["effect"],
  call: () => Promise<Result>,
): Promise<Result | CallToolResult> {
  try {
    return await call();
  } catch (error) {
    const reason = withoutSecrets(error instanceof Error ? error.message : String(error));
    const code = codeOf(error);
    return effect === "reads" || effect === "writes"
      ? failureOf({ code, message: `${reason}. This call sent nothing.` })
      : failureOf({
          code,
          message: `${reason}. Jobs may have been made, and may buy. Call job_status to see them, before anything else.`,
          may_have_charged: "unknown",
        });
  }
}

const codeOf = (error: unknown): string =>
  error instanceof StoreError || error instanceof PlanError || error instanceof FrameError
    ? error.code
    : "internal_error";
