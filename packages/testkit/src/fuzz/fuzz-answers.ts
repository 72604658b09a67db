import { findOperation, isJsonObject, type JsonObject, type Operation } from "@klingkit/spec";
import { createKling, KlingkitError, parseTasks } from "klingkit";
import { createKlingReads } from "klingkit/reads";
import { type Fixture, listFixtures } from "../fixtures.ts";
import { createSeededRandom } from "../seeded-random.ts";
import { TEST_API_KEY } from "../test-emulator.ts";
import { mutateJson } from "./mutate-json.ts";

export interface FuzzOptions {
  readonly seed: number;
  /** How many broken answers are read, spread over all documented answers. */
  readonly count: number;
  /** Longest time that one answer may take. Default 2000 ms. */
  readonly longestMs?: number;
}

/** What came of a broken answer that must not come of any. */
export interface FuzzFinding {
  /** Name of the fixture, and number of the answer made of it. */
  readonly answer: string;
  readonly problem: string;
  /** Beginning of the answer. */
  readonly text: string;
}

export interface FuzzReport {
  readonly count: number;
  /** Operations whose answers were read. */
  readonly operations: readonly string[];
  readonly slowestMs: number;
  /** How many ids were looked for in what was read. */
  readonly ids: number;
  readonly findings: readonly FuzzFinding[];
}

const DEFAULT_LONGEST_MS = 2_000;
const EXCERPT_CHARACTERS = 400;
const BASE_URL = "https://service.test";

/**
 * Breaks every documented answer in many ways and reads it as a client does. Findings are: an error that is none of the
 * SDK's, a read that takes too long, an id that was in the answer and is lost, and an accepted create of which an error
 * says that nothing was charged.
 */
export async function fuzzAnswers({
  seed,
  count,
  longestMs = DEFAULT_LONGEST_MS,
}: FuzzOptions): Promise<FuzzReport> {
  const fixtures = [...listFixtures("response"), ...listFixtures("callback")];
  const random = createSeededRandom(seed);
  const findings: FuzzFinding[] = [];
  let slowestMs = 0;
  let ids = 0;
  for (let nth = 0; nth < count; nth += 1) {
    const fixture = fixtures[nth % fixtures.length];
    if (!fixture) break;
    const text = JSON.stringify(mutateJson(random, fixture.body));
    const start = performance.now();
    const expected = idsIn(JSON.parse(text));
    ids += expected.length;
    const problems = [...judgeParser(text, expected), ...(await readThroughClient(fixture, text))];
    const tookMs = performance.now() - start;
    slowestMs = Math.max(slowestMs, tookMs);
    if (tookMs > longestMs) problems.push(`took ${Math.round(tookMs)} ms`);
    const answer = `${fixture.name} #${nth}`;
    for (const problem of problems)
      findings.push({ answer, problem, text: text.slice(0, EXCERPT_CHARACTERS) });
  }
  const operations = [...new Set(fixtures.flatMap(({ source }) => source.operation ?? []))];
  return { count, operations, slowestMs, ids, findings };
}

/** Ids that stand where a task has its id, found without the parser. */
function idsIn(value: unknown): readonly string[] {
  // A body that has an id of its own is one task, whatever else is in it.
  if (!isJsonObject(value) || "task_id" in value || "id" in value) return [];
  const { data } = value;
  const records = Array.isArray(data) ? data.filter(isJsonObject) : isJsonObject(data) ? [data] : [];
  return records.flatMap(({ task_id, id }) => {
    const own = [task_id, id].find((entry) => typeof entry === "string" && /^[0-9]{6,}$/.test(entry));
    return typeof own === "string" ? [own] : [];
  });
}

function judgeParser(text: string, expected: readonly string[]): string[] {
  try {
    const found = new Set(parseTasks(JSON.parse(text)).map(({ taskId }) => taskId));
    return expected.filter((id) => !found.has(id)).map((id) => `lost the id ${id}`);
  } catch (error) {
    return [`parsing: ${String(error)}`];
  }
}

/** Answers everything with one text. */
const clientOptions = (text: string) => ({
  apiKey: TEST_API_KEY,
  baseUrl: BASE_URL,
  readRetries: 0,
  fetch: () =>
    Promise.resolve(new Response(text, { status: 200, headers: { "content-type": "application/json" } })),
});

async function readThroughClient({ source }: Fixture, text: string): Promise<readonly string[]> {
  const operation = findOperation(source.operation ?? "");
  if (!operation) return [];
  try {
    await send(operation, text);
    return [];
  } catch (error) {
    if (!KlingkitError.isInstance(error)) return [`${operation.id}: ${String(error)}`];
    const isPaid = operation.effect === "spends" && isAccepted(text);
    return isPaid && error.mayHaveCharged === "no" ? [`${operation.id}: says that nothing was charged`] : [];
  }
}

const isAccepted = (text: string): boolean => {
  const value: unknown = JSON.parse(text);
  return isJsonObject(value) && value["code"] === 0;
};

async function send(operation: Operation, text: string): Promise<unknown> {
  if (operation.effect === "reads") return read(operation, text);
  const body = bodyOf(operation);
  if (!body) return undefined;
  const kling = createKling(clientOptions(text));
  return operation.effect === "writes"
    ? kling.write(operation, body)
    : kling.create(operation, body, { allowsRetired: true });
}

/** A documented request of the operation, whose answer is read. */
function bodyOf({ id }: Operation): JsonObject | undefined {
  const known = BODIES.get(id);
  if (known || BODIES.has(id)) return known;
  const found = listFixtures("request").find(({ source }) => source.operation === id)?.body;
  BODIES.set(id, found);
  return found;
}

const BODIES = new Map<string, JsonObject | undefined>();

const TASK_ID = "930810057590833241";

function read(operation: Extract<Operation, { readonly effect: "reads" }>, text: string): Promise<unknown> {
  const { action, family, product = "" } = operation;
  const options = clientOptions(text);
  if (operation.id === "tasks/scan") return createKling(options).tasks.list({});
  if (operation.id === "tasks/query") return createKling(options).tasks.get({ taskIds: [TASK_ID] });
  const { tasks, read: readAny } = createKlingReads(options);
  if (action === "get") return tasks.status({ family, product, taskId: TASK_ID });
  return readAny(operation, { query: {} });
}
