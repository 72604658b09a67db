import type { EXIT } from "../../packages/cli/src/errors/exit-code.ts";

/** What each exit code means. */
export const EXIT_TEXTS: Readonly<Record<keyof typeof EXIT, string>> = {
  ok: "The command did what you asked for.",
  failure:
    "The command failed, and no other code fits. Also `run`, `resume` and `worker` whose output was closed (`| head`), and a batch with jobs that wait for you.",
  usage: "Wrong usage: an option, an argument or a file is not right. Nothing was sent.",
  refused: "The purchase needs an approval, or a budget does not allow it. Nothing was spent.",
  authentication: "The key is missing, or the service refuses it.",
  taskFailed: "The task failed at the service, or a job of a batch did.",
  contentPolicy: "The content policy refused the input or the result.",
  stillPending:
    'The task is still running: `wait`, `--wait`, `run` and `resume` at the end of `--timeout`, `download`, and `video status` of a task that has not ended (its JSON stays `"success": true`).',
  unknownOutcome:
    "The service may or may not have created the task. Look the external ID up before you repeat the create request.",
  hasWork:
    "`plan --detailed-exitcode`: the plan is valid and would buy something; with `--diff`, the plans differ.",
  interrupted: "You pressed Ctrl-C, or the process was asked to end. Everything can be resumed.",
};
