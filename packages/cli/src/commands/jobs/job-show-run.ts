import {
  type Approval,
  type AssetRow,
  chargedUnits,
  type EngineEvent,
  isAdoptedRoute,
  type Job,
  type JobHistory,
  type LedgerRow,
  stateWord,
} from "@klingkit/engine";
import { amountText, ROUTE_STATE_WORDS, type Unit } from "@klingkit/spec";
import type { Deps } from "../../deps.ts";
import { amountCell } from "../../jobs/amount-text.ts";
import { estimateJson, estimateText } from "../../jobs/estimate.ts";
import { assetJson, entryText } from "../../jobs/files-json.ts";
import { jobJson } from "../../jobs/job-json.ts";
import type { NextStep } from "../../jobs/next-steps.ts";
import type { requestJson, StoredPlan } from "../../jobs/request-facts.ts";
import { errorText, sentText } from "../../jobs/sent-text.ts";
import { shortHash } from "../../jobs/short-hash.ts";
import { paintState } from "../../jobs/state-words.ts";
import { unreportedNote } from "../../jobs/unreported.ts";
import { withJobClient } from "../../jobs/with-job-client.ts";
import { printResult } from "../../terminal/output.ts";
import { formatPairs } from "../../terminal/pairs.ts";
import { showOnOneLine } from "../../terminal/show-controls.ts";
import type { Style } from "../../terminal/style.ts";
import { formatTable } from "../../terminal/table.ts";
import type { JobShowOptions } from "./jobs-options.ts";
import { type Shortened, shorten, shownOf } from "./shorten.ts";

/** Everything on record about one job; media stand as their sha256, and no link to a result is shown. */
export async function runJobShow(id: string, options: JobShowOptions, deps: Deps): Promise<void> {
  const { history, settledUnits, retry, isAttended } = await withJobClient(
    deps,
    options,
    async (jobClient) => {
      const found = await jobClient.job(id);
      const [newer] = await jobClient.jobs({ retryOf: [id], limit: 1 });
      return {
        history: found,
        settledUnits: await chargedUnits(jobClient, found),
        retry: newer,
        isAttended: (await jobClient.workers()).length > 0,
      };
    },
  );
  const { all = false } = options;
  const shown = {
    history,
    settledUnits,
    events: shorten(history.events, all),
    ledger: shorten(history.ledger, all),
  };
  const facts = await import("../../jobs/request-facts.ts");
  const steps = await stepsFor(deps, { history, retry, store: options.store, isAttended });
  const json = { ...historyJson(shown, facts.requestJson(history.planned)), next: steps };
  printResult(deps, options, json, (style) => drawHistory(style, shown, steps));
  if (!options.preview) return;
  const { previewFiles } = await import("../../pictures/show-preview.ts");
  const files = history.assets.flatMap(({ file_path }) => file_path ?? []);
  await previewFiles(deps, options, files);
}

interface Shown {
  readonly history: JobHistory;
  /** Undefined while nothing is settled, and where the charge is unknown. */
  readonly settledUnits: number | undefined;
  readonly events: Shortened<EngineEvent>;
  readonly ledger: Shortened<LedgerRow>;
}

const iso = (ms: number): string => new Date(ms).toISOString();

function historyJson(
  { history, settledUnits, events, ledger }: Shown,
  request: ReturnType<typeof requestJson>,
): Readonly<Record<string, unknown>> {
  const { intent, approval, sums, assets } = history;
  const planned = wireOf(history.planned);
  return {
    success: true,
    ...jobJson(history, { request, settledUnits }),
    // Of an adopted task only a read is planned, and none of ours made it.
    request: isAdoptedRoute(history.routeId) ? null : planned.request,
    estimate: estimateJson(planned.estimate),
    sent: intent
      ? {
          state: intent.state,
          times: intent.sends,
          payload_hash: intent.request_hash,
          last_answer: intent.answer === null ? null : parsed(intent.answer),
          opened_at: iso(intent.opened_at),
        }
      : null,
    approval: approval ? approvalOf(approval) : null,
    events: shownOf(events).map(({ atMs, kind, from, to, worker = null, data }) => ({
      at: iso(atMs),
      kind,
      from,
      to,
      worker,
      data,
    })),
    ...(events.leftOut > 0 ? { events_left_out: events.leftOut } : {}),
    ledger: shownOf(ledger).map(({ entry, units, attempt, at }) => ({ at: iso(at), entry, units, attempt })),
    ...(ledger.leftOut > 0 ? { ledger_left_out: ledger.leftOut } : {}),
    units: sums,
    files: assets.map((asset) => ({ ...assetJson(asset), at: iso(asset.at) })),
  };
}

