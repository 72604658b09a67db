import type { ErrorCodeRow } from "./error-code-row.ts";

type Charged = ErrorCodeRow["charged"];
const row = (charged: Charged, meaning: string, next: string): ErrorCodeRow => ({ meaning, charged, next });

const WAIT_AGAIN = "Call `resumeVideo` with the same key: it waits and buys nothing.";

/** `error.code` of the AI SDK provider. Whether you may have been charged is in `error.mayHaveCharged`. */
export const VIDEO_CODES = {
  aborted: row("depends", "Your signal ended the call. The jobs continue.", WAIT_AGAIN),
  approval_required: row(
    "no",
    "The call costs something and was not approved.",
    "Approve the plan of `error.planHash`: `kling approve`.",
  ),
  blocked: row(
    "depends",
    "The jobs need a person: a limit holds them, or the account is blocked.",
    "Fix the reason that the message names. Then call again with the same key.",
  ),
  budget_exceeded: row("no", "The call costs more than a limit allows.", "Raise the limit, or ask for less."),
  call_not_found: row("no", "The store has no call with this key or job.", "Check the key and the store."),
  canceled: row("no", "The jobs were canceled.", "Call again with another key."),
  config_invalid: row(
    "no",
    "A setting, a key or the store cannot be used.",
    "Correct the setting that the message names.",
  ),
  expired: row(
    "yes",
    "The videos were made, and the service no longer has the files.",
    "Call again with another key to make them again.",
  ),
  failed: row("depends", "The service could not make a video.", "Read the reason, and change the request."),
  internal: row("depends", "Something else failed, such as the disk or the database.", WAIT_AGAIN),
  key_reused: row(
    "no",
    "The key belongs to another request. This call sent nothing.",
    "Use another key for another request. The videos of the first request: `resumeVideo` with this key.",
  ),
  model_retired: row("no", "The service refuses this model.", "Use a model that the message names."),
  model_unknown: row("no", "The model does not exist.", "Use a model that the message names."),
  rejected: row("no", "The service refused the create request.", "Correct what the message names."),
  request_invalid: row(
    "no",
    "A field, an option or a file of the call is not accepted.",
    "Correct the field that the message names.",
  ),
  timeout: row("depends", "The waiting ended. The jobs continue.", WAIT_AGAIN),
  unknown: row(
    "unknown",
    "The service may or may not have created the task; klingkit cannot verify it.",
    "`kling jobs show ID`, then `kling jobs adopt` or `kling jobs review`.",
  ),
} as const satisfies Readonly<Record<string, ErrorCodeRow>>;

/** `error.code` in results of the tools for agents. */
export const TOOL_CODES = {
  answer_refused: row("no", "The approval was not accepted.", "Call run_plan again to be asked."),
  approval_required: row(
    "no",
    "A person must approve the plan.",
    "Ask the person to run the command that the message names.",
  ),
  budget_exceeded: row(
    "no",
    "The plan costs more than a limit allows.",
    "Ask the person to raise the limit, or plan less.",
  ),
  file_outside_folder: row(
    "no",
    "A file is outside the folder that the server may read.",
    "Move the file into the folder, or give a URL.",
  ),
  job_not_found: row("no", "The store has no such job.", "list_jobs shows the jobs."),
  missing_argument: row(
    "no",
    "A tool was called without an argument that it needs.",
    "Call it again with the argument that the message names.",
  ),
  not_attached: row("no", "The task could not be attached to the job.", "Check both IDs with job_status."),
  not_canceled: row("no", "The job could not be canceled.", "job_status shows its state."),
  plan_invalid: row(
    "no",
    "The requests have mistakes.",
    "Correct the fields that the message names, then call plan_videos again.",
  ),
  plan_not_found: row("no", "No plan has this hash.", "Call plan_videos and pass its plan_hash."),
  plan_stale: row(
    "no",
    "Prices, files or rules have changed since the plan was made.",
    "Call plan_videos again.",
  ),
} as const satisfies Readonly<Record<string, ErrorCodeRow>>;

/** `error.code` of the emulator's admin API. The emulator never charges. */
export const ADMIN_CODES = {
  host_refused: row(
    "no",
    "The Host header names another machine.",
    "Call the emulator by the address that it prints.",
  ),
  invalid_faults: row("no", "The fault rules are not valid.", "Correct the rule that the message names."),
  invalid_json: row("no", "The body is not JSON.", "Send a JSON object."),
  invalid_request: row(
    "no",
    "A field of the body is not accepted.",
    "Correct the field that the message names.",
  ),
  method_not_allowed: row(
    "no",
    "The path does not take this method.",
    "Use a method that the message names.",
  ),
  not_found: row("no", "The path, task or rule does not exist.", "docs/guides/emulator.md lists the paths."),
  origin_refused: row(
    "no",
    "A web page of another origin sent the request.",
    "Call the emulator from a program or a page of its own origin.",
  ),
  task_not_open: row("no", "The task is unknown or has ended.", "Create another task."),
  unauthorized: row(
    "no",
    "The token is missing or wrong.",
    "Send the token that the emulator was started with.",
  ),
} as const satisfies Readonly<Record<string, ErrorCodeRow>>;
