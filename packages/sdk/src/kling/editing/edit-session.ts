import {
  addSelection,
  clearSelection,
  deleteSelection,
  EDIT_LIMITS,
  initSelection,
  isJsonObject,
  type JsonObject,
  previewSelection,
  type WriteOperation,
} from "@klingkit/spec";
import { ConfigError } from "../../core/errors/config-error.ts";
import { ResponseError } from "../../core/errors/response-error.ts";
import type { CallOptions } from "../../core/send.ts";
import type { KlingCore } from "../kling-core.ts";
import { KLING } from "../service-name.ts";
import { linkOf, numberOf, objectOf, textOf } from "../tasks/read-fields.ts";
import { sendWrite } from "../write.ts";
import {
  type EditPoint,
  findMirrored,
  masksOf,
  type PointAxis,
  type SelectedFrame,
} from "./selected-frame.ts";

/** The video to edit: one of the two. */
export type EditSource = { readonly videoId: string } | { readonly videoUrl: string };

/** All that is needed to go on with a session in another process. Plain JSON. */
export interface EditState {
  readonly sessionId: string;
  readonly source: EditSource;
  /** Unix ms. */
  readonly openedAtMs: number;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly durationSeconds: number;
  readonly frameCount: number;
  /** The video as the service reads it; frames are counted in it. */
  readonly normalizedVideoUrl?: string;
  /** Points by frame, as they were given. */
  readonly selections: readonly { readonly frame: number; readonly points: readonly EditPoint[] }[];
}

export interface EditPreview {
  readonly videoUrl: string | undefined;
  readonly coverUrl: string | undefined;
  /** Masks of all frames; the format of the file is not documented. */
  readonly trackingUrl: string | undefined;
}

export interface EditSessionOptions {
  /**
   * Where the service counts `y` from. Your points always count from the top; with `up` they are sent mirrored.
   * Default `down`; a selection whose mask lies at the mirrored place comes with a warning.
   */
  readonly pointAxis?: PointAxis;
}

/** What `edits.apply` is sent, without what the session knows. */
export interface Edit {
  readonly edit_mode: "addition" | "swap" | "removal";
  readonly prompt: string;
  readonly image_list?: { readonly image: string }[];
}

/** A video that is open for editing. Lives 24 hours; then it is opened again with the same selections before the next call. */
export interface EditSession {
  /** To be kept, and given to `edits.resume`. */
  state(): EditState;
  /** When the service forgets the session, Unix ms. */
  expiresAtMs(): number;
  /** Selects what the points touch; at most 10 points on each of 10 frames. Answers with the mask of the frame. */
  select(frame: number, points: readonly EditPoint[], options?: CallOptions): Promise<SelectedFrame>;
  /** Takes points back: the same numbers as were given. */
  unselect(frame: number, points: readonly EditPoint[], options?: CallOptions): Promise<SelectedFrame>;
  clear(options?: CallOptions): Promise<void>;
  preview(options?: CallOptions): Promise<EditPreview>;
  /** The body of `edits.apply`: the edit with the session and its `duration`. Renews the session where it has ended. */
  body<Given extends Edit>(
    edit: Given,
    options?: CallOptions,
  ): Promise<Given & { readonly session_id: string; readonly duration: "5" | "10" }>;
}

const HOUR_MS = 3_600_000;
/** So much before its end a session is opened again. */
const RENEWAL_MARGIN_MS = 60_000;

/** Opens a video for editing. Costs nothing. Throws ResponseError where the service refuses the video. */
export async function openEditSession(
  core: KlingCore,
  source: EditSource,
  options: EditSessionOptions & CallOptions = {},
): Promise<EditSession> {
  return resumeEditSession(core, await open(core, source, options), options);
}

