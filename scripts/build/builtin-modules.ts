import { createRequire } from "node:module";
import type { Plugin } from "esbuild";

const load = createRequire(import.meta.url);
const NAME = /^[A-Za-z_$][\w$]*$/;

/**
 * Reaches Node's own modules through `process.getBuiltinModule`. An `import` of one makes Node read every property of it,
 * lazy ones included: `node:http` then loads the whole of fetch. Measured on a cold start: 24 ms for `node:http`,
 * 5 for `node:crypto`, 3 each for `node:process`, `node:child_process` and `node:util`; this way next to nothing.
 */
export const builtinModules: Plugin = {
  name: "builtin-modules",
  setup({ onLoad, onResolve }) {
    // One stand-in for each importer, so that it lands in the importer's chunk: a shared one is one more file to open.
    onResolve({ filter: /^node:/ }, ({ path, importer }) => ({
      path: `${path}#${importer}`,
      namespace: "builtin",
      sideEffects: false,
    }));
    onLoad({ filter: /.*/, namespace: "builtin" }, ({ path }) => ({
      contents: shimOf(path.slice(0, path.indexOf("#"))),
    }));
  },
};

/** Every name stands for itself and is marked as pure, so that only the names in use stay in the bundle. */
function shimOf(specifier: string): string {
  const builtin: unknown = load(specifier);
  const entries = Object.entries(builtin ?? {}).filter(([name]) => NAME.test(name) && name !== "default");
  // A class, such as that of node:events, cannot be stood in for; everything else is loaded at its first use.
  const whole =
    typeof builtin === "function" ? "load()" : "new Proxy({}, { get: (_, name) => load()[name] })";
  return [
    `const load = () => process.getBuiltinModule(${JSON.stringify(specifier)});`,
    "const pick = (name) => load()[name];",
    "const call = (name) => (...values) => load()[name](...values);",
    "const view = (name) => new Proxy({}, { get: (_, key) => load()[name][key] });",
    `export default /* @__PURE__ */ ${whole};`,
    ...entries.map(
      ([name, value]) =>
        `const $${name} = /* @__PURE__ */ ${howToReach(name, value)}("${name}"); export { $${name} as ${name} };`,
    ),
  ].join("\n");
}

/** Functions and tables wait for their first use; classes, plain values and functions with parts such as `realpath.native` do not. */
function howToReach(name: string, value: unknown): "call" | "view" | "pick" {
  if (typeof value === "object" && value !== null) return "view";
  const isCalledOnly = typeof value === "function" && /^[a-z]/.test(name) && Object.keys(value).length === 0;
  return isCalledOnly ? "call" : "pick";
}
