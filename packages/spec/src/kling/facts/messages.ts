/**
 * Sentences of the service. Functions whose comment says `INF` follow the style of their recorded siblings;
 * all others were recorded word for word.
 */
export const SERVICE_MESSAGES = {
  /** LIVE 2026-08-26 */
  authorizationEmpty: "Authorization is empty",
  /** LIVE 2026-09-20: JWT or garbage on the standard family */
  apiKeyOnly:
    "Authentication error. The current API does not support AK/SK; please go to the console (https://kling.ai/dev/api-key) to create API key.",
  /** LIVE 2026-08-26 */
  apiKeyNotFound: "api key not found",
  /** LIVE 2026-09-20: garbage on the legacy and account families */
  tokenParts: "The token was expected to have 3 parts, but got 0",
  /** INF: texts of the auth0 java-jwt library, whose wording the recorded message has */
  tokenSignature: "The Token's Signature resulted invalid when verified using the Algorithm: HmacSHA256",
  tokenExpired: (instant: string) => `The Token has expired on ${instant}.`,
  tokenNotBefore: (instant: string) => `The Token can't be used before ${instant}.`,

  /** LIVE 2026-05-24 */
  balanceNotEnough: "Account balance not enough",
  /** DOC, LIVE */
  parallelTaskLimit: "parallel task over resource pack limit",

  /** LIVE 2026-09-28 */
  modelNotSupported: "model is not supported",
  /** LIVE 2026-09 */
  modelDiscontinued: (model: string) =>
    `The model '${model}' has been discontinued and is no longer available.`,
  /** LIVE 2026-09-28 */
  apiRetired: "This API is no longer available",

  /** LIVE 2026-09-28 */
  empty: (path: string) => `${path} cannot be empty`,
  typeInvalid: (path: string, expected: string) => `${path} value type is invalid, expected ${expected}`,
  valueInvalid: (path: string, value: unknown) => `${path} value '${String(value)}' is invalid`,
  blankContent: (type: string, field: string) =>
    field === "text"
      ? `content item of type '${type}' must have non-blank text`
      : `content item of type '${type}' must have a non-blank ${field}`,
  videoUrlInvalid: "Video URL is invalid",
  /** LIVE 2026-09-20 */
  voiceNotFound: "Voice id not found",
  elementNotFound: (id: string) => `Element id not found: ${id}`,
  elementDeleted: (id: string) => `Element already be deleted for id: ${id}`,
  elementInvalid: (id: string) => `Invalid element id: ${id}`,
  audioModeUnsupported: (mode: string) => `audio mode '${mode}' is not supported by the current model`,
  /** The word `480p` only: the parser lists it, generation refuses it. */
  videoResolutionInvalid: (value: string) => `video resolution value '${value}' is invalid`,
  /** LIVE 2026-08-31 */
  sizeBetween: (path: string, min: number, max: number) => `${path}: size must be between ${min} and ${max}`,
  /** LIVE 2025-03, before other models had it */
  cameraControlCondition: "camera_control is only supported in std mode with 5s duration and kling-v1",
  /** two third-party logs */
  imageTailCondition: (model: string, mode: string, durationSeconds: number) =>
    `model/mode/duration(${model}/${mode}/${durationSeconds}) is not supported with image_tail`,
  imageTailUnsupported: "Image tail is not supported by the current model",
  /** LIVE 2026-09: lip sync in its older form, by third parties */
  lipSyncModeNull: "input.mode: must not be null",
  lipSyncVideoRequired: "video_id or video_url is required",
  lipSyncAudioTypeNull: "Audio type is null",
  lipSyncTextRequired: "text is required",
  lipSyncLanguageNotFound: "Voice language not found",
  lipSyncSpeedAtMost: (max: number) => `input.voiceSpeed: must be less than or equal to ${max.toFixed(1)}`,
  /** MIRROR */
  base64Invalid: "File is not in a valid base64 format",
  /** INF: Java Bean Validation style */
  mustNotBeBlank: (path: string) => `${path}: must not be blank`,
  mustNotBeEmpty: (path: string) => `${path}: must not be empty`,
  mustNotBeNull: (path: string) => `${path}: must not be null`,
  between: (path: string, min: number, max: number) => `${path}: must be between ${min} and ${max}`,
  unknownField: (path: string) => `${path} is not a known parameter`,
  unsupportedWith: (path: string, reason: string) => `${path} is not supported: ${reason}`,
  onlyOnce: (list: string, type: string) => `${list} item of type '${type}' must be unique`,
  bothEmpty: (one: string, other: string) => `${one} and ${other} cannot be empty at the same time`,
  exclusive: (one: string, other: string) => `${one} and ${other} cannot be used together`,
  requiredWhen: (path: string, other: string) => `${other} is required when ${path} is set`,
  voiceIdNotFound: (id: string) => `Voice id not found: ${id}`,
  voiceDeleted: (id: string) => `Voice already be deleted for id: ${id}`,
  lipSyncSpeedAtLeast: (min: number) =>
    `input.voiceSpeed: must be greater than or equal to ${min.toFixed(1)}`,
  sessionNotFound: (id: string) => `session not found or expired: ${id}`,
  noFace: "No face detected in the video",
  faceNotFound: (id: string) => `Face id not found: ${id}`,
  audioNotFound: (id: string) => `Audio id not found: ${id}`,
  videoNotExtendable: (id: string) => `Video id not found or not supported: ${id}`,
  atMost: (path: string, max: number) => `${path}: must be less than or equal to ${max}`,
  atLeast: (path: string, min: number) => `${path}: must be greater than or equal to ${min}`,
  sessionMissing: (id: string) => `session not found or expired: ${id}`,
  framesTooMany: (max: number) => `frame_index: at most ${max} frames can be marked`,
  selectionMissing: (id: string) => `session has no selection: ${id}`,
  pointMissing: (x: number, y: number) => `points: no such point: (${x}, ${y})`,
  durationUnlikeSource: (asked: string) =>
    `duration value '${asked}' does not match the video of the session`,
  malformedJson: "Request body is not valid JSON",

  /** INF: only the codes are documented (1200, 1202, 1203, 1103, 1302, 5000) */
  requestUnreadable: "Invalid request parameters: the body could not be read",
  methodInvalid: (method: string) => `Request method '${method}' is invalid`,
  resourceMissing: (path: string) => `The requested resource does not exist: ${path}`,
  accessDenied: (model: string) => `No access to the requested resource: ${model}`,
  tooManyRequests: "Too many requests, the rate limit is exceeded",
  internalError: "Server internal error",

  /** LIVE 2026-09-20 */
  externalTaskIdExists: (id: string) => `External_task_id ${id} already exists`,
  taskNotFound: (id: string) => `Task not found by id/external id: ${id}`,
  taskIdsRequired: "task_ids or external_task_ids is required",
  taskIdsTooMany: (max: number) => `task_ids and external_task_ids cannot exceed ${max} in total`,
} as const;

/** Reasons that a failed task carries in `message` / `task_status_msg`. */
export const TASK_FAILURE_MESSAGES = {
  /** LIVE 2026-09-28: the service could not read an input file */
  inputUnreadable: "Something went wrong when we tried to get the contents of the file.",
  /** LIVE, many */
  riskControl: "Failure to pass the risk control system",
  /** LIVE 2025-12-26: pixel size is checked after the task was accepted */
  imagePixelInvalid: "Image pixel is invalid",
} as const;
