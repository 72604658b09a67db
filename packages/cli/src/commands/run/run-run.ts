import { resolve } from "node:path";
import {
  type Engine,
  type EnqueueOptions,
  type EnqueueResult,
  type JobBook,
  openJobBook,
  type Plan,
  REST_STATES,
  type Store,
} from "@klingkit/engine";
import type { Deps } from "../../deps.ts";
import { CliError } from "../../errors/cli-error.ts";
import { carry } from "../../jobs/carry.ts";
import { drawPlan } from "../../jobs/draw-plan.ts";
import { canAsk, confirm, drawGrant, readGrant } from "../../jobs/grant.ts";
import { MOST_JOBS } from "../../jobs/job-set.ts";
import { loadPolicy, openEngine } from "../../jobs/open-engine.ts";
import { withStore } from "../../jobs/open-store.ts";
import { createPlanContext } from "../../jobs/plan-context.ts";
import { readPlanFile } from "../../jobs/read-plan.ts";
import { invalidPlanError, refusalError } from "../../jobs/refusal.ts";
import { openService, type Service } from "../../jobs/service.ts";
import { isForPeople } from "../../terminal/output.ts";
import { createStyle } from "../../terminal/style.ts";
import { parseNumber } from "../emulator/emulator-run.ts";
import type { CarryOptions, RunOptions } from "./run.ts";

export async function runRun(file: string, options: RunOptions, deps: Deps): Promise<void> {
  const context = createPlanContext(deps);
  const plan = await readPlanFile(deps, file, { context, purpose: options.purpose });
  if (plan.verdict === "invalid") throw invalidPlanError(plan);
  await withEngine(deps, options, async ({ engine, book, service }) => {
    const enqueue = (given: EnqueueOptions) =>
      engine.enqueue(plan, { continues: options.again !== true, ...given });
    const approveWith = `kling run ${file} --approve`;
    const { batchId, isContinued } = await passGate({ deps, options, plan, book, enqueue, approveWith });
    const jobs = { batchId };
    const resume = service.isEmulator && options.emulated ? "kling resume --emulated" : "kling resume";
    await carry(deps, { options, engine, book, service, jobs, resume, isContinued: isContinued ?? false });
  });
}

export async function runResume(options: CarryOptions, deps: Deps): Promise<void> {
  await withEngine(deps, options, async ({ engine, book, service }) => {
    await engine.resume();
    const { account } = service;
    const open = await book.jobNames({ account, states: OPEN_STATES, limit: MOST_JOBS });
    const jobs = { listed: open.toReversed() };
    const resume = options.emulated ? "kling resume --emulated" : "kling resume";
    await carry(deps, { options, engine, book, service, jobs, resume, isContinued: true });
  });
}

const OPEN_STATES = (["approved", "submitting", "running", "succeeded"] as const).filter(
  (state) => !REST_STATES.includes(state),
);

export interface Workshop {
  readonly store: Store;
  readonly engine: Engine;
  readonly book: JobBook;
  readonly service: Service;
}

/** Store, service and engine for as long as `use` runs. */
export function withEngine(
  deps: Deps,
  options: CarryOptions,
  use: (workshop: Workshop) => Promise<void>,
): Promise<void> {
  return withStore(deps, options, async (store) => {
    const policy = await loadPolicy(deps, options);
    const quota =
      options.quota === undefined
        ? undefined
        : parseNumber(options.quota, { flag: "--quota", min: 1, max: 100_000, isWhole: true });
    const outputDir = resolve(deps.cwd, options.outputDir ?? ".");
    const service = await openService(deps, options);
    try {
      const context = createPlanContext(deps);
      const engine = openEngine(deps, { store, service, context, outputDir, policy, quota });
      await use({ store, engine, book: openJobBook(store, { clock: deps.clock }), service });
    } finally {
      await service.close();
    }
  });
}

export interface GateInput {
  readonly deps: Deps;
  readonly options: RunOptions;
  readonly plan: Plan;
  readonly book: JobBook;
  readonly enqueue: (given: EnqueueOptions) => Promise<EnqueueResult>;
  readonly approveWith: string;
}

type Accepted = Extract<EnqueueResult, { readonly kind: "accepted" }>;

/** Makes the jobs: with a saved approval, a policy, `--approve`, or a person's yes on the terminal. Throws the refusal as data. */
export async function passGate(input: GateInput): Promise<Accepted> {
  const { plan, book, enqueue, approveWith } = input;
  const [saved] = await book.approvals(plan.hash);
  const first = await enqueue(saved ? { approvalId: saved.id } : {});
  if (first.kind === "accepted") return first;
  if (first.kind !== "approval_required" || !mayApprove(input)) throw refusalError(first, approveWith);
  if (!(await saysYes(input)))
    throw new CliError({ code: "approval_required", message: "Not approved. Nothing was sent." });
  const approval = await book.approve(plan, readGrant(input.deps, plan, input.options));
  const second = await enqueue({ approvalId: approval.id });
  if (second.kind === "accepted") return second;
  throw refusalError(second, approveWith);
}

const mayApprove = ({ deps, options }: GateInput): boolean => options.approve === true || canAsk(deps);

async function saysYes({ deps, options, plan }: GateInput): Promise<boolean> {
  const grant = readGrant(deps, plan, options);
  if (isForPeople(deps, options)) {
    const style = createStyle(deps.io.stderr, deps.env);
    deps.io.stderr.write(
      `${drawPlan(style, plan)}\n${style.bold("Approval")}\n${drawGrant(style, plan, grant)}\n`,
    );
  }
  return options.approve === true || confirm(deps, "This buys for real. Approve?");
}
