import type { KnownErrorCode } from "klingkit";
import type { DownloadErrorCode, MediaErrorCode } from "klingkit/node";
import type { ErrorCodeRow } from "./error-code-row.ts";

type Charged = ErrorCodeRow["charged"];
const row = (charged: Charged, meaning: string, next: string): ErrorCodeRow => ({ meaning, charged, next });

const LOOK_UP = "Look the task up by its external ID before you create it again.";
const AGAIN = "Call the download again: it resumes and costs nothing.";

/** `error.code` of the SDK. Whether you may have been charged is in `error.mayHaveCharged`. */
export const SDK_CODES = {
  KLINGKIT_ABORTED: row("depends", "Your signal ended the call.", LOOK_UP),
  KLINGKIT_ACCOUNT: row(
    "no",
    "The account is locked or lacks something that only its owner can change.",
    "Read the message of the service and change it in the console.",
  ),
  KLINGKIT_API: row(
    "depends",
    "The service refused the request with a code that klingkit does not know.",
    "Read `error.serviceCode` and the message.",
  ),
  KLINGKIT_AUTHENTICATION: row(
    "no",
    "The service does not accept the key.",
    "Check key and region: `kling doctor`.",
  ),
  KLINGKIT_CONCURRENCY_LIMIT: row(
    "no",
    "Too many tasks of the account are running.",
    "Wait until one of them ends.",
  ),
  KLINGKIT_CONFIG: row(
    "no",
    "An option of the client or an argument is not valid.",
    "Correct `error.option`.",
  ),
  KLINGKIT_CONNECTION: row("depends", "No response arrived: the connection failed or was closed.", LOOK_UP),
  KLINGKIT_CONTENT_POLICY: row(
    "no",
    "The service refused the prompt or an input.",
    "Change the prompt or the input.",
  ),
  KLINGKIT_DUPLICATE_EXTERNAL_ID: row(
    "no",
    "A task with this external ID exists.",
    "Look it up: after a lost response it is your own task.",
  ),
  KLINGKIT_IDEMPOTENCY_MISMATCH: row(
    "unknown",
    "The key was sent before with another body, webhook address or `expiresAfterSeconds`, and the first request may be charged.",
    "Send the first body and options again with the key: this returns the first request. For the same video, never use a new key.",
  ),
  KLINGKIT_INSUFFICIENT_BALANCE: row(
    "no",
    "The account has no units left.",
    "Buy a resource pack. Sending again does not help.",
  ),
  KLINGKIT_INVALID_REQUEST: row(
    "no",
    "A field of the request is not accepted.",
    "Correct the fields of `error.issues`.",
  ),
  KLINGKIT_NOT_FOUND: row(
    "depends",
    "The service does not have what was asked for. Where `wait` or `downloadVideo` does not find a task, `unknown`: the read does not show whether the task was charged when it was made. Else `no`.",
    "Check the ID, the key and the region.",
  ),
  KLINGKIT_PERMISSION: row(
    "no",
    "The account may not use the model or the operation.",
    "Check what the account includes, or use another model.",
  ),
  KLINGKIT_RATE_LIMIT: row(
    "no",
    "The account sends too many requests.",
    "Send again after `error.retryAfterMs`.",
  ),
  KLINGKIT_RESPONSE: row("depends", "The response cannot be read, or is about another task.", LOOK_UP),
  KLINGKIT_RESULT_MISSING: row(
    "yes",
    "The task succeeded without a link to its file.",
    "Read the task again later.",
  ),
  KLINGKIT_SERVER: row("depends", "The service failed.", LOOK_UP),
  KLINGKIT_SPENDING: row(
    "no",
    "Your guard or `maxUnits` refused the request.",
    "Raise the limit, or ask for less.",
  ),
  KLINGKIT_TASK_CANCELED: row("no", "The task was canceled.", "Create it again if you still want it."),
  KLINGKIT_TASK_EXPIRED: row(
    "unknown",
    "The task is older than the service keeps tasks. It was charged unless it failed.",
    "Its files are gone.",
  ),
  KLINGKIT_TASK_FAILED: row(
    "depends",
    "The service could not make the result.",
    "Read `error.reason`, change the request and create it again.",
  ),
  KLINGKIT_TIMEOUT: row(
    "depends",
    "No response arrived in time, or the task did not end in time.",
    "When waiting, wait again with `error.handle`. After a create, look the task up by its external ID.",
  ),
  KLINGKIT_WEBHOOK: row(
    "no",
    "A callback has no valid signature, or cannot be read.",
    "Check the secret, and pass the body as it arrived.",
  ),
} as const satisfies Readonly<Record<KnownErrorCode, ErrorCodeRow>>;

