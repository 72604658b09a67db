import { createChance } from "./chance/chance.ts";
import { createTaskIds } from "./chance/task-ids.ts";
import { createEmulatorClock } from "./clock/emulator-clock.ts";
import { createControl, type EmulatorControl } from "./control/control.ts";
import type { EmulatorState } from "./emulator-state.ts";
import { createJournal } from "./journal/journal.ts";
import { createLifecycle } from "./life/lifecycle.ts";
import { createClipRenderer } from "./media/index.ts";
import { checkInputs } from "./media-input/check-inputs.ts";
import { createImageShelf } from "./media-input/image-shelf.ts";
import { type EmulatorOptions, fillSettings, type Settings } from "./options.ts";
import { createApi } from "./pipeline/api.ts";
import { createCredentialCheck } from "./pipeline/credential.ts";
import { createTaskViews } from "./render/task-views.ts";
import { createClipSource } from "./results/clip-source.ts";
import { createResultLinks, RESULT_PREFIX, type ResultLinks } from "./results/result-link.ts";
import { createServeResult } from "./results/serve-result.ts";
import { createAccounts } from "./store/accounts.ts";
import type { TaskRecord } from "./store/task-record.ts";
import { createTaskStore } from "./store/task-store.ts";
import { splitTarget } from "./wire/call.ts";

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
}

/** Makes an emulator in this process. Nothing listens; give `fetch` to a client. */
export async function createEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  return buildEmulator(options);
}

export async function buildEmulator(options: EmulatorOptions): Promise<MovableEmulator> {
  const settings = fillSettings(options);
  let baseUrl = trimSlashes(settings.publicUrl ?? IN_PROCESS_URL);
  const { state, links } = assembleState(settings, () => baseUrl);
  const { clock, chance } = state;
  const checkCredential = createCredentialCheck(settings.keys, clock.credentialNowMs);
  let requestCount = 0;
  const nextRequestId = () => {
    requestCount += 1;
    return chance.uuid("request", requestCount);
  };
  const api = createApi({ state, checkCredential, nextRequestId });
  const serveResult = createResults(state, links);

  async function fetch(request: Request): Promise<Response> {
    const { path, search } = splitTarget(request.url);
    if (path.startsWith(RESULT_PREFIX)) return serveResult(request, path);
    const authorization = request.headers.get("authorization") ?? undefined;
    const readText = () => request.text();
    const reply = await api({ method: request.method, path, search, authorization, readText });
    const date = new Date(clock.credentialNowMs()).toUTCString();
    return new Response(reply.body, { status: reply.status, headers: { ...JSON_HEADERS, date } });
  }

  return {
    fetch,
    get baseUrl() {
      return baseUrl;
    },
    control: createControl(state, checkCredential),
    moveTo(address) {
      baseUrl = trimSlashes(settings.publicUrl ?? address);
      state.views.forget();
    },
    async close() {
      clock.close();
    },
  };
}

const JSON_HEADERS = { "content-type": "application/json;charset=utf-8" } as const;

const trimSlashes = (url: string): string => url.replace(/\/+$/, "");

function assembleState(settings: Settings, baseUrl: () => string) {
  const { clock: mode, startAtMs, onError, seed } = settings;
  const clock = createEmulatorClock({ mode, startAtMs, onError });
  const chance = createChance(seed);
  const links = createResultLinks({ chance, baseUrl });
  const journal = createJournal();
  const images = createImageShelf();
  const tasks = createTaskStore(() => {});
  const lifecycle = createLifecycle({
    clock,
    tasks,
    images,
    checkInputs: (task) => checkInputs(task, settings),
    onTransition: () => {},
    onBilled: (account) => journal.billed(account.name),
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
    tasks,
    lifecycle,
    taskIds,
    accounts,
    views,
  };
  return { state, links };
}

function createResults(
  { settings, clock, tasks, images, journal, accounts }: EmulatorState,
  links: ResultLinks,
) {
  function onDelivered(task: TaskRecord): void {
    const account = accounts.find(task.account);
    if (!account || tasks.find(task.id)?.isDelivered !== false) return;
    tasks.change(account, task.id, { isDelivered: true });
    journal.delivered(task.account);
  }
  return createServeResult({
    links,
    clips: createClipSource(createClipRenderer(), { seed: settings.seed, images }),
    findTask: tasks.find,
    nowMs: clock.nowMs,
    expiredStatus: settings.switches.expiredResultStatus,
    onDelivered,
  });
}
