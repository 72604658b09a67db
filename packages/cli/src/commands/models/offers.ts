import {
  type Capability,
  ceilingOf,
  compile,
  type Estimate,
  findModel,
  type Issue,
  ROUTES,
  type Route,
  type RouteState,
  roundUnits,
  USD_PER_UNIT,
  type VideoRequest,
} from "@klingkit/spec";
import {
  compileForHiggsfield,
  HIGGSFIELD_CREATES,
  type HiggsfieldCreate,
  type HiggsfieldWorkflow,
} from "@klingkit/spec/higgsfield";

/** A route on which a model makes one kind of video: who sells it, at which price, and what it cannot do. */
export interface Offer {
  readonly service: string;
  readonly family: string;
  readonly route: string;
  readonly state: RouteState;
  /** List prices in US dollars per second of video, by resolution and sound. Absent: no price is listed. */
  readonly usdPerSecond?: { readonly from: number; readonly to: number };
  /** What some route of the model takes and this one refuses. */
  readonly cannot: readonly string[];
  /** Whether the account may use it, where the service was asked. */
  readonly isAvailable?: boolean;
}

/** What a route makes of a request. */
interface Answer {
  readonly issues: readonly Issue[];
  readonly estimate: Estimate;
}

interface Probed {
  readonly offer: Omit<Offer, "usdPerSecond" | "cannot" | "isAvailable">;
  readonly base: VideoRequest;
  readonly ask: (request: VideoRequest) => Answer;
}

const IMAGE = "https://example.com/a.png";
const VIDEO = "https://example.com/a.mp4";
const prompt = "x";

const BASES: Readonly<Record<Capability | HiggsfieldWorkflow, VideoRequest>> = {
  "text-to-video": { prompt },
  "image-to-video": { prompt, firstFrame: IMAGE },
  "first-last-frame": { prompt, firstFrame: IMAGE, lastFrame: IMAGE },
  "omni-video": { prompt },
  "image-reference": { prompt, references: [{ image: IMAGE }] },
  "video-reference": { prompt, video: { url: VIDEO, use: "feature" } },
  "video-edit": { prompt, video: { url: VIDEO, use: "base" } },
  "motion-control": { motion: { image: IMAGE, videoUrl: VIDEO, orientation: "video" } },
};

/** Additions to a request, by the words that they are shown with. */
const FEATURES: readonly (readonly [string, VideoRequest])[] = [
  ["720p", { resolution: "720p" }],
  ["1080p", { resolution: "1080p" }],
  ["4k", { resolution: "4k" }],
  ["sound", { audio: "native" }],
  ["silence", { audio: "off" }],
  ["last frame", { firstFrame: IMAGE, lastFrame: IMAGE }],
  ["reference images", { references: [{ image: IMAGE }] }],
  ["elements", { elements: [{ elementId: "160" }] }],
  ["voices", { voices: [{ voiceId: "1" }] }],
  ["input video", { video: { url: VIDEO, use: "feature" } }],
  ["shots", { shots: [3, 2].map((durationSeconds) => ({ prompt, durationSeconds })) }],
  ["negative prompt", { negativePrompt: prompt }],
  ["3 s", { durationSeconds: 3 }],
  ["10 s", { durationSeconds: 10 }],
  ["15 s", { durationSeconds: 15 }],
  ["watermark", { hasWatermark: true }],
];

/** Every route of every service on which a model makes such videos, those that are no longer offered left out. */
export function offersOf(shown: Route): readonly Offer[] {
  const probed = [...klingRoutes(shown), ...higgsfieldRoutes(shown)];
  const takenBy = probed.map(({ base, ask }) => {
    const own = new Set(ask(base).issues.map(({ message }) => message));
    // What is wrong with the bare request says nothing of the addition, and some are taken in one size only.
    const takes = ([, addition]: (typeof FEATURES)[number]) =>
      SIZES.some((size) =>
        ask(withVoice({ ...base, ...size, ...addition })).issues.every(({ message }) => own.has(message)),
      );
    return new Set(FEATURES.filter(takes).map(([name]) => name));
  });
  const taken = new Set(takenBy.flatMap((names) => [...names]));
  return probed.map(({ offer, base, ask }, at) => {
    const usdPerSecond = pricesOf(base, ask);
    const cannot = FEATURES.map(([name]) => name).filter(
      (name) => taken.has(name) && !takenBy[at]?.has(name),
    );
    return { ...offer, ...(usdPerSecond ? { usdPerSecond } : {}), cannot };
  });
}