/** Downloads. The video exists and was paid for once. */
export const DOWNLOAD_CODES = {
  KLINGKIT_DOWNLOAD_BAD_PATH: row(
    "no",
    "The output path leads out of its folder, or names no file.",
    "Correct the path.",
  ),
  KLINGKIT_DOWNLOAD_DISK_FULL: row("no", "The disk is full.", `Free some space. ${AGAIN}`),
  KLINGKIT_DOWNLOAD_FILE_EXISTS: row(
    "no",
    "Another file has the name. It was not changed.",
    "Choose another name, or pass `overwrite: true`.",
  ),
  KLINGKIT_DOWNLOAD_HTTP_STATUS: row("no", "The file server refused the download.", AGAIN),
  KLINGKIT_DOWNLOAD_INTERRUPTED: row("no", "The connection was closed too often.", AGAIN),
  KLINGKIT_DOWNLOAD_LINK_EXPIRED: row(
    "no",
    "The link has expired.",
    "Read the task again for a new link. Kling keeps files for 30 days.",
  ),
  KLINGKIT_DOWNLOAD_NOT_MEDIA: row(
    "no",
    "The file is not of the expected kind.",
    "Open the link in a browser; a proxy may have replaced the file.",
  ),
  KLINGKIT_DOWNLOAD_STALLED: row("no", "The file server stopped sending.", AGAIN),
  KLINGKIT_DOWNLOAD_TOO_LARGE: row("no", "The file is larger than the limit.", "Raise `maxSizeBytes`."),
  KLINGKIT_DOWNLOAD_TOO_MANY_REDIRECTS: row(
    "no",
    "The link redirects too often.",
    "Read the task again for a new link.",
  ),
  KLINGKIT_DOWNLOAD_URL_REFUSED: row(
    "no",
    "The link leads to a host that is not allowed.",
    "If you trust the host, add it to `allowedOrigins`, as the message shows.",
  ),
  KLINGKIT_DOWNLOAD_WRITE_FAILED: row(
    "no",
    "The file cannot be written.",
    `Check the folder and its permissions. ${AGAIN}`,
  ),
} as const satisfies Readonly<Record<DownloadErrorCode, ErrorCodeRow>>;

/** Input files. Nothing was sent. */
export const MEDIA_CODES = {
  KLINGKIT_MEDIA_FORMAT: row(
    "no",
    "The format of an input file is not accepted.",
    "Convert the file to a format that the message lists.",
  ),
  KLINGKIT_MEDIA_FRAME_RATE: row(
    "no",
    "The frame rate of an input video is not accepted.",
    "Convert the video.",
  ),
  KLINGKIT_MEDIA_LENGTH: row(
    "no",
    "An input video or audio is too short or too long.",
    "Cut it to the length that the message lists.",
  ),
  KLINGKIT_MEDIA_NEEDS_URL: row(
    "no",
    "The service takes this input as a URL only.",
    "Upload the file and give its URL.",
  ),
  KLINGKIT_MEDIA_NOT_FOUND: row("no", "An input file does not exist.", "Check the path."),
  KLINGKIT_MEDIA_RATIO: row("no", "The aspect ratio of an input image is not accepted.", "Crop the image."),
  KLINGKIT_MEDIA_TOO_LARGE: row("no", "An input file is too large.", "Make it smaller."),
  KLINGKIT_MEDIA_TOO_SMALL: row("no", "An input image or video has too few pixels.", "Use a larger one."),
  KLINGKIT_MEDIA_UNREADABLE: row(
    "no",
    "An input file cannot be read.",
    "Check the file and its permissions.",
  ),
} as const satisfies Readonly<Record<MediaErrorCode, ErrorCodeRow>>;
