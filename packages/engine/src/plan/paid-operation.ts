import {
  appraise,
  type CheckResult,
  CREATES,
  type CreateOperation,
  checkCreate,
  type Estimate,
  findCreate,
  findRoute,
  type Issue,
  isJsonObject,
  isVideoOperation,
  type JsonObject,
  mapMedia,
  type Outcome,
  PRICE_CARD,
  type Route,
  type RouteState,
  type Schema,
  UNREADABLE_ESTIMATE,
  valueAt,
} from "@klingkit/spec";
import {
  checkHiggsfield,
  findHiggsfieldCreate,
  HIGGSFIELD_CREATES,
  HIGGSFIELD_PRICE_CARD,
  type HiggsfieldCreate,
} from "@klingkit/spec/higgsfield";
import { isMediaLabel } from "./load-inputs.ts";
import { OPERATION_STATE } from "./route-state.ts";

/** What a body would buy. */
export interface Judged extends CheckResult {
  readonly estimate: Estimate;
  /** Absent where the body could not be read. */
  readonly outcome?: Outcome;
  readonly model: string;
  readonly routeId: string;
  readonly routeState: RouteState;
  readonly prompt?: string | undefined;
}

export interface JudgeBodyOptions {
  readonly isLocalService?: boolean | undefined;
  readonly inputVideoSeconds?: number;
  readonly allowsRetired?: true;
}

/** A paid operation of any service, as far as plans and jobs need to know it. */
export interface PaidOperation {
  readonly service: string;
  readonly id: string;
  readonly method: "POST";
  readonly path: string;
  readonly body: Schema;
  /** Where key and callback address stand in the body; empty where they travel elsewhere. */
  readonly paths: { readonly externalTaskId?: string | undefined; readonly callbackUrl?: string | undefined };
  judge(body: JsonObject, options: JudgeBodyOptions): Judged;
}

/** Finds a paid operation of any service by id; no two services have one id. */
export function findPaidOperation(id: string): PaidOperation | undefined {
  const kling = findCreate(id);
  if (kling) return klingOperation(kling);
  const higgsfield = findHiggsfieldCreate(id);
  return higgsfield && higgsfieldOperation(higgsfield);
}

/** The same for what a person wrote: its id, or the words of its command, such as `image create`. */
export function findNamedOperation(name: string): PaidOperation | undefined {
  const command = CREATES.find(({ cli }) => cli?.join(" ") === name);
  return findPaidOperation(name) ?? (command && klingOperation(command));
}

/** All that `findNamedOperation` finds. */
export const namesOfOperations = (): readonly string[] => [
  ...CREATES.flatMap(({ id, cli }) => (cli ? [cli.join(" "), id] : [id])),
  ...HIGGSFIELD_CREATES.map(({ id }) => id),
];

/** The version of the prices that a service's jobs are planned with today. */
export const priceCardOf = (service: string): string => PRICE_CARDS[service] ?? PRICE_CARD.version;

const KLING = "kling";
const HIGGSFIELD = "higgsfield";
const PRICE_CARDS: Readonly<Record<string, string>> = { [HIGGSFIELD]: HIGGSFIELD_PRICE_CARD.version };

const klingOperation = (operation: CreateOperation): PaidOperation => ({
  service: KLING,
  id: operation.id,
  method: operation.method,
  path: operation.path,
  body: operation.body,
  paths: operation.paths,
  judge(body, options) {
    const { issues, warnings, facts } = checkCreate(operation, body, options);
    const { outcome, estimate } = appraise(operation, body, options) ?? { estimate: UNREADABLE_ESTIMATE };
    const model = facts?.model ?? operation.product;
    const route = routeOf(operation, model);
    return {
      issues: issues.map((issue) => sayEmpty(issue, body)),
      warnings,
      estimate,
      ...(outcome ? { outcome } : {}),
      model,
      routeId: route?.id ?? operation.id,
      routeState: route?.state ?? OPERATION_STATE,
      prompt: facts?.prompt,
    };
  },
});

/** An empty list counts as absent, and yet it was given. */
function sayEmpty(issue: Issue, body: JsonObject): Issue {
  const value = issue.rule === "required" ? valueAt(body, issue.path) : undefined;
  return Array.isArray(value) ? { ...issue, message: `${issue.path}: needs at least 1 item.` } : issue;
}

/** The route that an operation with routes is on, with its state of proof. */
const routeOf = (operation: CreateOperation, model: string): Route | undefined =>
  isVideoOperation(operation)
    ? (findRoute(`${operation.id}:${model}`) ?? findRoute(`${operation.capability}:${model}`))
    : undefined;

const higgsfieldOperation = (operation: HiggsfieldCreate): PaidOperation => ({
  service: HIGGSFIELD,
  id: operation.id,
  method: operation.method,
  path: operation.path,
  body: operation.body,
  // The key is a header, and the callback address stands in the query.
  paths: {},
  judge(body, { isLocalService, allowsRetired, ...inputs }) {
    const uploaded = withUploads(operation, body);
    const { issues, warnings } = checkHiggsfield(operation, uploaded, { isLocalService, allowsRetired });
    const isSound = issues.length === 0;
    return {
      issues,
      warnings,
      estimate: isSound ? operation.estimate(uploaded, inputs) : UNPRICED,
      ...(isSound ? { outcome: operation.outcome(uploaded) } : {}),
      model: operation.model,
      routeId: operation.id,
      routeState: operation.state,
      prompt: typeof body["prompt"] === "string" ? body["prompt"] : undefined,
    };
  },
});

const UNPRICED: Estimate = {
  isKnown: false,
  reason: "the request has mistakes",
  priceCard: HIGGSFIELD_PRICE_CARD.version,
};

/** Stands for the address that a file will have. */
const UPLOADED = "https://example.com/uploaded";

/** The body as the service will see it: files are given to it before the create. */
function withUploads({ body: schema }: HiggsfieldCreate, body: JsonObject): JsonObject {
  const placed = mapMedia(schema, body, ({ value }) => (isMediaLabel(value) ? UPLOADED : value));
  return isJsonObject(placed) ? placed : body;
}
