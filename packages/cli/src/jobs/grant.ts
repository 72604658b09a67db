import { type Grant, LONGEST_VALID_MS, type Plan, type PlanPreview } from "@klingkit/engine";
import type { Deps } from "../deps.ts";
import { CliError, usageError } from "../errors/cli-error.ts";
import { countOf, lengthOf } from "../terminal/count-of.ts";
import { formatPairs } from "../terminal/pairs.ts";
import type { Style } from "../terminal/style.ts";
import { reasonsText, totalText } from "./draw-plan.ts";
import { ceilingsText, findTooLow, readMaxUnits } from "./max-units.ts";
import { nameGiven } from "./name-given.ts";
import { countNoun } from "./result-noun.ts";
import { shortHash } from "./short-hash.ts";
import { userName } from "./user-name.ts";

export interface GrantOptions {
  readonly by?: string;
  readonly maxCreates?: string;
  readonly maxUnits?: string;
  readonly expires?: string;
}

/** A grant with every default filled in. */
type GivenGrant = Required<Omit<Grant, "via" | "rung" | "client" | "trace">>;

const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };
const DEFAULT_EXPIRY = "24h";

/** What a person grants, from flags. Refuses limits that the plan would break at once, and unknown prices that nobody accepted. `acceptWith`: the command that accepts them. */
export function readGrant(
  deps: Deps,
  plan: Plan,
  options: GrantOptions,
  acceptWith?: string | undefined,
): GivenGrant {
  const maxCreates = options.maxCreates === undefined ? plan.jobs.length : count(options.maxCreates);
  const ceilings = readMaxUnits(options.maxUnits, plan);
  if (maxCreates < plan.jobs.length)
    throw tooSmall(`--max-creates ${maxCreates}: the plan has ${plan.jobs.length} creates`);
  const tooLow = findTooLow(plan, ceilings);
  if (tooLow !== undefined) throw tooSmall(tooLow, options.maxUnits === undefined ? acceptWith : undefined);
  return {
    approvedBy: nameGiven(options) ?? userName(deps),
    maxCreates,
    maxUnits: ceilings[plan.totals.unit ?? "video"] ?? null,
    maxPerUnit: ceilings,
    validMs: durationMs(options.expires ?? DEFAULT_EXPIRY),
  };
}

const tooSmall = (message: string, acceptWith?: string | undefined): CliError =>
  new CliError({
    code: "approval_too_small",
    message: `${message}${acceptWith === undefined ? "" : `: \`${acceptWith}\``}. Nothing was approved.`,
    exitCode: 2,
  });

function count(text: string): number {
  const value = /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw usageError("usage_error", `--max-creates: '${text}' is not a whole number from 1.`);
}

function durationMs(text: string): number {
  const [, amount, unit] = /^(\d+)([mhd])$/.exec(text.trim()) ?? [];
  const ms = Number(amount) * (UNIT_MS[unit ?? ""] ?? Number.NaN);
  if (ms > 0 && ms <= LONGEST_VALID_MS) return ms;
  throw usageError(
    "usage_error",
    `--expires: '${text}' is not a time such as 30m, 24h or 7d, of 365d at most.`,
  );
}

interface DrawnGrant extends GivenGrant {
  /** Undefined: of whoever runs the plan. */
  readonly account: string | undefined;
  readonly preview: PlanPreview | undefined;
}

/** What a yes would cover, before it is given. */
export function drawGrant(
  style: Style,
  plan: Plan,
  { approvedBy, maxCreates, maxPerUnit, validMs, account, preview }: DrawnGrant,
): string {
  return formatPairs(
    [
      ["buys", `${countOf(plan.jobs.length, countNoun(plan.jobs, "request"))}, ${totalText(plan.totals)}`],
      ["purpose", plan.purpose],
      ["account", account ?? "any: no key is set"],
      ["because", reasonsText(plan, preview)],
      ["at most", `${countOf(maxCreates, "create")}, ${ceilingsText(plan, maxPerUnit)}`],
      ["valid", `${lengthOf(validMs)}, once`],
      ["by", approvedBy],
      ["plan", shortHash(plan.hash)],
    ],
    style.dim,
  );
}
