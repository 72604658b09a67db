import type { JsonObject } from "../../json-object.ts";
import type { ItemFact } from "../../operation/operation.ts";
import type { Fault } from "../check/fault.ts";
import { objectOf, textOf } from "../check/read-body.ts";
import type { CapabilityRow, VideoUse } from "../facts/capability.ts";
import type { VideoFacts } from "./facts.ts";
import { readStandardFacts } from "./standard-facts.ts";

interface ContentItem {
  readonly index: number;
  readonly type: string;
  readonly item: JsonObject;
}

function readContents(body: JsonObject): readonly ContentItem[] {
  const list = Array.isArray(body["contents"]) ? body["contents"] : [];
  return list.map((entry: unknown, index) => {
    const item = objectOf(entry);
    return { index, item, type: textOf(item["type"]) ?? "" };
  });
}

function itemFact({ index, item }: ContentItem, field: string): ItemFact {
  const name = textOf(item["id"]);
  return {
    path: `contents[${index}].${field}`,
    value: textOf(item[field]) ?? "",
    ...(name === undefined ? {} : { label: name }),
  };
}

/** Reads a body whose inputs are a list of typed items; the schema has vouched for its types. */
export function readContentsFacts(value: unknown, row: CapabilityRow): VideoFacts {
  const body = objectOf(value);
  const contents = readContents(body);
  const all = (type: string, field = "url") =>
    contents.filter((entry) => entry.type === type).map((entry) => itemFact(entry, field));
  const [prompt] = all("prompt", "text");
  return readStandardFacts(body, row, {
    prompt: prompt?.value,
    promptPath: prompt?.path ?? "contents",
    firstFrame: all("first_frame")[0],
    lastFrame: all("last_frame")[0],
    referenceImages: all("refer_image"),
    elements: all("element", "element_id"),
    voices: all("voice", "voice_id"),
    videos: (["feature", "base"] as const satisfies readonly VideoUse[]).flatMap((use) =>
      all(`${use}_video`).map((fact) => ({ ...fact, use })),
    ),
    motionImage: row.hasMotion ? all("image")[0] : undefined,
    motionVideo: row.hasMotion ? all("video")[0] : undefined,
  });
}

const SINGLE_TYPES = ["prompt", "first_frame", "last_frame", "image", "video"] as const;

/** Content types that may stand in a request once. @source DOC 2026-09 (`first_frame` "required once"; others INF) */
export function inspectContents(value: unknown): readonly Fault[] {
  const contents = readContents(objectOf(value));
  return SINGLE_TYPES.flatMap((type) => {
    const [, second] = contents.filter((entry) => entry.type === type);
    if (!second) return [];
    return {
      rule: "content-once",
      path: `contents[${second.index}].type`,
      message: `'${type}' may stand in contents once. Remove the second one.`,
      subject: type,
    };
  });
}
