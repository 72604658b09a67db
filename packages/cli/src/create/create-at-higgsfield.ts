import { compile, INVALID_PARAMETER, selectRoutes, type VideoRequest } from "@klingkit/spec";
import {
  compileForHiggsfield,
  HIGGSFIELD_CREATES,
  type HiggsfieldCompiled,
  workflowsOf,
} from "@klingkit/spec/higgsfield";
import type { Deps } from "../deps.ts";
import { type CliError, usageError } from "../errors/cli-error.ts";
import { serviceRow } from "../jobs/service-registry.ts";
import { checkExtension } from "../tasks/fetch-result.ts";
import { higgsfieldBody } from "./body.ts";
import { runBodyCreate } from "./body-create.ts";
import type { CreateOptions } from "./create-options.ts";
import { inFlags, issuesError } from "./issue-codes.ts";
import { locateMedia, outlineMedia } from "./media-slots.ts";
import type { CreateIntent } from "./plan-create.ts";
import { readPrompt } from "./read-prompt.ts";

/** The create of a video command at Higgsfield: its request written for the cheapest endpoint that honours all of it. */
export async function runCreateAtHiggsfield(
  deps: Deps,
  options: CreateOptions,
  { intent, prompt: given }: { readonly intent: CreateIntent; readonly prompt: string | undefined },
): Promise<void> {
  const { promptFile, output, model, strict } = options;
  if (output !== undefined) checkExtension(output, "video");
  const prompt = await readPrompt(deps, { prompt: given, promptFile, isRequired: intent.isPromptRequired });
  await outlineMedia(deps, intent.slots);
  const request: VideoRequest = {
    ...intent.toRequest((input) => locateMedia(deps, input), prompt),
    ...(prompt === undefined ? {} : { prompt }),
    ...(options.watermark ? { hasWatermark: true } : {}),
  };
  const isLocal = serviceRow("higgsfield").isLocal(deps, options);
  const [best] = compileForHiggsfield(request, { model, isLocalService: isLocal, uploadsFiles: true });
  if (!best) throw noEndpoint(request, model);
  const remarks = strict
    ? best.warnings.map((warning) => ({ ...warning, serviceCode: INVALID_PARAMETER }))
    : [];
  const error = issuesError([...best.issues, ...remarks], undefined, otherService(request, intent));
  if (error) throw error;
  await runBodyCreate(deps, options, {
    operation: higgsfieldBody(best.operation),
    body: best.body,
    remarks: remarksOf(best),
  });
}

/** What only the request shows: rules of the body are judged again with it. */
const remarksOf = ({ warnings, body }: HiggsfieldCompiled) =>
  warnings.filter(({ path }) => !(path in body)).map(inFlags);

function noEndpoint(request: VideoRequest, model: string | undefined): CliError {
  const workflows = workflowsOf(request);
  const models = HIGGSFIELD_CREATES.filter(
    ({ state, workflow }) => state === "documented" && workflows.includes(workflow),
  ).map((operation) => operation.model);
  const valid = [...new Set(models)];
  const asked =
    model === undefined ? "no model of Higgsfield makes" : `at Higgsfield, '${model}' does not make`;
  const message = `--model: ${asked} ${workflows.join(" or ")}. Use ${valid.join(", ")}. Nothing was sent.`;
  return usageError("invalid_model", message, { valid_models: valid });
}

/** The route of Kling that takes the whole request, in words; empty where none does. */
function otherService(request: VideoRequest, { capability }: CreateIntent): string {
  const route = selectRoutes({ capability }).find(
    // Files are read only before a purchase; their paths say nothing against a route.
    (one) => compile(withAddresses(request), one, { isLocalService: true }).issues.length === 0,
  );
  if (!route) return "";
  return ` Kling's ${route.id} takes it: to use it, leave --service out, add \`--model ${route.model}\`, and look at its price.`;
}

const FILE = "https://example.com/not-read-yet";

function withAddresses({ firstFrame, lastFrame, references, ...request }: VideoRequest): VideoRequest {
  return {
    ...request,
    ...(firstFrame === undefined ? {} : { firstFrame: FILE }),
    ...(lastFrame === undefined ? {} : { lastFrame: FILE }),
    ...(references === undefined ? {} : { references: references.map((item) => ({ ...item, image: FILE })) }),
  };
}
