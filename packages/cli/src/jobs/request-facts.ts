import { isTextField, type PlannedJob, requestText } from "@klingkit/engine";
import { isJsonObject } from "@klingkit/spec";
import { factsOf } from "./plan-json.ts";

/** Fields of a request that are no settings: they are shown by themselves, or are files. */
const ELSEWHERE = new Set(["shots", "firstFrame", "lastFrame", "references", "video", "model"]);
/** Fields that `factsOf` has with their defaults. */
const FACTS = new Set(["durationSeconds", "resolution", "aspectRatio", "audio"]);
/** Objects of a body whose fields are settings. */
const GROUPS = new Set(["settings", "options"]);
const NONE: ReadonlySet<string> = new Set();
const LONGEST_VALUE = 60;

/** A plan as a store has it: those of earlier versions, and of tasks that another tool made, lack fields. */
export type StoredPlan = Partial<PlannedJob>;

type Fields = Readonly<Record<string, string | number | boolean>>;

/** What was asked for beside prompt and files: the defaults of the route filled in, then what the caller gave. */
export function settingsOf(planned: StoredPlan): Fields {
  const facts = readFacts(planned);
  const { durationSeconds: seconds, resolution, aspectRatio: ratio, audio } = facts ?? {};
  return {
    ...(seconds === undefined ? {} : { seconds }),
    ...(resolution === undefined ? {} : { resolution }),
    ...(ratio === undefined ? {} : { ratio }),
    ...(audio === undefined ? {} : { audio }),
    ...otherFields(planned, facts ? FACTS : NONE),
  };
}

const isWhole = (planned: StoredPlan): planned is PlannedJob =>
  planned.routeId !== undefined && planned.request !== undefined;

const readFacts = (planned: StoredPlan) => (isWhole(planned) ? factsOf(planned) : undefined);

/** Fields of the request beyond those that are `known`; of an operation without a request those of its body. */
function otherFields(
  { request = {}, payload, media = [], needs = [], capability }: StoredPlan,
  known: ReadonlySet<string>,
): Fields {
  const given: object = capability === undefined && isJsonObject(payload) ? payload : request;
  const isFile = (value: unknown) =>
    (media.length > 0 || needs.length > 0) && /"(media|result):/.test(JSON.stringify(value));
  return Object.fromEntries(
    Object.entries(given)
      .flatMap(([name, value]) =>
        GROUPS.has(name) && isJsonObject(value) ? Object.entries(value) : [[name, value] as const],
      )
      .filter(
        ([name, value]) =>
          !ELSEWHERE.has(name) && !isTextField(name) && !known.has(name) && value !== undefined,
      )
      .filter(([, value]) => value !== null && !isFile(value))
      .map(([name, value]) => [name, shown(value)]),
  );
}

function shown(value: unknown): string | number | boolean {
  if (typeof value === "number" || typeof value === "boolean") return value;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length <= LONGEST_VALUE ? text : `${text.slice(0, LONGEST_VALUE - 1)}…`;
}

/** As JSON output has them. */
export const requestJson = (planned: StoredPlan) => ({
  prompt: requestText(planned) ?? null,
  settings: settingsOf(planned),
});
