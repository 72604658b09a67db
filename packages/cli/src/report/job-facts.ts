import type { JobHistory, PlannedJob } from "@klingkit/engine";
import { FIELD_BY_WIRE } from "@klingkit/spec";
import { settingsOf as fieldsOf } from "../jobs/request-facts.ts";

/** Settings that requests, operations and services name differently, by their field of a request. */
const WORDS: Readonly<Record<string, string>> = {
  durationSeconds: "length",
  resolution: "size",
  aspectRatio: "ratio",
  audio: "audio",
  negativePrompt: "negativePrompt",
  cfgScale: "cfgScale",
};

/** What tells two takes apart, in words, in a fixed order: each setting under one name, whichever the request gave it. */
export function settingsOf({
  planned,
  model,
}: Pick<JobHistory, "planned" | "model">): Record<string, string> {
  const { routeId: route = "" }: Partial<PlannedJob> = planned;
  const { seconds, resolution, ratio, audio, ...others } = fieldsOf(planned);
  const settings: Record<string, string> = {
    ...(model === "" ? {} : { model }),
    ...(route === "" ? {} : { route }),
  };
  const given = { durationSeconds: seconds, resolution, aspectRatio: ratio, audio, ...others };
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    const word = wordOf(name);
    // The value with the defaults of the route stands first, and says more.
    settings[word] ??= word === "length" ? `${value} s` : String(value);
  }
  return settings;
}

function wordOf(name: string): string {
  // A field of the wire; requests and the facts of jobs have `model`.
  if (name === "model_name") return "model";
  return WORDS[FIELD_BY_WIRE[name] ?? name] ?? name;
}
