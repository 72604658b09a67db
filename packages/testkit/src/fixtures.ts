import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Confidence, type FamilyId, isJsonObject, type JsonObject } from "@klingkit/spec";

/** What a literal body is. `signature` is the official webhook test vector. */
export type FixtureKind = "request" | "response" | "error" | "callback" | "signature";

/** Where a fixture comes from; stands beside it as `<name>.source.json`. */
export interface FixtureSource {
  readonly kind: FixtureKind;
  /** Id of the operation that the body goes to or comes from. */
  readonly operation?: string;
  /** Status of the answer. */
  readonly httpStatus?: number;
  readonly family?: FamilyId;
  /** When the service answers like this. */
  readonly situation?: string;
  /** The service has retired the model since; `allowsRetired` lets it through. */
  readonly isRetired?: boolean;
  readonly url?: string;
  /** Document and section of our notes that quote the body. */
  readonly reference: string;
  readonly readOn: string;
  readonly confidence: Confidence;
  /** Ids or links were replaced. */
  readonly redacted: boolean;
  /** What was completed or changed, and why. */
  readonly note?: string;
}

/** A literal body of the service's documentation or of a recorded answer: outside truth that judges spec. */
export interface Fixture {
  /** `<area>/<name>`, such as `omni-video/kling-3-0-omni-edit-request`. */
  readonly name: string;
  readonly body: JsonObject;
  /** The same as it stands in the file: numbers in it may have more digits than `body` can hold. */
  readonly text: string;
  readonly source: FixtureSource;
}

/** The service whose documentation a fixture is of. */
export type FixtureService = "kling" | "higgsfield";

const folderOf = (service: FixtureService): string =>
  fileURLToPath(new URL(`../../../fixtures/${service}/`, import.meta.url));
const SOURCE_SUFFIX = ".source.json";
const KINDS: readonly FixtureKind[] = ["request", "response", "error", "callback", "signature"];
const CONFIDENCES: readonly Confidence[] = ["LIVE", "DOC", "LOG", "DOC-OLD", "SDK", "MIRROR", "INF"];
const FAMILIES: readonly FamilyId[] = ["standard", "legacy", "solutions", "account"];

/** Names of all fixtures of a service, or of one kind, sorted. */
export function listFixtures(kind?: FixtureKind, service: FixtureService = "kling"): readonly Fixture[] {
  return readdirSync(folderOf(service), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".json") && !file.endsWith(SOURCE_SUFFIX))
    .map((file) => loadFixture(file.replaceAll("\\", "/").replace(/\.json$/, ""), service))
    .filter(({ source }) => kind === undefined || source.kind === kind)
    .toSorted((left, right) => left.name.localeCompare(right.name));
}

/** Reads one fixture with its source. Throws when either file is missing or the source is incomplete. */
export function loadFixture(name: string, service: FixtureService = "kling"): Fixture {
  const path = `${folderOf(service)}${name}`;
  const text = readFileSync(`${path}.json`, "utf8");
  return {
    name,
    body: parseObject(text, `${path}.json`),
    text,
    source: readSource(`${path}${SOURCE_SUFFIX}`),
  };
}

const readObject = (file: string): JsonObject => parseObject(readFileSync(file, "utf8"), file);

function parseObject(text: string, file: string): JsonObject {
  const value: unknown = JSON.parse(text);
  if (!isJsonObject(value)) throw new TypeError(`${file}: expected a JSON object`);
  return value;
}

function readSource(file: string): FixtureSource {
  const value = readObject(file);
  const required = (key: string): string => {
    const text = value[key];
    if (typeof text !== "string" || text === "") throw new TypeError(`${file}: ${key} is missing`);
    return text;
  };
  const oneOf = <Word extends string>(key: string, words: readonly Word[]): Word => {
    const word = words.find((entry) => entry === required(key));
    if (word === undefined) throw new TypeError(`${file}: ${key} is none of ${words.join(", ")}`);
    return word;
  };
  const optional = <Key extends string>(key: Key) =>
    typeof value[key] === "string" ? { [key]: value[key] } : {};
  return {
    kind: oneOf("kind", KINDS),
    reference: required("reference"),
    readOn: required("readOn"),
    confidence: oneOf("confidence", CONFIDENCES),
    redacted: value["redacted"] === true,
    ...(typeof value["httpStatus"] === "number" ? { httpStatus: value["httpStatus"] } : {}),
    ...(value["family"] === undefined ? {} : { family: oneOf("family", FAMILIES) }),
    ...(value["isRetired"] === true ? { isRetired: true } : {}),
    ...optional("operation"),
    ...optional("situation"),
    ...optional("url"),
    ...optional("note"),
  };
}
