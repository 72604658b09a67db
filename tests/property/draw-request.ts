import type {
  AspectRatio,
  AudioMode,
  CapabilityRow,
  Condition,
  ReferenceLimits,
  Route,
  VideoRequest,
} from "@klingkit/spec";
import fc from "fast-check";

type Draw = fc.GeneratorValue;

export const IMAGE_URL = "https://example.com/a.png";
export const VIDEO_URL = "https://example.com/a.mp4";
const BASE64 = "iVBORw0KGgoAAAANSUhEUgAAASwAAAEsCAYAAAB5fY51";
/** Elements whose id starts with 9 are video-character elements. */
export const VIDEO_ELEMENT_IDS = ["9001", "9002", "9003"] as const;
export const elementKind = (id: string) => (id.startsWith("9") ? "video" : "image");

// An @ inside a word: at the beginning of one it names an input, and is refused where none has that name.
const WORDS = ["fox", "snow", " ", "狐狸", "🦊", "-", ".", "'", "pr@nasa ", "50%"] as const;

/** Draws a request that the route's row allows: the matrix read forwards, independent of the rules' code. */
export function drawRequest(g: Draw, route: Route): VideoRequest {
  const { row } = route;
  if (!row) throw new Error(`${route.id} has no row`);
  const draft = row.hasMotion ? drawMotion(g, row) : drawGenerated(g, row, route.family === "legacy");
  return { ...draft, ...drawCommon(g) };
}

const flip = (g: Draw): boolean => g(fc.boolean);
const pick = <Item>(g: Draw, items: readonly Item[]): Item => g(() => fc.constantFrom(...items));
const upTo = (g: Draw, max: number): number => g(fc.integer, { min: 0, max });
const drawText = (g: Draw): string =>
  `A${g(() => fc.array(fc.constantFrom(...WORDS), { maxLength: 6 })).join("")}`;
const drawImage = (g: Draw): string => pick(g, [IMAGE_URL, BASE64]);

function drawCommon(g: Draw): VideoRequest {
  return {
    ...(flip(g) ? { hasWatermark: flip(g) } : {}),
    ...(flip(g) ? { callbackUrl: "https://example.com/hook" } : {}),
  };
}

/** Leaves a value out now and then where the default is among the allowed ones. */
const maybe = <Value>(g: Draw, allowed: readonly Value[], assumed: Value): Value | undefined =>
  allowed.includes(assumed) && flip(g) ? undefined : pick(g, allowed);
const given = <Key extends string, Value>(key: Key, value: Value | undefined) =>
  value === undefined ? {} : { [key]: value };

function drawMotion(g: Draw, row: CapabilityRow): VideoRequest {
  const elements = upTo(g, row.maxElements);
  return {
    motion: { image: drawImage(g), videoUrl: VIDEO_URL, orientation: pick(g, ["image", "video"]) },
    ...(flip(g) ? { prompt: drawText(g) } : {}),
    ...(elements > 0 ? { elements: imageElements(elements) } : {}),
    ...given("audio", maybe(g, row.audio, row.defaultAudio)),
    ...given("resolution", maybe(g, row.resolutions, row.defaultResolution)),
  };
}

const imageElements = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ elementId: `100${at}` }));

/** What the request is about, decided before the settings, which must suit it. */
interface Plan {
  readonly use: "feature" | "base" | undefined;
  readonly hasFirst: boolean;
  readonly hasLast: boolean;
  readonly voices: number;
  readonly classic: "brush" | "camera" | undefined;
}

function drawPlan(g: Draw, row: CapabilityRow): Plan {
  const use = row.videoUses.length > 0 && flip(g) ? pick(g, row.videoUses) : undefined;
  const hasFirst =
    row.firstFrame === "required" || (row.firstFrame === "optional" && use !== "base" && flip(g));
  const takesLast = !(use === "feature" && row.references?.isExclusiveWithBothFrames);
  const hasLast = hasFirst && row.lastFrameWhen !== null && takesLast && flip(g);
  const voices = hasLast ? 0 : upTo(g, row.maxVoices);
  const classics = [
    ...(row.motionBrushWhen ? (["brush"] as const) : []),
    ...(row.cameraControl ? (["camera"] as const) : []),
  ];
  const classic = !hasLast && classics.length > 0 && flip(g) ? pick(g, classics) : undefined;
  return { use, hasFirst, hasLast, voices, classic };
}

