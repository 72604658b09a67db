import { type ItemFact, MEDIA_RULES, mediaFieldsOf, type VideoFacts } from "@klingkit/spec";
import { type PixelSize, sizeOfImage } from "../../inputs/image-size.ts";
import { nameInputs, nameOfField } from "../../inputs/name-inputs.ts";
import { type GivenInput, MAX_SLATE_INPUTS } from "../../inputs/slate-input.ts";
import { sizeOfResult } from "../../server/results/result-size.ts";
import { type CreateRequest, videoPartOf } from "./create-request.ts";
import { givenInputs } from "./slate-facts.ts";

export const isUrl = (value: string): boolean => /^https?:/i.test(value);

/** Longer input URLs are cut, so that a task stays small. INF: a limit for memory, not the service's. */
const MAX_URL_CHARACTERS = 4_096;
export const boundUrl = (url: string): string => url.slice(0, MAX_URL_CHARACTERS);

/** A camera is a word of the caller's. */
const MAX_CAMERA_CHARACTERS = 24;

/** The files that a create names or carries. */
export interface InputFiles {
  /** What was given, for the picture, such as `first frame` and `2 references`. */
  readonly names: readonly string[];
  /** Inputs that were given by URL. */
  readonly urls: readonly string[];
  /** The image that the picture starts from, where it was given by URL. */
  readonly imageUrl: string | undefined;
  /** The same, where it was sent as data. */
  readonly image: Uint8Array | undefined;
  /** The image that the picture ends with, where another one was given to start from and it was sent as data. */
  readonly lastImage: Uint8Array | undefined;
  /** What a picture shows as tiles, in the order of the request. */
  readonly given: readonly GivenInput[];
  /** The images among them that were sent as data, by their place. */
  readonly givenImages: ReadonlyMap<number, Uint8Array>;
  /** Size of the input whose ratio the picture takes, where it was sent as data or made here. */
  readonly size: PixelSize | undefined;
  /** Whether an image that was sent as data is too small for the service. */
  readonly hasTooSmallImage: boolean;
}

export function inputFilesOf(request: CreateRequest): InputFiles {
  const { items, start, end, shape, names, given } = inputsOf(request);
  const decoded = new Map(
    items
      .filter(({ value }) => !isUrl(value))
      .map(({ value }) => [value, Buffer.from(value, "base64")] as const),
  );
  return {
    names: nameInputs(names),
    urls: items
      .map(({ value }) => value)
      .filter(isUrl)
      .map(boundUrl),
    imageUrl: start && isUrl(start.value) ? boundUrl(start.value) : undefined,
    image: start && decoded.get(start.value),
    lastImage: end && decoded.get(end.value),
    given,
    givenImages: new Map(
      given.slice(0, MAX_SLATE_INPUTS).flatMap(({ kind, value }, place) => {
        const bytes = kind === "image" ? decoded.get(value) : undefined;
        return bytes ? [[place, bytes] as const] : [];
      }),
    ),
    size: shape && sizeOf(shape.value, decoded.get(shape.value), request),
    hasTooSmallImage: [...decoded.values()].some(isTooSmall),
  };
}

/** What stands behind other addresses is not read. */
const sizeOf = (value: string, bytes: Uint8Array | undefined, { state }: CreateRequest) =>
  bytes ? sizeOfImage(bytes) : sizeOfResult(value, state);

interface Inputs {
  readonly items: readonly ItemFact[];
  /** The image that the picture starts from. */
  readonly start: ItemFact | undefined;
  /** The image that the picture ends with, where it is another one. */
  readonly end?: ItemFact | undefined;
  /** The input whose ratio the picture takes. */
  readonly shape: ItemFact | undefined;
  /** One name for each input. */
  readonly names: readonly string[];
  readonly given: readonly GivenInput[];
}

function inputsOf(request: CreateRequest): Inputs {
  const facts = videoPartOf(request)?.facts;
  if (!facts) return flatInputs(request);
  const { firstFrame, lastFrame, motionImage, motionVideo, referenceImages, videos } = facts;
  const [reference] = referenceImages;
  const start = firstFrame ?? motionImage ?? reference ?? lastFrame;
  return {
    items: [firstFrame, lastFrame, motionImage, motionVideo, ...referenceImages, ...videos].filter(
      (item) => item !== undefined,
    ),
    start,
    end: lastFrame === start ? undefined : lastFrame,
    shape: start === undefined || start === reference ? baseVideo(facts) : start,
    names: namesOf(facts),
    given: givenInputs(facts),
  };
}

/** An edit looks like what it edits. INF */
const baseVideo = ({ videos }: VideoFacts): ItemFact | undefined => videos.find(({ use }) => use === "base");

function namesOf(facts: VideoFacts): readonly string[] {
  const { firstFrame, lastFrame, motionImage, motionVideo, referenceImages, elements, videos, voices } =
    facts;
  return [
    ...(firstFrame ? ["first frame"] : []),
    ...(lastFrame ? ["last frame"] : []),
    ...(motionImage ? ["image"] : []),
    ...(motionVideo ? ["motion video"] : []),
    ...referenceImages.map(() => "reference"),
    ...elements.map(() => "element"),
    ...videos.map(() => "video"),
    ...voices.map(() => "voice"),
    ...(facts.orientation ? [`orientation ${facts.orientation}`] : []),
    ...(facts.camera ? [`camera ${facts.camera.type.slice(0, MAX_CAMERA_CHARACTERS)}`] : []),
  ];
}

/** Media fields of the body; the picture starts from `image`, else from the first image. */
function flatInputs({ operation, body }: CreateRequest): Inputs {
  const items = mediaFieldsOf(operation.body, body);
  const start = items.find(({ path }) => path === "image") ?? items.find(({ kind }) => kind === "image");
  const names = items.map(({ path }) => nameOfField(path));
  const given = items.map(({ kind, value, path }) => ({ kind, value, name: nameOfField(path) }));
  const shape = start ?? items.find(({ kind }) => kind === "video");
  return { items, start, shape, names, given };
}

const MIN_SIDE_PX = MEDIA_RULES.standardImage.minSidePx ?? 0;

/** Whether the service would refuse the image for its size, which it finds out only after accepting the task. @source LIVE */
export function isTooSmall(bytes: Uint8Array): boolean {
  const size = sizeOfImage(bytes);
  return size !== undefined && Math.min(size.widthPx, size.heightPx) < MIN_SIDE_PX;
}
