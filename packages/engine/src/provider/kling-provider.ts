import {
  appraise,
  CREATES,
  type CreateOperation,
  findCreate,
  findModel,
  findRoute,
  OBSERVED_GENERATIONS,
  RETENTION_DAYS,
  TASKS_GET_MAX_IDS,
  VISIBILITY_DELAY_SECONDS,
} from "@klingkit/spec";
import type { KeysOf } from "@klingkit/spec/core";
import type { ApiError, Kling, StatusOutcome, TaskHandle, TaskSnapshot } from "klingkit";
import { localOrigins } from "klingkit/node";
import { requireFields } from "../arguments/require-fields.ts";
import { requireTimeScale } from "../arguments/require-time-scale.ts";
import { isAdoptedRoute, productOfAdopted } from "./adopted-route.ts";
import { classifyCreateError, readFailureOf } from "./classify-refusal.ts";
import { createForgottenTasks } from "./forgotten-tasks.ts";
import type { CallContext, PlannedCreate, Provider, ReadAnswer, SubmitAnswer, TaskRef } from "./provider.ts";
import { createServiceNow } from "./service-now.ts";
import { isUnreadableId, viewOf } from "./task-view.ts";

export interface KlingProviderOptions {
  /** Made with `readRetries: 0` or more; creates are never repeated by it. */
  readonly kling: Kling;
  /** Names the account, such as a hash of the key. Default `default`. */
  readonly account?: string;
  /** What else the account is called, see `Provider`. Default: nothing. */
  readonly earlierAccounts?: readonly string[] | undefined;
  /** With an API key one read asks for 20 tasks; a key pair reads them one by one. */
  readonly hasApiKey: boolean;
  /** Default true; false for the emulator. */
  readonly spendsMoney?: boolean;
  /** How long a new task may stay invisible to reads. Default 35 000: the observed 30 s and a margin. */
  readonly settleMs?: number;
  /** How many times faster than the real service tasks are made, for an emulator with a fast clock. Default 1. */
  readonly timeScale?: number;
  /** How long after its create a task that no read finds is still waited for. Default: as long as the service keeps tasks. */
  readonly retentionMs?: number;
  /** Asks an emulator for its time, and for tasks that no read finds. Default: the global fetch. */
  readonly fetch?: typeof fetch | undefined;
}

const OPTIONS: KeysOf<KlingProviderOptions> = {
  kling: true,
  account: true,
  earlierAccounts: true,
  hasApiKey: true,
  spendsMoney: true,
  settleMs: true,
  timeScale: true,
  retentionMs: true,
  fetch: true,
};

const SETTLE_MARGIN_MS = 5000;
/** Usual time of a model that nobody has timed. INF */
const ASSUMED_GENERATION_MS = 60_000;
const MS_PER_SECOND = 1000;
const SERVICE_RETENTION_MS = RETENTION_DAYS * 86_400 * MS_PER_SECOND;
const GONE = `The service keeps tasks for ${RETENTION_DAYS} days only, and this one is gone`;

/** Kling through its client. */
export function createKlingProvider(given: KlingProviderOptions): Provider {
  requireFields("createKlingProvider", given, { needs: ["kling"], known: OPTIONS });
  const { kling, hasApiKey, ...options } = given;
  const { spendsMoney = true, timeScale = 1 } = options;
  requireTimeScale("createKlingProvider", timeScale);
  const service = { client: kling, spendsMoney, fetch: options.fetch };
  const tellForgotten = createForgottenTasks(service);
  return {
    name: "kling",
    account: options.account ?? "default",
    earlierAccounts: options.earlierAccounts,
    address: kling.baseUrl,
    timeScale,
    serviceNowMs: createServiceNow(service),
    spendsMoney,
    resultOrigins: localOrigins(kling.baseUrl),
    retentionMs: options.retentionMs ?? SERVICE_RETENTION_MS,
    filesKeptMs: SERVICE_RETENTION_MS,
    goneMessage: GONE,
    readBatchSize: hasApiKey ? TASKS_GET_MAX_IDS : 1,
    settleMs: options.settleMs ?? VISIBILITY_DELAY_SECONDS * MS_PER_SECOND + SETTLE_MARGIN_MS,
    poolOf,
    recoveryOf: (routeId) => (hasKey(routeId) ? "lookup" : "none"),
    isReadable: hasKey,
    expectedMs: ({ model }) => {
      const { generationMs = ASSUMED_GENERATION_MS } = OBSERVED_GENERATIONS[standardNameOf(model)] ?? {};
      return generationMs / timeScale;
    },
    async submit(submission, context) {
      try {
        const { routeId, body, allowsRetired } = submission;
        const created = await kling.create(operationOf(routeId), body, { ...context, allowsRetired });
        const { taskId, requestId, task } = created;
        if (isUnreadableId(taskId)) return UNREADABLE;
        return {
          kind: "accepted",
          taskId,
          ...(requestId === undefined ? {} : { requestId }),
          ...(task === undefined ? {} : { task: viewOf(task) }),
        };
      } catch (error) {
        return classifyCreateError(error, isAddressRefused);
      }
    },
    lookup: (ref, context) => readOne(kling, ref, context),
    read: async (refs, context) =>
      tellForgotten(
        refs,
        hasApiKey
          ? await readTogether(kling, refs, context)
          : await Promise.all(refs.map((ref) => readOne(kling, ref, context))),
      ),
  };
}

