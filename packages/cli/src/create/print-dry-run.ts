import { ROUTE_STATE_WORDS } from "@klingkit/spec";
import type { Deps } from "../deps.ts";
import { estimateJson, estimateText } from "../jobs/estimate.ts";
import { type OutputOptions, printResult } from "../terminal/output.ts";
import { formatPairs } from "../terminal/pairs.ts";
import { costText, firstJson } from "./first-json.ts";
import type { Purchase } from "./purchase.ts";
import type { SavedPlan } from "./save-plan.ts";

const ID_NOTE =
  "an external_task_id that names the job is added when it is sent; set your own with --external-id";
const NO_ID_NOTE =
  "this request takes no external_task_id: if its response is lost, klingkit cannot look it up and does not send it again";

/** Where the key of a request travels, by family. */
const KEY_NOTES: Readonly<Record<string, string>> = {
  models: "an Idempotency-Key that names the job is sent with it",
};

const keyNoteOf = ({ family, takesExternalId }: Purchase): string =>
  KEY_NOTES[family] ?? (takesExternalId ? ID_NOTE : NO_ID_NOTE);

/** Shows what would be sent and what it would cost. */
export function printDryRun(
  deps: Deps,
  options: OutputOptions & { readonly externalId?: string },
  purchase: Purchase,
  saved: SavedPlan | undefined,
): void {
  const { routeId, state, method, path, payload, estimate, warnings, first } = purchase;
  const keyNotes = options.externalId === undefined ? [keyNoteOf(purchase)] : [];
  const notes = [...(purchase.notes ?? []), ...keyNotes];
  const result = {
    success: true,
    dry_run: true,
    route: routeId,
    ...(state === undefined ? {} : { state }),
    method,
    path,
    payload,
    estimate: estimateJson(estimate),
    ...firstJson(purchase),
    warnings: warnings.map(({ rule, path: field, message }) => ({ rule, path: field, message })),
    notes,
    ...(saved ? { plan_hash: saved.planHash, purpose: saved.purpose, file: saved.filePath } : {}),
    ...(saved ? { next: saved.next } : {}),
  };
  printResult(deps, options, result, (style) => {
    const head = formatPairs(
      [
        ["route", state === undefined ? routeId : `${routeId} ${style.dim(`(${ROUTE_STATE_WORDS[state]})`)}`],
        ...(first
          ? [["first", `${first.method} ${first.path}: ${estimateText(first.estimate)}`] as const]
          : []),
        ["request", `${method} ${path}${first ? `: ${estimateText(estimate)}` : ""}`],
        ["cost", costText(purchase)],
      ],
      style.dim,
    );
    const body = `${JSON.stringify(payload, undefined, 2)}\n`.replaceAll(/^/gm, "  ").trimEnd();
    const hints = [
      ...warnings.map(({ message }) => `${style.warn("warning")} ${message}\n`),
      ...notes.map((note) => `${style.dim(`note: ${note}`)}\n`),
      ...(saved ? [`${style.good("saved")} ${saved.filePath}\n${style.dim("next")}  ${saved.next}\n`] : []),
    ];
    return `${style.bold("Dry run: nothing is sent.")}\n${head}\n${body}\n\n${hints.join("")}`;
  });
}
