import { LEGACY_PAGE_SIZE } from "@klingkit/spec/plain";
import type { Kling, TaskSnapshot } from "klingkit";
import { usageError } from "../errors/cli-error.ts";
import {
  groupOf,
  productOf,
  resourceOf,
  SOLUTION,
  TASK_TYPES_OF_LISTS,
  type TaskType,
} from "../session/task-types.ts";

export interface ListInput {
  readonly kling: Kling;
  /** Undefined: every product. */
  readonly types: readonly TaskType[] | undefined;
  /** Only an API key reads every product with one request. */
  readonly hasApiKey: boolean;
  /** From 1. */
  readonly pageNum: number;
  readonly pageSize: number;
  readonly signal: AbortSignal;
}

export interface ListedTasks {
  /** Newest first. */
  readonly tasks: readonly TaskSnapshot[];
  /** The next page may have tasks. Lists of one type do not say how long they are: after a full page there may be another. */
  readonly hasMore: boolean;
}

/** One page of tasks. */
export async function listTasks(input: ListInput): Promise<ListedTasks> {
  const { types = TASK_TYPES_OF_LISTS } = input;
  const [only] = types;
  if (types.every((type) => groupOf(type) === SOLUTION)) return listSolutions(input, types);
  if (only !== undefined && types.length === 1) {
    const tasks = await listProduct(input, only, input);
    return { tasks, hasMore: tasks.length >= input.pageSize };
  }
  return input.types === undefined && input.hasApiKey ? scanPage(input) : mergeProducts(input, types);
}

interface Page {
  readonly pageNum: number;
  readonly pageSize: number;
}

function listProduct(
  { kling, signal }: ListInput,
  type: TaskType,
  { pageNum, pageSize }: Page,
): Promise<readonly TaskSnapshot[]> {
  const resource = resourceOf(type);
  if (resource) return kling.v1[resource].list({ pageNum, pageSize }, { signal });
  const message = `--type ${type}: this version cannot list such tasks alone. Without --type, an API key lists tasks of every type.`;
  throw usageError("unsupported_type", message);
}

/** `POST /solutions` does not say which solution a task is of. */
function listSolutions(input: ListInput, [only, ...others]: readonly TaskType[]): Promise<ListedTasks> {
  if (!input.hasApiKey) throw usageError("unsupported_type", "Solutions can be listed with an API key only.");
  if (only === undefined || others.length > 0) return scanPage(input, "solutions");
  const message = `--type ${only}: Kling lists the tasks of all solutions together. Leave --type out.`;
  throw usageError("unsupported_type", message);
}

/** `POST /tasks` has a cursor instead of page numbers, so the pages before are read on the way. */
async function scanPage(
  { kling, pageNum, pageSize, signal }: ListInput,
  family?: "solutions",
): Promise<ListedTasks> {
  let cursor: string | undefined;
  for (let at = 1; ; at += 1) {
    const page = await kling.tasks.list({ limit: pageSize, cursor, family }, { signal });
    const { nextCursor } = page;
    // A cursor that does not move would give the same page for ever.
    const hasMore = page.hasMore && nextCursor !== undefined && nextCursor !== cursor;
    if (at === pageNum) return { tasks: newestFirst(page.tasks), hasMore };
    if (!hasMore) return { tasks: [], hasMore };
    cursor = nextCursor;
  }
}

/** The lists of legacy products, which a key pair reads, as one. */
async function mergeProducts(input: ListInput, types: readonly TaskType[]): Promise<ListedTasks> {
  const end = input.pageNum * input.pageSize;
  const lists = await Promise.all(types.map((type) => firstOf(input, type, end)));
  const found = newestFirst(lists.flat());
  const hasMore = found.length > end || lists.some((list) => list.length >= end);
  return { tasks: found.slice(end - input.pageSize, end), hasMore };
}

/** The newest `count` tasks of a product. */
async function firstOf(input: ListInput, type: TaskType, count: number): Promise<readonly TaskSnapshot[]> {
  const pageSize = Math.min(count, LEGACY_PAGE_SIZE.max);
  const found: TaskSnapshot[] = [];
  for (let pageNum = 1; found.length < count; pageNum += 1) {
    const page = await listProduct(input, type, { pageNum, pageSize });
    found.push(...page.map((task) => ({ ...task, product: productOf(type) })));
    if (page.length < pageSize) break;
  }
  return found;
}

const newestFirst = (tasks: readonly TaskSnapshot[]): readonly TaskSnapshot[] =>
  tasks.toSorted((left, right) => (right.createdAtMs ?? 0) - (left.createdAtMs ?? 0));
