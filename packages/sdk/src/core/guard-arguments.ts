import { ConfigError } from "./errors/config-error.ts";

type Call = (...args: readonly unknown[]) => unknown;

/**
 * The same tree of calls for callers without types: where JavaScript cannot read the first argument, a call throws ConfigError with its
 * name, instead of a TypeError about our code. Calls that check their arguments themselves say more, and come first.
 */
export function guardArguments<Tree extends object>(tree: Tree, name: string): Tree {
  const guarded = Object.entries(tree).map(([key, value]: readonly [string, unknown]) => [
    key,
    guard(value, `${name}.${key}`),
  ]);
  // The same keys, and functions that take and give the same.
  return Object.fromEntries(guarded) as Tree;
}

function guard(value: unknown, name: string): unknown {
  if (typeof value === "function") return guardCall(value as Call, name);
  return typeof value === "object" && value !== null ? guardArguments(value, name) : value;
}

function guardCall(call: Call, name: string): Call {
  return (...args) => {
    const [argument] = args;
    // No call takes anything else first; ids are text.
    if (typeof argument === "string" || Object(argument) === argument) return call(...args);
    const refuse = (cause: unknown): never => {
      if (!(cause instanceof TypeError)) throw cause;
      const message = `${name} cannot read its first argument, ${String(argument)}. Nothing was sent.`;
      throw new ConfigError({ option: name, message, cause });
    };
    try {
      const result = call(...args);
      if (result instanceof Promise) return result.catch(refuse);
      return isIterable(result) ? guardItems(result, refuse) : result;
    } catch (cause) {
      return refuse(cause);
    }
  };
}

const isIterable = (result: unknown): result is AsyncIterable<unknown> =>
  typeof result === "object" && result !== null && Symbol.asyncIterator in result;

async function* guardItems(items: AsyncIterable<unknown>, refuse: (cause: unknown) => never) {
  try {
    yield* items;
  } catch (cause) {
    refuse(cause);
  }
}
