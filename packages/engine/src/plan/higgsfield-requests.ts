import { orList, suggest, type VideoRequest } from "@klingkit/spec";
import {
  compileForHiggsfield,
  HIGGSFIELD_CREATES,
  type HiggsfieldCompiled,
  workflowsOf,
} from "@klingkit/spec/higgsfield";
import { isLocal } from "../context/media-loader.ts";
import { withPlaceholders } from "./needs.ts";
import type { PlannedJob } from "./plan.ts";
import { type JudgedOperation, judgeOperation } from "./plan-operation.ts";
import { mapInputs } from "./request-inputs.ts";
import {
  extrasOf,
  type JudgedItem,
  type RequestItem,
  type RequestPlanner,
  requestOf,
} from "./request-planner.ts";
import { keepUnread } from "./unread-files.ts";

/** Plans requests for the endpoints of Higgsfield: the cheapest that honours the whole request. */
export const higgsfieldPlanner: RequestPlanner = {
  service: "higgsfield",
  async judge(item) {
    const { name, model, request: at } = item.item;
    const [best] = compileAll(item);
    if (!best) return { name, request: at, found: [noEndpoint(item, model)] };
    const { context, unread } = keepUnread(item.context);
    try {
      return { name, request: at, ...(await planOn({ ...item, context }, best)), found: [] };
    } catch (error) {
      if (!isMistake(error)) throw error;
      const files = unread.map(({ input, error: cause }) => ({
        field: fieldOfInput(requestOf(item), input),
        message: cause.message,
        cause,
      }));
      const found = files.length > 0 ? files : [{ field: "request", message: error.message, cause: error }];
      return { name, request: at, found };
    }
  },
  async offers(item) {
    const jobs: PlannedJob[] = [];
    for (const compiled of compileAll(item)) jobs.push((await planOn(item, compiled)).job);
    return jobs;
  },
};

function compileAll(item: RequestItem): readonly HiggsfieldCompiled[] {
  const { model } = item.item;
  const { inputVideoSeconds, needs } = extrasOf(item);
  const { readFile } = item.context;
  return compileForHiggsfield(withPlaceholders(requestOf(item), needs), {
    model,
    inputVideoSeconds,
    isLocalService: isLocal(item.context, higgsfieldPlanner.service),
    uploadsFiles: readFile !== undefined,
  });
}

/** Findings name the fields of the request, not those of the body. */
async function planOn(item: RequestItem, compiled: HiggsfieldCompiled): Promise<JudgedOperation> {
  const { operation, body, issues, warnings } = compiled;
  const { job, results } = await judgeOperation(
    {
      name: item.item.name,
      index: item.index,
      operation: operation.id,
      body,
      request: requestOf(item),
      ...extrasOf(item),
    },
    item.context,
  );
  const isStrict = item.batch.strict === true;
  const own = job.issues.filter(({ path }) => path === "output");
  if (issues.length > 0)
    return { results, job: { ...job, estimate: compiled.estimate, issues: [...issues, ...own], warnings } };
  return { results, job: isStrict ? job : { ...job, warnings } };
}

/** The field of the request that names a file; the body has it under another name. */
function fieldOfInput(request: VideoRequest, wanted: string): string {
  const fields: string[] = [];
  mapInputs(request, (input, { field }) => {
    if (input === wanted) fields.push(field);
    return input;
  });
  return fields[0] ?? "request";
}

const isMistake = (error: unknown): error is Error =>
  error instanceof Error && "code" in error && error.code !== "KLINGKIT_ABORTED";

function noEndpoint(item: RequestItem, model: string | undefined): JudgedItem["found"][number] {
  const workflows = workflowsOf(requestOf(item));
  const models = HIGGSFIELD_CREATES.filter(
    ({ state, workflow }) => state === "documented" && workflows.includes(workflow),
  ).map((operation) => operation.model);
  const allowed = [...new Set(models)];
  const what =
    model === undefined
      ? `is missing, and no model of Higgsfield makes ${workflows.join(" or ")} by default.`
      : `${JSON.stringify(model)} is not a model of Higgsfield for ${workflows.join(" or ")}.`;
  const near = model === undefined ? undefined : suggest(model, allowed);
  return {
    field: "model",
    ...(model === undefined ? {} : { value: model }),
    message: `${what} Use ${orList(allowed)}.`,
    allowed,
    ...(near === undefined ? {} : { suggestion: near }),
  };
}
