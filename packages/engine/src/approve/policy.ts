import {
  ceilingOf,
  findModel,
  knownFields,
  MODELS,
  ROUTE_STATE_WORDS,
  ROUTES,
  suggest,
  type Unit,
  unitName,
} from "@klingkit/spec";
import { HIGGSFIELD_CREATES } from "@klingkit/spec/higgsfield";
import * as z from "zod/mini";
import { requireTexts } from "../arguments/require-arguments.ts";
import type { SpendLimits } from "../context/spend-limits.ts";
import { limitOfModel, limitsFor } from "../ledger/limits.ts";
import { countOf } from "../plan/count-of.ts";
import { describeMistakes } from "../plan/describe-mistakes.ts";
import { type Plan, type Trigger, unitOf } from "../plan/plan.ts";
import { fileInvalid } from "../plan/plan-error.ts";
import { readPlacedDocument } from "../plan/read-document.ts";
import { stateOf } from "../plan/route-state.ts";
import { RUNGS } from "../store/rung.ts";

const UNITS = ["video", "image", "try_on", "usd", "credit"] as const satisfies readonly Unit[];

const amount = () => z.exactOptional(z.number().check(z.minimum(0)));

const notOneOf = (input: unknown, what: "model" | "route", command: string): string => {
  const known =
    what === "route" ? [...ROUTES, ...HIGGSFIELD_CREATES].map(({ id }) => id) : MODELS.flatMap(namesOfModel);
  const near = suggest(String(input), known);
  const hint = near === undefined ? "" : ` Did you mean ${near}?`;
  return `${JSON.stringify(input)} is not a ${what}.${hint} \`${command}\` lists the ${what}s`;
};

const namesOfModel = ({ legacyName, standardName }: (typeof MODELS)[number]): readonly string[] =>
  [legacyName, standardName].filter((name) => name !== null);

/** A limit for a model that does not exist would limit nothing. */
const modelName = z.string().check(
  z.refine((name) => findModel(name) !== undefined, {
    error: ({ input }) => notOneOf(input, "model", "kling models"),
  }),
);

/** One that does not exist would cover nothing. */
const routeId = z.string().check(
  z.refine((id) => stateOf(id) !== undefined, {
    error: ({ input }) => notOneOf(input, "route", "kling routes"),
  }),
);

export const policyFile = z.strictObject({
  kind: z.literal("klingkit.policy"),
  version: z.literal(1),
  /** Who wrote it; named by every approval that it gives. */
  writtenBy: z.string().check(z.minLength(1)),
  /** `person`: where this policy is given, an approval that came by a flag or a program does not count. Default `any`. */
  approvals: z.exactOptional(z.enum(["any", "person"])),
  /**
   * The least that an answer to a question must show for it to count, per purpose and amount: where several rules fit, the highest
   * holds. An amount is that of one plan; limit the day with `unitsPerDay`. Default: any approval counts that `approvals` accepts.
   */
  leastRungs: z.exactOptional(
    z.array(
      z.strictObject({
        rung: z.enum(RUNGS),
        purpose: z.exactOptional(z.string()),
        aboveUnits: amount(),
        /** What `aboveUnits` counts. Default: units of the video pack. */
        unit: z.exactOptional(z.enum(UNITS)),
      }),
    ),
  ),
  /** ISO date and time after which it approves nothing. */
  expires: z.exactOptional(z.iso.datetime()),
  /** Routes that may be used although no recorded run has verified them. */
  routes: z.exactOptional(z.array(routeId)),
  /** Lets several creates share a purpose. Default false. */
  allowsSeveralCreates: z.exactOptional(z.boolean()),
  createsPerRun: z.exactOptional(z.int().check(z.minimum(0))),
  unitsPerRun: amount(),
  unitsPerDay: amount(),
  /** Any name of a model stands for the model. */
  unitsPerModel: z.exactOptional(z.record(modelName, z.number().check(z.minimum(0)))),
  /**
   * Calls without a key, such as speech: what one may cost at most, per unit, for it to be sent once more when its response was
   * lost. It may then be paid for twice. Absent: a person decides.
   */
  payAgain: z.exactOptional(z.partialRecord(z.enum(UNITS), z.number().check(z.minimum(0)))),
  /** The limits above count units of the video pack; these count others. */
  perUnit: z.exactOptional(
    z.partialRecord(
      z.enum(["image", "try_on", "usd", "credit"]),
      z.strictObject({ unitsPerRun: amount(), unitsPerDay: amount() }),
    ),
  ),
});

