import type { Caption } from "./caption.ts";
import { type Composition, composePicture } from "./compose-picture.ts";
import type { Look } from "./look.ts";
import { composeSlate } from "./slate/compose-slate.ts";
import type { SlateOptions } from "./slate/strip-lines.ts";

const WORDLESS: Caption = { prompt: "", model: "", taskId: "" };

const COMPOSE: Readonly<Record<Look, (options: SlateOptions) => Composition>> = {
  slate: composeSlate,
  scenery: composePicture,
  plain: (options) => composeSlate({ ...options, caption: WORDLESS, isPlain: true }),
};

/** Draws the first frame of a clip, or a picture. */
export const composeLook = (look: Look, options: SlateOptions): Composition => COMPOSE[look](options);
