import {
  canonicalStatus,
  dropAbsent,
  findSchemaIssues,
  inputSchemaOf,
  isJsonObject,
  RETENTION_DAYS,
  type ReadOperation,
  SERVICE_MESSAGES,
  SOLUTIONS_LIST_LIMIT,
  TASKS_LIST_LIMIT,
} from "@klingkit/spec";
import { newestFirst } from "../../world/accounts/account.ts";
import type { TaskRecord } from "../../world/tasks/task-record.ts";
import { type Refusal, refuse } from "../envelope.ts";
import type { ReadHandler } from "./read-handler.ts";
import { isOfFamily, isTask } from "./visibility.ts";

const INVALID_PARAMETER = 1201;
const UNREADABLE = 1200;
const DEFAULT_SPAN_MS = RETENTION_DAYS * 86_400_000;

/** What a page covers: newest first, from place `from` of the account's list downwards. */
interface ScanWindow {
  readonly startMs: number;
  readonly endMs: number;
  readonly from: number;
}

const encodeCursor = ({ startMs, endMs, from }: ScanWindow): string =>
  Buffer.from([startMs, endMs, from].join(":")).toString("base64url");

function decodeCursor(cursor: string): ScanWindow | undefined {
  const match = /^(-?\d+):(\d+):(\d+)$/.exec(Buffer.from(cursor, "base64url").toString());
  if (!match) return undefined;
  const [startMs = 0, endMs = 0, from = 0] = match.slice(1).map(Number);
  return { startMs, endMs, from };
}

const invalid = (path: string, value: unknown): Refusal =>
  refuse(INVALID_PARAMETER, SERVICE_MESSAGES.valueInvalid(path, value));

/** Times come as number or text. @source LIVE 2026-09 */
function readTime(value: unknown): number | undefined {
  const isText = typeof value === "string" && /^\d+$/.test(value.trim());
  return isText || typeof value === "number" ? Number(value) : undefined;
}

function readWindow(
  body: Readonly<Record<string, unknown>>,
  nowMs: number,
  last: number,
): ScanWindow | Refusal {
  const cursor = body["cursor"];
  if (typeof cursor === "string") return decodeCursor(cursor) ?? invalid("cursor", cursor);
  const endMs = body["end_time"] === undefined ? nowMs : readTime(body["end_time"]);
  if (endMs === undefined) return invalid("end_time", body["end_time"]);
  const startMs = body["start_time"] === undefined ? endMs - DEFAULT_SPAN_MS : readTime(body["start_time"]);
  if (startMs === undefined || startMs >= endMs) return invalid("start_time", body["start_time"]);
  return { startMs, endMs, from: last };
}

/** Values of one key are alternatives, keys narrow each other; an empty list is no filter. */
function createFilter(filters: unknown): (task: TaskRecord) => boolean {
  const list = Array.isArray(filters) ? filters.filter(isJsonObject) : [];
  return (task) =>
    list.every(({ key, values }) => {
      if (!Array.isArray(values) || values.length === 0) return true;
      // By status, or by what the task makes. @source DOC (product types)
      if (key === "status") return values.some((word) => canonicalStatus(word) === task.status);
      return task.results.some(({ kind }) => values.includes(kind));
    });
}

async function readBody(
  operation: ReadOperation,
  readText: () => Promise<string>,
): Promise<Readonly<Record<string, unknown>> | Refusal> {
  const text = (await readText()).trim();
  let value: unknown;
  try {
    value = text === "" ? {} : JSON.parse(text);
  } catch {
    return refuse(UNREADABLE, SERVICE_MESSAGES.requestUnreadable);
  }
  const body = dropAbsent(value);
  if (!isJsonObject(body)) return refuse(UNREADABLE, SERVICE_MESSAGES.requestUnreadable);
  return checkBody(operation, body);
}

/** Fields beside the times, which are read more leniently than their schema. */
function checkBody(
  operation: ReadOperation,
  body: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> | Refusal {
  const { limit, filters } = body;
  const known = { ...(limit === undefined ? {} : { limit }), ...(filters === undefined ? {} : { filters }) };
  const schema = inputSchemaOf(operation);
  const [issue] = schema ? findSchemaIssues(schema, known) : [];
  if (!issue) return body;
  const field = issue.path[0] === "limit" ? "limit" : "filters";
  return invalid(field, field === "limit" ? limit : JSON.stringify(filters));
}

const isOfSolutions = ({ family }: ReadOperation): boolean => family === "solutions";

/** Solutions read 0 and less as 1. @source DOC 2026-10 */
function limitOf(operation: ReadOperation, { limit }: Readonly<Record<string, unknown>>): number {
  if (isOfSolutions(operation)) return typeof limit === "number" ? Math.max(1, limit) : SOLUTIONS_LIST_LIMIT;
  return typeof limit === "number" ? limit : TASKS_LIST_LIMIT.default;
}

/** `POST /tasks`: tasks of any family but solutions, which `POST /solutions` has, newest first (`INF`). @source DOC 2026-09, LIVE 2026-08-26 (empty account) */
export const tasksScan: ReadHandler = async (state, { account, operation, readText }) => {
  const body = await readBody(operation, readText);
  if (isRefusal(body)) return { refusal: body };
  // A task of this very moment is listed, also where the end of a period is excluded from it.
  const nowMs = state.clock.nowMs() + (isOfSolutions(operation) ? 1 : 0);
  const window = readWindow(body, nowMs, account.taskIds.length - 1);
  if (isRefusal(window)) return { refusal: window };
  const limit = limitOf(operation, body);
  const passes = createFilter(body["filters"]);
  const texts: string[] = [];
  let { from } = window;
  let nextFrom: number | undefined;
  for (const task of newestFirst(account.taskIds, state.tasks.find, from)) {
    if (isInside(window, operation, task) && isTask(task) && passes(task)) {
      if (texts.length === limit) {
        nextFrom = from;
        break;
      }
      texts.push(state.views.render(state.lifecycle.read(account, task), "standard"));
    }
    from -= 1;
  }
  if (texts.length === 0) return { data: '{"count":0,"has_more":false}' };
  const next =
    nextFrom === undefined ? "" : `"next_cursor":"${encodeCursor({ ...window, from: nextFrom })}",`;
  return {
    data: `{"result":[${texts.join(",")}],"count":${texts.length},${next}"has_more":${nextFrom !== undefined}}`,
  };
};

/** The end is part of the period for `/tasks`, not for solutions. @source DOC 2026-10 (solutions) */
function isInside({ startMs, endMs }: ScanWindow, operation: ReadOperation, task: TaskRecord): boolean {
  const { createdAtMs } = task;
  const isBeforeEnd = isOfSolutions(operation) ? createdAtMs < endMs : createdAtMs <= endMs;
  return isOfFamily(operation, task) && createdAtMs >= startMs && isBeforeEnd;
}

function isRefusal(value: object): value is Refusal {
  return "code" in value && "message" in value && Object.keys(value).length === 2;
}
