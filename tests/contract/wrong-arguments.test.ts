import * as engine from "@klingkit/engine";
import * as telemetry from "@klingkit/engine/telemetry";
import * as mcp from "@klingkit/mcp";
import * as sdk from "klingkit";
import * as higgsfield from "klingkit/higgsfield";
import * as files from "klingkit/node";
import * as webhooks from "klingkit/webhooks";
import { expect, it } from "vitest";

/** What JavaScript passes where TypeScript is not asked. */
const WRONG: readonly (readonly unknown[])[] = [[], [undefined], [null], [42]];

type Call = (...args: readonly unknown[]) => unknown;

const isCall = (value: unknown): value is Call => typeof value === "function" && !isClass(value);
const isClass = (value: Call | object): boolean => /^class\b/.test(Function.prototype.toString.call(value));

/** Functions of an object and of what it holds, by their names. */
function* callsOf(name: string, tree: object): Generator<readonly [string, Call]> {
  for (const [key, value] of Object.entries(tree)) {
    if (isCall(value)) yield [`${name}.${key}`, value];
    else if (typeof value === "object" && value !== null) yield* callsOf(`${name}.${key}`, value);
  }
}

/** Runs until the first result: what cannot be read is found before anything is sent. */
async function failureOf(call: Call, args: readonly unknown[]): Promise<unknown> {
  try {
    const result: unknown = call(...args);
    if (typeof result === "object" && result !== null && Symbol.asyncIterator in result)
      for await (const _ of result as AsyncIterable<unknown>) break;
    await result;
    return undefined;
  } catch (error) {
    return error;
  }
}

const refuseNetwork = () => Promise.reject(new TypeError("fetch failed"));
const OPTIONS = { baseUrl: "http://127.0.0.1:9", fetch: refuseNetwork, readRetries: 0 };

const FACTORIES = [
  ...callsOf("klingkit", sdk),
  ...callsOf("klingkit/higgsfield", higgsfield),
  ...callsOf("@klingkit/engine", engine),
].filter(([name]) => /\.(create|listen|openJobClient)/.test(name));

/** Functions that take what people wrote or what a program got from elsewhere: files, stores, callbacks. Small pure ones are left out. */
const TAKE_USER_DATA: readonly string[] = [
  "addRequestCounts",
  "expandBatch",
  "findStaleness",
  "locateBatch",
  "makePlan",
  "openEventLog",
  "openPostgresStore",
  "openSqliteStore",
  "parseBatch",
  "planJob",
  "planOffers",
  "planOperation",
  "promoteRoute",
  "readBatch",
  "readBatchTable",
  "readPlan",
  "readPolicy",
  "readRequestCounts",
  "readRouteEvidence",
  "reconcileCharges",
  "signEvent",
  "downloadVideo",
  "verifyCallback",
  "verifySignature",
  "observeStore",
  "createHttpHandler",
  "serveHttp",
  "serveStdio",
];
const OF_USERS = [
  ...callsOf("klingkit/node", files),
  ...callsOf("klingkit/webhooks", webhooks),
  ...callsOf("@klingkit/engine", engine),
  ...callsOf("@klingkit/engine/telemetry", telemetry),
  ...callsOf("@klingkit/mcp", mcp),
].filter(([name]) => TAKE_USER_DATA.includes(name.split(".").at(-1) ?? ""));

it("finds every function that is named here", () => {
  const found = new Set(OF_USERS.map(([name]) => name.split(".").at(-1)));
  expect(TAKE_USER_DATA.filter((name) => !found.has(name))).toEqual([]);
});

it.each([
  ...FACTORIES,
  ...OF_USERS,
  ...callsOf("kling", sdk.createKling({ ...OPTIONS, apiKey: "api-key-kling-wrong-arguments" })),
  ...callsOf("higgsfield", higgsfield.createHiggsfield({ ...OPTIONS, keyId: "id", keySecret: "secret" })),
])("%s refuses wrong arguments with a code, or takes them", async (_, call) => {
  for (const args of WRONG) {
    const failure = await failureOf(call, args);
    if (failure !== undefined) expect(failure).toMatchObject({ code: expect.any(String) });
  }
});