/** Goes on with a session. Sends nothing. */
export function resumeEditSession(
  core: KlingCore,
  given: EditState,
  { pointAxis = "down" }: EditSessionOptions = {},
): EditSession {
  let state = given;
  const expiresAtMs = () => state.openedAtMs + EDIT_LIMITS.sessionHours * HOUR_MS;
  const call = (operation: WriteOperation, body: object, options?: CallOptions) =>
    send(core, operation, { session_id: state.sessionId, ...body }, options);

  function pointed(frame: number, points: readonly EditPoint[]) {
    const sent = points.map(({ x, y }) => ({ x, y: pointAxis === "down" ? y : 1 - y }));
    return { frame_index: frame, points: sent };
  }

  async function renew(options?: CallOptions): Promise<void> {
    if (core.clock.nowMs() < expiresAtMs() - RENEWAL_MARGIN_MS) return;
    const { selections, source } = state;
    state = { ...(await open(core, source, options)), selections: [] };
    for (const { frame, points } of selections) {
      await call(addSelection, pointed(frame, points), options);
      state = { ...state, selections: [...state.selections, { frame, points }] };
    }
  }

  async function change(
    operation: WriteOperation,
    {
      frame,
      points,
      after,
    }: {
      readonly frame: number;
      readonly points: readonly EditPoint[];
      readonly after: readonly EditPoint[];
    },
    options?: CallOptions,
  ): Promise<SelectedFrame> {
    await renew(options);
    const data = await call(operation, pointed(frame, points), options);
    const others = state.selections.filter((selection) => selection.frame !== frame);
    state = { ...state, selections: after.length === 0 ? others : [...others, { frame, points: after }] };
    const masks = masksOf(data, operation);
    const warning = findMirrored(masks, after, pointAxis);
    return { frame, points: after, masks, ...(warning === undefined ? {} : { warning }) };
  }

  const before = (frame: number) =>
    state.selections.find((selection) => selection.frame === frame)?.points ?? [];

  return {
    state: () => state,
    expiresAtMs,
    async select(frame, points, options) {
      const known = before(frame);
      const after = [...known, ...points.filter((point) => !known.some((one) => isSame(one, point)))];
      requireFrame(state, frame);
      requireLimits(state, { frame, after });
      return change(addSelection, { frame, points, after }, options);
    },
    async unselect(frame, points, options) {
      const known = before(frame);
      const stranger = points.find((point) => !known.some((one) => isSame(one, point)));
      if (stranger) throw unknownPoint(frame, stranger);
      const after = known.filter((one) => !points.some((point) => isSame(one, point)));
      return change(deleteSelection, { frame, points, after }, options);
    },
    async clear(options) {
      state = { ...state, selections: [] };
      await renew(options);
      await call(clearSelection, {}, options);
    },
    async preview(options) {
      await renew(options);
      const res = objectOf((await call(previewSelection, {}, options))["res"]);
      return {
        videoUrl: linkOf(res["video"]),
        coverUrl: linkOf(res["video_cover"]),
        trackingUrl: linkOf(res["tracking_output"]),
      };
    },
    async body(edit, options) {
      if (edit.edit_mode !== "addition" && state.selections.length === 0) throw nothingSelected(edit);
      await renew(options);
      const duration = state.durationSeconds <= EDIT_LIMITS.seconds["5"].max ? "5" : "10";
      return { ...edit, session_id: state.sessionId, duration };
    },
  };
}

const isSame = (one: EditPoint, other: EditPoint): boolean => one.x === other.x && one.y === other.y;

async function open(core: KlingCore, source: EditSource, options?: CallOptions): Promise<EditState> {
  const body = "videoId" in source ? { video_id: source.videoId } : { video_url: source.videoUrl };
  const openedAtMs = core.clock.nowMs();
  const data = await send(core, initSelection, body, options);
  const url = linkOf(data["normalized_video"]);
  const frameCount = numberOf(data["total_frame"]) ?? 0;
  const fps = numberOf(data["fps"]) ?? 0;
  return {
    sessionId: textOf(data["session_id"]) ?? "",
    source,
    openedAtMs,
    widthPx: numberOf(data["width"]) ?? 0,
    heightPx: numberOf(data["height"]) ?? 0,
    // `original_duration` is a placeholder in the documentation.
    durationSeconds: fps > 0 ? frameCount / fps : 0,
    frameCount,
    ...(url === undefined ? {} : { normalizedVideoUrl: url }),
    selections: [],
  };
}

/** Sends a call of a session; a `status` other than 0 is an error although the answer's code is 0. */
async function send(
  core: KlingCore,
  operation: WriteOperation,
  body: object,
  { signal, timeoutMs }: CallOptions = {},
): Promise<JsonObject> {
  const { data, requestId } = await sendWrite(core, operation, body, { signal, timeoutMs });
  const answer = isJsonObject(data) ? data : {};
  const status = answer["status"];
  if (status === 0 && textOf(answer["session_id"]) !== undefined) return answer;
  const what =
    status === 0
      ? "the answer has no session."
      : `the service refused it with status ${String(status)}. Videos of 2 to 5 or 7 to 10 seconds can be edited, with sides of 720 to 2160 pixels and 24, 30 or 60 frames per second.`;
  throw new ResponseError({
    message: `${operation.method} ${operation.path} failed: ${what} Nothing was charged.`,
    isRetryable: false,
    mayHaveCharged: "no",
    service: KLING,
    operationId: operation.id,
    requestId,
  });
}

function requireFrame({ frameCount }: EditState, frame: number): void {
  if (Number.isInteger(frame) && frame >= 0 && (frameCount === 0 || frame < frameCount)) return;
  throw new ConfigError({
    option: "frame",
    message: `frame is ${frame}; the video has frames 0 to ${frameCount - 1}. Nothing was sent.`,
  });
}

function requireLimits(
  { selections }: EditState,
  { frame, after }: { readonly frame: number; readonly after: readonly EditPoint[] },
): void {
  const { maxFrames, maxPoints } = EDIT_LIMITS;
  const isNew = !selections.some((selection) => selection.frame === frame);
  const message =
    after.length > maxPoints
      ? `frame ${frame} would have ${after.length} points; at most ${maxPoints} pass.`
      : isNew && selections.length >= maxFrames
        ? `${maxFrames} frames are marked already, which is the most. Take one back first.`
        : undefined;
  if (message !== undefined)
    throw new ConfigError({ option: "points", message: `${message} Nothing was sent.` });
}

const unknownPoint = (frame: number, { x, y }: EditPoint): ConfigError =>
  new ConfigError({
    option: "points",
    message: `frame ${frame} has no point (${x}, ${y}). Give the numbers of a selection. Nothing was sent.`,
  });

const nothingSelected = ({ edit_mode }: Edit): ConfigError =>
  new ConfigError({
    option: "edit_mode",
    message: `'${edit_mode}' needs a selection, and there is none. Nothing was sent.`,
  });
