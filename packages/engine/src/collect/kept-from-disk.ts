import { requireObject } from "@klingkit/spec/plain";
import type { JobState } from "../store/job-state.ts";
import type { Waiting } from "../store/schema.ts";

/** Refusals of ours that time does not change: a person must allow the host, or more bytes. */
export const REFUSED_FOR_GOOD: readonly string[] = [
  "KLINGKIT_DOWNLOAD_URL_REFUSED",
  "KLINGKIT_DOWNLOAD_TOO_MANY_REDIRECTS",
  "KLINGKIT_DOWNLOAD_TOO_LARGE",
];

const UNWRITABLE = "KLINGKIT_DOWNLOAD_WRITE_FAILED";

/** Space comes back while a run waits. */
export const DISK_FULL = "KLINGKIT_DOWNLOAD_DISK_FULL";

/** Whether it is this machine that takes or saves no file, which the service may well have. */
const isKeptFromDisk = (code: string | undefined): boolean =>
  code !== undefined && (code === UNWRITABLE || REFUSED_FOR_GOOD.includes(code));

interface Undownloaded {
  readonly state: JobState;
  readonly waitsFor?: Waiting | null;
  readonly error?: { readonly code?: string } | undefined;
}

/** Whether a person may state that the file of a job is lost: no try brought it, and it is not this machine that refuses it. */
export function mayGiveUpFile(job: Undownloaded): boolean {
  requireObject("mayGiveUpFile", { job });
  const { state, waitsFor, error } = job;
  return state === "succeeded" && waitsFor === "link" && !isKeptFromDisk(error?.code);
}
