import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { DOCUMENTED_PATHS, isJsonObject, OPERATIONS, type Operation } from "@klingkit/spec";
import { callOf, commandOf } from "../live-spec/calls-topic.ts";
import { code, page, table } from "../markdown.ts";

const FIXTURES = fileURLToPath(new URL("../../../fixtures/kling/", import.meta.url));

/** How many documented or recorded bodies an operation is held against. */
interface FixtureCount {
  requests: number;
  answers: number;
}

function countFixtures(): ReadonlyMap<string, FixtureCount> {
  const counts = new Map<string, FixtureCount>();
  for (const file of globSync("**/*.source.json", { cwd: FIXTURES })) {
    const source: unknown = JSON.parse(readFileSync(`${FIXTURES}${file}`, "utf8"));
    if (!isJsonObject(source) || typeof source["operation"] !== "string") continue;
    const count = counts.get(source["operation"]) ?? { requests: 0, answers: 0 };
    if (source["kind"] === "request") count.requests += 1;
    else count.answers += 1;
    counts.set(source["operation"], count);
  }
  return counts;
}

/** Which bodies prove an operation; those of a create say what its reads answer, too. */
function fixturesOf({ id }: Operation, counts: ReadonlyMap<string, FixtureCount>): string | undefined {
  const { requests = 0, answers = 0 } = counts.get(id) ?? {};
  if (requests + answers === 0) return undefined;
  return [requests > 0 ? `${requests} sent` : "", answers > 0 ? `${answers} received` : ""]
    .filter(Boolean)
    .join(", ");
}

/** Models and products that are sold and cannot be called, because nobody documents how. */
const UNKNOWN = [
  ["Kling 4.0 and 4.0 Flash", "no official page: the routes are unverified and off"],
  [
    "Image 4.0 (2k, 4k, 8k; series of 2 to 10) and Long Image",
    "sold since November 2026; the path is unknown",
  ],
] as const;

/** Operation by package: what is described, proved by outside bodies, and reachable from where. */
export function printCoveragePage(): string {
  const counts = countFixtures();
  const described: readonly string[] = OPERATIONS.map(({ path }) => path);
  const rows = OPERATIONS.map((operation) => [
    code(operation.id),
    `${operation.source.confidence} ${operation.source.readOn}`,
    fixturesOf(operation, counts),
    callOf(operation),
    "yes",
    operation.effect === "spends" ? "a job" : undefined,
    code(commandOf(operation)),
  ]);
  const missing = DOCUMENTED_PATHS.filter(({ path }) => !described.includes(path)).map(({ path, kind }) => [
    code(path),
    kind,
  ]);
  return page("Coverage", [
    "Every operation of Kling that is described here, and where it can be reached. *Fixtures* counts documented and recorded bodies: those sent must pass the check, the client and the emulator unchanged, those received must be read. An operation without one is verified by its field table alone.",
    `${OPERATIONS.length} operations. The emulator answers all of them. The engine runs what costs something: each as a job that is bought once. Endpoints of Higgsfield are on [their page](higgsfield.md).`,
    table(["Operation", "Source", "Fixtures", "TypeScript", "Emulator", "Engine", "Command"], rows),
    "## Exceptions",
    missing.length === 0
      ? "No documented path is missing."
      : `Documented, and not described here yet:\n\n${table(["Path", "Kind"], missing)}`,
    `Sold, and not callable:\n\n${table(["What", "Why"], UNKNOWN)}`,
  ]);
}
