import {
  type Capability,
  capabilitiesOf,
  capabilityOf,
  findModel,
  MODELS,
  orList,
  type ResultOutcome,
  type Route,
  selectRoutes,
  suggest,
  type VideoRequest,
} from "@klingkit/spec";
import type { PlannedJob } from "./plan.ts";
import { judgeJob } from "./plan-job.ts";
import { refused } from "./refused.ts";
import {
  extrasOf,
  type JudgedItem,
  type RequestItem,
  type RequestPlanner,
  requestOf,
} from "./request-planner.ts";

/** Plans requests for the routes of Kling's own API. */
export const klingPlanner: RequestPlanner = {
  service: "kling",
  async judge(item) {
    const { name, model, family, request: at } = item.item;
    const request = requestOf(item);
    const route = routeFor(request, { model, family });
    const near =
      route || model === undefined || retirementOf(model)
        ? undefined
        : suggest(model, spellingsFor(request).flat());
    const meant = route ?? (near === undefined ? undefined : routeFor(request, { model: near, family }));
    const found = route ? [] : [noRoute(model, request, near)];
    if (!meant) return { name, request: at, found };
    const { found: unreadable, ...judged } = await judgeOn(item, meant);
    return { name, request: at, ...judged, found: [...found, ...unreadable] };
  },
  async offers(item) {
    const { model, family } = item.item;
    const request = requestOf(item);
    const wanted = { ...(model === undefined ? {} : { model }), ...(family === undefined ? {} : { family }) };
    const routes = capabilitiesOf(request).flatMap((capability) => selectRoutes({ capability, ...wanted }));
    const jobs: PlannedJob[] = [];
    for (const route of routes) jobs.push(withUnread(await judgeOn(item, route)));
    return jobs;
  },
};

interface JudgedOnRoute {
  readonly job: PlannedJob;
  readonly results: readonly ResultOutcome[];
  /** Images that cannot be read, or not be sent on this route. */
  readonly found: JudgedItem["found"];
}

/** An image that was not read stands in the job as another: it has no price, and its image comes first. */
function withUnread({ job, found }: JudgedOnRoute): PlannedJob {
  return found.length === 0 ? job : refused(job, found);
}

async function judgeOn(item: RequestItem, route: Route): Promise<JudgedOnRoute> {
  const { name } = item.item;
  const wanted = { name, index: item.index, request: requestOf(item), route, ...extrasOf(item) };
  const { job, results, unread } = await judgeJob(wanted, item.context);
  return {
    job,
    results,
    found: unread.map(({ field, error }) => ({ field, message: error.message, cause: error })),
  };
}

function routeFor(
  request: VideoRequest,
  { model, family }: { readonly [Name in "model" | "family"]: RequestItem["item"][Name] | undefined },
): Route | undefined {
  const wanted = { ...(model === undefined ? {} : { model }), ...(family === undefined ? {} : { family }) };
  const [route] = [
    ...selectRoutes({ capability: capabilityOf(request), ...wanted }),
    // Omni models take plain text and single images as well.
    ...(model === undefined ? [] : selectRoutes({ capability: "omni-video", ...wanted })),
  ];
  return route;
}

/** The names of each model that can do what is asked. */
function spellingsFor(request: VideoRequest): readonly (readonly string[])[] {
  const capability = capabilityOf(request);
  return MODELS.filter((entry) => entry.capabilities.includes(capability) && !entry.retiredOn).map(
    ({ standardName, legacyName }) => [legacyName, standardName].filter((word) => word !== null),
  );
}

const retirementOf = (model: string): string | undefined => findModel(model)?.retiredOn;

function whyNot(model: string, capability: Capability): string {
  const retiredOn = retirementOf(model);
  const shown = JSON.stringify(model);
  return retiredOn === undefined
    ? `${shown} is not a model for ${capability}.`
    : `${shown} was retired on ${retiredOn}.`;
}

function noRoute(
  model: string | undefined,
  request: VideoRequest,
  near: string | undefined,
): JudgedItem["found"][number] {
  const capability = capabilityOf(request);
  const spellings = spellingsFor(request);
  const use = `Use ${orList(spellings.map((words) => words.join(" = ")))}.`;
  const what =
    model === undefined
      ? `is missing, and no model makes ${capability} by default.`
      : whyNot(model, capability);
  return {
    field: "model",
    ...(model === undefined ? {} : { value: model }),
    message: `${what} ${use}`,
    allowed: spellings.flat(),
    ...(near === undefined ? {} : { suggestion: near }),
  };
}
