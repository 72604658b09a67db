import { isJsonObject } from "@klingkit/spec";

/** A number in [0, 1). */
export type Random = () => number;

const below = (random: Random, limit: number): number => Math.floor(random() * limit);
const pick = <Item>(random: Random, items: readonly [Item, ...Item[]]): Item =>
  items[below(random, items.length)] ?? items[0];

/** Deep enough to exhaust a careless recursion that follows it, shallow enough to be written as JSON. */
const DEPTH = 1_000;
const HUGE_CHARACTERS = 20_000;
const MANY = 300;

function nested(random: Random, value: unknown): unknown {
  const isList = random() < 0.5;
  let outer = value;
  for (let level = 0; level < DEPTH; level += 1) outer = isList ? [outer] : { data: outer };
  return outer;
}

const WRONG: readonly [unknown, ...unknown[]] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e308,
  Number.MAX_SAFE_INTEGER,
  "",
  " ",
  "\u0000",
  "\ud800",
  "NaN",
  "https://",
  "javascript:alert(1)",
  "__proto__",
  [],
  {},
  [null],
  [[]],
  { url: {} },
];

const KEYS: readonly [string, ...string[]] = [
  "extra",
  "__proto__",
  "constructor",
  "toString",
  "then",
  "length",
  "task_id",
  "id",
  "data",
  "",
];

/** Copies of a large value would fill the memory. */
const isSmall = (value: unknown): boolean =>
  typeof value === "number" || typeof value === "boolean" || JSON.stringify(value).length < 1_000;

/** What happens to one value: another type, something huge, or something deep. */
function replaced(random: Random, value: unknown): unknown {
  switch (below(random, 5)) {
    case 0:
      return "x".repeat(HUGE_CHARACTERS);
    case 1:
      return isSmall(value) ? Array.from({ length: MANY }, () => value) : [];
    case 2:
      return nested(random, value);
    default:
      return pick(random, WRONG);
  }
}

/** Changes one field of an object or entry of a list: takes it away, replaces it, adds one beside it, or goes into it. */
function changed(random: Random, value: unknown): unknown {
  const isList = Array.isArray(value);
  if (!isList && !isJsonObject(value)) return replaced(random, value);
  const entries: readonly (readonly [string, unknown])[] = Object.entries(value);
  if (entries.length === 0) return replaced(random, value);
  const at = below(random, entries.length);
  const action = below(random, 8);
  const after: (readonly [string, unknown])[] = entries.flatMap((entry, place) => {
    if (place !== at) return [entry];
    const [key, inner] = entry;
    if (action === 0) return [];
    if (action === 1) return [[key, replaced(random, inner)]];
    if (action === 2) return [entry, [pick(random, KEYS), replaced(random, inner)]];
    return [[key, changed(random, inner)]];
  });
  // Defined, not assigned: `__proto__` is a field of the answer, and not the prototype.
  return isList ? after.map(([, inner]) => inner) : Object.fromEntries(after);
}

/** A JSON value with one to four things wrong with it. The same random numbers make the same value. */
export function mutateJson(random: Random, value: unknown): unknown {
  let result = value;
  for (let left = 1 + below(random, 4); left > 0; left -= 1) result = changed(random, result);
  return result;
}
