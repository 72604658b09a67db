export { type DownloadedFile, download } from "./media/download/download.ts";
export type { DownloadOptions, DownloadProgress, DownloadSource } from "./media/download/download-options.ts";
export { type DownloadErrorCode, KlingDownloadError } from "./media/errors/kling-download-error.ts";
