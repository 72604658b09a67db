import { posix } from "node:path";
import type { PlannedJob } from "./plan.ts";
import { outputIssue } from "./plan-job.ts";

/** Some disks take two names for one that differ in case, or in how accents are put together. */
const sameFile = (path: string): string => posix.normalize(path).normalize("NFC").toLowerCase();

/** Gives each job of a plan a file of its own: the second `fox.mp4` becomes `fox-2.mp4`. Names that differ in case only are mistakes. */
export function withOwnOutputs(jobs: readonly PlannedJob[]): readonly PlannedJob[] {
  const owners = new Map<string, PlannedJob>();
  return jobs.map((job) => {
    const twin = owners.get(sameFile(job.output));
    const isMistake = twin !== undefined && posix.normalize(twin.output) !== posix.normalize(job.output);
    const own = isMistake ? withCaseMistake(job, twin) : { ...job, output: freeName(job.output, owners) };
    if (!isMistake) owners.set(sameFile(own.output), own);
    return own;
  });
}

function withCaseMistake(job: PlannedJob, { name, output }: PlannedJob): PlannedJob {
  const message = `differs from ${JSON.stringify(output)} of request ${JSON.stringify(name)} in upper and lower case only, which some disks take for one file; choose another name`;
  return { ...job, issues: [...job.issues, outputIssue(message)] };
}

function freeName(output: string, owners: ReadonlyMap<string, unknown>): string {
  const { dir, name, ext } = posix.parse(output);
  let candidate = output;
  for (let count = 2; owners.has(sameFile(candidate)); count += 1)
    candidate = posix.join(dir, `${name}-${count}${ext}`);
  return candidate;
}
