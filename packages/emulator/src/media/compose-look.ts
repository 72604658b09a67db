import { type Composition, composePicture } from "./compose-picture.ts";
import type { Look } from "./look.ts";
import { composeSlate } from "./slate/compose-slate.ts";
import type { SlateOptions } from "./slate/strip-lines.ts";

const COMPOSE: Readonly<Record<Look, (options: SlateOptions) => Composition>> = {
  slate: composeSlate,
  scenery: composePicture,
};

/** Draws the first frame of a clip, or a picture. */
export const composeLook = (look: Look, options: SlateOptions): Composition => COMPOSE[look](options);