/** What was sent and its price; empty where a plan of an earlier version lacks it. */
const wireOf = ({
  method = "POST",
  path = "",
  payload = null,
  media = [],
  estimate = UNPRICED,
}: StoredPlan) => ({
  request: { method, path, payload, media },
  estimate,
});

const UNPRICED = {
  isKnown: false,
  reason: "an earlier version made the job, and did not save its price",
  priceCard: "",
} as const;

const madePair = (style: Style, asset: AssetRow): [string, string] =>
  asset.file_path === null
    ? ["made", entryText(asset)]
    : ["file", `${style.link(asset.file_path, asset.file_path)} (${asset.size_bytes} bytes)${idText(asset)}`];

/** What other commands take as `VIDEO_ID`. */
const idText = ({ kind, result_id }: AssetRow): string =>
  result_id === null ? "" : `, ${kind} ID ${showOnOneLine(result_id)}`;

function errorPair(history: JobHistory): [string, string][] {
  const text = errorText(history);
  return text === undefined ? [] : [["error", text]];
}

function notePair(unit: Unit): [string, string][] {
  const note = unreportedNote([unit]);
  return note === undefined ? [] : [["", note]];
}

/** What was charged, where it is not what the plan said, or the plan said nothing. */
function chargedPair({ history, settledUnits }: Shown): [string, string][] {
  const { estimateUnits, unit } = history;
  return settledUnits === undefined || settledUnits === estimateUnits
    ? []
    : [["charged", amountText(settledUnits, unit)], ...notePair(unit)];
}

const approvalOf = ({ id, approvedBy, via, approvedAtMs }: Approval) => ({
  id,
  by: approvedBy,
  via: via ?? "unknown",
  at: iso(approvedAtMs),
});

/** `by ana, terminal, 2026-11-28T…`. */
const approvalText = ({ approvedBy, via, approvedAtMs }: Approval): string =>
  `by ${approvedBy}, via ${via ?? "unknown"}, ${iso(approvedAtMs)}`;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function drawHistory(style: Style, shown: Shown, steps: readonly NextStep[]): string {
  const { history, events, ledger } = shown;
  const { approval, assets, externalId } = history;
  const { request, estimate } = wireOf(history.planned);
  const isAdopted = isAdoptedRoute(history.routeId);
  const workers = new Set(shownOf(events).flatMap(({ worker }) => worker ?? []));
  const hasSeveral = workers.size > 1;
  const pairs: [string, string][] = [
    ["batch", `${history.batchId} (${history.purpose})`],
    ["account", history.account],
    ["route", routeText(style, history)],
    ...(isAdopted
      ? []
      : ([
          ["request", `${request.method} ${request.path}`.trim()],
          ["payload", shortHash(history.planHash)],
        ] satisfies [string, string][])),
    ["cost", estimateText(estimate)],
    ...chargedPair(shown),
    ...(approval ? [["approved", approvalText(approval)] satisfies [string, string]] : []),
    ...(externalId === undefined ? [] : [["external id", externalId] satisfies [string, string]]),
    ["task", history.taskId ?? "none"],
    ["sent", isAdopted ? "by another tool" : sentText(history)],
    ...(hasSeveral ? [] : [...workers].map((worker): [string, string] => ["worker", worker])),
    ...assets.map((asset) => madePair(style, asset)),
    ...errorPair(history),
  ];
  const payload = isAdopted
    ? ""
    : `${JSON.stringify(request.payload, undefined, 2).replaceAll(/^/gm, "  ")}\n`;
  const first = events.first[0]?.atMs ?? history.createdAtMs;
  const eventRows = rowsOf(events, (event) => [
    secondsSince(first, event.atMs),
    event.kind,
    ...(hasSeveral ? [event.worker ?? ""] : []),
    detailOf(event),
  ]);
  const ledgerRows = rowsOf(ledger, ({ entry, units, attempt, at }) => [
    secondsSince(first, at),
    entry,
    amountCell(units, history.unit),
    String(attempt),
  ]);
  const table = (titles: readonly string[], rows: readonly (readonly string[])[]) =>
    formatTable(
      style,
      titles.map((title, at) => ({
        title,
        isNumber: at === 0 || title === "UNITS",
        ...(title === "DETAIL" ? { min: 20, wraps: true } : {}),
      })),
      rows,
    );
  return [
    `${paintState(style, history, stateWord(history))} ${style.bold(history.name)} ${style.dim(history.id)}\n${formatPairs(pairs, style.dim)}`,
    drawNext(style, steps),
    payload,
    table(["SECONDS", "EVENT", ...(hasSeveral ? ["WORKER"] : []), "DETAIL"], eventRows),
    ledgerRows.length > 0 ? table(["SECONDS", "LEDGER", "AMOUNT", "SEND"], ledgerRows) : "",
  ]
    .filter(Boolean)
    .join("\n");
}

