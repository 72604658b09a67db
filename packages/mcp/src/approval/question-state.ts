import { randomBytes } from "node:crypto";
import { canonicalJson, hashOf, type Plan } from "@klingkit/engine";
import { createRequestStateCodec, type RequestStateCodec } from "@modelcontextprotocol/server";
import * as z from "zod/mini";

const KEY_BYTES = 32;
/** An answer that takes longer is asked for again. */
export const ANSWER_SECONDS = 600;

/** What travels through the client between a question and its answer: signed, readable, and without prompts. */
const questionState = z.strictObject({
  nonce: z.string(),
  planHash: z.string(),
  argumentsHash: z.string(),
  /** The price that was shown. */
  price: z.string(),
});

export type QuestionState = z.infer<typeof questionState>;

export const randomStateKey = (): Uint8Array => randomBytes(KEY_BYTES);

export const createStateCodec = (key: Uint8Array): RequestStateCodec =>
  createRequestStateCodec({
    key,
    ttlSeconds: ANSWER_SECONDS,
    // The caller is bound by the store: a token alone may stand for several programs.
    bind: ({ mcpReq, http }) => `${mcpReq.method} ${http?.authInfo?.clientId ?? ""}`,
  });

export const priceOf = ({ totals }: Plan): string => canonicalJson(totals);

/** An answer counts for exactly the call that asked. */
export const argumentsHashOf = (tool: string, given: unknown): string => hashOf({ tool, arguments: given });

/** The state of a request, if it carries one of ours. The server has verified its signature and age before. */
export function readState(state: unknown): QuestionState | undefined {
  const parsed = questionState.safeParse(state);
  return parsed.success ? parsed.data : undefined;
}
