import type { JobHistory, PlannedJob } from "@klingkit/engine";
import { settingsOf as fieldsOf } from "../jobs/request-facts.ts";

/** What tells two takes apart, in words, in a fixed order. */
export function settingsOf({
  planned,
  model,
}: Pick<JobHistory, "planned" | "model">): Record<string, string> {
  const { routeId: route = "" }: Partial<PlannedJob> = planned;
  const { seconds, resolution, ratio, audio, ...others } = fieldsOf(planned);
  const texts = Object.entries(others).map(([name, value]) => [name, String(value)] as const);
  return {
    ...(model === "" ? {} : { model }),
    ...(route === "" ? {} : { route }),
    ...(seconds === undefined ? {} : { length: `${seconds} s` }),
    ...(resolution === undefined ? {} : { size: String(resolution) }),
    ...(ratio === undefined ? {} : { ratio: String(ratio) }),
    ...(audio === undefined ? {} : { audio: String(audio) }),
    ...Object.fromEntries(texts),
  };
}
