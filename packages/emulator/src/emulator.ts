import { createControl, type EmulatorControl } from "./control/control.ts";
import { createAdminApi } from "./control/http.ts";
import { createFetch } from "./fetch.ts";
import { createApi } from "./kling/api.ts";
import { createAnnouncer } from "./kling/callbacks.ts";
import { checkInputs } from "./kling/creates/check-inputs.ts";
import { createCredentialCheck } from "./kling/credential.ts";
import { createTaskViews } from "./kling/renderings/task-views.ts";
import type { EmulatorState } from "./kling/state.ts";
import { createTaskIds } from "./kling/task-ids.ts";
import { createClipRenderer } from "./media/index.ts";
import { type EmulatorOptions, fillSettings, type Settings } from "./options.ts";
import { createQuick, type QuickAnswer } from "./quick.ts";
import { createResultLinks, type ResultLinks } from "./server/results/result-links.ts";
import { createClipSource, createSyntheticSource } from "./server/results/result-source.ts";
import { createServeResult } from "./server/results/serve-result.ts";
import { nameFaultAccounts } from "./world/accounts/account-names.ts";
import { createAccounts } from "./world/accounts/accounts.ts";
import { createChance } from "./world/chance.ts";
import { createEmulatorClock } from "./world/clock/emulator-clock.ts";
import { ConnectionReset } from "./world/faults/connection-reset.ts";
import { createFaults } from "./world/faults/faults.ts";
import { createJournal } from "./world/journal.ts";
import { NO_KEEPER, type OpenedKeeper, openKeeper } from "./world/state/keeper.ts";
import type { KeptState } from "./world/state/kept-record.ts";
import { restore, snapshot } from "./world/state/restore.ts";
import { createImageShelf } from "./world/tasks/input-images.ts";
import { createLifecycle } from "./world/tasks/lifecycle.ts";
import type { TaskRecord } from "./world/tasks/task-record.ts";
import { createTaskStore } from "./world/tasks/task-store.ts";

/** Where result links point as long as no server has an address: in process, `fetch` answers for it. */
const IN_PROCESS_URL = "http://kling-emulator.localhost";

/** A running emulator of the Kling API. */
export interface Emulator {
  /** Answers a request in process, whatever its host. */
  readonly fetch: (request: Request) => Promise<Response>;
  /** Scheme and host for clients, without a trailing slash. */
  readonly baseUrl: string;
  readonly control: EmulatorControl;
  /** Stops timers and writes what is left to write. */
  close(): Promise<void>;
}

/** An emulator whose address can still change: a server knows its port only once it listens. */
export interface MovableEmulator extends Emulator {
  moveTo(baseUrl: string): void;
  /** Answers polls without the cost of web requests and streams. */
  readonly quick: QuickAnswer;
}

/** Makes an emulator in this process. Nothing listens; give `fetch` to a client. */
export async function createEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  return buildEmulator(options);
}

export async function buildEmulator(options: EmulatorOptions): Promise<MovableEmulator> {
  const opened = options.dataDir === undefined ? undefined : await openKeeper(options.dataDir);
  const settings = goOnFrom(fillSettings(options), opened?.kept);
  let baseUrl = trimSlashes(settings.publicUrl ?? IN_PROCESS_URL);
  const { state, links, announcer } = assembleState(settings, { baseUrl: () => baseUrl, opened });
  const { clock, chance, keeper } = state;
  const life = opened?.kept.life ?? 1;
  const checkCredential = createCredentialCheck(settings.keys, clock.credentialNowMs);
  let requestCount = 0;
  const nextRequestId = () => {
    requestCount += 1;
    return chance.uuid("request", life, requestCount);
  };
  const api = createApi({ state, checkCredential, nextRequestId });
  const control = createControl(state, checkCredential);
  const admin = createAdminApi({
    control,
    info: () => ({ seed: settings.seed, clock: settings.clock, baseUrl }),
    token: settings.adminToken,
  });
  const closing = new AbortController();
  const fetch = createFetch({
    state,
    serveResult: createResults(state, links),
    api,
    checkCredential,
    nextRequestId,
    admin,
    closing: closing.signal,
  });

  return {
    fetch,
    get baseUrl() {
      return baseUrl;
    },
    control,
    quick: createQuick({ state, api }),
    moveTo(address) {
      baseUrl = trimSlashes(settings.publicUrl ?? address);
      state.views.forget();
    },
    async close() {
      closing.abort(new ConnectionReset());
      await announcer.close();
      clock.close();
      await keeper.close();
    },
  };
}

