import type { CallOptions } from "../../core/send.ts";
import type { KlingCore } from "../kling-core.ts";
import { type EditSession, openEditSession, resumeEditSession } from "./edit-session.ts";
import type { EditSessionOptions, EditSource, EditState } from "./edit-state.ts";

/** Sessions of the multi-elements suite. */
export interface EditsResource {
  /**
   * Opens a video for editing. Costs nothing. Throws ResponseError where the service refuses the video.
   * @example
   * const session = await kling.edits.open({ videoUrl });
   * await session.select(0, [{ x: 0.5, y: 0.4 }]);
   * const body = await session.body({ edit_mode: "removal", prompt: "Delete the chick from <<<video_1>>>" });
   * const created = await kling.edits.apply(body);
   */
  open(source: EditSource, options?: EditSessionOptions & CallOptions): Promise<EditSession>;
  /** Goes on with a session, also in another process. Sends nothing. */
  resume(state: EditState, options?: EditSessionOptions): EditSession;
}

export const createEdits = (core: KlingCore): EditsResource => ({
  open: (source, options) => openEditSession(core, source, options),
  resume: (state, options) => resumeEditSession(core, state, options),
});
