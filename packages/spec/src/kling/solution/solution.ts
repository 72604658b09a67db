import { isJsonObject } from "../../json-object.ts";
import { once } from "../../once.ts";
import type { Outcome } from "../../operation/outcome.ts";
import type { Schema } from "../../schema/schema.ts";
import * as s from "../../schema/schema.ts";
import type { Source } from "../../source.ts";
import { judgeCallback } from "../check/common-rules.ts";
import { contentsCheck } from "../check/contents-check.ts";
import { optionalField, requiredField, taskIds } from "../check/fields.ts";
import { unknownPrice } from "../facts/units.ts";
import { dropAbsent } from "../families/normalize.ts";
import type { CommonPaths, CreateOperation } from "../operation.ts";
import type { Product } from "../product/legacy-product.ts";
import { contentSchema, judgeContents, type SolutionContent } from "./solution-contents.ts";
import { readSolutionFacts, type SolutionFacts } from "./solution-facts.ts";
import type { SolutionScope } from "./solution-scope.ts";

/** Where the fields that every create has stand in a body of this family. */
const SOLUTION_PATHS = {
  model: "model",
  externalTaskId: "options.external_task_id",
  callbackUrl: "options.callback_url",
} as const satisfies CommonPaths;

/** What a person writes of a solution. */
export interface SolutionDescription
  extends Pick<CreateOperation, "sentences" | "failures" | "createdIdField" | "callbacks"> {
  readonly path: `/solutions/${string}`;
  readonly title: string;
  /** Verb of `kling.solutions.…`. */
  readonly sdk: string;
  /** Word after `kling solution`. */
  readonly cli: string;
  readonly contents: readonly SolutionContent[];
  /** Type of the item whose text says most of what is made. */
  readonly promptType?: string;
  /** Absent where there are none. */
  readonly settings?: () => Readonly<Record<string, Schema>>;
  /** Name of the switch of the watermark; absent where there is none. */
  readonly watermark?: "watermark" | "watermark_info";
  /** Rules beside those of `contents`. */
  readonly judge?: (scope: SolutionScope) => void;
  readonly outcome: (facts: SolutionFacts) => Outcome;
  /** Why nobody knows the price. */
  readonly price: string;
  readonly source: Source;
}

/** Builds `POST /solutions/…`. Its tasks are read by `GET /solutions`, with those of all solutions. */
export function solution(
  description: SolutionDescription,
): Product<CreateOperation<SolutionFacts, undefined>> {
  const { path, sdk, cli, contents, promptType, judge, outcome, price, watermark: _, ...rest } = description;
  const product = path.slice("/solutions/".length);
  const schema = once(() => bodyOf(description));
  const settings = once(() => Object.keys(description.settings?.() ?? {}));
  const create: CreateOperation<SolutionFacts, undefined> = {
    ...withoutSettings(rest),
    effect: "spends",
    answer: "task",
    action: "create",
    id: `solutions/${product}`,
    family: "solutions",
    method: "POST",
    path,
    product,
    sdk: ["solutions", sdk],
    cli: ["solution", cli],
    rows: [],
    defaultModel: null,
    paths: SOLUTION_PATHS,
    contents: contentsCheck(contents.map(({ type }) => type)),
    get body() {
      return schema();
    },
    normalize: (body) => withPlainNames(dropAbsent(body), settings()),
    readFacts: (body) => readSolutionFacts(body, promptType),
    applyRules(scope) {
      judgeContents(scope, contents);
      judge?.(scope);
      judgeCallback(scope, SOLUTION_PATHS.callbackUrl, scope.facts.callbackUrl);
    },
    outcome,
    estimate: () => unknownPrice(price),
  };
  return { create };
}

const withoutSettings = <Value extends { readonly settings?: unknown }>({
  settings: _,
  ...rest
}: Value): Omit<Value, "settings"> => rest;

function bodyOf({ contents, settings, watermark }: SolutionDescription): Schema {
  const [first, ...others] = contents.map(contentSchema);
  if (!first) throw new Error("a solution has contents");
  const fields = settings?.() ?? {};
  const isRequired = Object.values(fields).some(({ def }) => def.type !== "optional");
  const text = { description: "How it is made." };
  return s.object({
    contents: requiredField(s.array(s.union([first, ...others]), { minItems: 1 }), {
      description: "Texts and inputs, one object each.",
    }),
    ...(settings === undefined
      ? {}
      : { settings: (isRequired ? requiredField : optionalField)(s.object(fields), text) }),
    options: optionalField(s.object({ ...taskIds(), ...watermarkField(watermark) }), {
      description: "How the task is run.",
    }),
  });
}

const watermarkField = (name: SolutionDescription["watermark"]): Readonly<Record<string, Schema>> =>
  name === undefined
    ? {}
    : {
        [name]: optionalField(
          s.object({
            enabled: optionalField(s.boolean(), {
              description: "Adds a second file with a watermark.",
              serviceDefault: false,
            }),
          }),
          { description: "Watermark; one of your own is not possible." },
        ),
      };

const camelCase = (name: string): string =>
  name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/** Settings are also read under names like `aspectRatio`. @source DOC 2026-10 (talking agent) */
function withPlainNames(body: unknown, names: readonly string[]): unknown {
  if (!isJsonObject(body) || !isJsonObject(body["settings"])) return body;
  const plain = new Map(names.map((name) => [camelCase(name), name]));
  const entries = Object.entries(body["settings"]).map(
    ([key, value]) => [plain.get(key) ?? key, value] as const,
  );
  return { ...body, settings: Object.fromEntries(entries) };
}