const trimSlashes = (url: string): string => url.replace(/\/+$/, "");

/** A folder that was written by a fast or moved clock must not put its tasks into the future, nor tokens into the past. */
function goOnFrom(settings: Settings, kept: KeptState | undefined): Settings {
  if (!kept || kept.latestMs === Number.NEGATIVE_INFINITY) return settings;
  const startAtMs = settings.startAtMs ?? Date.now();
  return { ...settings, startAtMs: Math.max(startAtMs, kept.latestMs), credentialStartAtMs: startAtMs };
}

interface AssemblyParts {
  readonly baseUrl: () => string;
  readonly opened: OpenedKeeper | undefined;
}

function assembleState(settings: Settings, { baseUrl, opened }: AssemblyParts) {
  const { clock: mode, startAtMs, credentialStartAtMs, onError, seed } = settings;
  let keeper = NO_KEEPER;
  const clock = createEmulatorClock({
    mode,
    startAtMs,
    credentialStartAtMs,
    onError,
    afterEvent: () => announcer.arrived(),
  });
  const chance = createChance(seed);
  const links = createResultLinks({ chance, baseUrl });
  const journal = createJournal();
  const images = createImageShelf();
  const tasks = createTaskStore((task) => keeper.task(task));
  const faults = createFaults(nameFaultAccounts(settings.faults ?? [], settings.keys), { seed });
  const announcer = createAnnouncer({ settings, clock, chance, faults, links });
  const lifecycle = createLifecycle({
    clock,
    tasks,
    images,
    checkInputs: (task) => checkInputs(task, settings),
    announce: announcer.announce,
    onBilled(account) {
      journal.billed(account.name);
      if (account.packs) keeper.account(account);
    },
  });
  const accounts = createAccounts(settings, { chance, nowMs: clock.nowMs });
  const views = createTaskViews(links, clock.nowMs);
  const taskIds = createTaskIds(chance);
  const state: EmulatorState = {
    settings,
    clock,
    chance,
    journal,
    images,
    faults,
    tasks,
    lifecycle,
    taskIds,
    accounts,
    views,
    // Writing starts after the restoring, which would be written again.
    get keeper() {
      return keeper;
    },
  };
  if (opened) {
    const { kept } = opened;
    restore(state, kept);
    keeper = opened.start({ nowMs: clock.nowMs, snapshot: () => snapshot(state, kept.life + 1), onError });
  }
  return { state, links, announcer };
}

function createResults(
  { settings, clock, tasks, images, journal, accounts }: EmulatorState,
  links: ResultLinks,
) {
  const { seed, renderer, resultSizeBytes } = settings;
  function onDelivered(task: TaskRecord): void {
    const account = accounts.find(task.account);
    if (!account || tasks.find(task.id)?.isDelivered !== false) return;
    tasks.change(account, task.id, { isDelivered: true });
    journal.delivered(task.account);
  }
  return createServeResult({
    links,
    clips:
      resultSizeBytes === undefined
        ? createClipSource(renderer ?? createClipRenderer(), { seed, images })
        : createSyntheticSource(resultSizeBytes, seed),
    findTask: tasks.find,
    nowMs: clock.nowMs,
    expiredStatus: settings.switches.expiredResultStatus,
    onDelivered,
  });
}
