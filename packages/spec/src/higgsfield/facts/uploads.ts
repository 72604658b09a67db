/** Content types that can be uploaded. @source DOC 2026-09 upload page */
export const UPLOAD_TYPES = [
  "image/jpeg",
  "image/jpg",
  "image/png",
  "image/webp",
  "image/gif",
  "audio/wav",
  "audio/x-wav",
  "video/mp4",
] as const;
export type UploadType = (typeof UPLOAD_TYPES)[number];

/** An upload address works for so long. @source DOC 2026-09 upload page */
export const UPLOAD_URL_SECONDS = 3600;

/** Header that storage demands beside the content type. @source DOC 2026-09 upload page */
export const UPLOAD_TAGGING = { name: "x-amz-tagging", value: "retention=temporary" } as const;
