import {
  type Capability,
  type Compiled,
  compile,
  MEDIA_RULES,
  type Route,
  type VideoRequest,
} from "@klingkit/spec";
import type { Deps } from "../deps.ts";
import type { CreateOptions } from "./create-options.ts";
import { issuesError } from "./issue-codes.ts";
import { describePayload, loadMedia, type MediaSlot, type MediaTable, outlineMedia } from "./media-slots.ts";
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
}

export interface PlanInput {
  readonly intent: CreateIntent;
  readonly options: CreateOptions;
  readonly prompt: string | undefined;
  /** Sent with the request; absent in a dry run that names none. */
  readonly externalTaskId: string | undefined;
  /** Runs after the flags were judged and before files are read: the place for credentials. */
  readonly beforeFiles: () => void;
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
  const write = (table: MediaTable) => compileWith({ input, prompt, route, table });
  write(await outlineMedia(deps, intent.slots));
  input.beforeFiles();
  const rule = route.row?.imageRule;
  const table = rule ? await loadMedia(deps, intent.slots, MEDIA_RULES[rule]) : new Map();
  const compiled = write(table);
  return { compiled, payload: describePayload(compiled.body, table) };
}

interface Draft {
  readonly input: PlanInput;
  readonly prompt: string | undefined;
  readonly route: Route;
  readonly table: MediaTable;
}

function compileWith({ input, prompt, route, table }: Draft): Compiled {
  const { intent, options, externalTaskId } = input;
  const request = {
    ...intent.toRequest((name) => table.get(name)?.value ?? name, prompt),
    ...(prompt === undefined ? {} : { prompt }),
    ...(options.watermark ? { hasWatermark: true } : {}),
    ...(options.callbackUrl === undefined ? {} : { callbackUrl: options.callbackUrl }),
    ...(externalTaskId === undefined ? {} : { externalTaskId }),
  };
  const compiled = compile(request, route, { allowsRetired: options.allowRetired ?? false });
  const error = issuesError(compiled.issues);
  if (error) throw error;
  return compiled;
}
