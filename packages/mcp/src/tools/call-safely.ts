import { FrameError, PlanError, StoreError } from "@klingkit/engine";
import type { CallToolResult } from "@modelcontextprotocol/server";
import { redact } from "klingkit";
import { failureOf } from "../results.ts";

/** User and password of a database's address, which an error may repeat. */
const IN_ADDRESS = /(\bpostgres(?:ql)?:\/\/)[^\s"'`]*@/gi;

const withoutSecrets = (text: string): string => redact(text.replaceAll(IN_ADDRESS, "$1***@"));

/** Turns what a tool throws into a result with a code, and keeps secrets out of it. Tools send nothing themselves: jobs do, later. */
export async function callSafely<Result>(call: () => Promise<Result>): Promise<Result | CallToolResult> {
  try {
    return await call();
  } catch (error) {
    const reason = withoutSecrets(error instanceof Error ? error.message : String(error));
    return failureOf({ code: codeOf(error), message: `${reason}. This call sent nothing.` });
  }
}

const codeOf = (error: unknown): string =>
  error instanceof StoreError || error instanceof PlanError || error instanceof FrameError
    ? error.code
    : "internal_error";
