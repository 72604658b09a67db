import { unsupportedValue } from "../errors/unsupported-value.ts";
import { TASK_TYPES } from "./task-types.gen.ts";

export type TaskType = keyof typeof TASK_TYPES;
/** Noun of the commands that read such tasks, as in `kling image status`. */
export type TaskGroup = (typeof TASK_TYPES)[TaskType]["group"];

const isType = (name: string): name is TaskType => Object.hasOwn(TASK_TYPES, name);
const ALL: readonly TaskType[] = Object.keys(TASK_TYPES).filter(isType);

export const groupOf = (type: TaskType): TaskGroup => TASK_TYPES[type].group;

/** Groups whose tasks can be read, videos first. */
export const TASK_GROUPS: readonly TaskGroup[] = [...new Set(["video" as const, ...ALL.map(groupOf)])];

/** The command that lists tasks of a group. `kling effects list` lists the scenes. */
export const listWordOf = (group: TaskGroup): string => (group === "effects" ? "tasks" : "list");

/** Types of a group, or all. */
export const typesOf = (group?: TaskGroup): readonly TaskType[] =>
  ALL.filter((type) => group === undefined || groupOf(type) === group);

export const typeNames = (group?: TaskGroup): string => typesOf(group).join(", ");

/** The type of a group's tasks where none is named: for videos that of `kling video create`. */
export const defaultTypeOf = (group: TaskGroup): TaskType =>
  group === "video" ? "create" : (typesOf(group)[0] ?? "create");

/** A type by its name; within a group also without the group's word. Throws `invalid_type`. */
export function parseTaskType(text: string, group: TaskGroup = "video"): TaskType {
  const found = [`${group}-${text}`, text].find(isType);
  if (found) return found;
  throw unsupportedValue("invalid_type", { source: "--type", value: text, known: typesOf(group) });
}

/** Types whose lists can be read one by one; a retired path refuses every call. */
export const TASK_TYPES_OF_LISTS: readonly TaskType[] = /* @__PURE__ */ ALL.filter(
  (type) => TASK_TYPES[type].resource !== undefined && !("isRetired" in TASK_TYPES[type]),
);

/** Types that a task of a group may have, or of any group, the likeliest first; with a path of their own. */
export function typesToAsk(group?: TaskGroup): readonly TaskType[] {
  const likely = group ?? "video";
  const isOf = (type: TaskType) => group === undefined || groupOf(type) === group;
  const rank = (type: TaskType) => (type === defaultTypeOf(likely) ? 0 : groupOf(type) === likely ? 1 : 2);
  return TASK_TYPES_OF_LISTS.filter(isOf).toSorted((one, other) => rank(one) - rank(other));
}

export const productOf = (type: TaskType): string => TASK_TYPES[type].product;
export const resourceOf = (type: TaskType) => TASK_TYPES[type].resource;

/** The group whose tasks are read together, by paths that have no others. */
export const SOLUTION: TaskGroup = "solution";

/** Product of a route such as `v1/image2video:kling-v3`; undefined for those of the standard family. */
export const productOfRoute = (routeId: string): string | undefined =>
  /^(?:v1\/|solutions\/|adopted:)([^:]+)/.exec(routeId)?.[1];

/** `--type` of such a route. */
export function typeOfRoute(routeId: string): TaskType | undefined {
  const product = productOfRoute(routeId);
  return product === undefined ? undefined : typeOfProduct(product);
}

/** `--type` of a legacy product or a standard capability; undefined for names that have none. */
export function typeOfProduct(product: string): TaskType | undefined {
  return ALL.find((type) => TASK_TYPES[type].product === product);
}

/** Route of a job whose task another tool made: what it asked for is not known, so it cannot be made again. */
export const isForeignRoute = (routeId: string): boolean => routeId.startsWith("adopted:");
