import { readFileSync } from "node:fs";
import * as sdk from "klingkit";
import * as higgsfield from "klingkit/higgsfield";
import { describe, expect, it } from "vitest";

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

/** The first failure without a code, which is one about our code. */
async function bareFailureOf(call: Call): Promise<unknown> {
  for (const args of WRONG) {
    const failure = await failureOf(call, args);
    if (failure !== undefined && typeof Object(failure).code !== "string") return failure;
  }
  return undefined;
}

const PACKAGES = ["spec", "sdk", "engine", "ai-sdk", "emulator", "mcp", "cli"];
const ENTRIES = PACKAGES.flatMap((folder) => {
  const path = new URL(`../../packages/${folder}/package.json`, import.meta.url);
  const { name, exports } = JSON.parse(readFileSync(path, "utf8"));
  const entries = Object.keys(exports).filter((key) => !key.endsWith(".json"));
  return entries.map((key) => `${name}${key.slice(1)}`);
});

/** Need no argument, and begin to listen or to run. */
const STARTS: readonly string[] = ["startEmulator", "runProcess", "main"];

/** Functions of the entry that no earlier entry has. Classes are left out: klingkit makes their objects, errors above all. */
async function publicCalls(): Promise<ReadonlyMap<string, Call>> {
  const names = new Map<Call, string>();
  for (const entry of ENTRIES)
    for (const [key, value] of Object.entries(await import(entry)))
      if (isCall(value) && !names.has(value) && !STARTS.includes(key)) names.set(value, `${entry} ${key}`);
  return new Map([...names].map(([call, name]) => [name, call]));
}

const PUBLIC = await publicCalls();

/**
 * Throw JavaScript's own error, by the reason. The bundles of the SDK are at their limits
 * (docs/decisions/2026-11-28-bundle-limits.md), and a check costs each of them about 40 bytes.
 */
const UNGUARDED: Readonly<Record<string, readonly string[]>> = {
  "in a bundle at its limit": [
    "@klingkit/spec appraise",
    "@klingkit/spec checkCreate",
    "@klingkit/spec countCharacters",
    "@klingkit/spec externalIdMistake",
    "@klingkit/spec isBeyondLimit",
    "@klingkit/spec decodeMask",
    "@klingkit/spec describeCondition",
    "@klingkit/spec describeDurations",
    "@klingkit/spec viewBase64",
    "@klingkit/spec computeExpansion",
    "@klingkit/spec expandedSides",
    "@klingkit/spec readImageSize",
    "@klingkit/spec findMediaFault",
    "@klingkit/spec findSizeFault",
    "@klingkit/spec formatFault",
    "@klingkit/spec lookAtImage",
    "@klingkit/spec lookAtSound",
    "@klingkit/spec detectFormat",
    "@klingkit/spec isCreate",
    "@klingkit/spec isVideoOperation",
    "@klingkit/spec legacyGet",
    "@klingkit/spec legacyList",
    "@klingkit/spec productOf",
    "@klingkit/spec selectRoutes",
    "@klingkit/spec serviceMessage",
    "@klingkit/spec contentTypesOf",
    "@klingkit/spec inputVideoLimits",
    "@klingkit/spec inputVideoRule",
    "@klingkit/spec knownFields",
    "@klingkit/spec meantField",
    "@klingkit/spec meantValue",
    "@klingkit/spec findLegacyTokens",
    "@klingkit/spec formatPromptShots",
    "@klingkit/spec parsePromptShots",
    "@klingkit/spec capabilitiesOf",
    "@klingkit/spec capabilityOf",
    "@klingkit/spec nameItems",
    "@klingkit/spec requestFields",
    "@klingkit/spec notSupported",
    "@klingkit/spec orList",
    "@klingkit/spec valueAt",
    "@klingkit/spec ceilingOf",
    "@klingkit/spec fillPath",
    "@klingkit/spec isPublicAddress",
    "@klingkit/spec isPublicHostname",
    "@klingkit/spec findSchemaIssues",
    "@klingkit/spec suggest",
    "@klingkit/spec/core unknownOption",
    "@klingkit/spec/higgsfield estimateOf",
    "klingkit redact",
    "klingkit withoutSecrets",
    "klingkit/text-to-video createKlingTextToVideo",
    "klingkit/client checkWrite",
  ],
  "read at the start of many commands, whose code is limited (scripts/build/bundle-cli.ts)": [
    "@klingkit/spec/plain requireObject",
    "@klingkit/spec/plain requireText",
    "@klingkit/spec hostsOfList",
    "@klingkit/spec originsOfHost",
    "@klingkit/spec isWrite",
    "@klingkit/spec packOfPool",
    "@klingkit/engine askEmulator",
    "@klingkit/engine findEmulator",
    "@klingkit/engine dataFolder",
    "@klingkit/engine makeDataFolder",
    "@klingkit/engine/jobs configPath",
  ],
  "takes what klingkit itself has made, or options that are optional": [
    "klingkit/node cutToBytes",
    "@klingkit/engine mistakeOf",
    "@klingkit/engine fileInvalid",
    "@klingkit/engine/postgres explainFailure",
    "@klingkit/emulator createEmulator",
    "@klingkit/emulator createClipRenderer",
    "@klingkit/emulator measureClip",
    "@klingkit/emulator/pictures encodeRgbPng",
    "@klingkit/emulator/pictures resampleToCover",
    "@klingkit/emulator/pictures lineWidthPx",
    "@klingkit/emulator/pictures writeLine",
  ],
};
const EXEMPT = new Set(Object.values(UNGUARDED).flat());

const refuseNetwork = () => Promise.reject(new TypeError("fetch failed"));
const OPTIONS = { baseUrl: "http://127.0.0.1:9", fetch: refuseNetwork, readRetries: 0 };

it.each([
  ...[...PUBLIC].filter(([name]) => !EXEMPT.has(name)),
  ...callsOf("kling", sdk.createKling({ ...OPTIONS, apiKey: "api-key-kling-wrong-arguments" })),
  ...callsOf("higgsfield", higgsfield.createHiggsfield({ ...OPTIONS, keyId: "id", keySecret: "secret" })),
])("%s refuses wrong arguments with a code, or takes them", async (_, call) => {
  expect(await bareFailureOf(call)).toBeUndefined();
});

describe("functions without a check of their arguments", () => {
  it.each([...EXEMPT])("%s is public and has none yet: else it is to be taken off the list", async (name) => {
    const call = PUBLIC.get(name);
    expect(call && (await bareFailureOf(call))).toBeDefined();
  });
});
