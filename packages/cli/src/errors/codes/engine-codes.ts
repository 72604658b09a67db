import type { FrameErrorCode, PlanErrorCode, StoreErrorCode } from "@klingkit/engine";
import type { ErrorCodeRow } from "./error-code-row.ts";

type Charged = ErrorCodeRow["charged"];
const row = (charged: Charged, meaning: string, next: string): ErrorCodeRow => ({ meaning, charged, next });

const PLAN_AGAIN = "Plan and approve again: `kling plan BATCH --output PLAN`.";

/** Batch, plan and policy files. Exit code 2; nothing was sent. */
export const PLAN_CODES = {
  batch_invalid: row(
    "no",
    "The batch has mistakes.",
    "Correct the fields that the message names, then run the command again.",
  ),
  batch_too_large: row("no", "The batch would make more jobs than one batch may have.", "Split the file."),
  batch_unreadable: row(
    "no",
    "The batch is not YAML, JSON or CSV.",
    "Correct the line that the message names.",
  ),
  payload_unavailable: row(
    "no",
    "The request of a job cannot be made again, because a file of it is missing or has changed.",
    PLAN_AGAIN,
  ),
  plan_altered: row("no", "The plan was changed after it was made.", PLAN_AGAIN),
  plan_invalid: row(
    "no",
    "A request of the plan has mistakes.",
    "Correct the fields that the message names, then plan again.",
  ),
  plan_newer: row(
    "no",
    "The plan was made by a newer version of klingkit.",
    "Use that version, or plan again with this one.",
  ),
  plan_stale: row("no", "Prices, files or rules have changed since the plan was made.", PLAN_AGAIN),
  plan_unreadable: row("no", "The file is not a plan.", "Make one: `kling plan BATCH --output PLAN`."),
  policy_invalid: row("no", "The policy has mistakes.", "Correct the fields that the message names."),
  policy_not_found: row("no", "The policy file does not exist.", "Check --policy and KLING_POLICY."),
} as const satisfies Readonly<Record<PlanErrorCode | "policy_not_found", ErrorCodeRow>>;

/** The store with jobs, approvals and ledger. The failed step has written nothing. */
export const STORE_CODES = {
  account_missing: row(
    "no",
    "The engine has no credentials for the account of a job.",
    "Set the key of the account that the message names.",
  ),
  event_not_found: row("no", "The store has no such event.", "`kling events list` lists the events."),
  evidence_missing: row(
    "no",
    "The evidence for a route is missing.",
    "Give the ID of a job of the real service that an approval paid for and whose task succeeded.",
  ),
  job_lost: row("no", "Another process has taken over the job.", "Nothing: the other process continues it."),
  job_not_found: row(
    "no",
    "The store has no such job.",
    "`kling jobs` lists the jobs of the store; --store names another store.",
  ),
  retry_refused: row(
    "no",
    "The job cannot be tried again in its state.",
    "`kling jobs show ID` shows its state.",
  ),
  store_address_invalid: row(
    "no",
    "The store is neither a file nor a PostgreSQL address.",
    "Give a path, or postgres://user@host/database.",
  ),
  store_busy: row("no", "Another process holds the store for too long.", "Run the command again."),
  store_closed: row("no", "The store was closed while a step was running.", "Open the store again."),
  store_driver_missing: row("no", "The driver for PostgreSQL is not installed.", "`npm install pg`."),
  store_gone: row(
    "unknown",
    "The file of the store was removed or replaced while it was open.",
    "Put the file back, or restore a backup (docs/operate/backup-and-upgrade.md), then run the same batch again: it finds what was bought.",
  ),
  store_missing: row(
    "no",
    "The PostgreSQL schema has no store yet, and a command that only reads makes none.",
    "Name another store with --store, or make this one with `kling run`.",
  ),
  store_newer: row(
    "no",
    "The store was written by a newer version of klingkit.",
    "Use that version, or another store.",
  ),
  store_unreachable: row(
    "no",
    "The PostgreSQL server does not respond.",
    "Start the server, or correct the address.",
  ),
  store_unreadable: row(
    "depends",
    "The store cannot be read: it is damaged, is not a store, or may not be read and written.",
    "Check the permissions of the file. If it is damaged, restore a backup: docs/operate/backup-and-upgrade.md.",
  ),
  store_write_failed: row(
    "no",
    "The store cannot be written.",
    "Free some space and check the permissions, then run `kling resume`.",
  ),
  transition_refused: row(
    "no",
    "The job is in a state that does not allow this.",
    "`kling jobs show ID` shows its state.",
  ),
} as const satisfies Readonly<Record<StoreErrorCode, ErrorCodeRow>>;

