import type { Job } from "@klingkit/engine";
import { isRefusedContent } from "./shared-exit.ts";

type Ended = Pick<Job, "id" | "name" | "state" | "error">;

/** `change`: the content policy refuses the same prompt and media again; `correct`: the service refused the request for another reason. */
export type Remedy = "change" | "correct" | "retry";

/** What helps a job that ended without its result: the only source for the end of a run and for the report. */
export function remedyOf(job: Pick<Job, "state" | "error">): Remedy {
  if (isRefusedContent(job)) return "change";
  // Without an error, a person stated that nothing was bought.
  return job.state === "rejected" && job.error !== undefined ? "correct" : "retry";
}

/** What to do, where a command alone does not help. */
export const ADVICE = {
  change: "Change the prompt or the media, then run the changed batch.",
  correct: "Correct what the error names, then run the changed batch.",
} as const satisfies Partial<Record<Remedy, string>>;

/** The command to start with. */
export const commandOf = (job: Ended): string =>
  remedyOf(job) === "retry" ? `kling jobs retry ${job.id}` : `kling jobs show ${job.id}`;

/** Names in a sentence; a long batch may fail as a whole. */
const MOST_NAMES = 3;

/** What helps jobs, each remedy once. With several, each with the jobs that it helps. */
export function remediesText(jobs: readonly Ended[]): string {
  const groups = [...Map.groupBy(jobs, remedyOf)];
  if (groups.length === 1) return groups.map(([remedy]) => sentenceOf(remedy)).join("");
  return groups.map(([remedy, those]) => `For ${namesOf(those)}: ${sentenceOf(remedy)}`).join(" ");
}

function sentenceOf(remedy: Remedy): string {
  switch (remedy) {
    case "change":
      return `The content policy refused the prompt or the media, and nothing was spent. ${ADVICE.change}`;
    case "correct":
      return ADVICE.correct;
    case "retry":
      return "`kling jobs retry` buys again.";
  }
}

function namesOf(jobs: readonly Ended[]): string {
  const names = jobs.slice(0, MOST_NAMES).map(({ name }) => name);
  const others = jobs.length - names.length;
  return `${names.join(", ")}${others > 0 ? ` and ${others} more` : ""}`;
}