function conditionsOf(row: CapabilityRow, plan: Plan): readonly Condition[] {
  return [
    plan.hasLast ? row.lastFrameWhen : undefined,
    plan.voices > 0 ? row.voicesWhen : undefined,
    plan.classic === "brush" ? row.motionBrushWhen : undefined,
    plan.classic === "camera" ? row.cameraControl?.when : undefined,
  ].filter((condition) => condition !== undefined && condition !== null);
}

const within = <Value>(
  all: readonly Value[],
  lists: readonly (readonly Value[] | undefined)[],
): readonly Value[] => all.filter((value) => lists.every((list) => !list || list.includes(value)));

function audiosOf(row: CapabilityRow, plan: Plan, isLegacy: boolean): readonly AudioMode[] {
  const conditions = conditionsOf(row, plan);
  const suits = (mode: AudioMode) => {
    if (mode === "original") return plan.use === "base" || (plan.use === "feature" && isLegacy);
    return mode !== "native" || plan.use === undefined;
  };
  return within(
    row.audio,
    conditions.map(({ audio }) => audio),
  ).filter(suits);
}

function drawGenerated(g: Draw, row: CapabilityRow, isLegacy: boolean): VideoRequest {
  const plan = drawPlan(g, row);
  const audio = maybe(g, audiosOf(row, plan, isLegacy), row.defaultAudio);
  const conditions = [
    ...conditionsOf(row, plan),
    ...((audio ?? row.defaultAudio) === "native" && row.nativeAudioWhen ? [row.nativeAudioWhen] : []),
  ];
  const resolutions = within(
    row.resolutions,
    conditions.map(({ resolutions: list }) => list),
  );
  const references = drawReferences(g, row, plan);
  const seconds = drawSeconds(g, row, {
    plan,
    conditions,
    hasReferences: (references.references?.length ?? 0) > 0,
  });
  const withoutPrompt = row.firstFrame === "required" && flip(g);
  return {
    ...drawWords(g, row, { plan, isLegacy, seconds: seconds ?? 5, withoutPrompt }),
    ...(plan.hasFirst ? { firstFrame: drawImage(g) } : {}),
    ...(plan.hasLast ? { lastFrame: drawImage(g) } : {}),
    ...(plan.use ? { video: { url: VIDEO_URL, use: plan.use } } : {}),
    ...(plan.voices > 0 ? { voices: Array.from({ length: plan.voices }, () => ({ voiceId: "829" })) } : {}),
    ...references,
    ...given("durationSeconds", seconds),
    ...given("audio", audio),
    ...given("resolution", maybe(g, resolutions, row.defaultResolution)),
    ...(row.aspectRatios && flip(g) ? given("aspectRatio", pick<AspectRatio>(g, row.aspectRatios)) : {}),
    ...drawClassics(g, row, plan),
  };
}

interface SecondsOf {
  readonly plan: Plan;
  readonly conditions: readonly Condition[];
  readonly hasReferences: boolean;
}

function drawSeconds(
  g: Draw,
  row: CapabilityRow,
  { plan, conditions, hasReferences }: SecondsOf,
): number | undefined {
  const isFrameOnly = plan.hasFirst && !plan.hasLast && !hasReferences && plan.use === undefined;
  const all = (isFrameOnly && row.firstFrameOnlyDurationsSeconds) || row.durationsSeconds || [];
  return maybe(
    g,
    within(
      all,
      conditions.map(({ durationsSeconds }) => durationsSeconds),
    ),
    5,
  );
}

/** Reference images, multi-image elements and video-character elements that may meet. */
interface Room {
  readonly videoElements: number;
  readonly others: number;
}

function roomOf(limits: ReferenceLimits, isBesideVideo: boolean, videoElements: number): Room {
  if (isBesideVideo) {
    const others = videoElements > 0 ? 0 : limits.maxWithVideo;
    return { videoElements: limits.maxVideoElementsWithVideo, others };
  }
  const others = videoElements > 0 ? limits.maxBesideVideoElements : limits.maxWithoutVideo;
  return { videoElements: limits.maxVideoElements, others };
}

