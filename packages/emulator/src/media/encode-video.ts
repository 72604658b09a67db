import { setImmediate as nextTurn } from "node:timers/promises";
import type { Composition, VideoTiming } from "./compose-picture.ts";
import { encodeIntraPicture } from "./intra-picture.ts";
import { createMotionField, createMotionPictureWriter } from "./motion-picture.ts";
import { lengthPrefixed } from "./nal-unit.ts";
import {
  codecString,
  decoderConfiguration,
  pictureParameterSet,
  sequenceParameterSet,
} from "./parameter-sets.ts";

/** Encoded video, ready for a container. */
export interface EncodedVideo {
  /** One sample per frame in the form MP4 wants; the first is the only key frame. */
  readonly samples: readonly Uint8Array[];
  readonly codec: string;
  readonly decoderConfiguration: Uint8Array;
}

/** Quantisation parameters. Sharp text shows every loss; a landscape has little to lose; an image needs restraint. */
const QP = { bar: 20, scenery: 18, image: 22, max: 46, step: 4 } as const;
/** A first picture of an image is coded ever more coarsely until it takes no more than this. */
const MAX_IMAGE_BYTES_PER_PIXEL = 0.55;

/** After this many macroblocks other work gets its turn. */
const MACROBLOCKS_PER_TURN = 200_000;

/** Encodes the composed picture as the first frame and moves its parts in all that follow. */
export async function encodeVideo(
  { layout, picture, isImage, plan }: Composition,
  timing: VideoTiming,
): Promise<EncodedVideo> {
  const maxBytes = layout.visiblePx.width * layout.visiblePx.height * MAX_IMAGE_BYTES_PER_PIXEL;
  const encodeFirst = (sceneQp: number) =>
    encodeIntraPicture({
      source: picture,
      initialQp: QP.bar,
      qpOfRow: (row) => (row < layout.sceneRows ? sceneQp : QP.bar),
    });
  let sceneQp: number = isImage ? QP.image : QP.scenery;
  let first = encodeFirst(sceneQp);
  while (first.unit.length > maxBytes && sceneQp < QP.max) {
    sceneQp += QP.step;
    await nextTurn();
    first = encodeFirst(sceneQp);
  }
  const sequence = sequenceParameterSet({ ...layout, levelIdc: layout.level.idc });
  const parameters = pictureParameterSet(QP.bar);
  const writer = createMotionPictureWriter();
  const field = createMotionField(layout.columns, layout.rows);
  const framesPerTurn = Math.ceil(MACROBLOCKS_PER_TURN / (layout.columns * layout.rows));
  const samples = [lengthPrefixed(first.unit)];
  for (let frame = 1; frame < timing.frameCount; frame++) {
    if (frame % framesPerTurn === 0) await nextTurn();
    plan(field, frame, timing);
    samples.push(lengthPrefixed(writer.write(field, frame)));
  }
  return {
    samples,
    codec: codecString(sequence),
    decoderConfiguration: decoderConfiguration(sequence, parameters),
  };
}
