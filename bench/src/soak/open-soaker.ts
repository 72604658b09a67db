import { findFrameDecoder } from "@klingkit/engine";
import { findViolations, openChaos, type WaveOutcome } from "@klingkit/testkit/chaos";
import { openSite, type StoreKind } from "./open-site.ts";
import { type Scenario, waveOf } from "./scenarios.ts";

export interface SoakerOptions {
  readonly scenario: Scenario;
  readonly store: StoreKind;
  /** Jobs of a whole wave. */
  readonly jobs: number;
  readonly seed: number;
}

/** One scenario on one store, whose jobs grow with every wave. */
export interface Soaker extends AsyncDisposable {
  /** Prints what one wave brought; returns the promises that it broke, in words. */
  runWave(number: number): Promise<readonly string[]>;
}

export async function openSoaker({ scenario, store, jobs, seed }: SoakerOptions): Promise<Soaker> {
  await using stack = new AsyncDisposableStack();
  const site = stack.use(await openSite(store));
  const chaos = stack.use(await openChaos({ ...scenario.chaos, storeAddress: site.address, seed }));
  const hasDecoder = (await findFrameDecoder()) !== undefined;
  const wave = waveOf(scenario, { jobs, killDatabase: site.killDatabase, hasDecoder });
  const open = stack.move();
  let refusalsBefore = 0;
  return {
    async runWave(number) {
      const seen = await chaos.runWave(wave);
      const refusals = seen.slotRefusals - refusalsBefore;
      refusalsBefore = seen.slotRefusals;
      const violations = [...findViolations(seen, scenario.quota), ...tooManyRefusals(scenario, refusals)];
      const verdict = violations.length === 0 ? "ok" : violations.join(", ");
      console.log(`wave ${number}, ${scenario.name} on ${store}: ${describe(seen, refusals)}: ${verdict}`);
      return violations;
    },
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  };
}

function tooManyRefusals({ mostRefusals = Number.POSITIVE_INFINITY }: Scenario, refusals: number): string[] {
  return refusals > mostRefusals ? [`${refusals} creates refused with 1303, at most ${mostRefusals}`] : [];
}

function describe(seen: WaveOutcome, refusals: number): string {
  const { jobs, collected, accepted, billed, delivered, kills, elapsedMs, settledUnits } = seen;
  const books = `${accepted} bought, ${billed} billed, ${delivered} delivered, ${settledUnits} units`;
  const traffic = `at most ${seen.mostInFlight} in flight, ${refusals} refused with 1303`;
  const trouble = `${kills} kills in ${Math.round(elapsedMs / 1000)} s`;
  return `${collected} of ${jobs} jobs collected, ${books}; ${traffic}; ${trouble}`;
}
