import type { TaskStatus } from "../../operation/task-status.ts";

export type HiggsfieldStatus = "queued" | "in_progress" | "completed" | "failed" | "nsfw" | "canceled";

export interface StatusRow {
  /** In the words that all services share. */
  readonly status: TaskStatus;
  readonly isTerminal: boolean;
  /** `reserved` while it is undecided, `charged`, or `refunded`. */
  readonly charge: "reserved" | "charged" | "refunded";
  readonly isCancelable: boolean;
  /** A webhook is sent when this status is reached. */
  readonly hasWebhook: boolean;
  /** The content policy refused the input or the result. */
  readonly isContentPolicy?: true;
}

/** @source DOC 2026-10; INF that `canceled` sends no webhook: it is never listed */
export const HIGGSFIELD_STATUSES: Readonly<Record<HiggsfieldStatus, StatusRow>> = {
  queued: row("submitted", "reserved", { isCancelable: true }),
  in_progress: row("processing", "reserved"),
  completed: row("succeeded", "charged", { hasWebhook: true }),
  failed: row("failed", "refunded", { hasWebhook: true }),
  nsfw: row("failed", "refunded", { hasWebhook: true, isContentPolicy: true }),
  canceled: row("canceled", "refunded"),
};

const isKnown = (word: string): word is HiggsfieldStatus => Object.hasOwn(HIGGSFIELD_STATUSES, word);

/** The row of a status word; undefined for a word that is not documented, which is followed like `in_progress`. */
export const findHiggsfieldStatus = (word: string): StatusRow | undefined =>
  isKnown(word) ? HIGGSFIELD_STATUSES[word] : undefined;

function row(
  status: TaskStatus,
  charge: StatusRow["charge"],
  rest: Partial<Pick<StatusRow, "isCancelable" | "hasWebhook" | "isContentPolicy">> = {},
): StatusRow {
  const isTerminal = charge !== "reserved";
  return { status, isTerminal, charge, isCancelable: false, hasWebhook: false, ...rest };
}
