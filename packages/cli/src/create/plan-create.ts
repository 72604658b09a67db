import {
  type Capability,
  type Compiled,
  compile,
  findWiderRoute,
  INVALID_PARAMETER,
  type Issue,
  MEDIA_RULES,
  type Route,
  type VideoRequest,
  type Warning,
} from "@klingkit/spec";
import type { Deps } from "../deps.ts";
import { isLocalService } from "../session/is-local-service.ts";
import type { CreateOptions } from "./create-options.ts";
import { issuesError } from "./issue-codes.ts";
import {
  describePayload,
  loadMedia,
  locateMedia,
  type MediaSlot,
  type MediaTable,
  outlineMedia,
} from "./media-slots.ts";
import { pickRoute } from "./pick-route.ts";
import { readPrompt } from "./read-prompt.ts";

/** What one create command asks for. */
export interface CreateIntent {
  readonly capability: Capability;
  readonly isPromptRequired: boolean;
  readonly slots: readonly MediaSlot[];
  /** Builds the request; `media` gives the value of a loaded input. */
  readonly toRequest: (media: (input: string) => string, prompt: string | undefined) => VideoRequest;
}

/** A create that passed every local check and whose files are read. */
export interface CreatePlan {
  readonly compiled: Compiled;
  /** Payload with files as name, size and sha256. */
  readonly payload: unknown;
  /** The neutral request, with media as absolute paths or URLs. */
  readonly request: VideoRequest;
  /** What was loaded, by those. */
  readonly media: MediaTable;
}

export interface PlanInput {
  readonly intent: CreateIntent;
  readonly options: CreateOptions;
  readonly prompt: string | undefined;
  /** Part of the request; absent where none was asked for. */
  readonly externalTaskId: string | undefined;
  /** Runs after the flags were judged and before files are read: the place for credentials. */
  readonly beforeFiles: (route: Route) => void;
}

/** Judges flags, then asks for credentials, then reads files. Throws coded usage errors; sends nothing. */
export async function planCreate(deps: Deps, input: PlanInput): Promise<CreatePlan> {
  const { intent, options } = input;
  const prompt = await readPrompt(deps, {
    prompt: input.prompt,
    promptFile: options.promptFile,
    isRequired: intent.isPromptRequired,
  });
  const route = pickRoute(intent.capability, options.model);
  const draft = { input, prompt, route, isLocal: isLocalService(deps, options) };
  const write = (table: MediaTable) =>
    compileChecked(
      requestOf(draft, (name) => table.get(name)?.value ?? name),
      draft,
    );
  await write(await outlineMedia(deps, intent.slots));
  input.beforeFiles(route);
  const rule = route.row?.imageRule;
  const table: MediaTable = rule ? await loadMedia(deps, intent.slots, MEDIA_RULES[rule]) : new Map();
  const compiled = await write(table);
  return {
    compiled,
    payload: describePayload(compiled.body, table),
    request: requestOf(draft, (name) => locateMedia(deps, name)),
    media: new Map([...table].map(([name, loaded]) => [locateMedia(deps, name), loaded])),
  };
}

interface Draft {
  readonly input: PlanInput;
  readonly prompt: string | undefined;
  readonly route: Route;
  readonly isLocal: boolean;
}

function requestOf({ input, prompt }: Draft, media: (input: string) => string): VideoRequest {
  const { intent, options, externalTaskId } = input;
  return {
    ...intent.toRequest(media, prompt),
    ...(prompt === undefined ? {} : { prompt }),
    ...(options.watermark ? { hasWatermark: true } : {}),
    ...(options.callbackUrl === undefined ? {} : { callbackUrl: options.callbackUrl }),
    ...(externalTaskId === undefined ? {} : { externalTaskId }),
  };
}

const asIssue = (warning: Warning): Issue => ({ ...warning, serviceCode: INVALID_PARAMETER });

async function compileChecked(request: VideoRequest, { input, route, isLocal }: Draft): Promise<Compiled> {
  const allowsRetired = input.options.allowRetired ?? false;
  const compiled = compile(request, route, { allowsRetired, isLocalService: isLocal });
  const remarks = input.options.strict ? compiled.warnings.map(asIssue) : [];
  if (compiled.issues.length + remarks.length === 0) return compiled;
  const wider = findWiderRoute(request, compiled, { isLocalService: isLocal });
  // Only a model of this command: another one has other flags.
  const other = wider?.capability === input.intent.capability ? wider : undefined;
  // A name that is misspelt: another service would send it as plain text.
  const isMisspelt = compiled.issues.some(({ rule }) => rule === "placeholder");
  const advice = isMisspelt ? "" : await adviceFor(request, input);
  const error = issuesError([...compiled.issues, ...remarks], isMisspelt ? undefined : other, advice);
  if (error) throw error;
  return compiled;
}

/** What another service makes of the request; it is loaded only for one that is refused. */
async function adviceFor(
  request: VideoRequest,
  { options: { model, strict = false } }: PlanInput,
): Promise<string> {
  const { higgsfieldAdvice } = await import("./higgsfield-advice.ts");
  return higgsfieldAdvice(request, { model, isStrict: strict });
}
