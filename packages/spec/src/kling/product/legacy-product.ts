import { isJsonObject } from "../../json-object.ts";
import { once } from "../../once.ts";
import type { ModelRow, RequestFacts } from "../../operation/operation.ts";
import type { Schema } from "../../schema/schema.ts";
import type { Source } from "../../source.ts";
import { KLING_FAMILIES } from "../families/families.ts";
import { normalizeLegacyBody } from "../families/normalize.ts";
import type {
  BodyOperation,
  CommonPaths,
  CreateOperation,
  Operation,
  ReadOperation,
  WriteOperation,
} from "../operation.ts";
import { legacyGet, legacyList } from "./legacy-reads.ts";
import { productOf } from "./product-of.ts";

/** One line of the registry: a create with the reads that belong to it. */
export interface Product<Create extends CreateOperation = CreateOperation> {
  readonly create: Create;
  /** Reads one task by its path; absent where tasks are read by `GET /tasks` alone, or there is none. */
  readonly get?: ReadOperation;
  /** Reads pages of the product's tasks. */
  readonly list?: ReadOperation;
}

/** A product whose tasks have reads of their own. */
export type TaskProduct<Create extends CreateOperation = CreateOperation> = Required<Product<Create>>;

/** What a person writes of a product of the legacy family. */
export interface LegacyDescription<Facts extends RequestFacts, Row extends ModelRow | undefined>
  extends Pick<
    CreateOperation<Facts, Row>,
    | "cli"
    | "sdk"
    | "taskType"
    | "hasNoTask"
    | "answerId"
    | "readFacts"
    | "inspect"
    | "applyRules"
    | "outcome"
    | "estimate"
  > {
  /** Such as `/v1/videos/video-extend`; ids and reads follow from it. */
  readonly path: `/v1/${string}`;
  readonly title: string;
  readonly body: () => Schema;
  /** Default: none. */
  readonly rows?: readonly NonNullable<Row>[];
  readonly defaultModel?: string;
  readonly paths?: CommonPaths;
  /** Default: as the family's bodies are read, with durations as text. */
  readonly normalize?: (body: unknown) => unknown;
  /** Most tasks per page of its list. Default 500. */
  readonly maxPageSize?: number;
  readonly source: Source;
}

/** Where the fields that every create has stand in a legacy body. */
export const LEGACY_COMMON_PATHS = {
  model: "model_name",
  externalTaskId: "external_task_id",
  callbackUrl: "callback_url",
} as const satisfies CommonPaths;

type Described<Facts extends RequestFacts, Row extends ModelRow | undefined> = Omit<
  LegacyDescription<Facts, Row>,
  "defaultModel"
> & { readonly defaultModel?: string | null };

/** Builds `POST /v1/…`, which makes a task, with `GET /v1/…/{id}` and `GET /v1/…`, which read it. */
export function legacyProduct<Facts extends RequestFacts, Row extends ModelRow | undefined = undefined>(
  description: Described<Facts, Row>,
): TaskProduct<CreateOperation<Facts, Row>> {
  const { maxPageSize, ...rest } = description;
  const { path, outcome, estimate } = rest;
  return {
    create: describe(rest, { effect: "spends", answer: "task", action: "create", outcome, estimate }),
    get: legacyGet(path),
    list: legacyList(path, maxPageSize === undefined ? {} : { maxPageSize }),
  };
}

/** Builds a `POST /v1/…` that answers with its results, and has nothing to read. */
export function legacyCall<Facts extends RequestFacts, Row extends ModelRow | undefined = undefined>(
  description: Described<Facts, Row>,
): Product<CreateOperation<Facts, Row>> {
  const { outcome, estimate, hasNoTask, answerId } = description;
  const toTask = hasNoTask ? { toTask: taskOfAnswer(answerId) } : {};
  return {
    create: describe(description, {
      effect: "spends",
      answer: "now",
      action: "call",
      outcome,
      estimate,
      ...toTask,
    }),
  };
}

/** What an answer began, such as a session, stands for the id of the task; or the request does. */
const taskOfAnswer =
  (answerId: string | undefined): NonNullable<CreateOperation["toTask"]> =>
  (answer, requestId) => {
    if (!isJsonObject(answer)) return answer;
    const begun = answerId === undefined ? undefined : answer[answerId];
    return {
      task_id: begun ?? requestId ?? crypto.randomUUID(),
      task_status: KLING_FAMILIES.legacy.statusWords.succeeded,
      ...answer,
    };
  };

/** What a person writes of a call of the legacy family that changes something and costs nothing. */
export interface LegacyWrite<Facts extends RequestFacts>
  extends Omit<
    LegacyDescription<Facts, undefined>,
    "rows" | "defaultModel" | "maxPageSize" | "outcome" | "estimate"
  > {
  readonly action: WriteOperation["action"];
}

const NO_COMMON_FIELDS: CommonPaths = {
  model: "model_name",
  externalTaskId: undefined,
  callbackUrl: undefined,
};

/** Builds a `POST /v1/…` that costs nothing and answers at once, such as the deletion of a voice. */
export function legacyWrite<Facts extends RequestFacts>({
  action,
  paths = NO_COMMON_FIELDS,
  ...description
}: LegacyWrite<Facts>): WriteOperation<Facts> {
  return describe({ ...description, paths }, { effect: "writes", answer: "now", action });
}

/** Fields that a body operation has however it is paid for. */
type Body<Facts extends RequestFacts, Row extends ModelRow | undefined> = Omit<
  BodyOperation<Facts, Row>,
  "effect" | "answer" | "action"
>;

function describe<Facts extends RequestFacts, Row extends ModelRow | undefined, Axes extends object>(
  {
    path,
    body,
    rows = [],
    defaultModel = null,
    paths = LEGACY_COMMON_PATHS,
    normalize = normalizeLegacyBody,
    ...rest
  }: Omit<Described<Facts, Row>, "outcome" | "estimate">,
  axes: Axes,
): Body<Facts, Row> & Axes {
  const product = productOf(path);
  const schema = once(body);
  return {
    ...rest,
    ...axes,
    normalize,
    id: `v1/${product}`,
    family: "legacy",
    method: "POST",
    path,
    product,
    // Built when it is needed: all of them together cost a short program more than its request.
    get body() {
      return schema();
    },
    rows,
    defaultModel,
    paths,
  };
}

/** All operations of a product. */
export const operationsOf = ({ create, get, list }: Product): readonly Operation[] =>
  [create, get, list].filter((operation) => operation !== undefined);
