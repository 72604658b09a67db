import { decodeMask, type JsonObject, type Mask, type WriteOperation } from "@klingkit/spec";
import { ResponseError } from "../../core/errors/response-error.ts";
import { KLING } from "../service-name.ts";
import { listOf, numberOf, objectOf, textOf } from "../tasks/read-fields.ts";

/** A place in a picture, as shares of its width and height from the top left. */
export interface EditPoint {
  readonly x: number;
  readonly y: number;
}

/** `down`: y counts from the top. */
export type PointAxis = "down" | "up";

export interface ObjectMask extends Mask {
  readonly objectId: number;
}

/** What is selected on a frame. */
export interface SelectedFrame {
  readonly frame: number;
  /** All points of the frame. */
  readonly points: readonly EditPoint[];
  /** Empty where nothing is selected. */
  readonly masks: readonly ObjectMask[];
  /** The mask lies at the mirrored place: `pointAxis` may be wrong. */
  readonly warning?: string;
}

/** Decoded masks of an answer. Throws ResponseError for a mask that cannot be read. */
export function masksOf(data: JsonObject, { id, method, path }: WriteOperation): readonly ObjectMask[] {
  return listOf(objectOf(data["res"])["rle_mask_list"]).flatMap((entry, at) => {
    const mask = objectOf(entry["rle_mask"]);
    const size = Array.isArray(mask["size"]) ? mask["size"].map(numberOf) : [];
    const [heightPx = 0, widthPx = 0] = size;
    try {
      const decoded = decodeMask({ size: [heightPx, widthPx], counts: textOf(mask["counts"]) ?? "" });
      return [{ ...decoded, objectId: numberOf(entry["object_id"]) ?? at }];
    } catch (cause) {
      throw new ResponseError({
        message: `${method} ${path} answered with a mask that cannot be read. Nothing was charged; the selection was made.`,
        isRetryable: false,
        mayHaveCharged: "no",
        service: KLING,
        operationId: id,
        cause,
      });
    }
  });
}

function isCovered(masks: readonly ObjectMask[], { x, y }: EditPoint): boolean {
  return masks.some(({ widthPx, heightPx, data }) => {
    const column = Math.min(widthPx - 1, Math.floor(x * widthPx));
    const row = Math.min(heightPx - 1, Math.floor(y * heightPx));
    return data[row * widthPx + column] === 1;
  });
}

/** Whether the masks cover the mirrored points and not those that were meant: the direction of y is not documented clearly. */
export function findMirrored(
  masks: readonly ObjectMask[],
  points: readonly EditPoint[],
  axis: PointAxis,
): string | undefined {
  if (masks.length === 0 || points.length === 0) return undefined;
  const isMirrored = points.every(
    (point) => !isCovered(masks, point) && isCovered(masks, { ...point, y: 1 - point.y }),
  );
  if (!isMirrored) return undefined;
  const other: PointAxis = axis === "down" ? "up" : "down";
  return `The mask lies at the mirrored place: the service seems to count y from the ${axis === "down" ? "bottom" : "top"}. Try pointAxis '${other}'.`;
}
