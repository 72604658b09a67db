import type { ModelCapability, ModelEntry } from "@ai-sdk/provider";
import {
  type CapabilityRow,
  type Condition,
  describeCondition,
  describeDurations,
  MODELS,
  ROUTES,
  type Route,
} from "@klingkit/spec";
import { MAX_VIDEOS_PER_CALL } from "./max-videos.ts";

/** Models by their ids, in the provider form of the AI SDK. From the same table as every check of a request. */
export type ModelCatalogue = Readonly<Record<string, ModelEntry>>;

/** Every model that the service takes, under each of its names. */
export const createCatalogue = (): ModelCatalogue =>
  Object.fromEntries(
    MODELS.filter(({ retiredOn }) => retiredOn === undefined)
      .flatMap(({ standardName, legacyName }) => [standardName, legacyName])
      .filter((name) => name !== null)
      .flatMap((name) => {
        const routes = ROUTES.filter(({ model, row }) => model === name && row !== undefined);
        return routes.length === 0 ? [] : [[name, entryOf(routes)] as const];
      }),
  );

function entryOf(routes: readonly Route[]): ModelEntry {
  const rows = routes.flatMap(({ row }) => row ?? []);
  const makes = (capability: Route["capability"]) => routes.some((route) => route.capability === capability);
  const withFrames = routes.filter(({ capability }) => capability !== "motion-control");
  const frames = withFrames.flatMap(({ row }) => row ?? []);
  const hasFirst = frames.some(({ firstFrame }) => firstFrame !== "none");
  return {
    capabilities: {
      video: {
        inputs: {
          text: makes("text-to-video") || makes("omni-video"),
          image: hasFirst || makes("motion-control"),
          firstFrame: hasFirst,
          lastFrame: best(frames.map(({ lastFrameWhen }) => conditionOf(lastFrameWhen))),
          referenceImage: rows.some(({ maxReferenceImages }) => maxReferenceImages > 0),
          referenceVideo: rows.some(({ videoUses }) => videoUses.includes("feature")),
        },
        generateAudio: best(rows.map(audioOf)),
        aspectRatio: listed(rows.flatMap(({ aspectRatios }) => aspectRatios ?? [])),
        resolution: listed(rows.flatMap(({ resolutions }) => resolutions)),
        duration: durationOf(rows),
        fps: false,
        seed: false,
        maxVideosPerCall: MAX_VIDEOS_PER_CALL,
      },
    },
  };
}

function audioOf({ audio, nativeAudioWhen, isAudioAlwaysOn }: CapabilityRow): ModelCapability {
  if (isAudioAlwaysOn) return { condition: "always on" };
  if (!audio.includes("native")) return false;
  return nativeAudioWhen ? conditionOf(nativeAudioWhen) : true;
}

function conditionOf(condition: Condition | null): ModelCapability {
  if (condition === null) return false;
  const text = describeCondition(condition);
  return text === "always" ? true : { condition: text };
}

/** What one of a model's routes can do, the model can do. */
const best = (capabilities: readonly ModelCapability[]): ModelCapability =>
  capabilities.find((one) => one === true) ?? capabilities.find((one) => typeof one === "object") ?? false;

const listed = (values: readonly string[]): ModelCapability =>
  values.length === 0 ? false : { condition: [...new Set(values)].join(", ") };

function durationOf(rows: readonly CapabilityRow[]): ModelCapability {
  const seconds = rows.flatMap(({ durationsSeconds }) => durationsSeconds ?? []);
  if (seconds.length === 0) return false;
  const sorted = [...new Set(seconds)].toSorted((left, right) => left - right);
  return { condition: `${describeDurations(sorted)} seconds` };
}