/** 1304: a key that may be used from certain addresses only. */
const ADDRESS_REFUSED = 1304;
const isAddressRefused = ({ serviceCode }: ApiError): boolean => serviceCode === ADDRESS_REFUSED;

const standardNameOf = (model: string): string => findModel(model)?.standardName ?? model;

/** The create behind a route, or behind the id of an operation that has none. */
const findOperationOf = (routeId: string): CreateOperation | undefined =>
  findRoute(routeId)?.operation ?? findCreate(routeId);

/** What is sent without a key answers at once, and no read leads to it. */
const hasKey = (routeId: string): boolean =>
  isAdoptedRoute(routeId) || findOperationOf(routeId)?.paths.externalTaskId !== undefined;

function operationOf(routeId: string): CreateOperation {
  const operation = findOperationOf(routeId);
  if (operation) return operation;
  throw new RangeError(`${routeId} is nothing that anything can be sent to`);
}

/** The pool and the slots of a create. @source DOC (concurrency rules): account × model version × pack type */
function poolOf({ operation, routeId, model, payload }: PlannedCreate) {
  const create = operation === undefined ? findOperationOf(routeId) : findCreate(operation);
  const outcome = create && appraise(create, payload, { allowsRetired: true })?.outcome;
  return outcome
    ? { pool: outcome.pool, weight: outcome.slots }
    : { pool: `${standardNameOf(model)}/video`, weight: 1 };
}

/** Where tasks of a route are read. */
function readerOf(routeId: string): Pick<TaskHandle, "family" | "product"> {
  if (!isAdoptedRoute(routeId)) return operationOf(routeId);
  const product = productOfAdopted(routeId);
  if (product === undefined) return { family: "standard", product: "" };
  const isSolution = CREATES.some((create) => create.family === "solutions" && create.product === product);
  return { family: isSolution ? "solutions" : "legacy", product };
}

function handleOf({ routeId, externalId, taskId, createdAtMs }: TaskRef): TaskHandle {
  const { family, product } = readerOf(routeId);
  return {
    family,
    product,
    externalTaskId: externalId,
    ...(taskId === undefined ? {} : { taskId }),
    ...(createdAtMs === undefined ? {} : { createdAtMs }),
  };
}

async function readOne(kling: Kling, ref: TaskRef, context: CallContext): Promise<ReadAnswer> {
  try {
    return answerOf(await kling.tasks.status(handleOf(ref), context));
  } catch (error) {
    return readFailureOf(error);
  }
}

function answerOf(outcome: StatusOutcome): ReadAnswer {
  if (outcome.kind === "found") return { kind: "found", task: viewOf(outcome.task) };
  return outcome.kind === "expired" ? { kind: "expired" } : { kind: "absent" };
}

/** One request for the tasks of solutions and one for all others: each sees its own only. */
async function readTogether(
  kling: Kling,
  refs: readonly TaskRef[],
  context: CallContext,
): Promise<readonly ReadAnswer[]> {
  const familyOf = ({ routeId }: TaskRef) =>
    readerOf(routeId).family === "solutions" ? ("solutions" as const) : undefined;
  const answers = new Map<TaskRef, ReadAnswer>();
  for (const [family, own] of Map.groupBy(refs, familyOf)) {
    const read = await readFamily(kling, { refs: own, family }, context);
    for (const [at, ref] of own.entries()) answers.set(ref, read[at] ?? { kind: "absent" });
  }
  return refs.map((ref) => answers.get(ref) ?? { kind: "absent" });
}

interface FamilyRefs {
  readonly refs: readonly TaskRef[];
  readonly family: "solutions" | undefined;
}

/** One request; tasks that it leaves out are read one by one, because absence must be proved. */
async function readFamily(
  kling: Kling,
  { refs, family }: FamilyRefs,
  context: CallContext,
): Promise<readonly ReadAnswer[]> {
  const ids = refs.flatMap(({ taskId }) => taskId ?? []);
  let found: readonly TaskSnapshot[];
  try {
    found = ids.length === 0 ? [] : await kling.tasks.get({ taskIds: ids, family }, context);
  } catch (error) {
    return refs.map(() => readFailureOf(error));
  }
  const byId = new Map(found.map((task) => [task.taskId, task]));
  return Promise.all(
    refs.map((ref) => {
      const task = ref.taskId === undefined ? undefined : byId.get(ref.taskId);
      return task ? ({ kind: "found", task: viewOf(task) } as const) : readOne(kling, ref, context);
    }),
  );
}

const UNREADABLE: SubmitAnswer = {
  kind: "unclear",
  message: "the create was answered with a task id that holds control characters",
};
