import type { JobState } from "../../packages/engine/src/store/job-state.ts";
import type { Waiting } from "../../packages/engine/src/store/schema.ts";

interface JobStateText {
  readonly means: string;
  /** What happens next, or what a person does. Markdown, from the folder of the references. */
  readonly next: string;
}

const TROUBLESHOOT = "../operate/troubleshoot.md";

/** What each state of a job means to the person who reads it. */
export const JOB_STATE_TEXTS: Readonly<Record<JobState, JobStateText>> = {
  planned: {
    means: "The job is saved without an approval",
    next: "Approve it, or cancel it",
  },
  approved: {
    means: "Nothing was sent yet. The job waits for its turn, a slot, or what `waits_for` names",
    next: "Automatic. `kling jobs cancel` takes it back",
  },
  submitting: {
    means: "The external ID is saved. klingkit sends the create request, or looks up its task",
    next: "Automatic",
  },
  running: {
    means: "The service has the task. If its status cannot be read, `error` names the reason",
    next: "Automatic. For a refused key see [accounts and keys](../operate/accounts-and-keys.md)",
  },
  succeeded: {
    means:
      "The task succeeded and was charged; the file is at the service and not on disk yet. A terminal shows `fetching` while a process downloads it",
    next: "Automatic while `run`, `resume` or a worker runs, until the service removes the file. Otherwise run `kling resume`",
  },
  collected: {
    means: "The file is on disk. The store has its size and SHA-256",
    next: "Nothing. If the file is deleted, `kling run` of the same plan downloads it again",
  },
  rejected: {
    means:
      "The service refused the create request, a person gave it up, or no task was found after several sends (`no_answer`). Nothing was charged as far as klingkit knows",
    next: `Correct the request and plan a new batch. For \`no_answer\`, run \`kling jobs retry\`. See [a request arrives late](${TROUBLESHOOT}#a-request-arrives-late)`,
  },
  failed: {
    means: "The task failed at the service. Failed tasks are not charged",
    next: "`kling jobs show` has the reason, `kling jobs retry` buys it again",
  },
  unknown: {
    means:
      "The service may or may not have created the task, and klingkit cannot verify it. Its units stay reserved",
    next: `Decide: [a job is unknown](${TROUBLESHOOT}#a-job-is-unknown)`,
  },
  canceled: {
    means:
      "The job was canceled before it was sent or while it waited in a service's queue, or a job that it needs ended without a result; a single create, too, if the service refused it for a reason that only a person can fix, such as code 1102 or a refused key",
    next: "`kling jobs retry` buys it again",
  },
  expired: {
    means:
      "The task was charged, but the service no longer has the file, the voice or the element (`entry_gone`)",
    next: "For a voice or an element, run `kling jobs retry`, then retry the jobs that need it",
  },
};

/** What an approved or a finished job may wait for. */
export const WAIT_TEXTS: Readonly<Record<Waiting, JobStateText>> = {
  slot: {
    means:
      "All slots are taken, or the service takes no create requests for this model now. The job that was refused last waits for its next try without a reason here: `error` has it",
    next: "Automatic. See [limit concurrency](../operate/concurrency.md)",
  },
  pool: {
    means:
      "All jobs of the pool are stopped: the service refused in a way that only a person can fix, such as code 1102 (no balance) or 1304 (IP address), or klingkit cannot reach it",
    next: "Fix the cause, then run `kling resume`",
  },
  budget: {
    means: "A limit of the policy is reached",
    next: "A limit of the day resets at midnight UTC. For any other, or to continue sooner, raise it in the policy file, restart the workers that have read it, and run `kling resume --policy FILE`",
  },
  parent: {
    means: "The job takes a result of another job, which is not finished",
    next: "Automatic",
  },
  link: {
    means:
      "klingkit refuses the download link of a finished video, because it is not https or its host is not public; or for about ten minutes no try brought any of the file: the service gave none, its host could not be reached, or the file could not be written. A full disk is waited for",
    next: "If you trust the host, run `kling resume --allow-host HOST`. Otherwise `kling resume` tries again; a worker does so every hour, until the service removes the file. If the file is lost, `kling jobs review JOB --gone` gives it up",
  },
};
