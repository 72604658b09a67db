import * as z from "zod/mini";
import { ASPECT_RATIOS, ORIENTATIONS, RESOLUTIONS } from "../facts/capability.ts";
import { GLOBAL_AUDIO_MODES } from "../facts/content-types.ts";

type Text = z.ZodMiniType<string>;

/** How texts of a request are judged; a file that a person wrote is judged more strictly than a program's value. */
export interface RequestTexts {
  /** Prompts: may have several lines. */
  readonly prose: () => Text;
  /** Ids, names, addresses. */
  readonly line: () => Text;
}

const seconds = () => z.int().check(z.minimum(1));
const flag = () => z.exactOptional(z.boolean());

/** Every field of a `VideoRequest`, in one place for the SDK, the compiler and batch files. Lengths and ranges are the routes' own. */
export const requestFields = ({ prose, line }: RequestTexts) => ({
  prompt: z.exactOptional(prose()),
  negativePrompt: z.exactOptional(prose()),
  shots: z.exactOptional(z.array(z.strictObject({ prompt: prose(), durationSeconds: seconds() }))),
  isMultiShot: flag(),
  firstFrame: z.exactOptional(line()),
  lastFrame: z.exactOptional(line()),
  references: z.exactOptional(z.array(z.strictObject({ image: line(), name: z.exactOptional(line()) }))),
  video: z.exactOptional(
    z.strictObject({
      url: line(),
      use: z.enum(["feature", "base"]),
      name: z.exactOptional(line()),
      keepsSound: flag(),
    }),
  ),
  motion: z.exactOptional(
    z.strictObject({ image: line(), videoUrl: line(), orientation: z.enum(ORIENTATIONS) }),
  ),
  elements: z.exactOptional(z.array(z.strictObject({ elementId: line(), name: z.exactOptional(line()) }))),
  voices: z.exactOptional(z.array(z.strictObject({ voiceId: line(), name: z.exactOptional(line()) }))),
  durationSeconds: z.exactOptional(seconds()),
  aspectRatio: z.exactOptional(z.enum(ASPECT_RATIOS)),
  resolution: z.exactOptional(z.enum(RESOLUTIONS)),
  audio: z.exactOptional(z.enum(GLOBAL_AUDIO_MODES)),
  hasWatermark: flag(),
  callbackUrl: z.exactOptional(line()),
  externalTaskId: z.exactOptional(line()),
  cfgScale: z.exactOptional(z.number()),
  camera: z.exactOptional(
    z.strictObject({ type: line(), config: z.optional(z.record(z.string(), z.number())) }),
  ),
  staticMask: z.exactOptional(line()),
  dynamicMasks: z.exactOptional(
    z.array(
      z.strictObject({
        mask: line(),
        points: z.array(z.strictObject({ x: z.number(), y: z.number() })),
      }),
    ),
  ),
});
