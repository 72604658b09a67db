import { basename, extname, resolve } from "node:path";
import {
  type BatchFile,
  hashOf,
  makePlan,
  mediaLabelOf,
  type Plan,
  type PlanContext,
  type PlannedJob,
  planOperation,
  sealPlan,
} from "@klingkit/engine";
import { type JsonObject, withValueAt } from "@klingkit/spec";
import type { Deps } from "../deps.ts";
import { CliError } from "../errors/cli-error.ts";
import { EXIT } from "../errors/exit-code.ts";
import { codeOfSdkError, isSdkError } from "../failures/klingkit-error.ts";
import { slugOf } from "../files/free-name.ts";
import { createPlanContext } from "../jobs/plan-context.ts";
import { approveCommand, type Place } from "../session/next-commands.ts";
import type { BodyCreate } from "./body.ts";
import type { CreateOptions } from "./create-options.ts";
import { describePayload, shownFile } from "./media-slots.ts";
import type { SavedPlan } from "./save-plan.ts";

const HASH_START = "sha256:".length;
const HASH_DIGITS = 12;

export interface PlannedBody {
  /** Of one job, and of the one that it begins with. */
  readonly plan: Plan;
  readonly job: PlannedJob;
  /** Payload of the job, with files as name, size and sha256. */
  readonly payload: unknown;
  /** With the file that the result goes to, where the response brings it at once. */
  readonly options: CreateOptions;
}

export interface BodyToPlan extends BodyCreate {
  /** What the body asks for in words, which its job and its file are named after. */
  readonly prompt?: string | undefined;
}

/** A checked body as a batch of one; reads its files. Rejects with the loader's coded error, which names the flag or field. */
export async function planBody(deps: Deps, options: CreateOptions, create: BodyToPlan): Promise<PlannedBody> {
  const { operation, body, flags = {}, prompt, inputSeconds, first } = create;
  const source = first ? { first: first.body } : {};
  const content = hashOf({ path: operation.path, body: withoutIds({ operation, body }), ...source });
  const digits = content.slice(HASH_START, HASH_START + HASH_DIGITS);
  const name =
    options.output === undefined
      ? slugOf(prompt ?? "", slugOf(operation.title))
      : basename(options.output, extname(options.output));
  const context = namedContext(createPlanContext(deps, options), flags);
  // A name of its own, so that a file which the user has is not replaced by a result that `resume` fetches.
  const stem = `${name}-${digits}`;
  const wanted = {
    name,
    operation: operation.id,
    body,
    output: `${stem}.{ext}`,
    ...(inputSeconds === undefined ? {} : { inputVideoSeconds: inputSeconds }),
  };
  const before = first && {
    name: first.name,
    operation: first.operation.id,
    body: first.body,
    output: `${stem}-${first.name}.{ext}`,
  };
  const { earlier, planned } = before
    ? await planBoth({ before, wanted }, context)
    : {
        earlier: [],
        planned: await planOperation(
          { ...wanted, ...(options.allowRetired ? { allowsRetired: true } : {}) },
          context,
        ),
      };
  // The response is the only one that names the result, so that it is fetched at once.
  const output = options.output ?? (operation.answer === "now" ? planned.output : undefined);
  const job = output === undefined ? planned : { ...planned, output, keepsPath: true as const };
  return {
    plan: sealPlan(options.purpose?.trim() || `single create ${digits}`, [...earlier, job]),
    job,
    payload: describeJobPayload(job),
    options: output === undefined ? options : { ...options, output },
  };
}

interface Both {
  readonly before: BatchRequest;
  readonly wanted: BatchRequest;
}

type BatchRequest = NonNullable<BatchFile["requests"]>[number];

/** A request and the one whose results it takes, planned as a batch is. */
async function planBoth({ before, wanted }: Both, context: PlanContext) {
  const { jobs } = await makePlan({ requests: [before, wanted] }, context);
  const [first, planned] = jobs;
  if (!first || !planned) throw new TypeError("a plan of two requests has fewer than two jobs");
  return { earlier: [first], planned };
}

/** A file that cannot be used is named with the flag or field that asks for it. */
function namedContext(context: PlanContext, flags: NonNullable<BodyCreate["flags"]>): PlanContext {
  const { loadFile } = context;
  if (!loadFile) return context;
  return {
    ...context,
    loadFile: (input, target) =>
      loadFile(input, target).catch((cause: unknown) => {
        if (!isSdkError(cause) || cause.code === "KLINGKIT_ABORTED") throw cause;
        const code = flags[target.field]?.code ?? codeOfSdkError(cause);
        const name = flags[target.field]?.flag ?? target.field;
        const message = `${name}: ${cause.message} Nothing was sent.`;
        throw new CliError({ code, message, exitCode: EXIT.usage, cause });
      }),
  };
}

/** The payload as a person reads it: files as name, size and sha256. */
function describeJobPayload({ payload, media }: Pick<PlannedJob, "payload" | "media">): unknown {
  const table = media.flatMap(({ sha256, ...medium }) => {
    if (sha256 === undefined) return [];
    const value = mediaLabelOf(sha256);
    return [[value, { value, shown: shownFile({ sha256, ...medium }) }] as const];
  });
  return describePayload(payload, new Map(table));
}

/** What is asked for, whatever id and callback go with it. */
function withoutIds({ operation, body }: BodyCreate): BodyCreate["body"] {
  const ids = [operation.paths.externalTaskId, operation.paths.callbackUrl];
  return ids.reduce<JsonObject>(
    (rest, path) => (path === undefined ? rest : withValueAt(rest, path, undefined)),
    body,
  );
}

/** Writes the plan, so that one person can approve what another, or a program, wants. */
export async function saveBodyPlan(
  { cwd }: Deps,
  { plan }: PlannedBody,
  { file, options }: { readonly file: string; readonly options: Place },
): Promise<SavedPlan> {
  const filePath = resolve(cwd, file);
  const { writePlan } = await import("./write-plan.ts");
  await writePlan(plan, { filePath, flag: "--save-plan" });
  return {
    planHash: plan.hash,
    purpose: plan.purpose,
    filePath,
    next: approveCommand(file, options, plan.totals.unpricedJobs > 0),
  };
}