/** Elements of image-to-video. */
function drawElements(g: Draw, max: number): Pick<VideoRequest, "elements"> {
  const count = upTo(g, max);
  return count > 0 ? { elements: imageElements(count) } : {};
}

/** The count matrix of omni. */
function drawReferences(
  g: Draw,
  row: CapabilityRow,
  plan: Plan,
): Pick<VideoRequest, "references" | "elements"> {
  const limits = row.references;
  const maxElements = plan.hasFirst ? Math.min(3, row.maxElements) : row.maxElements;
  if (!limits) return drawElements(g, plan.voices > 0 ? 0 : maxElements);
  if (plan.hasLast && limits.isExclusiveWithBothFrames) return {};
  const isBesideVideo = plan.use !== undefined;
  const mostVideo = Math.min(roomOf(limits, isBesideVideo, 0).videoElements, maxElements);
  const videoElements = flip(g) ? upTo(g, mostVideo) : 0;
  const { others } = roomOf(limits, isBesideVideo, videoElements);
  const multiImage = upTo(g, Math.min(others, maxElements - videoElements));
  const images = upTo(g, Math.min(others - multiImage, row.maxReferenceImages));
  const elements = [
    ...VIDEO_ELEMENT_IDS.slice(0, videoElements).map((elementId) => ({ elementId })),
    ...imageElements(multiImage),
  ];
  return {
    ...(images > 0 ? { references: Array.from({ length: images }, () => ({ image: drawImage(g) })) } : {}),
    ...(elements.length > 0 ? { elements } : {}),
  };
}

interface WordsOf {
  readonly plan: Plan;
  readonly isLegacy: boolean;
  readonly seconds: number;
  readonly withoutPrompt: boolean;
}

function drawWords(
  g: Draw,
  row: CapabilityRow,
  { plan, isLegacy, seconds, withoutPrompt }: WordsOf,
): VideoRequest {
  // Without a switch, a model takes only shots that stand in its prompt.
  const hasSwitch = row.multiShotDefault !== null;
  const takesShots = (hasSwitch || row.hasPromptShots === true) && plan.use !== "base";
  const kind = takesShots ? pick(g, hasSwitch ? ["one", "split", "shots"] : ["one", "shots"]) : "one";
  if (kind === "shots" && !(isLegacy && plan.use === "feature")) return { shots: drawShots(g, seconds) };
  const words = withoutPrompt && kind === "one" ? {} : { prompt: drawText(g) };
  return kind === "split" ? { ...words, isMultiShot: true } : words;
}

/** Cuts the length into 1 to 6 whole seconds. */
function drawShots(g: Draw, seconds: number): NonNullable<VideoRequest["shots"]> {
  const count = g(fc.integer, { min: 1, max: Math.min(6, seconds) });
  const rest = seconds - (count - 1);
  return Array.from({ length: count }, (_, at) => ({
    prompt: drawText(g),
    durationSeconds: at === 0 ? rest : 1,
  }));
}

function drawClassics(g: Draw, row: CapabilityRow, { classic }: Plan): VideoRequest {
  const type = classic === "camera" ? pick(g, row.cameraControl?.types ?? []) : undefined;
  const config =
    type === "simple" ? { [pick(g, ["pan", "tilt", "zoom"])]: pick(g, [-10, 0.5, 10]) } : undefined;
  const points = Array.from({ length: g(fc.integer, { min: 2, max: 77 }) }, (_, at) => ({ x: at, y: at }));
  return {
    ...(row.hasNegativePrompt && flip(g) ? { negativePrompt: drawText(g) } : {}),
    ...(row.hasCfgScale && flip(g) ? { cfgScale: pick(g, [0, 0.5, 1]) } : {}),
    ...(type ? { camera: { type, config } } : {}),
    ...(classic === "brush" ? { staticMask: IMAGE_URL, dynamicMasks: [{ mask: IMAGE_URL, points }] } : {}),
  };
}
