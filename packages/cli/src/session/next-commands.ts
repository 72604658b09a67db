import { hidePasswords } from "../errors/hide-passwords.ts";
import { type AllowHostOptions, allowHostWords } from "./allow-hosts.ts";
import type { RouteChoiceOptions } from "./route-choice.ts";
import type { ConnectionOptions } from "./settings.ts";
import type { StoreOptions } from "./store-address.ts";
import { groupOf, type TaskGroup, type TaskType } from "./task-types.ts";

/** A shell word; quoted when it holds anything unusual. */
export const word = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

interface Reference {
  readonly id: string;
  readonly isExternal?: boolean;
  readonly type: TaskType | undefined;
  readonly connection: ConnectionOptions & StoreOptions & AllowHostOptions;
}

function tail({ id, isExternal, type, connection }: Reference): string {
  return [
    word(id),
    ...(isExternal ? ["--external"] : []),
    ...(type ? ["--type", type] : []),
    ...storeWords(connection.store),
    ...connectionWords(connection),
  ].join(" ");
}

// Commands are printed, and a password must not be.
const storeWords = (store: string | undefined): readonly string[] =>
  store === undefined ? [] : ["--store", word(hidePasswords(store))];

function connectionWords({ profile, region, baseUrl }: ConnectionOptions): readonly string[] {
  return [
    ...(profile === undefined ? [] : ["--profile", word(profile)]),
    ...(region === undefined ? [] : ["--region", word(region)]),
    ...(baseUrl === undefined ? [] : ["--base-url", word(baseUrl)]),
  ];
}

/** Noun of the command that reads tasks of this type. */
const groupOfType = (type: TaskType | undefined): TaskGroup => (type === undefined ? "video" : groupOf(type));

/** Command line that asks for a task again. */
export const statusCommand = (reference: Reference): string =>
  `kling ${groupOfType(reference.type)} status ${tail(reference)}`;

/** Command line that waits for tasks or jobs again. */
export const waitCommand = (
  ids: readonly string[],
  { isExternal, type, ...place }: Omit<Reference, "id" | "connection"> & Place,
): string =>
  [
    "kling wait",
    ...ids.map(word),
    ...(isExternal ? ["--external"] : []),
    ...(type ? ["--type", type] : []),
    ...placeWords(place),
  ].join(" ");

/** Where jobs are, where they are sent to, and within which limits. */
export interface Place extends ConnectionOptions, StoreOptions, AllowHostOptions {
  readonly emulated?: boolean;
  readonly speed?: string;
  /** Only commands that buy take it. */
  readonly policy?: string;
}

function placeWords(place: Place): readonly string[] {
  const { emulated, speed, allowHost, ...connection } = place;
  return [
    ...(emulated ? ["--emulated"] : []),
    ...(speed === undefined ? [] : ["--speed", word(speed)]),
    ...storeWords(place.store),
    ...(allowHost === undefined ? [] : allowHostWords({ allowHost }).map(word)),
    ...connectionWords(connection),
  ];
}

/** Stands for the policy file whose limits hold: a store does not know which that is, and without it a command has no limits. */
export const POLICY_FILE = "FILE";

/** The same for a command that buys: without the policy its limits would not hold. */
const buyingWords = (place: Place): readonly string[] => [
  ...placeWords(place),
  ...(place.policy === undefined ? [] : ["--policy", word(place.policy)]),
];

/** A command about a job that leads to the same store and, where it talks to it, service. */
export const commandAt = (command: string, place: Place): string =>
  [command, ...jobsWords(command, place)].join(" ");

/** A text in which every `kling jobs …` between backticks leads to the same store and, where it talks to it, service. */
export const atPlace = (text: string, place: Place = {}): string =>
  text.replaceAll(/`(kling jobs [^`]+)`/g, (_, command: string) => `\`${commandAt(command, place)}\``);

function jobsWords(command: string, place: Place): readonly string[] {
  if (command.startsWith("kling jobs retry")) return buyingWords(place);
  const { allowHost: _, ...withoutHosts } = place;
  if (command.startsWith("kling jobs adopt")) return placeWords(withoutHosts);
  return storeWords(place.store);
}

/** Of what is approved, how fast an emulator is and where files may come from are left to the run. */
const approvalWords = ({ emulated = false, speed: _, allowHost: __, ...place }: Place): readonly string[] =>
  placeWords({ ...place, emulated });

/** Command line that approves a saved plan, for the account that the same flags stand for. `isUnpriced`: nobody knows the price of something in it. */
export const approveCommand = (file: string, place: Place, isUnpriced = false): string =>
  ["kling approve", word(file), ...anyPriceWords(isUnpriced), ...approvalWords(place)].join(" ");

