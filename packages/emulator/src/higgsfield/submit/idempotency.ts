import { hash } from "node:crypto";
import { isJsonObject } from "@klingkit/spec/core";
import type { Account } from "../../world/accounts/account.ts";
import type { TaskRecord } from "../../world/tasks/task-record.ts";
import type { TaskStore } from "../../world/tasks/task-store.ts";

/** What a submit is compared by. */
export interface Fingerprinted {
  readonly endpoint: string;
  readonly body: unknown;
  readonly webhookUrl: string | undefined;
  /** The header as it came. */
  readonly expiresAfter: string | undefined;
}

/**
 * Equal for requests that differ in the order of keys only. The order of lists, a field that is null in place of absent,
 * other addresses and another period of retention make another request. @source DOC 2026-09 (idempotency)
 */
export function fingerprintOf({ endpoint, body, webhookUrl, expiresAfter }: Fingerprinted): string {
  const parts = [endpoint, sorted(body), webhookUrl ?? null, expiresAfter ?? null];
  return hash("sha256", JSON.stringify(parts), "hex");
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isJsonObject(value)) return value;
  const names = Object.keys(value).toSorted();
  return Object.fromEntries(names.map((name) => [name, sorted(value[name])]));
}

/** What an account has under a key: the same request, another one, or nothing. */
export type KeyUse =
  | { readonly kind: "free" }
  | { readonly kind: "replay"; readonly task: TaskRecord }
  | { readonly kind: "mismatch" };

/** Only accepted requests hold a key. How long is not known; here for good. INF */
export function findKeyUse(
  { account, tasks }: { readonly account: Account; readonly tasks: TaskStore },
  key: string | undefined,
  fingerprint: string,
): KeyUse {
  const id = key === undefined ? undefined : account.taskIdByExternalId.get(key);
  const task = id === undefined ? undefined : tasks.find(id);
  if (!task) return { kind: "free" };
  return task.info["fingerprint"] === fingerprint ? { kind: "replay", task } : { kind: "mismatch" };
}
