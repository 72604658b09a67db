import { EDIT_LIMITS } from "@klingkit/spec";
import { ConfigError } from "../../core/errors/config-error.ts";
import type { Edit, EditState } from "./edit-state.ts";
import type { EditPoint } from "./selected-frame.ts";

export const isSame = (one: EditPoint, other: EditPoint): boolean => one.x === other.x && one.y === other.y;

/** Throws ConfigError for a frame that the video has not. */
export function requireFrame({ frameCount }: EditState, frame: number): void {
  if (Number.isInteger(frame) && frame >= 0 && (frameCount === 0 || frame < frameCount)) return;
  throw new ConfigError({
    option: "frame",
    message: `frame is ${frame}; the video has frames 0 to ${frameCount - 1}. Nothing was sent.`,
  });
}

/** Throws ConfigError where a frame would have too many points, or too many frames would have some. */
export function requireLimits(
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

export const unknownPoint = (frame: number, { x, y }: EditPoint): ConfigError =>
  new ConfigError({
    option: "points",
    message: `frame ${frame} has no point (${x}, ${y}). Give the numbers of a selection. Nothing was sent.`,
  });

export const nothingSelected = ({ edit_mode }: Edit): ConfigError =>
  new ConfigError({
    option: "edit_mode",
    message: `'${edit_mode}' needs a selection, and there is none. Nothing was sent.`,
  });
