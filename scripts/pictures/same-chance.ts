import { AsyncLocalStorage } from "node:async_hooks";

const chances = new AsyncLocalStorage<() => number>();
const usual = Math.random;

/** Runs work in which `Math.random` is `chance`, whatever runs beside it: IDs and pauses differ less from run to run. */
export function withSameChance<T>(chance: () => number, work: () => Promise<T>): Promise<T> {
  Math.random = () => (chances.getStore() ?? usual)();
  return chances.run(chance, work);
}
