import { setTimeout as sleep } from "node:timers/promises";
import { createKlingkit, type KlingkitProvider, type KlingkitProviderSettings } from "@klingkit/ai-sdk";
import { createCollector } from "@klingkit/engine";
import { createSeededRandom } from "@klingkit/testkit";
import { createWorld, type WorldOptions } from "../../engine/support/world.ts";

/** Downloads move real bytes, so that their pauses are real too, only shorter. */
const HASTY_CLOCK = {
  nowMs: () => Date.now(),
  sleep: (ms: number, signal?: AbortSignal) => sleep(ms / 100, undefined, signal ? { signal } : {}),
};

/** The world of the engine's tests, with providers for `generateVideo` in it. */
export async function createVideoWorld(options: WorldOptions = {}) {
  const world = await createWorld(options);
  const { clock, emulator, faults, folder } = world;
  const fetch: typeof globalThis.fetch = (input, init) => clock.during(faults.fetch(input, init));
  const collect = createCollector({ fetch, clock: HASTY_CLOCK, allowedOrigins: [emulator.baseUrl] });
  const hangMs = options.hangMs ?? 40;

  /** Settings of a process of its own on the world's store. */
  async function settingsOf(settings: KlingkitProviderSettings = {}): Promise<KlingkitProviderSettings> {
    return {
      apiKey: world.apiKey,
      baseURL: emulator.baseUrl,
      fetch,
      store: await world.openStore(),
      outputDir: folder.file("out"),
      ...settings,
      engine: {
        clock,
        random: createSeededRandom(7),
        collector: (request) => clock.during(collect(request)),
        slots: { quota: 5 },
        timing: { submitTimeoutMs: hangMs, readTimeoutMs: hangMs, pollMs: 60_000, leaseMs: 60_000 },
        ...settings.engine,
      },
    };
  }

  return {
    ...world,
    settingsOf,
    createProvider: async (settings: KlingkitProviderSettings = {}): Promise<KlingkitProvider> =>
      createKlingkit(await settingsOf(settings)),
    /** Moves time until the call is over. */
    drive: clock.drive,
  };
}