/** A job that ended for this reason is bought again when the reason is gone. */
const THEN_RETRY = "Then run `kling jobs retry ID` for the job that ended with it.";

/** Last frames of videos. Nothing was sent. */
export const FRAME_CODES = {
  frame_decoder_failed: row(
    "no",
    "ffmpeg could not read the last frame of a video.",
    `Check that the video plays. ${THEN_RETRY}`,
  ),
  frame_decoder_missing: row(
    "no",
    "ffmpeg is not installed.",
    `Install ffmpeg, or set KLING_FFMPEG to its path. ${THEN_RETRY}`,
  ),
  frame_decoder_timeout: row("no", "ffmpeg took too long.", "Run `kling jobs retry ID`."),
  frame_decoder_unusable: row(
    "no",
    "ffmpeg does not start.",
    `Check the path of ffmpeg and its version. ${THEN_RETRY}`,
  ),
  video_missing: row(
    "no",
    "The file whose last frame is needed has no video.",
    `Put the right file in its place. ${THEN_RETRY}`,
  ),
  video_unreadable: row(
    "no",
    "The video whose last frame is needed cannot be read: the file is gone, damaged, or not permitted to be read.",
    `Put the file back, or run the same batch again to download it. ${THEN_RETRY}`,
  ),
} as const satisfies Readonly<Record<FrameErrorCode, ErrorCodeRow>>;

/** Why a job ended or is blocked: `error.code` of a job, beside the codes of the SDK. */
export const JOB_CODES = {
  canceled: row("no", "The job was canceled before its task ran.", "`kling jobs retry ID` makes it again."),
  duplicate_external_id: row(
    "no",
    "The service has a task of another client with the external ID of the job.",
    "`kling jobs show ID`; if the task is yours, `kling jobs adopt ID TASK_ID`.",
  ),
  entry_gone: row(
    "no",
    "An element or voice that the job used no longer exists at the service.",
    "Make the entry again, then run `kling jobs retry ID`. For several jobs: `kling jobs retry --batch BATCH --failed`.",
  ),
  expired: row(
    "yes",
    "The task is older than the service keeps tasks, or an emulator was restarted without its tasks.",
    "Its files are gone. To make it again, run `kling jobs retry ID`.",
  ),
  key_reused: row(
    "unknown",
    "Higgsfield has a request under the external ID of the job, with another callback address or other uploaded files.",
    "`kling jobs show ID` prints what helps. Do not plan it again with another purpose before that: you may pay twice.",
  ),
  no_answer: row(
    "no",
    "The response to the create request was lost, and the service has no such task.",
    "`kling jobs retry ID` sends it again.",
  ),
  quota_too_small: row(
    "no",
    "The job needs more slots than the quota has.",
    "Raise --quota, or ask for fewer results.",
  ),
  read_failed: row(
    "depends",
    "The state of the task cannot be read at present.",
    "`kling resume` continues to read it.",
  ),
  account_missing: row(
    "no",
    "The engine has no credentials for the account of the job.",
    "Set the key of the account that the message names, then run `kling resume`.",
  ),
  frame_missing: row(
    "no",
    "The video whose last frame the job needs is not on this machine. Nothing was sent.",
    "Put the video back, or run the same batch again to download it. Then run `kling jobs retry ID`.",
  ),
  result_ambiguous: row(
    "no",
    "Another job made several results, and the batch does not say which one to take.",
    "Say in the batch which one, or give --face.",
  ),
  result_gone: row(
    "depends",
    "The service no longer has a result that the job needs. For a job that is done: it no longer has the file, which was paid for.",
    "`kling jobs show ID` names the job whose result is gone. Buy that one again with `kling jobs retry`, then each job that needs it.",
  ),
  result_missing: row(
    "no",
    "The job takes a result that another job does not have, such as its second image of one.",
    "Correct `result` in the batch, then run the changed batch.",
  ),
  result_unread: row(
    "no",
    "A result that the job needs cannot be read at present.",
    "`kling resume` reads it again.",
  ),
  send_deadline: row("no", "The request was not sent in time.", "`kling resume` sends it."),
  task_failed: row(
    "no",
    "The service could not make the result.",
    "Read the reason, change the request and plan again.",
  ),
  unknown: row(
    "unknown",
    "The service may or may not have created the task; klingkit cannot verify it.",
    "`kling jobs show ID`, then `kling jobs adopt` or `kling jobs review`.",
  ),
} as const satisfies Readonly<Record<string, ErrorCodeRow>>;
