import { setImmediate as nextTurn } from "node:timers/promises";
import type { Composition, LaterPart, VideoTiming } from "./compose-picture.ts";
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
  /** One sample per frame in the form MP4 wants. */
  readonly samples: readonly Uint8Array[];
  /** Numbers of the frames that a player can begin with. */
  readonly keyFrames: ReadonlySet<number>;
  readonly codec: string;
  readonly decoderConfiguration: Uint8Array;
}

/** Quantisation parameters. Sharp text shows every loss; a landscape has little to lose; an image needs restraint. */
const QP = { bar: 20, scenery: 18, image: 22, max: 46, step: 4 } as const;
/** A first picture of an image is coded ever more coarsely until it takes no more than this. */
const MAX_IMAGE_BYTES_PER_PIXEL = 0.55;

/** After this many macroblocks other work gets its turn. */
const MACROBLOCKS_PER_TURN = 200_000;

/**
 * Encodes the composed picture as the first frame and moves its parts in all that follow. From `later` on another picture
 * does the same; its layout must be that of the first one.
 */
export async function encodeVideo(
  composition: Composition,
  timing: VideoTiming,
  later?: LaterPart,
): Promise<EncodedVideo> {
  const { layout } = composition;
  const sequence = sequenceParameterSet({ ...layout, levelIdc: layout.level.idc });
  const parameters = pictureParameterSet(QP.bar);
  const parts = [{ composition, fromFrame: 0 }, ...(later ? [later] : [])];
  const samples: Uint8Array[] = [];
  for (const [at, part] of parts.entries()) {
    const toFrame = parts[at + 1]?.fromFrame ?? timing.frameCount;
    await encodePart(samples, { ...part, toFrame }, timing);
  }
  return {
    samples,
    keyFrames: new Set(parts.map(({ fromFrame }) => fromFrame)),
    codec: codecString(sequence),
    decoderConfiguration: decoderConfiguration(sequence, parameters),
  };
}

async function encodePart(
  samples: Uint8Array[],
  { composition, fromFrame, toFrame }: LaterPart & { readonly toFrame: number },
  timing: VideoTiming,
): Promise<void> {
  const { columns, rows } = composition.layout;
  samples.push(lengthPrefixed(await encodeFirst(composition)));
  const writer = createMotionPictureWriter();
  const field = createMotionField(columns, rows);
  const framesPerTurn = Math.ceil(MACROBLOCKS_PER_TURN / (columns * rows));
  for (let frame = fromFrame + 1; frame < toFrame; frame++) {
    if (frame % framesPerTurn === 0) await nextTurn();
    composition.plan(field, frame, timing);
    samples.push(lengthPrefixed(writer.write(field, frame - fromFrame)));
  }
}

/** The NAL unit of the picture that all others are made from. */
async function encodeFirst({ layout, picture, isImage }: Composition): Promise<Uint8Array> {
  const maxBytes = layout.visiblePx.width * layout.visiblePx.height * MAX_IMAGE_BYTES_PER_PIXEL;
  const encode = (sceneQp: number) =>
    encodeIntraPicture({
      source: picture,
      initialQp: QP.bar,
      qpOfRow: (row) => (row < layout.sceneRows ? sceneQp : QP.bar),
    });
  let sceneQp: number = isImage ? QP.image : QP.scenery;
  let first = encode(sceneQp);
  while (first.unit.length > maxBytes && sceneQp < QP.max) {
    sceneQp += QP.step;
    await nextTurn();
    first = encode(sceneQp);
  }
  return first.unit;
}