/** An approval in advance, within limits: a file written by a person. */
export type ApprovalPolicy = z.infer<typeof policyFile>;

/**
 * Reads a policy file as batches are read, which refuses a limit that stands there twice; JSON.parse would take the last.
 * Throws PlanError `policy_invalid`; an unknown field is a mistake and is not ignored.
 */
export function readPolicy(text: string, fileName = "policy"): ApprovalPolicy {
  requireTexts("readPolicy", { text });
  const { value, place } = readPlacedDocument(text, { fileName, code: "policy_invalid" });
  const document = value ?? {};
  const parsed = policyFile.safeParse(document, { reportInput: true });
  if (parsed.success) return parsed.data;
  const origin = {
    document,
    place,
    knownAt: (path: readonly PropertyKey[]) => knownFields(policyFile, path),
  };
  throw fileInvalid(
    "policy_invalid",
    parsed.error.issues.flatMap((issue) => describeMistakes(issue, { ...origin, whole: NO_POLICY })),
  );
}

const NO_POLICY = "is not a policy. A policy begins with `kind: klingkit.policy`, and has limits as fields.";

export function limitsOf(policy: ApprovalPolicy): SpendLimits {
  const { unitsPerRun, unitsPerDay, unitsPerModel, perUnit } = policy;
  return {
    ...(unitsPerRun === undefined ? {} : { unitsPerRun }),
    ...(unitsPerDay === undefined ? {} : { unitsPerDay }),
    ...(unitsPerModel === undefined ? {} : { unitsPerModel }),
    ...(perUnit === undefined ? {} : { perUnit }),
  };
}

/** What of a plan the policy does not approve; empty when it does. */
export function findUncovered(
  policy: ApprovalPolicy,
  plan: Plan,
  {
    triggers,
    nowMs,
    verified,
  }: {
    readonly triggers: readonly Trigger[];
    readonly nowMs: number;
    /** Routes that purchases on record have proved. */
    readonly verified: ReadonlySet<string>;
  },
): readonly string[] {
  const { expires, createsPerRun, routes = [], allowsSeveralCreates = false } = policy;
  const unverified = plan.jobs.filter(
    ({ routeState, routeId }) =>
      routeState !== "verified" && !verified.has(routeId) && !routes.includes(routeId),
  );
  const limits = limitsOf(policy);
  const hasLimit = (unit: Unit): boolean => {
    const { unitsPerRun, unitsPerDay } = limitsFor(limits, unit);
    return unitsPerRun !== undefined || unitsPerDay !== undefined;
  };
  // Whoever limited one unit did not mean another to be free.
  const unlimited = [...new Set(plan.jobs.map(unitOf))].filter(
    (unit) => !hasLimit(unit) && unit !== "video" && Object.keys(limits).length > 0,
  );
  const unpriced = plan.jobs.filter(
    (job) =>
      !ceilingOf(job.estimate) && (hasLimit(unitOf(job)) || limitOfModel(limits, job.model) !== undefined),
  );
  return [
    ...(expires !== undefined && Date.parse(expires) <= nowMs ? [`the policy expired on ${expires}`] : []),
    ...unverified.map(
      ({ name, routeId, routeState }) =>
        `${name}: ${routeId} is ${ROUTE_STATE_WORDS[routeState]} and not in the policy's routes`,
    ),
    ...(triggers.includes("several-creates-for-one-purpose") && !allowsSeveralCreates
      ? ["the policy does not allow several creates for one purpose (allowsSeveralCreates)"]
      : []),
    ...(createsPerRun !== undefined && plan.jobs.length > createsPerRun
      ? [`the policy allows ${countOf(createsPerRun, "create")} per run`]
      : []),
    ...unlimited.map(
      (unit) => `the policy limits units, and says nothing of ${unitName(unit)} (perUnit.${unit})`,
    ),
    ...(unpriced.length > 0 ? [`${sayUnpriced(unpriced.length)}, and the policy limits units`] : []),
  ];
}

/** `1 job has no known price`. */
export const sayUnpriced = (jobs: number): string =>
  `${countOf(jobs, "job")} ${jobs === 1 ? "has" : "have"} no known price`;
