import { type AnswerDirectly, createReadAnswers } from "./answer-reads.ts";
import { checkOptions } from "./check-options.ts";
import { createControl, type EmulatorControl } from "./control/control.ts";
import { createAdminApi } from "./control/http.ts";
import { createFetch } from "./fetch.ts";
import { createHiggsfieldService, type HiggsfieldParts } from "./higgsfield/higgsfield-service.ts";
import { higgsfieldSettings } from "./higgsfield/settings.ts";
import { createKlingService } from "./kling/kling-service.ts";
import { createClipRenderer, createRenderResult } from "./media/index.ts";
import { type EmulatorOptions, fillSettings, type Settings } from "./options.ts";
import { createResultLinks, type ResultLinks } from "./server/results/result-links.ts";
import { createRenderedSource, createSyntheticSource } from "./server/results/result-source.ts";
import { createServeResult } from "./server/results/serve-result.ts";
import { createServices, type EmulatedServices } from "./server/services.ts";
import { nameFaultAccounts } from "./world/accounts/account-names.ts";
import { createWorld } from "./world/create-world.ts";
import { ConnectionReset } from "./world/faults/connection-reset.ts";
import { openState } from "./world/state/open-state.ts";
import { restore } from "./world/state/restore.ts";
import type { SavedState } from "./world/state/saved-state.ts";
import { isDelivered, type TaskRecord } from "./world/tasks/task-record.ts";
import type { World } from "./world/world.ts";

/** Where result links point as long as no server has an address: in process, `fetch` answers for it. */
const IN_PROCESS_URL = "http://kling-emulator.localhost";

/** A running emulator of the Kling API, of the Higgsfield API, or of both. */
export interface Emulator {
  /** Answers a request in process, whatever its host: a `fetch` for clients. */
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
  /** Scheme and host for clients, without a trailing slash. */
  readonly baseUrl: string;
  readonly control: EmulatorControl;
  /** Stops timers and saves what is left to save. */
  close(): Promise<void>;
}

/** An emulator whose address can still change: a server knows its port only once it listens. */
export interface MovableEmulator extends Emulator {
  moveTo(baseUrl: string): void;
  /** Answers polls without the cost of web requests and streams. */
  readonly answerDirectly: AnswerDirectly;
}

/** Makes an emulator in this process. Nothing listens; give `fetch` to a client. */
export async function createEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  return buildEmulator(options);
}

export async function buildEmulator(options: EmulatorOptions): Promise<MovableEmulator> {
  checkOptions(options);
  const opened = options.dataDir === undefined ? undefined : await openState(options.dataDir);
  try {
    const settings = continueFrom(fillSettings(options), opened?.saved);
    let baseUrl = trimSlashes(settings.publicUrl ?? IN_PROCESS_URL);
    const { world, startSaving } = createWorld({
      seed: settings.seed,
      clock: {
        mode: settings.clock,
        startAtMs: settings.startAtMs,
        credentialStartAtMs: settings.credentialStartAtMs,
        onError: settings.onError,
        afterEvent: async () => {
          for (const service of services.all) await service.callbacksSent();
        },
      },
      packs: settings.packs,
      faults: nameFaultAccounts(settings.faults ?? [], settings.keys),
    });
    const links = createResultLinks({ chance: world.chance, baseUrl: () => baseUrl });
    const services = playServices(settings, {
      world,
      links,
      baseUrl: () => baseUrl,
      startCount: opened?.saved.startCount ?? 1,
    });
    if (opened) {
      restore(world, opened.saved, {
        follow: (account, task) => services.ofTask(task).resume(account, task),
        serviceOf: (task) => services.ofTask(task).name,
      });
      startSaving(opened);
    }
    const control = createControl({ world, services, packs: settings.packs });
    const closing = new AbortController();
    const answer = createFetch({
      world,
      services,
      serveResult: createResults({ world, services, links }, settings),
      admin: createAdminApi({
        control,
        info: (taskId) => ({
          services: settings.services,
          seed: settings.seed,
          clock: settings.clock,
          baseUrl,
          ...(taskId === undefined ? {} : { hasTask: world.tasks.find(taskId) !== undefined }),
        }),
        token: settings.adminToken,
      }),
      closing: closing.signal,
    });
    return {
      fetch: async (input, init) =>
        answer(input instanceof Request && init === undefined ? input : new Request(input, init)),
      get baseUrl() {
        return baseUrl;
      },
      control,
      answerDirectly: createReadAnswers(world, services),
      moveTo(address) {
        baseUrl = trimSlashes(settings.publicUrl ?? address);
        for (const service of services.all) service.forgetRenderings();
      },
      async close() {
        closing.abort(new ConnectionReset());
        for (const service of services.all) await service.close();
        world.clock.close();
        await world.store.close();
      },
    };
  } catch (error) {
    opened?.close();
    throw error;
  }
}

type Stage = Omit<HiggsfieldParts, "settings">;

/** Kling comes first: what neither service knows is answered as it always was. */
function playServices(settings: Settings, stage: Stage): EmulatedServices {
  const kling = () => createKlingService({ ...stage, settings });
  const higgsfield = () =>
    createHiggsfieldService({ ...stage, settings: higgsfieldSettings(settings.higgsfield ?? {}, settings) });
  switch (settings.services) {
    case "kling":
      return createServices(kling(), []);
    case "higgsfield":
      return createServices(higgsfield(), []);
    case "both":
      return createServices(kling(), [higgsfield()]);
  }
}

const trimSlashes = (url: string): string => url.replace(/\/+$/, "");

/** A folder that was written by a fast or moved clock must not put its tasks into the future, nor tokens into the past. */
function continueFrom(settings: Settings, saved: SavedState | undefined): Settings {
  if (saved?.latestMs === undefined) return settings;
  const startAtMs = settings.startAtMs ?? Date.now();
  return { ...settings, startAtMs: Math.max(startAtMs, saved.latestMs), credentialStartAtMs: startAtMs };
}

interface ResultParts {
  readonly world: World;
  readonly services: EmulatedServices;
  readonly links: ResultLinks;
}

function createResults(
  { world, services, links }: ResultParts,
  { seed, renderer, look, resultSizeBytes, switches }: Settings,
) {
  const { clock, tasks, images, journal, accounts } = world;
  function onDelivered({ id, account: name }: TaskRecord, index: number): void {
    const account = accounts.find(name);
    const task = tasks.find(id);
    if (!account || !task || task.deliveredResults.includes(index)) return;
    const changed = tasks.change(account, id, { deliveredResults: [...task.deliveredResults, index] });
    if (changed && isDelivered(changed))
      journal.delivered({ account: name, service: services.ofTask(changed).name });
  }
  return createServeResult({
    links,
    source:
      resultSizeBytes === undefined
        ? createRenderedSource(createRenderResult(renderer ?? createClipRenderer({ look }), { look }), {
            seed,
            images,
          })
        : createSyntheticSource(resultSizeBytes, seed),
    findTask: (id) => tasks.find(id) ?? services.findShared(id),
    nowMs: clock.nowMs,
    expiredStatus: switches.expiredResultStatus,
    onDelivered,
  });
}