/** Without them an unknown price is refused. */
const anyPriceWords = (isUnpriced: boolean): readonly string[] => (isUnpriced ? ["--max-units", "any"] : []);

/** Command line that saves the plan of a batch file, as it was meant. */
export const savePlanCommand = (
  file: string,
  { store, strict, ...meaning }: Meaning & StoreOptions & { readonly strict?: boolean },
): string =>
  [
    "kling plan",
    word(file),
    ...meaningWords(meaning),
    ...(strict ? ["--strict"] : []),
    ...storeWords(store),
    "-o plan.json",
  ].join(" ");

/** Command line that goes on with the jobs of a store, or of one batch of it. */
export const resumeCommand = (place: Place, batch?: string): string =>
  ["kling resume", ...(batch === undefined ? [] : [word(batch)]), ...buyingWords(place)].join(" ");

/** Command line that makes a page of a batch. */
export const reportCommand = (batchId: string, { store }: StoreOptions): string =>
  ["kling report", word(batchId), ...storeWords(store)].join(" ");

/** What decides which plan a batch file becomes, and whether all of it is bought again. */
export interface Meaning extends RouteChoiceOptions {
  readonly again?: boolean;
  readonly purpose?: string;
}

const meaningWords = ({ again, purpose, service, cheapest }: Meaning): readonly string[] => [
  ...(again ? ["--again"] : []),
  ...(purpose === undefined ? [] : ["--purpose", word(purpose)]),
  ...(service === undefined ? [] : ["--service", word(service)]),
  ...(cheapest ? ["--cheapest"] : []),
];

/** Command line that approves a plan, or what a batch becomes, for the account that the same flags stand for. */
export const approveBatchCommand = (file: string, options: Place & Meaning, isUnpriced = false): string =>
  [
    "kling approve",
    word(file),
    ...meaningWords(options),
    ...anyPriceWords(isUnpriced),
    ...approvalWords(options),
  ].join(" ");

/** The command that continues jobs which a limit stopped, with the policy that it was given or stands for. */
export const underPolicy = (resume: string, limitsFile: string | undefined): string =>
  limitsFile === undefined ? `${resume} --policy ${POLICY_FILE}` : resume;

/** Command line that runs a batch or plan at the same place: without `--emulated` it would go to the real service. */
export const runCommand = (file: string, options: Place & Meaning): string =>
  ["kling run", word(file), ...meaningWords(options), ...buyingWords(options)].join(" ");

/** Command line of a worker for the jobs of a store. */
export const workerCommand = (place: Place): string => ["kling worker", ...buyingWords(place)].join(" ");

export interface Again {
  /** Nobody knows the price of something in it. */
  readonly isUnpriced: boolean;
  /** Stands in the command as an argument, having come on standard input. */
  readonly pipedPrompt?: string | undefined;
  /** `person`: a flag would not count, so the command is given without it, for a terminal. */
  readonly rule: "any" | "person";
}

/** The command as it was typed, with what approves it. */
export function approvedAgain(argv: readonly string[], { isUnpriced, pipedPrompt, rule }: Again): string {
  const end = argv.indexOf("--");
  const [typed, rest] = end < 0 ? [argv, []] : [argv.slice(0, end), argv.slice(end)];
  const flags = typed.filter((flag) => flag !== "--approve");
  const yes = rule === "person" ? [] : ["--approve"];
  const anyPrice = anyPriceWords(isUnpriced && !flags.some((flag) => flag.startsWith("--max-units")));
  const tail = rest.length > 0 || pipedPrompt === undefined ? rest : ["--", pipedPrompt];
  return ["kling", ...flags, ...yes, ...anyPrice, ...tail].map(word).join(" ");
}

/** What of a result is fetched, and where to. */
export interface DownloadChoice {
  readonly output?: string;
  readonly format?: string;
  readonly isWatermarked?: boolean | undefined;
}

/** Command line that fetches the result. */
export function downloadCommand(
  reference: Reference,
  { output = "video.mp4", format = "video", isWatermarked }: DownloadChoice = {},
): string {
  const flags = [
    ...(format === "video" ? [] : ["--format", format]),
    ...(isWatermarked ? ["--watermark"] : []),
    ...allowHostWords(reference.connection).map(word),
    "-o",
    word(output),
  ];
  return `kling ${groupOfType(reference.type)} download ${tail(reference)} ${flags.join(" ")}`;
}
