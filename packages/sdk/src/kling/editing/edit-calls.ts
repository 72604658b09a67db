import {
  addSelection,
  EDIT_LIMITS,
  initSelection,
  isJsonObject,
  type JsonObject,
  type WriteOperation,
} from "@klingkit/spec";
import { ResponseError } from "../../core/errors/response-error.ts";
import type { CallOptions } from "../../core/send.ts";
import type { KlingCore } from "../kling-core.ts";
import { KLING } from "../service-name.ts";
import { linkOf, numberOf, textOf } from "../tasks/read-fields.ts";
import { sendWrite } from "../write.ts";
import type { EditSource, EditState } from "./edit-state.ts";
import type { EditPoint, PointAxis } from "./selected-frame.ts";

const HOUR_MS = 3_600_000;
/** So much before its end a session is opened again. */
const RENEWAL_MARGIN_MS = 60_000;

/** A session at the service: what is known of it, and calls in it. */
export interface EditCalls {
  state: EditState;
  /** When the service forgets the session, Unix ms. */
  expiresAtMs(): number;
  /** Opens the session again with the same selections, where it has ended. */
  renew(options?: CallOptions): Promise<void>;
  call(operation: WriteOperation, body: object, options?: CallOptions): Promise<JsonObject>;
  /** Points of a frame as the service takes them. */
  pointed(frame: number, points: readonly EditPoint[]): object;
}

export function createEditCalls(core: KlingCore, given: EditState, pointAxis: PointAxis): EditCalls {
  const calls: EditCalls = {
    state: given,
    expiresAtMs: () => calls.state.openedAtMs + EDIT_LIMITS.sessionHours * HOUR_MS,
    async renew(options) {
      if (core.clock.nowMs() < calls.expiresAtMs() - RENEWAL_MARGIN_MS) return;
      const { selections, source } = calls.state;
      calls.state = { ...(await openSource(core, source, options)), selections: [] };
      for (const { frame, points } of selections) {
        await calls.call(addSelection, calls.pointed(frame, points), options);
        calls.state = { ...calls.state, selections: [...calls.state.selections, { frame, points }] };
      }
    },
    call: (operation, body, options) =>
      send(core, operation, { session_id: calls.state.sessionId, ...body }, options),
    pointed: (frame, points) => ({
      frame_index: frame,
      points: points.map(({ x, y }) => ({ x, y: pointAxis === "down" ? y : 1 - y })),
    }),
  };
  return calls;
}

/** Opens a video; the session has no selections. */
export async function openSource(
  core: KlingCore,
  source: EditSource,
  options?: CallOptions,
): Promise<EditState> {
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
      ? "the response has no session."
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
