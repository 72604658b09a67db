import { type JobClient, type LocalCharge, reconcileCharges, type ServiceCharge } from "@klingkit/engine";
import type { Deps } from "../../deps.ts";
import { CliError } from "../../errors/cli-error.ts";
import { openJobs, withStoreToRead } from "../../jobs/open-store.ts";
import { type KlingService, openServices, requireKling, type ServiceOptions } from "../../jobs/service.ts";
import { parseNumber } from "../../session/parse-number.ts";
import { countOf } from "../../terminal/count-of.ts";
import { type OutputOptions, printResult } from "../../terminal/output.ts";
import { drawReconciliation, reconciliationJson } from "./draw-reconciliation.ts";
import { lastDays, type Period, serviceNowMs } from "./period.ts";
import { readServiceCharges } from "./read-service-charges.ts";

export interface ReconcileOptions extends OutputOptions, ServiceOptions {
  readonly days: string;
  readonly onlyJobs?: boolean;
  readonly lag?: string;
}

const HOUR_MS = 3_600_000;
/** How far behind the service says that amounts of packs may be; taken to hold for its ledgers too. INF */
const USUAL_LAG_HOURS = 12;
const MAX_LAG_HOURS = 168;
/** Clocks differ: a task of the first minutes may count as older at the service. */
const MARGIN_MS = HOUR_MS;

const NOT_COMPARED = "Higgsfield is not compared: it has no ledger that can be read.\n";

/** Throws `ledgers_differ` after the result was printed. */
export const runReconcile = (options: ReconcileOptions, deps: Deps): Promise<void> =>
  withStoreToRead(deps, options, async (store, missing) => {
    const given = lagHours(options);
    const { startTimeMs } = lastDays(options.days, deps.clock.nowMs());
    const services = await openServices(deps, options);
    try {
      const service = requireKling(services);
      const period = { startTimeMs, endTimeMs: await serviceNowMs(deps, service.baseUrl) };
      const charges = await readCharges(deps, {
        jobs: openJobs(deps, store),
        service,
        period,
        onlyJobs: options.onlyJobs ?? false,
      });
      const lag = given ?? (service.isEmulator ? 0 : USUAL_LAG_HOURS);
      const found = reconcileCharges({
        ...charges,
        recentSinceMs: lag === 0 ? Number.POSITIVE_INFINITY : deps.clock.nowMs() - lag * HOUR_MS,
      });
      const leftOut = services.all.filter(({ name }) => name !== service.name);
      const result = {
        ...reconciliationJson(found, { service, period }),
        ...(leftOut.length === 0
          ? {}
          : { not_compared: leftOut.map(({ name, account }) => ({ service: name, account })) }),
        ...missing,
      };
      printResult(
        deps,
        options,
        result,
        (style) => `${drawReconciliation(style, found)}${leftOut.length === 0 ? "" : NOT_COMPARED}`,
      );
      if (found.differences.length > 0)
        throw new CliError({
          code: "ledgers_differ",
          message: `${countOf(found.differences.length, "difference")} between the money record of this store and the ledgers of Kling. Nothing was changed.`,
        });
    } finally {
      await services.close();
    }
  });

function lagHours({ lag }: ReconcileOptions): number | undefined {
  return lag === undefined ? undefined : parseNumber(lag, { flag: "--lag", min: 0, max: MAX_LAG_HOURS });
}

interface Sides {
  readonly jobs: JobClient;
  readonly service: KlingService;
  readonly period: Period;
  readonly onlyJobs: boolean;
}

interface Charges {
  readonly local: readonly LocalCharge[];
  readonly service: readonly ServiceCharge[];
  readonly isExpected: (charge: LocalCharge) => boolean;
}

async function readCharges(deps: Deps, { jobs, service, period, onlyJobs }: Sides): Promise<Charges> {
  const { startTimeMs } = period;
  const { name: provider, account } = service;
  const ofPeriod = await jobs.charges({ provider, account, sinceMs: startTimeMs });
  const charged = await readServiceCharges(deps, service.reader(), {
    ...period,
    startTimeMs: startTimeMs - MARGIN_MS,
  });
  const known = new Set(ofPeriod.map(({ taskId }) => taskId));
  const others = [...new Set(charged.map(({ taskId }) => taskId))].filter((taskId) => !known.has(taskId));
  // Older jobs, and those under another name of the same account.
  const also = await jobs.charges({ provider, taskIds: others });
  const local = [...ofPeriod, ...also];
  const own = new Set(local.map(({ taskId }) => taskId));
  const expected = new Set(ofPeriod);
  return {
    local,
    service: onlyJobs ? charged.filter(({ taskId }) => own.has(taskId)) : charged,
    isExpected: (charge) => expected.has(charge),
  };
}