interface Needy {
  readonly history: JobHistory;
  /** The job that replaces it. */
  readonly retry: Pick<Job, "id"> | undefined;
  readonly store: string | undefined;
  readonly isAttended: boolean;
}

/** What resolves it, or brings its result after all. The operations are read for it, which jobs with a result do not need. */
async function stepsFor(
  { clock }: Deps,
  { history, retry, store, isAttended }: Needy,
): Promise<readonly NextStep[]> {
  if (history.state === "collected") return [];
  const { nextSteps, placeOf, showCommand } = await import("../../jobs/next-steps.ts");
  const place = placeOf(history, store);
  if (retry) return [{ text: "It was retried as", command: showCommand(retry, place) }];
  const itself = showCommand(history, place);
  return nextSteps(history, clock.nowMs(), place, isAttended).flatMap((step) => {
    if (step.command !== itself) return [step];
    return step.text === undefined ? [] : [{ text: step.text }];
  });
}

/** What to do, each command in a line of its own to be copied. */
const drawNext = (style: Style, steps: readonly NextStep[]): string =>
  steps
    .map(({ text, command }, at) => {
      const label = at === 0 ? style.bold("next") : "    ";
      const lines = [text, command].filter((line) => line !== undefined);
      return `${label}  ${lines.join(":\n        ")}\n`;
    })
    .join("");

/** Rows of a table; the gap says how to see the rest. */
function rowsOf<Row>(
  { first, leftOut, last }: Shortened<Row>,
  draw: (row: Row) => readonly string[],
): readonly (readonly string[])[] {
  const gap = leftOut > 0 ? [["", `… ${leftOut} left out`, "--all"]] : [];
  return [...first.map(draw), ...gap, ...last.map(draw)];
}

function routeText(style: Style, { routeId, planned }: JobHistory): string {
  if (isAdoptedRoute(routeId)) return "unknown: another tool made the task";
  const { routeState }: StoredPlan = planned;
  return routeState === undefined ? routeId : `${routeId} ${style.dim(`(${ROUTE_STATE_WORDS[routeState]})`)}`;
}

const secondsSince = (first: number, at: number): string => `+${((at - first) / 1000).toFixed(1)}`;

function detailOf({ from, to, data }: EngineEvent): string {
  const move = to === undefined ? "" : from === undefined ? to : `${from} → ${to}`;
  const shown: Readonly<Record<string, unknown>> = { ...data };
  const facts = ["rawStatus", "message", "taskId", "approvalId", "units", "filePath"].flatMap((key) =>
    shown[key] === undefined ? [] : [String(shown[key])],
  );
  return [move, ...facts].filter(Boolean).join("  ");
}
