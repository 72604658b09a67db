import type { Experimental_VideoModelV4CallOptions, Experimental_VideoModelV4File } from "@ai-sdk/provider";
import type { Capability } from "@klingkit/spec";
import { dropUndefined } from "@klingkit/spec/core";
import type { VideoWarning } from "../results.ts";
import { requestInvalid } from "../video-error.ts";
import { keepInput } from "./input-files.ts";
import { resolutionOf } from "./resolution.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Fields of a `VideoRequest`, with what could not be honoured. */
export interface RequestFields {
  readonly fields: Fields;
  readonly warnings: readonly VideoWarning[];
}

/** What of a call makes the request; later ones win. */
export interface FieldSources {
  readonly options: Experimental_VideoModelV4CallOptions;
  /** Of `providerOptions.klingai`. */
  readonly klingai: Fields;
  /** Of `providerOptions.klingkit`. */
  readonly klingkit: Fields;
  /** What the model id asks for. */
  readonly capability: Capability | undefined;
  readonly inputDir: string;
}

/** Translates the fields of `generateVideo`. Throws KlingkitVideoError `request_invalid` for an input that cannot be sent. */
export async function requestFieldsOf(sources: FieldSources): Promise<RequestFields> {
  const { options, klingai, klingkit, capability, inputDir } = sources;
  const own = await fieldsOfOptions(options, inputDir);
  const merged = { ...klingai, ...own.fields, ...klingkit };
  const placed = capability === "motion-control" ? withMotion(merged, options) : merged;
  const kept = withoutDecided(placed, capability);
  return {
    fields: kept.fields,
    warnings: [...own.warnings, ...unsupportedOf(options), ...kept.warnings],
  };
}

async function fieldsOfOptions(
  options: Experimental_VideoModelV4CallOptions,
  inputDir: string,
): Promise<RequestFields> {
  const { prompt, aspectRatio, duration, generateAudio, resolution } = options;
  const wanted = resolution === undefined ? undefined : resolutionOf(resolution);
  const frame = (type: string) => options.frameImages?.find(({ frameType }) => frameType === type)?.image;
  const first = frame("first_frame") ?? options.image;
  const last = frame("last_frame");
  return {
    fields: dropUndefined({
      // An empty prompt is what callers of multi-shot videos pass for none.
      prompt: prompt || undefined,
      aspectRatio: aspectRatio === "adaptive" ? undefined : aspectRatio,
      durationSeconds: duration,
      audio: generateAudio === undefined ? undefined : generateAudio ? "native" : "off",
      resolution: wanted?.resolution,
      firstFrame: first && (await keepInput(imageOf(first), inputDir)),
      lastFrame: last && (await keepInput(imageOf(last), inputDir)),
      ...(await referencesOf(options.inputReferences ?? [], inputDir)),
    }),
    warnings: wanted?.warnings ?? [],
  };
}

const isVideo = ({ mediaType }: Experimental_VideoModelV4File): boolean =>
  mediaType?.startsWith("video/") === true;

function imageOf(file: Experimental_VideoModelV4File): Experimental_VideoModelV4File {
  if (!isVideo(file)) return file;
  throw requestInvalid("A frame must be an image, and this one is a video. Nothing was sent.");
}

async function referencesOf(
  files: readonly Experimental_VideoModelV4File[],
  inputDir: string,
): Promise<Fields> {
  const images = files.filter((file) => !isVideo(file));
  const [video, ...more] = files.filter(isVideo);
  if (more.length > 0)
    throw requestInvalid(
      "inputReferences: Kling takes one video. Nothing was sent. Leave the other videos out.",
    );
  if (video && video.type !== "url")
    throw requestInvalid(
      "inputReferences: Kling fetches videos by address and takes no bytes. Nothing was sent. Pass an https URL.",
    );
  const references: { image: string }[] = [];
  for (const image of images) references.push({ image: await keepInput(image, inputDir) });
  return dropUndefined({
    references: references.length > 0 ? references : undefined,
    video: video && { url: video.url, use: "feature" },
  });
}

/** A motion control moves the first frame as a video shows. */
function withMotion(
  { firstFrame: image, ...fields }: Fields,
  { providerOptions }: Experimental_VideoModelV4CallOptions,
): Fields {
  const { videoUrl, characterOrientation: orientation } = providerOptions["klingai"] ?? {};
  if ("motion" in fields) return fields;
  const missing = Object.entries({ image, videoUrl, orientation }).flatMap(([name, value]) =>
    value === undefined || value === null ? [NAMES[name] ?? name] : [],
  );
  if (missing.length > 0)
    throw requestInvalid(`Motion control needs ${missing.join(" and ")}. Nothing was sent.`);
  return { ...fields, motion: { image, videoUrl, orientation } };
}

const NAMES: Readonly<Record<string, string>> = {
  image: "an image (prompt.image)",
  videoUrl: "providerOptions.klingai.videoUrl",
  orientation: "providerOptions.klingai.characterOrientation",
};

/** Leaves out what the inputs decide, as `@ai-sdk/klingai` does. */
function withoutDecided(fields: Fields, capability: Capability | undefined): RequestFields {
  const decided =
    "motion" in fields
      ? ["aspectRatio", "durationSeconds"]
      : capability === "image-to-video" || ("firstFrame" in fields && !("references" in fields))
        ? ["aspectRatio"]
        : [];
  const dropped = decided.filter((name) => name in fields);
  return {
    fields: Object.fromEntries(Object.entries(fields).filter(([name]) => !dropped.includes(name))),
    warnings: dropped.map((name) => ({
      type: "unsupported",
      feature: name === "durationSeconds" ? "duration" : name,
      details: "The input image or video decides it.",
    })),
  };
}

const unsupportedOf = ({ fps, seed }: Experimental_VideoModelV4CallOptions): readonly VideoWarning[] =>
  Object.entries({ fps, seed }).flatMap(([feature, value]) =>
    value === undefined || value === null
      ? []
      : [{ type: "unsupported" as const, feature, details: `Kling has no field for ${feature}.` }],
  );
