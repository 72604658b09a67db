import { type TaskEvent, type WaitingDelivery, withoutLinks } from "@klingkit/engine";
import type { Deps } from "../../deps.ts";
import { parseTypes } from "../../events/parse-event-flags.ts";
import { withEventLog } from "../../events/with-event-log.ts";
import { parseLimit } from "../../session/parse-number.ts";
import type { StoreOptions } from "../../session/store-address.ts";
import { ageText } from "../../terminal/age-text.ts";
import { cutList, moreLine, rowsToRead } from "../../terminal/cut-list.ts";
import { type OutputOptions, printResult } from "../../terminal/output.ts";
import { formatPairs } from "../../terminal/pairs.ts";
import type { Style } from "../../terminal/style.ts";
import { type Column, formatTable } from "../../terminal/table.ts";

interface EventsOptions extends OutputOptions, StoreOptions {}

interface EventsListOptions extends EventsOptions {
  readonly events?: string;
  readonly job?: string;
  readonly limit: string;
  readonly before?: string;
}

export async function runEventsList(options: EventsListOptions, deps: Deps): Promise<void> {
  const { job, before } = options;
  const types = parseTypes(options.events);
  const limit = parseLimit(options.limit);
  const query = {
    limit: rowsToRead(limit),
    ...(types ? { types } : {}),
    ...(job === undefined ? {} : { jobId: job }),
    ...(before === undefined ? {} : { beforeId: before }),
  };
  const { listed, missing } = await withEventLog(deps, options, async (log, missing) => ({
    listed: await log.list(query),
    missing,
  }));
  const list = cutList(listed, limit);
  const events = list.shown.map(withoutLinks);
  const result = { success: true, events, count: events.length, has_more: list.hasMore, ...missing };
  printResult(deps, options, result, (style) =>
    events.length === 0
      ? "no events\n"
      : `${drawEvents(style, events, deps.clock.nowMs())}${moreLine(style, list, "events")}`,
  );
}

const COLUMNS: readonly Column[] = [
  // Other commands take the id, so that it is never cut.
  { title: "EVENT" },
  { title: "TYPE" },
  { title: "NAME", min: 8 },
  { title: "JOB", rank: 2 },
  { title: "AGE", isNumber: true, rank: 1 },
  { title: "DETAIL", min: 12 },
];

const drawEvents = (style: Style, events: readonly TaskEvent[], nowMs: number): string =>
  formatTable(
    style,
    COLUMNS,
    events.map(({ id, type, createdAt, data }) => [
      id,
      type,
      data.job.name,
      data.job.id,
      ageText(nowMs - Date.parse(createdAt)),
      detailOf(data),
    ]),
  );

const detailOf = ({ error, results }: TaskEvent["data"]): string =>
  error?.message ?? results.flatMap(({ filePath }) => filePath ?? []).join(", ");

export async function runEventsShow(id: string, options: EventsOptions, deps: Deps): Promise<void> {
  const { event, waiting } = await withEventLog(deps, options, async (log) => ({
    event: withoutLinks(await log.get(id)),
    waiting: await log.waiting(id),
  }));
  const result = { success: true, event, not_delivered: waiting.map(waitingJson) };
  printResult(deps, options, result, (style) => drawEvent(style, event, waiting));
}

const waitingJson = ({ receiver, attempts, nextAtMs, error }: WaitingDelivery) => ({
  url: receiver,
  attempts,
  next_at: nextAtMs === undefined ? null : new Date(nextAtMs).toISOString(),
  ...(error === undefined ? {} : { error }),
});

function drawEvent(style: Style, event: TaskEvent, waiting: readonly WaitingDelivery[]): string {
  const pairs = waiting.map(({ receiver, attempts, nextAtMs, error }): [string, string] => [
    nextAtMs === undefined ? "given up" : "not delivered",
    `${receiver} (${attempts} ${attempts === 1 ? "attempt" : "attempts"}) ${error ?? ""}`.trimEnd(),
  ]);
  const body = JSON.stringify(event, undefined, 2);
  return `${body}\n${pairs.length === 0 ? "" : formatPairs(pairs, style.dim)}`;
}
