import { LEGACY_PAGE_NUMBER, LEGACY_PAGE_SIZE } from "@klingkit/spec/plain";
import type { TaskSnapshot } from "klingkit";
import type { Deps } from "../../deps.ts";
import { usageError } from "../../errors/cli-error.ts";
import type { UsageCode } from "../../errors/codes/error-codes.ts";
import { openKling } from "../../session/client.ts";
import { lookForEmulator } from "../../session/emulator-probe.ts";
import { type ConnectionOptions, readSettings, requireCredentials } from "../../session/settings.ts";
import type { StoreOptions } from "../../session/store-address.ts";
import {
  parseTaskType,
  type TaskGroup,
  type TaskType,
  typeOfProduct,
  typeOfRoute,
  typesOf,
} from "../../session/task-types.ts";
import { LIST_FIELDS } from "../../tasks/list-fields.ts";
import { listTasks } from "../../tasks/list-tasks.ts";
import { type ListedJob, readListedJobs } from "../../tasks/listed-jobs.ts";
import { entryJson, statusWord } from "../../tasks/task-json.ts";
import { ageText } from "../../terminal/age-text.ts";
import { type OutputOptions, pickFields, printResult } from "../../terminal/output.ts";
import type { Style } from "../../terminal/style.ts";
import { formatTable } from "../../terminal/table.ts";

export interface ListOptions extends OutputOptions, ConnectionOptions, StoreOptions {
  readonly limit: string;
  readonly page: string;
  readonly type?: string;
  /** Lists the tasks of one group; videos' lists all. */
  readonly group?: TaskGroup;
}

export async function runList(options: ListOptions, deps: Deps): Promise<void> {
  const { group = "video" } = options;
  const type = options.type === undefined ? undefined : parseTaskType(options.type, group);
  const types = type === undefined ? (group === "video" ? undefined : typesOf(group)) : [type];
  const pageSize = parseCount(options.limit, { flag: "--limit", code: "invalid_limit", ...LEGACY_PAGE_SIZE });
  const pageNum = parseCount(options.page, { flag: "--page", code: "invalid_page", ...LEGACY_PAGE_NUMBER });
  pickFields([], LIST_FIELDS, options.json);
  const settings = readSettings(deps, options);
  const hasApiKey = requireCredentials(settings).kind === "api-key";
  const kling = openKling(deps, settings);
  const { tasks: found, hasMore } = await listTasks({
    kling,
    types,
    hasApiKey,
    pageNum,
    pageSize,
    signal: deps.signal,
  });
  const jobs = await readListedJobs(deps, options, found);
  // The times are the service's: an emulator's clock may run faster than this machine's.
  const emulator = await lookForEmulator(deps, settings.baseUrl.value);
  const nowMs = emulator?.nowMs ?? deps.clock.nowMs();
  const tasks = found.map((task) => rowOf(task, { type, nowMs, listed: jobs.get(task.taskId) }));
  const result = {
    success: true,
    tasks: pickFields(tasks, LIST_FIELDS, options.json),
    count: tasks.length,
    has_more: hasMore,
  };
  const more = hasMore ? `Older tasks may follow. To see them, use --page ${pageNum + 1}.\n` : "";
  printResult(deps, options, result, (style) =>
    found.length === 0
      ? `No tasks${type === undefined ? "" : ` of type ${type}`} on page ${pageNum}.\n`
      : `${drawTasks(style, tasks)}${style.dim(more)}${clockLine(style, emulator?.speed)}`,
  );
}

/** Whose clock the ages are by, where it is not that of the reader. */
const clockLine = (style: Style, speed = 1): string =>
  speed === 1 ? "" : style.dim(`AGE is by the clock of the emulator, which runs ${speed} times as fast.\n`);

interface Known {
  readonly type: TaskType | undefined;
  readonly nowMs: number;
  /** Undefined for a task that no job of the store made. */
  readonly listed: ListedJob | undefined;
}

/** The first three keys and their order are fixed; those of videos, voices and elements stand only where there are such. */
function rowOf(task: TaskSnapshot, { type, nowMs, listed }: Known) {
  const { createdAtMs, videos } = task;
  const [video] = videos;
  return {
    task_id: task.taskId,
    status: statusWord(task),
    created_at: createdAtMs,
    age_seconds: createdAtMs === undefined ? null : Math.max(0, Math.round((nowMs - createdAtMs) / 1000)),
    external_task_id: task.externalTaskId ?? null,
    type: type ?? typeOfProduct(task.product) ?? (listed && typeOfRoute(listed.job.routeId)) ?? null,
    prompt: listed?.prompt ?? null,
    job: listed?.job.id ?? null,
    ...(video?.id === undefined ? {} : { video_id: video.id }),
    ...entryJson(task),
  };
}

const COLUMNS = [
  // Other commands take the id, so that it is never cut.
  { title: "TASK" },
  { title: "STATUS" },
  { title: "AGE", isNumber: true, rank: 1 },
  { title: "EXTERNAL ID", min: 12, cut: "middle", rank: 2 },
  { title: "PROMPT", min: 12 },
] as const;

/** Entries of a library, which other commands take by their id. */
const ENTRY_COLUMNS = [
  { title: "ID" },
  { title: "NAME", min: 8 },
  { title: "STATUS" },
  { title: "AGE", isNumber: true, rank: 1 },
  { title: "TASK", rank: 2 },
] as const;

function drawTasks(style: Style, tasks: readonly ReturnType<typeof rowOf>[]): string {
  const age = (seconds: number | null) => (seconds === null ? "" : ageText(seconds * 1000));
  if (tasks.some((row) => "voice_id" in row || "element_id" in row))
    return formatTable(
      style,
      ENTRY_COLUMNS,
      tasks.map(({ task_id, status, age_seconds, ...entry }) => [
        entry.element_id ?? entry.voice_id ?? "",
        entry.element_name ?? entry.voice_name ?? "",
        entry.deleted ? "deleted" : status,
        age(age_seconds),
        task_id,
      ]),
    );
  return formatTable(
    style,
    COLUMNS,
    tasks.map(({ task_id, status, age_seconds, external_task_id, prompt }) => [
      task_id,
      status,
      age(age_seconds),
      external_task_id ?? "",
      prompt ?? "",
    ]),
  );
}

interface CountRule {
  readonly flag: string;
  readonly code: UsageCode;
  readonly min: number;
  readonly max: number;
}

function parseCount(text: string, { flag, code, min, max }: CountRule): number {
  const value = /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw usageError(code, `${flag}: '${text}' is not a whole number from ${min} to ${max}.`);
}
