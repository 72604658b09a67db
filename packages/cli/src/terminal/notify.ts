import type { Environment, OutputStream } from "../deps.ts";
import { notificationKind } from "./abilities.ts";

/**
 * When a command that made its user wait tells them that it has ended: `auto` after a long one, `always`, by the `bell`
 * after a long one, or `off`.
 */
export const NOTIFY_RULES = ["auto", "always", "bell", "off"] as const;
export type NotifyRule = (typeof NOTIFY_RULES)[number];

/** Whoever waited shorter than this is still looking. */
const LONG_MS = 30_000;
const BELL = "\u0007";
/** What would end the order, or begin another one. The semicolon separates its parts. */
const UNSAFE = /[\p{Cc}\p{Bidi_Control};]+/gu;

export interface Ended {
  readonly rule: NotifyRule;
  readonly tookMs: number;
  /** One short sentence. */
  readonly text: string;
}

/** Shows a notification of the terminal, or rings its bell where it has none. Nothing for a stream that is no terminal. */
export function notifyEnd(stream: OutputStream, env: Environment, { rule, tookMs, text }: Ended): void {
  const isDue = rule === "always" || (rule !== "off" && tookMs >= LONG_MS);
  if (!isDue || !stream.isTty || env["TERM"] === "dumb") return;
  const kind = rule === "bell" ? "bell" : notificationKind(env);
  stream.write(orderOf(kind, text.replace(UNSAFE, " ")), { movesCursor: true });
}

function orderOf(kind: ReturnType<typeof notificationKind>, text: string): string {
  if (kind === "osc9") return `\u001b]9;${text}\u001b\\`;
  return kind === "osc777" ? `\u001b]777;notify;klingkit;${text}\u001b\\` : BELL;
}