const SIZES: readonly VideoRequest[] = [
  {},
  { resolution: "720p" },
  { resolution: "1080p" },
  { resolution: "4k" },
];

/** A voice must be named in the prompt. */
const withVoice = (request: VideoRequest): VideoRequest =>
  request.voices ? { ...request, audio: "native", prompt: "@voice_1" } : request;

function klingRoutes({ capability, model: name }: Route): readonly Probed[] {
  const names = namesOf(name);
  return ROUTES.filter(
    (route) =>
      route.operation &&
      route.state !== "retired" &&
      route.capability === capability &&
      names.includes(route.model),
  ).map((route) => ({
    offer: {
      service: "kling",
      family: route.family,
      route: route.id,
      state: route.state,
    },
    base: BASES[capability],
    ask: (request) => compile(request, route, { isLocalService: true }),
  }));
}

function higgsfieldRoutes({ capability, model }: Route): readonly Probed[] {
  const names = namesOf(model);
  return HIGGSFIELD_CREATES.filter(
    ({ state, model: sold, workflow }) =>
      state === "documented" &&
      names.includes(sold) &&
      (WORKFLOWS[capability].includes(workflow) || capability === "omni-video"),
  ).map((operation) => ({
    offer: {
      service: "higgsfield",
      family: operation.family,
      route: operation.id,
      state: operation.state,
    },
    base: BASES[operation.workflow],
    ask: (request) => askHiggsfield(operation, request),
  }));
}

/** Of the endpoints for such a request, the answer of this one; one of another kind of input takes none of it. */
function askHiggsfield({ id, model }: HiggsfieldCreate, request: VideoRequest): Answer {
  const found = compileForHiggsfield(request, { model, isLocalService: true, inputVideoSeconds: 5 }).find(
    ({ operation }) => operation.id === id,
  );
  return found ?? OTHER_INPUT;
}

const OTHER_INPUT: Answer = {
  issues: [{ rule: "input", path: "", message: "another endpoint is for such inputs", serviceCode: 0 }],
  estimate: { isKnown: false, reason: "another endpoint is for such inputs", priceCard: "" },
};

const namesOf = (name: string): readonly (string | null | undefined)[] => {
  const model = findModel(name);
  return [name, model?.standardName, model?.legacyName];
};

/** What Higgsfield calls them; models of the omni kind have all of its workflows. */
const WORKFLOWS: Readonly<Record<Capability, readonly HiggsfieldWorkflow[]>> = {
  "text-to-video": ["text-to-video"],
  "image-to-video": ["image-to-video", "first-last-frame"],
  "omni-video": [],
  "motion-control": ["motion-control"],
};

/** Least and most over what a route takes of resolution and sound. */
function pricesOf(base: VideoRequest, ask: Probed["ask"]): Offer["usdPerSecond"] {
  const variants = SIZES.flatMap((size) => [
    size,
    { ...size, audio: "off" as const },
    { ...size, audio: "native" as const },
  ]);
  const prices = variants.flatMap((variant) => {
    const { issues, estimate } = ask({ ...base, ...variant });
    return issues.length > 0 ? [] : (rateOf(estimate) ?? []);
  });
  return prices.length === 0 ? undefined : { from: Math.min(...prices), to: Math.max(...prices) };
}

function rateOf(estimate: Estimate): number | undefined {
  const price = ceilingOf(estimate);
  if (!price) return undefined;
  const { unitsPerSecond } = estimate;
  const usdPerUnit = price.unit in USD_PER_UNIT ? USD_PER_UNIT[price.unit as keyof typeof USD_PER_UNIT] : 1;
  if (unitsPerSecond !== undefined) return roundUnits(unitsPerSecond * usdPerUnit);
  return price.seconds === undefined ? undefined : roundUnits(price.usd / price.seconds);
}
