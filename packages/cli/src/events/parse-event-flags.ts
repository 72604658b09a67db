import { openEventLog, type Since, type Store } from "@klingkit/engine";
import { TASK_EVENT_TYPES, type TaskEventType } from "@klingkit/spec/plain";
import type { Deps } from "../deps.ts";
import { usageError } from "../errors/cli-error.ts";
import { unsupportedValue } from "../errors/unsupported-value.ts";

/** `task.succeeded,task.failed`; the `task.` may be left out. Throws `invalid_event`. */
export function parseTypes(
  text: string | undefined,
  flag = "--events",
): readonly TaskEventType[] | undefined {
  if (text === undefined || text === "*" || text === "all") return undefined;
  return text.split(",").map((word) => parseType(word, flag));
}

export function parseType(text: string, what: string): TaskEventType {
  const word = text.trim();
  const type = TASK_EVENT_TYPES.find((one) => one === word || one === `task.${word}`);
  if (type) return type;
  throw unsupportedValue("invalid_event", { source: what, value: word, known: TASK_EVENT_TYPES });
}

/** An http(s) address without a password in it. Throws `invalid_url`. */
export function parseTarget(text: string, flag: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isHttp = url?.protocol === "http:" || url?.protocol === "https:";
  if (url && isHttp && url.username === "" && url.password === "") return url.href;
  throw usageError(
    "invalid_url",
    `${flag}: '${text}' is not an address such as http://127.0.0.1:3000/hooks. Nothing was sent.`,
  );
}

const UNITS_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `90s`, `10m`, `1h`, `2d` in ms. Throws `invalid_duration`. */
export function parseDuration(text: string, flag: string): number {
  const [, count = "", unit = ""] = /^(\d{1,9})([smhd])$/.exec(text.trim()) ?? [];
  const unitMs = UNITS_MS[unit];
  if (unitMs !== undefined) return Number(count) * unitMs;
  throw usageError("invalid_duration", `${flag}: '${text}' is not a time such as 90s, 10m, 1h or 2d.`);
}

/** A while ago, a moment, or the last event that is not wanted. Throws `invalid_since`, and `event_not_found`. */
export async function parseSince(
  deps: Deps,
  store: Store,
  text: string | undefined,
): Promise<Since | undefined> {
  if (text === undefined) return undefined;
  const clock = store.clock ?? deps.clock;
  if (/^\d+[smhd]$/.test(text)) return { atMs: clock.nowMs() - parseDuration(text, "--since") };
  if (text.startsWith("evt_")) return (await openEventLog(store, { clock })).sinceEvent(text);
  const atMs = /^\d{4}-/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(atMs)) return { atMs };
  throw usageError(
    "invalid_since",
    `--since: '${text}' is neither a time such as 1h, a date such as 2026-11-28T10:00Z, nor the ID of an event.`,
  );
}
