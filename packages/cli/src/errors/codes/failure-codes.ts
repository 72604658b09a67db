import type { ErrorCodeRow } from "./error-code-row.ts";

type Charged = ErrorCodeRow["charged"];
const row = (charged: Charged, meaning: string, next: string): ErrorCodeRow => ({ meaning, charged, next });

const LOOK_UP = "Look the task up by its external ID before you create it again, or run `kling resume`.";
const FAILED_TASK =
  "Change what the message names and create it again, or send the same again: `kling jobs retry ID`.";

/** What a command could not do, though it was typed correctly. */
export const FAILURE_CODES = {
  api_error: row(
    "depends",
    "The service refused the request with a code that klingkit does not know.",
    "Read the message; `kling spec errors CODE` explains codes of the service.",
  ),
  approval_required: row(
    "no",
    "The plan costs something and was not approved.",
    "Run the command that the message names: `kling approve PLAN`.",
  ),
  audio_failed: row("no", "The service could not make the audio.", FAILED_TASK),
  auth_error: row(
    "no",
    "The credentials do not fit the request.",
    "Do what the message shows, then run `kling doctor`.",
  ),
  budget_exceeded: row(
    "no",
    "The plan costs more than a limit allows.",
    "Raise the limit in the policy, or plan less; `kling budget` shows the limits.",
  ),
  connection_error: row(
    "depends",
    "No response arrived: the connection failed or was closed.",
    "Check the address and the network with `kling doctor`. If a create was sent, run `kling resume`: it looks the task up first.",
  ),
  content_policy: row(
    "no",
    "The service refused the prompt or an input, or what would have been made of it.",
    "Change the prompt or the input.",
  ),
  delivery_failed: row(
    "no",
    "Your server did not accept the event.",
    "Start the server, then send it again: `kling events resend ID`.",
  ),
  doctor_failed: row("no", "A check of `kling doctor` failed.", "Fix what the check names."),
  download_error: row(
    "yes",
    "A result was made and paid for, but not downloaded.",
    "Run the same command again, or `kling resume`: downloading costs nothing.",
  ),
  duplicate_external_id: row(
    "no",
    "A task with this external ID exists.",
    "Look it up: `kling video status ID --external`. For another video, use another ID.",
  ),
  element_failed: row("no", "The service could not make the element.", FAILED_TASK),
  emulator_busy: row(
    "no",
    "Another emulator uses the folder of its data.",
    "Stop the other emulator, or give this one another folder.",
  ),
  emulator_data_damaged: row(
    "no",
    "The data of the emulator cannot be read.",
    "Delete the folder that the message names; it holds emulated tasks only.",
  ),
  emulator_data_unreadable: row(
    "no",
    "The data of the emulator were written by another version.",
    "Use the version that wrote it, or another folder.",
  ),
  face_needed: row("no", "The video shows several faces.", "Name one with --face."),
  file_not_found: row("no", "The batch, plan or other input file does not exist.", "Check the path."),
  image_failed: row("no", "The service could not make the image.", FAILED_TASK),
  internal_error: row(
    "depends",
    "klingkit did not expect this error.",
    "Look at `kling jobs` before you create anything again, then report the error.",
  ),
  interrupted: row(
    "depends",
    "You stopped the command.",
    "If jobs were in progress, run `kling resume`: nothing is bought twice.",
  ),
  invalid_api_key: row("no", "The service does not accept the key.", "Check key and region: `kling doctor`."),
  ip_not_allowed: row(
    "no",
    "The account does not accept requests from this IP address.",
    "Add the address to the list of your account.",
  ),
  job_not_found: row(
    "no",
    "The store has no such job.",
    "`kling jobs` lists the jobs of the store; --store names another store.",
  ),
  jobs_failed: row(
    "depends",
    "Some jobs of the run ended without a result.",
    "`kling jobs --state failed` shows why.",
  ),
  jobs_held: row(
    "depends",
    "Some jobs cannot continue at present.",
    "Fix the reason that the message names, then run `kling resume`.",
  ),
  jobs_unknown: row(
    "unknown",
    "The service may or may not have created some tasks; klingkit cannot verify it.",
    "`kling jobs show ID`, then `kling jobs adopt` or `kling jobs review`.",
  ),
  ledgers_differ: row(
    "yes",
    "The store and the service report different charges.",
    "Look at each difference in the output.",
  ),
  load_error: row(
    "no",
    "The config file cannot be read.",
    "Correct or remove the file that the message names.",
  ),
  missing_api_key: row(
    "no",
    "No credentials were given.",
    "Set KLING_API_KEY, or run `kling config set api_key`. Without a key: `kling demo`.",
  ),
  not_found: row(
    "no",
    "The service does not have what was asked for.",
    "Check the ID, the key and the region.",
  ),
  not_possible: row(
    "no",
    "The job or task does not allow this: it is in another state, or has no file.",
    "`kling jobs show ID` shows its state.",
  ),
  nothing_to_buy: row(
    "no",
    "Every job of the plan exists, so nothing is left to approve.",
    "Run the batch to get the files. What failed is bought again by `kling jobs retry --batch BATCH --failed`.",
  ),
  output_taken: row("no", "Another job saves its file under the same path.", "Choose another output path."),
  permission_denied: row(
    "no",
    "The account may not use the model or the operation.",
    "Check what the account includes, or use another model.",
  ),
  port_in_use: row("no", "Another program listens at the port.", "Use another port: --port."),
  quota_exceeded: row(
    "no",
    "The account has no units left, or the service has blocked it (1100).",
    "Check the account at the console. If it has no units left, buy a resource pack. Then run the command again. Jobs of a batch wait: run `kling resume`.",
  ),
  rate_limit: row(
    "no",
    "The account sends too many requests, or has too many tasks running.",
    "Wait until a task ends, then run the command again.",
  ),
  response_error: row("depends", "The response of the service cannot be read.", LOOK_UP),
  result_gone: row(
    "yes",
    "The result was made and paid for, and the service no longer has its file.",
    "`kling jobs retry ID` buys it again.",
  ),
  save_error: row("no", "The config file cannot be written.", "Check the permissions of the folder."),
  server_error: row("depends", "The service failed.", LOOK_UP),
  signature_not_checked: row(
    "no",
    "Your server accepted an event with a wrong signature.",
    "Verify signatures in your server; see docs/guides/receive-callbacks.md.",
  ),
  still_pending: row(
    "depends",
    "The task or the jobs have not ended yet.",
    "Run `kling wait` or `kling resume`: it buys nothing twice.",
  ),
  task_not_found: row(
    "no",
    "The service does not show the task, or no longer.",
    "Check the ID, --type, and that key and region are those it was created with. A request of Higgsfield is reached by its job: `kling wait JOB`, or `kling jobs adopt ID` if another tool made it.",
  ),
  timeout: row("depends", "No response arrived in time.", LOOK_UP),
  trigger_failed: row(
    "no",
    "The emulator of `kling trigger` did not come to the event. Nothing was sent to your server.",
    "Check that the temporary folder can be written and has space, then run the command again.",
  ),
  tts_failed: row("no", "The service could not make the speech.", FAILED_TASK),
  unknown_outcome: row(
    "unknown",
    "The response to a create request was lost, and look-ups have not found the task yet.",
    "`kling resume` continues to look it up. Never create it again with another ID.",
  ),
  video_failed: row("no", "The service could not make the video.", FAILED_TASK),
  voice_failed: row("no", "The service could not make the voice.", FAILED_TASK),
  write_error: row(
    "depends",
    "A file cannot be written.",
    "Free some space or choose another path, then run the same command again: paid results are downloaded again for free.",
  ),
  files_unreadable: row(
    "no",
    "Files for a contact sheet cannot be read.",
    "Check the files that the message names.",
  ),
  webp_unavailable: row(
    "no",
    "The contact sheet cannot be written as WebP, because ffmpeg is missing or cannot do it.",
    "Give a name that ends in .png, or install ffmpeg.",
  ),
} as const satisfies Readonly<Record<string, ErrorCodeRow>>;
