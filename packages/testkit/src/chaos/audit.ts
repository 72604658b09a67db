import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { EmulatorControl, TaskRecord } from "@klingkit/emulator";
import { openJobClient, REST_STATES, type Store } from "@klingkit/engine";
import { mostInFlight } from "./in-flight.ts";
import { RESEND_MARK } from "./worker-order.ts";

const LOST_TOLD = 3;

/** What the books of the store say, beside what the service saw. All of it since the beginning. */
export interface Audit {
  readonly jobs: number;
  readonly collected: number;
  /** What became of some of the jobs that were not collected: state and error. */
  readonly lost: readonly string[];
  /** Jobs that are neither at their end nor with a person. */
  readonly withoutEnd: number;
  /** Creates that the service accepted. */
  readonly accepted: number;
  /** Tasks beyond the first of a job, and tasks of no job. */
  readonly boughtTwice: number;
  readonly billed: number;
  readonly delivered: number;
  /** Collected jobs whose file is not on disk as it was recorded. */
  readonly badFiles: number;
  readonly mostInFlight: number;
  /** Slots that are held by a job although nothing runs. */
  readonly leakedSlots: number;
  readonly settledUnits: number;
  /** Of every unit. */
  readonly heldUnits: number;
  /** Units that Kling has deducted. */
  readonly billedUnits: number;
  /** The same at the service that is paid in US dollars. */
  readonly settledUsd: number;
  readonly billedUsd: number;
  /** Creates that were refused with 1303. */
  readonly slotRefusals: number;
}

export interface AuditInput {
  readonly store: Store;
  readonly control: EmulatorControl;
  /** Batch whose files are read again. */
  readonly batchId: string;
}

/** Packs that jobs are paid from; one sum of both is enough to see what is missing. */
const UNITS = ["video", "image"] as const;

/** Reads both sides. Nothing may run. */
export async function audit({ store, control, batchId }: AuditInput): Promise<Audit> {
  const { reader } = store;
  const jobs = await reader.selectFrom("job").select(["state", "ext_id", "error_json"]).execute();
  const taken = await reader.selectFrom("slot").select("n").where("job_id", "is not", null).execute();
  const jobClient = openJobClient(store);
  const units = await Promise.all(UNITS.map((unit) => jobClient.sums({ unit })));
  const usd = await jobClient.sums({ unit: "usd" });
  const tasks = control.tasks();
  const { accepted, billed, delivered, entries } = control.journal();
  return {
    jobs: jobs.length,
    collected: jobs.filter(({ state }) => state === "collected").length,
    lost: jobs
      .filter(({ state }) => state !== "collected")
      .slice(0, LOST_TOLD)
      .map(({ state, error_json }) => `${state} ${error_json ?? ""}`),
    withoutEnd: jobs.filter(({ state }) => !REST_STATES.includes(state)).length,
    accepted,
    boughtTwice: countSurplus(tasks, new Set(jobs.map(({ ext_id }) => ext_id))),
    billed,
    delivered,
    badFiles: await countBadFiles(store, batchId),
    mostInFlight: Math.max(
      ...[...Map.groupBy(tasks, ({ pool }) => pool).values()].map((own) => mostInFlight(own)),
      0,
    ),
    leakedSlots: taken.length,
    settledUnits: units.reduce((sum, { settled }) => sum + settled, 0),
    heldUnits: units.reduce((sum, { held }) => sum + held, usd.held),
    billedUnits: UNITS.reduce((sum, unit) => sum + billedIn(tasks, unit), 0),
    settledUsd: usd.settled,
    billedUsd: billedIn(tasks, "usd"),
    slotRefusals: entries.filter(({ outcome }) => outcome === "refused 1303").length,
  };
}

const billedIn = (tasks: readonly TaskRecord[], wanted: string): number =>
  tasks
    .filter(({ status, unit }) => status === "succeeded" && unit === wanted)
    .reduce((sum, { units }) => sum + units, 0);

/** Tasks that nobody wanted: beyond the first of a key, or of a key that is none of `keys`. */
export function countSurplus(
  tasks: readonly { readonly externalTaskId: string | undefined }[],
  keys?: ReadonlySet<string>,
): number {
  const bought = tasks.map(({ externalTaskId = "" }) => externalTaskId.split(RESEND_MARK)[0] ?? "");
  return tasks.length - new Set(bought.filter((key) => keys?.has(key) ?? true)).size;
}

async function countBadFiles({ reader }: Store, batchId: string): Promise<number> {
  const jobs = await reader
    .selectFrom("job")
    .leftJoin("result", "result.job_id", "job.id")
    .select(["job.id", "result.file_path", "result.sha256"])
    .where("batch_id", "=", batchId)
    .where("job.state", "=", "collected")
    .execute();
  const hashes = await Promise.all(jobs.map(({ file_path }) => hashOfFile(file_path ?? "")));
  return jobs.filter(({ sha256 }, at) => sha256 === null || hashes[at] !== sha256).length;
}

async function hashOfFile(path: string): Promise<string | undefined> {
  try {
    return createHash("sha256")
      .update(await readFile(path))
      .digest("hex");
  } catch {
    // A file that cannot be read is as bad as a wrong one.
    return undefined;
  }
}

/** What is wrong, in words; empty when everything was bought once, delivered once and booked. */
export function findViolations(seen: Audit & { readonly crashes: number }, quota: number): readonly string[] {
  const checks: readonly (readonly [boolean, string])[] = [
    [seen.boughtTwice === 0, `${seen.boughtTwice} bought twice`],
    [
      seen.collected === seen.jobs,
      `${seen.jobs - seen.collected} of ${seen.jobs} lost: ${seen.lost.join("; ")}`,
    ],
    [seen.withoutEnd === 0, `${seen.withoutEnd} jobs without an end`],
    [seen.delivered === seen.jobs, `${seen.delivered} delivered for ${seen.jobs} jobs`],
    [seen.badFiles === 0, `${seen.badFiles} files are not what was recorded`],
    [seen.mostInFlight <= quota, `${seen.mostInFlight} in flight with a quota of ${quota}`],
    [seen.leakedSlots === 0, `${seen.leakedSlots} slots leaked`],
    [seen.heldUnits === 0, `${seen.heldUnits} units still held`],
    [
      Math.abs(seen.settledUnits - seen.billedUnits) < 1e-6,
      `${seen.settledUnits} units in the ledger, ${seen.billedUnits} at the service`,
    ],
    [
      Math.abs(seen.settledUsd - seen.billedUsd) < 1e-6,
      `US$ ${seen.settledUsd} in the ledger, US$ ${seen.billedUsd} at the service`,
    ],
    [seen.crashes === 0, `${seen.crashes} workers crashed`],
  ];
  return checks.filter(([isKept]) => !isKept).map(([, text]) => text);
}
