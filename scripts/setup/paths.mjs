import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const MODULES = join(ROOT, "node_modules");
export const BIN = join(MODULES, ".bin");
/** Hashes of what was installed and built last. Lives in node_modules, so deleting that resets the set-up. */
export const STAMP = join(MODULES, ".klingkit-setup.json");
/** Held while installing or building. Not in node_modules: `npm ci` empties that. */
export const LOCK = join(ROOT, ".klingkit-setup.lock");
