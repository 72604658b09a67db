// Files: needs Node. The core entry runs on edge runtimes too.

export type { MediaFormat } from "@klingkit/spec";
export { download } from "./media/download/download.ts";
export type { DownloadOptions, DownloadProgress, DownloadSource } from "./media/download/download-options.ts";
export type { DownloadedFile } from "./media/download/downloaded-file.ts";
export type { DownloadFileSystem } from "./media/download/file-system.ts";
export { type FolderOptions, makeFolder } from "./media/download/make-folder.ts";
export { cutToBytes, MAX_FILE_NAME_BYTES } from "./media/download/part-name.ts";
export { type ExpectedKind, expectedKindOf } from "./media/download/sniff.ts";
export { localOrigins } from "./media/download/url-policy.ts";
export { downloadVideo, type VideoClient } from "./media/download-video.ts";
export {
  DownloadError,
  type DownloadErrorCode,
  type DownloadErrorOptions,
} from "./media/errors/download-error.ts";
export {
  MediaError,
  type MediaErrorCode,
  type MediaErrorOptions,
} from "./media/errors/media-error.ts";
export { type LoadOptions, loadImage } from "./media/input/load-image.ts";
export { loadSound } from "./media/input/load-sound.ts";
export { checkVideoFile, type LoadVideoOptions, prepareVideoUrl } from "./media/input/load-video.ts";
export type { MediaInput } from "./media/input/media-input.ts";
export type { MediaManifest, PreparedMedia } from "./media/input/prepared-media.ts";
export { type MissingMedia, mediaNotFound } from "./media/input/read-failure.ts";
export { measureVideo } from "./media/mp4/measure-video.ts";
export { readCover } from "./media/mp4/read-cover.ts";
export type { VideoMeasure } from "./media/mp4/video-measure.ts";
export {
  type OutputPathOptions,
  resolveOutputPath,
  sanitizeFileName,
  type TemplateValues,
} from "./media/output-path.ts";
