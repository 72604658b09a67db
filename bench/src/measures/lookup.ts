import { TASKS_GET_MAX_IDS } from "@klingkit/spec";
import { createKling } from "klingkit";
import { atMost, figure, type Measurement } from "../measure.ts";
import { startServer } from "./start-server.ts";

const API_KEY = "api-key-kling-bench";
const HEADERS = { Authorization: `Bearer ${API_KEY}`, "Content-Type": "application/json" };
const PATH = "/v1/videos/text2video";
const GROUP = 50;
const RUNNING = 500;
const PAGE_SIZE = 500;
const MONTH_MS = 31 * 86_400_000;
/** How long a new task stays invisible to reads by id. @source seed 002 */
const INVISIBLE_MS = 30_000;
/** 500 tasks in batches of 20, and 5 requests to spare. */
const MOST_REQUESTS = 30;

/** Sends for one way to look tasks up, and counts. */
function createWire(baseUrl: string) {
  const counts = { requests: 0, bytes: 0 };
  const send: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    const body = await response.arrayBuffer();
    counts.requests += 1;
    counts.bytes += body.byteLength;
    return new Response(body, { status: response.status, headers: response.headers });
  };
  const read = async (path: string) => (await send(`${baseUrl}${path}`, { headers: HEADERS })).text();
  return { baseUrl, fetch: send, read, counts };
}

type Wire = ReturnType<typeof createWire>;

/** Looks up one task, and says in a word what came of it. */
type LookUp = (wire: Wire, id: string) => Promise<string>;

const outcomeOf = (text: string, id: string): string => (text.includes(`"${id}"`) ? "found" : "not found");

const WAYS: Readonly<Record<string, LookUp>> = {
  "direct (GET …/{id})": async (wire, id) => outcomeOf(await wire.read(`${PATH}/${id}`), id),
  "list (GET …?pageNum=)": async (wire, id) => {
    for (let page = 1; ; page += 1) {
      const text = await wire.read(`${PATH}?pageNum=${page}&pageSize=${PAGE_SIZE}`);
      if (outcomeOf(text, id) === "found" || !text.includes('"task_id"')) return outcomeOf(text, id);
    }
  },
  "GET /tasks": async (wire, id) => outcomeOf(await wire.read(`/tasks?task_ids=${id}`), id),
  "klingkit (direct, then the others)": async (wire, id) => {
    const kling = createKling({ apiKey: API_KEY, baseUrl: wire.baseUrl, fetch: wire.fetch });
    return (await kling.tasks.status({ taskId: id, family: "legacy", product: "text2video" })).kind;
  },
};

interface Tasks {
  readonly fresh: readonly string[];
  readonly running: readonly string[];
  readonly old: readonly string[];
  readonly missing: readonly string[];
}

/** Direct reads against lists against `/tasks`, over fresh, running, old and missing tasks, 50 at once. */
export async function measureLookup(): Promise<readonly Measurement[]> {
  const server = await startServer({ clock: "frozen", switches: { visibilityDelayMs: INVISIBLE_MS } });
  try {
    const { baseUrl } = server;
    const tasks = await makeTasks(baseUrl);
    const rows: Measurement[] = [];
    for (const [kind, ids] of Object.entries(tasks)) {
      for (const [way, lookUp] of Object.entries(WAYS)) {
        rows.push(await measureWay(baseUrl, { kind, way, lookUp, ids: ids.slice(0, GROUP) }));
      }
    }
    return [...rows, await measureBatches(baseUrl, tasks.running)];
  } finally {
    await server.stop();
  }
}

async function makeTasks(baseUrl: string): Promise<Tasks> {
  const old = await create(baseUrl, GROUP);
  await advance(baseUrl, MONTH_MS);
  const running = await create(baseUrl, RUNNING);
  await advance(baseUrl, INVISIBLE_MS);
  const fresh = await create(baseUrl, GROUP);
  const missing = Array.from({ length: GROUP }, (_, at) => String(111_111_111_111_111_000n + BigInt(at)));
  return { fresh, running, old, missing };
}

async function create(baseUrl: string, count: number): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let at = 0; at < count; at += 1) {
    const body = JSON.stringify({ model_name: "kling-v3", prompt: "a fox in the snow" });
    const answer = await fetch(`${baseUrl}${PATH}`, { method: "POST", headers: HEADERS, body });
    const { data } = await answer.json();
    ids.push(String(data.task_id));
  }
  return ids;
}

async function advance(baseUrl: string, ms: number): Promise<void> {
  const headers = { "Content-Type": "application/json" };
  const answer = await fetch(`${baseUrl}/_emulator/advance`, {
    method: "POST",
    headers,
    body: JSON.stringify({ ms }),
  });
  if (!answer.ok) throw new Error(`the clock cannot be moved: HTTP ${answer.status}`);
}

interface Way {
  readonly kind: string;
  readonly way: string;
  readonly lookUp: LookUp;
  readonly ids: readonly string[];
}

async function measureWay(baseUrl: string, { kind, way, lookUp, ids }: Way): Promise<Measurement> {
  // Once before: connections are open and code is compiled when it counts.
  await Promise.all(ids.map((id) => lookUp(createWire(baseUrl), id)));
  const wire = createWire(baseUrl);
  const start = performance.now();
  const outcomes = await Promise.all(ids.map((id) => lookUp(wire, id)));
  const ms = performance.now() - start;
  const { requests, bytes } = wire.counts;
  const words = [...Map.groupBy(outcomes, (word) => word.replace("-", " "))].map(
    ([word, those]) => `${those.length} ${word}`,
  );
  const each = `${(requests / ids.length).toFixed(2)} requests and ${kilobytes(bytes / ids.length)} kB each`;
  return figure(`${ids.length} ${kind} tasks at once, ${way}`, ms, "ms", `${words.join(", ")}; ${each}`);
}

async function measureBatches(baseUrl: string, ids: readonly string[]): Promise<Measurement> {
  const wire = createWire(baseUrl);
  const kling = createKling({ apiKey: API_KEY, baseUrl, fetch: wire.fetch });
  const found = await kling.tasks.get({ taskIds: ids });
  return atMost(
    `requests for ${ids.length} running tasks, read together`,
    wire.counts.requests,
    MOST_REQUESTS,
    "requests",
    `${found.length} found, ${TASKS_GET_MAX_IDS} ids a request, ${kilobytes(wire.counts.bytes / ids.length)} kB each; one by one it takes ${ids.length}`,
  );
}

const kilobytes = (bytes: number): string => (bytes / 1000).toFixed(1);
