import type { JsonObject } from "../../json-object.ts";
import { type MediaField, mediaFieldsOf } from "../../operation/media-fields.ts";
import { isPublicHostname } from "../../public-address.ts";
import { URL_MAX_CHARACTERS } from "../facts/service.ts";
import type { HiggsfieldCreate } from "../operation.ts";
import type { Finding } from "./finding.ts";

export interface Verdict {
  readonly refused: readonly Finding[];
  readonly noticed: readonly Finding[];
}

interface Where {
  readonly isLocalService: boolean;
}

/** Above this many the service may refuse; it publishes no limit. @source INF: Kling's own limit without a video */
const USUAL_REFERENCES = 7;

/** What the service accepts, and then ignores or fails: money or time for nothing. */
export function judgeAsClient(operation: HiggsfieldCreate, body: JsonObject, where: Where): Verdict {
  const media = mediaFieldsOf(operation.body, body).map((field) => judgeMedia(field, where));
  return {
    refused: [
      ...judgePrompt(operation, body),
      ...blankMedia(operation, body),
      ...badElements(body),
      ...media.flatMap(({ refused }) => refused),
    ],
    noticed: [
      ...media.flatMap(({ noticed }) => noticed),
      ...cutPrompt(operation, body),
      ...unusedShots(body),
      ...manyReferences(body),
    ],
  };
}

const isBlank = (value: unknown): boolean => typeof value === "string" && value.trim() === "";

/** Text to video without a text. Motion control and images do without one. */
function judgePrompt({ body: schema, workflow }: HiggsfieldCreate, body: JsonObject): readonly Finding[] {
  const { prompt, multi_shots } = body;
  const shots =
    multi_shots === true && Array.isArray(body["multi_prompt"]) && body["multi_prompt"].length > 0;
  if (shots || (prompt !== undefined && !isBlank(prompt))) return [];
  const isNeeded = workflow === "text-to-video" || isRequired(schema, "prompt");
  if (!isNeeded) return [];
  const message =
    "says what the video shows, and is blank. The service would accept it, and charge for anything.";
  return [{ rule: "prompt-required", path: "prompt", message }];
}

const isRequired = ({ def }: HiggsfieldCreate["body"], key: string): boolean =>
  def.type === "object" && def.shape[key] !== undefined && def.shape[key].def.type !== "optional";

/** `mediaFieldsOf` passes blank values over; here they stand for an input that is missing. */
function blankMedia({ body: schema }: HiggsfieldCreate, body: JsonObject): readonly Finding[] {
  if (schema.def.type !== "object") return [];
  const names = Object.keys(schema.def.shape).filter((key) => /_urls?$/.test(key));
  const message = "is blank. Give an address, or leave it out.";
  return names.flatMap((path) => {
    const value = body[path];
    if (Array.isArray(value))
      return value.flatMap((entry: unknown, at) =>
        isBlank(entry) ? [{ rule: "media-url", path: `${path}[${at}]`, message }] : [],
      );
    return isBlank(value) ? [{ rule: "media-url", path, message }] : [];
  });
}

function badElements({ elements }: JsonObject): readonly Finding[] {
  if (!Array.isArray(elements)) return [];
  const message = "is not an element id: decimal text, as the Kling account shows it.";
  return elements.flatMap((id: unknown, at) =>
    typeof id === "string" && /^\d+$/.test(id)
      ? []
      : [{ rule: "element-id", path: `elements[${at}]`, message }],
  );
}

function judgeMedia({ path, value, kind }: MediaField, { isLocalService }: Where): Verdict {
  const upload = "Upload the file first (`upload`), and send the address that comes back.";
  if (!/^https?:\/\/[^\s/]+/i.test(value))
    return refuse({ rule: "media-url", path, message: `is not an http(s) address. ${upload}` });
  const hostname = URL.canParse(value) ? new URL(value).hostname : "";
  if (isPublicHostname(hostname)) return judgeLength(path, value);
  if (!isLocalService) {
    const message = `${hostname} is not a public host, so the service cannot fetch the ${kind}. ${upload}`;
    return refuse({ rule: "unreachable-address", path, message });
  }
  const message = `${hostname} is not a public host: an emulator may reach it, the service cannot.`;
  return { refused: [], noticed: [{ rule: "private-address", path, message }] };
}

/** @source MIRROR 2026-10 */
function judgeLength(path: string, address: string): Verdict {
  if (address.length <= URL_MAX_CHARACTERS) return NOTHING;
  const message = `has ${address.length} characters; endpoints that state a limit take ${URL_MAX_CHARACTERS}. Use a shorter address, or upload the file.`;
  return { refused: [], noticed: [{ rule: "media-url-length", path, message }] };
}

const NOTHING: Verdict = { refused: [], noticed: [] };
const refuse = (finding: Finding): Verdict => ({ refused: [finding], noticed: [] });

/** The service cuts it silently. @source DOC 2026-09 */
function cutPrompt({ body: schema }: HiggsfieldCreate, { prompt }: JsonObject): readonly Finding[] {
  const field = schema.def.type === "object" ? schema.def.shape["prompt"] : undefined;
  const limit = field?.def.type === "optional" ? field.def.inner.texts["readCharacters"] : undefined;
  if (typeof limit !== "number" || typeof prompt !== "string" || [...prompt].length <= limit) return [];
  const message = `has ${[...prompt].length} characters; the service reads about ${limit} and drops the rest silently.`;
  return [{ rule: "prompt-cut", path: "prompt", message }];
}

function unusedShots({ multi_shots, multi_prompt, prompt }: JsonObject): readonly Finding[] {
  if (!Array.isArray(multi_prompt) || multi_prompt.length === 0) return [];
  if (multi_shots !== true) {
    const message = "has shots, but `multi_shots` is off: the service makes one shot of the prompt.";
    return [{ rule: "multi-shot-off", path: "multi_prompt", message }];
  }
  if (prompt === undefined || isBlank(prompt)) return [];
  return [{ rule: "prompt-ignored", path: "prompt", message: "the shots replace it." }];
}

function manyReferences({ elements, image_urls }: JsonObject): readonly Finding[] {
  return Object.entries({ elements, image_urls }).flatMap(([path, value]) => {
    if (!Array.isArray(value) || value.length <= USUAL_REFERENCES) return [];
    const message = `has ${value.length} entries. The service publishes no limit; Kling's own is ${USUAL_REFERENCES}.`;
    return [{ rule: "references", path, message }];
  });
}
