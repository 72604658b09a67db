/** Refusals of ours that time does not change: a person must allow the host, or more bytes. */
export const REFUSED_FOR_GOOD: readonly string[] = [
  "KLINGKIT_DOWNLOAD_URL_REFUSED",
  "KLINGKIT_DOWNLOAD_TOO_MANY_REDIRECTS",
  "KLINGKIT_DOWNLOAD_TOO_LARGE",
];

/** No space on the disk is not meant: it comes back while a run waits. */
export const UNWRITABLE = "KLINGKIT_DOWNLOAD_WRITE_FAILED";

/** Whether it is this machine that takes or saves no file, which the service may well have. */
export const isKeptFromDisk = (code: string | undefined): boolean =>
  code !== undefined && (code === UNWRITABLE || REFUSED_FOR_GOOD.includes(code));
