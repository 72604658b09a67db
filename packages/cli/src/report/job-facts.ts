import type { JobHistory, PlannedJob } from "@klingkit/engine";
import { isJsonObject } from "@klingkit/spec";
import { factsOf } from "../jobs/plan-json.ts";

/** Fields of a request that are no settings: they have a place of their own on the page. */
const ELSEWHERE = new Set(["prompt", "shots", "firstFrame", "lastFrame", "references", "video", "model"]);
const LONGEST_VALUE = 60;

/** What tells two takes apart, in words, in a fixed order. */
export function settingsOf({
  planned,
  model,
}: Pick<JobHistory, "planned" | "model">): Record<string, string> {
  const facts = factsOf(planned);
  const service = planned.service === undefined ? {} : { service: planned.service };
  const made = {
    model,
    ...service,
    route: planned.routeId,
    ...(facts?.durationSeconds === undefined ? {} : { length: `${facts.durationSeconds} s` }),
    ...(facts?.resolution === undefined ? {} : { size: facts.resolution }),
    ...(facts?.aspectRatio === undefined ? {} : { ratio: facts.aspectRatio }),
    ...(facts?.audio === undefined ? {} : { audio: facts.audio }),
  };
  return { ...made, ...otherFields(planned) };
}

/** Fields that the caller gave beyond these. Values that are no text or number stand as short JSON. */
function otherFields({ request }: PlannedJob): Readonly<Record<string, string>> {
  const known = new Set([...ELSEWHERE, "durationSeconds", "resolution", "aspectRatio", "audio"]);
  return Object.fromEntries(
    Object.entries(request)
      .filter(([name, value]) => !known.has(name) && value !== undefined)
      .map(([name, value]) => [name, short(typeof value === "string" ? value : JSON.stringify(value))]),
  );
}

const short = (text: string): string =>
  text.length <= LONGEST_VALUE ? text : `${text.slice(0, LONGEST_VALUE - 1)}…`;

/** The prompt; of several shots each in its line; of an operation that its body has. */
export function promptOf({ request, payload }: PlannedJob): string | undefined {
  const { prompt } = request;
  if (prompt !== undefined && prompt !== "") return prompt;
  const { shots } = request;
  if (shots !== undefined && shots.length > 0)
    return shots.map(({ prompt: shot }, at) => `${at + 1}. ${shot}`).join(" ");
  const body = isJsonObject(payload) ? payload : {};
  const text = body["prompt"] ?? body["text"];
  return typeof text === "string" && text !== "" ? text : undefined;
}
