import {
  isJsonObject,
  type JsonObject,
  mapMedia,
  type ResultKind,
  type Schema,
  type VideoRequest,
} from "@klingkit/spec";

/** What a place in a request takes: a file of a kind, or the id of something that the service has made. */
export interface InputPlace {
  /** Such as `firstFrame`, `references[0].image` or `contents[1].url`. */
  readonly field: string;
  readonly takes: "file" | "id" | "task-id";
  /** Undefined where an id may be of anything. */
  readonly kind: ResultKind | undefined;
}

type Change = (value: string, place: InputPlace) => string;

/** The one list of places where a request takes files and ids. */
export function mapInputs<Request extends VideoRequest>(request: Request, change: Change): Request {
  const { firstFrame, lastFrame, staticMask, references, video, motion, elements, voices, dynamicMasks } =
    request;
  const image = (value: string, field: string) => change(value, { field, takes: "file", kind: "image" });
  const clip = (value: string, field: string) => change(value, { field, takes: "file", kind: "video" });
  return {
    ...request,
    ...(firstFrame === undefined ? {} : { firstFrame: image(firstFrame, "firstFrame") }),
    ...(lastFrame === undefined ? {} : { lastFrame: image(lastFrame, "lastFrame") }),
    ...(staticMask === undefined ? {} : { staticMask: image(staticMask, "staticMask") }),
    ...(references
      ? {
          references: references.map((item, at) => ({
            ...item,
            image: image(item.image, `references[${at}].image`),
          })),
        }
      : {}),
    ...(video ? { video: { ...video, url: clip(video.url, "video.url") } } : {}),
    ...(motion
      ? {
          motion: {
            ...motion,
            image: image(motion.image, "motion.image"),
            videoUrl: clip(motion.videoUrl, "motion.videoUrl"),
          },
        }
      : {}),
    ...(elements
      ? {
          elements: elements.map((item, at) => ({
            ...item,
            elementId: change(item.elementId, {
              field: `elements[${at}].elementId`,
              takes: "id",
              kind: "element",
            }),
          })),
        }
      : {}),
    ...(voices
      ? {
          voices: voices.map((item, at) => ({
            ...item,
            voiceId: change(item.voiceId, { field: `voices[${at}].voiceId`, takes: "id", kind: "voice" }),
          })),
        }
      : {}),
    ...(dynamicMasks
      ? {
          dynamicMasks: dynamicMasks.map((item, at) => ({
            ...item,
            mask: image(item.mask, `dynamicMasks[${at}].mask`),
          })),
        }
      : {}),
  };
}

/** The same for a body of an operation, whose ids of results are known by their names. */
export function mapBodyInputs(schema: Schema, body: JsonObject, change: Change): JsonObject {
  const media = mapMedia(schema, body, ({ value, path: field, kind }) =>
    change(value, { field, takes: "file", kind }),
  );
  const mapped = mapIds(media, "", change);
  return isJsonObject(mapped) ? mapped : body;
}

function mapIds(value: unknown, path: string, change: Change): unknown {
  if (Array.isArray(value)) return value.map((item: unknown, at) => mapIds(item, `${path}[${at}]`, change));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => {
      const field = path === "" ? name : `${path}.${name}`;
      const id = typeof entry === "string" ? idPlaceOf(name) : undefined;
      if (typeof entry === "string" && id) return [name, change(entry, { field, ...id })];
      return [name, mapIds(entry, field, change)];
    }),
  );
}

const KINDS: Readonly<Record<string, ResultKind>> = {
  video_id: "video",
  image_id: "image",
  audio_id: "audio",
  face_id: "image",
};

/** The session that a call at once has opened: its id is that of the call. */
export const SESSION_FIELD = "session_id";

/** Whether a field means one of several alike, so that the first is no answer where there are more. */
export const isOfOne = (field: unknown): boolean => field === "face_id";

/** Every id in a body is named so; the caller's own key is none of a result. */
function idPlaceOf(name: string): Omit<InputPlace, "field"> | undefined {
  if (!name.endsWith("_id") || name === "external_task_id") return undefined;
  if (name.endsWith("task_id") || name === SESSION_FIELD) return { takes: "task-id", kind: undefined };
  return { takes: "id", kind: KINDS[name] };
}
