import {
  addSelection,
  clearSelection,
  deleteSelection,
  EDIT_LIMITS,
  previewSelection,
  type WriteOperation,
} from "@klingkit/spec";
import type { CallOptions } from "../../core/send.ts";
import type { KlingCore } from "../kling-core.ts";
import { linkOf, objectOf } from "../tasks/read-fields.ts";
import { createEditCalls, type EditCalls, openSource } from "./edit-calls.ts";
import { isSame, nothingSelected, requireFrame, requireLimits, unknownPoint } from "./edit-rules.ts";
import type { Edit, EditPreview, EditSessionOptions, EditSource, EditState } from "./edit-state.ts";
import {
  type EditPoint,
  findMirrored,
  masksOf,
  type PointAxis,
  type SelectedFrame,
} from "./selected-frame.ts";

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

/** Opens a video for editing. Costs nothing. Throws ResponseError where the service refuses the video. */
export async function openEditSession(
  core: KlingCore,
  source: EditSource,
  options: EditSessionOptions & CallOptions = {},
): Promise<EditSession> {
  return resumeEditSession(core, await openSource(core, source, options), options);
}

/** Goes on with a session. Sends nothing. */
export function resumeEditSession(
  core: KlingCore,
  given: EditState,
  { pointAxis = "down" }: EditSessionOptions = {},
): EditSession {
  const session = createEditCalls(core, given, pointAxis);
  return {
    ...selecting(session, pointAxis),
    state: () => session.state,
    expiresAtMs: session.expiresAtMs,
    async clear(options) {
      session.state = { ...session.state, selections: [] };
      await session.renew(options);
      await session.call(clearSelection, {}, options);
    },
    async preview(options) {
      await session.renew(options);
      const res = objectOf((await session.call(previewSelection, {}, options))["res"]);
      return {
        videoUrl: linkOf(res["video"]),
        coverUrl: linkOf(res["video_cover"]),
        trackingUrl: linkOf(res["tracking_output"]),
      };
    },
    async body(edit, options) {
      if (edit.edit_mode !== "addition" && session.state.selections.length === 0) throw nothingSelected(edit);
      await session.renew(options);
      const { sessionId, durationSeconds } = session.state;
      const duration = durationSeconds <= EDIT_LIMITS.seconds["5"].max ? "5" : "10";
      return { ...edit, session_id: sessionId, duration };
    },
  };
}

interface Change {
  readonly frame: number;
  readonly points: readonly EditPoint[];
  /** Points of the frame with the change. */
  readonly after: readonly EditPoint[];
}

/** What changes the selections of a session. */
function selecting(session: EditCalls, pointAxis: PointAxis): Pick<EditSession, "select" | "unselect"> {
  async function change(
    operation: WriteOperation,
    { frame, points, after }: Change,
    options?: CallOptions,
  ): Promise<SelectedFrame> {
    await session.renew(options);
    const data = await session.call(operation, session.pointed(frame, points), options);
    const { state } = session;
    const others = state.selections.filter((selection) => selection.frame !== frame);
    const selections = after.length === 0 ? others : [...others, { frame, points: after }];
    session.state = { ...state, selections };
    const masks = masksOf(data, operation);
    const warning = findMirrored(masks, after, pointAxis);
    return { frame, points: after, masks, ...(warning === undefined ? {} : { warning }) };
  }

  const before = (frame: number) =>
    session.state.selections.find((selection) => selection.frame === frame)?.points ?? [];

  return {
    async select(frame, points, options) {
      const known = before(frame);
      const after = [...known, ...points.filter((point) => !known.some((one) => isSame(one, point)))];
      requireFrame(session.state, frame);
      requireLimits(session.state, { frame, after });
      return change(addSelection, { frame, points, after }, options);
    },
    async unselect(frame, points, options) {
      const known = before(frame);
      const stranger = points.find((point) => !known.some((one) => isSame(one, point)));
      if (stranger) throw unknownPoint(frame, stranger);
      const after = known.filter((one) => !points.some((point) => isSame(one, point)));
      return change(deleteSelection, { frame, points, after }, options);
    },
  };
}
