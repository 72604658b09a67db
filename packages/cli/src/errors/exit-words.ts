import type { EXIT } from "./exit-code.ts";

/** What each exit code means, in a few words, in the order of the codes. */
export const EXIT_WORDS: Readonly<Record<keyof typeof EXIT, string>> = {
  ok: "Success",
  failure: "Failure",
  usage: "Wrong usage: an option, an argument or a file",
  refused: "Approval missing, or over the budget",
  authentication: "Key missing or refused",
  taskFailed: "Task failed",
  contentPolicy: "Refused by the content policy",
  stillPending: "Task still running",
  unknownOutcome: "Unknown whether a task was created",
  hasWork: "Plan has something to buy (plan --detailed-exitcode)",
  interrupted: "Interrupted",
};
