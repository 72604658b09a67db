import { compile, ROUTES, type VideoRequest } from "@klingkit/spec";
import { compileHiggsfield, HIGGSFIELD_CREATES } from "@klingkit/spec/higgsfield";
import { expect, it } from "vitest";

const IMAGE = "https://example.com/a.png";
const VIDEO = "https://example.com/v.mp4";

/** One value of each field of a request, beside a prompt. */
const EACH_FIELD: Readonly<Required<VideoRequest>> = {
  prompt: "a wolf",
  negativePrompt: "blur",
  shots: [{ prompt: "wide", durationSeconds: 5 }],
  isMultiShot: true,
  firstFrame: IMAGE,
  lastFrame: IMAGE,
  references: [{ image: IMAGE }],
  video: { url: VIDEO, use: "base" },
  motion: { image: IMAGE, videoUrl: VIDEO, orientation: "video" },
  elements: [{ elementId: "1" }],
  voices: [{ voiceId: "1" }],
  durationSeconds: 10,
  aspectRatio: "9:16",
  resolution: "4k",
  audio: "native",
  hasWatermark: true,
  callbackUrl: "https://example.com/hook",
  externalTaskId: "order-1",
  cfgScale: 0.25,
  camera: { type: "down_back" },
  staticMask: IMAGE,
  dynamicMasks: [{ mask: IMAGE, points: [{ x: 1, y: 1 }] }],
};
const FIELDS = Object.keys(EACH_FIELD) as readonly (keyof VideoRequest)[];

const PLAIN: VideoRequest = { prompt: "a fox" };
const withField = (field: keyof VideoRequest): VideoRequest => ({ ...PLAIN, [field]: EACH_FIELD[field] });

interface Written {
  readonly body: unknown;
  readonly issues: readonly { readonly field?: string }[];
}

/** Written otherwise than without the field, or refused by its name. */
const isHeard = (field: string, full: Written, plain: Written): boolean =>
  JSON.stringify(full.body) !== JSON.stringify(plain.body) ||
  full.issues.some((found) => found.field?.startsWith(field));

it.each(FIELDS)("Kling: no route drops %s without a word", (field) => {
  const silent = ROUTES.filter(({ operation }) => operation !== undefined).filter((route) => {
    const write = (request: VideoRequest) => compile(request, route, { allowsRetired: true });
    // A model with one kind of audio has no field for it.
    const isFixed = field === "audio" && route.row?.audio.join() === EACH_FIELD.audio;
    return !isFixed && !isHeard(field, write(withField(field)), write(PLAIN));
  });
  expect(silent.map(({ id }) => id)).toEqual([]);
});

/** The key of the request travels beside the body: as the header that makes a create safe to repeat. */
const IN_THE_BODY = FIELDS.filter((field) => field !== "externalTaskId");

it.each(IN_THE_BODY)("Higgsfield: no endpoint drops %s without a word", (field) => {
  const silent = HIGGSFIELD_CREATES.filter((endpoint) => {
    const write = (request: VideoRequest) => compileHiggsfield(request, endpoint);
    const full = write(withField(field));
    // Some endpoints make one quality only, or always audio.
    const [result] = endpoint.outcome(full.body).results;
    const isFixed =
      (field === "resolution" && result?.resolution === EACH_FIELD.resolution) ||
      (field === "audio" && result?.hasSound === true);
    return !isFixed && !isHeard(field, full, write(PLAIN));
  });
  expect(silent.map(({ id }) => id)).toEqual([]);
});
