import { LEGACY_PAGE_NUMBER, LEGACY_PAGE_SIZE } from "@klingkit/spec";
import type { Kling, TaskSnapshot } from "klingkit";
import type { Deps } from "../../deps.ts";
import { usageError } from "../../errors/cli-error.ts";
import { openKling } from "../../session/client.ts";
import { readSettings, requireCredentials } from "../../session/settings.ts";
import { statusWord } from "../../tasks/task-json.ts";
import { parseTaskType, resourceOf, type TaskType } from "../../tasks/task-types.ts";
import { pickFields, printResult } from "../../terminal/output.ts";
import { formatTable } from "../../terminal/table.ts";
import type { ListOptions } from "./list.ts";

const FIELDS = ["task_id", "status", "created_at"] as const;

export async function runList(options: ListOptions, deps: Deps): Promise<void> {
  const type = parseTaskType(options.type);
  const pageSize = parseCount(options.limit, { flag: "--limit", code: "invalid_limit", ...LEGACY_PAGE_SIZE });
  const pageNum = parseCount(options.page, { flag: "--page", code: "invalid_page", ...LEGACY_PAGE_NUMBER });
  pickFields([], FIELDS, options.json);
  const settings = await readSettings(deps, options);
  requireCredentials(settings);
  const list = listOf(await openKling(deps, settings), type);
  const found = await list({ pageNum, pageSize }, { signal: deps.signal });
  const tasks = found.map((task) => ({
    task_id: task.taskId,
    status: statusWord(task),
    created_at: task.createdAtMs,
  }));
  const result = { success: true, tasks: pickFields(tasks, FIELDS, options.json), count: tasks.length };
  printResult(deps, options, result, (style) => {
    if (found.length === 0) return `No tasks of type ${type} on page ${pageNum}.\n`;
    const rows = found.map((task) => [task.taskId, statusWord(task), timeText(task.createdAtMs)]);
    return formatTable([{ title: "TASK" }, { title: "STATUS" }, { title: "CREATED" }], rows, style.dim);
  });
}

const timeText = (ms: number | undefined): string =>
  ms === undefined
    ? ""
    : new Date(ms)
        .toISOString()
        .replace("T", " ")
        .replace(/\.\d+Z$/, " UTC");

type List = (
  page: { readonly pageNum: number; readonly pageSize: number },
  options: { readonly signal: AbortSignal },
) => Promise<readonly TaskSnapshot[]>;

function listOf(kling: Kling, type: TaskType): List {
  const resource = resourceOf(type);
  if (resource) return (page, options) => kling.v1[resource].list(page, options);
  throw usageError("unsupported_type", `--type ${type}: this version cannot list such tasks yet.`);
}

interface CountRule {
  readonly flag: string;
  readonly code: string;
  readonly min: number;
  readonly max: number;
}

function parseCount(text: string, { flag, code, min, max }: CountRule): number {
  const value = /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw usageError(code, `${flag}: '${text}' is not a whole number from ${min} to ${max}.`);
}
