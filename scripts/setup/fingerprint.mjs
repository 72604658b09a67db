import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { BIN, ROOT } from "./paths.mjs";

/** The parts of a package.json that decide what an install puts into node_modules. */
const INSTALL_FIELDS = [
  "name",
  "bin",
  "workspaces",
  "allowScripts",
  "dependencies",
  "devDependencies",
  "optionalDependencies",
  "peerDependencies",
];
const BUILD_FILES = ["tsconfig.json", "tsconfig.base.json", "scripts/build.ts"];
const UNBUILT = /\.test(-d)?\.ts$/;

function packageFolders() {
  return readdirSync(join(ROOT, "packages"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(ROOT, "packages", entry.name, "package.json")))
    .map((entry) => join("packages", entry.name))
    .sort();
}

/** @param {string} folder @returns {string[]} */
function filesUnder(folder) {
  const entries = readdirSync(join(ROOT, folder), { withFileTypes: true });
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesUnder(path) : [path];
  });
}

/** @param {readonly string[]} paths */
function hashFiles(paths) {
  const hash = createHash("sha256");
  for (const path of paths) hash.update(`${path}\0`).update(readFileSync(join(ROOT, path)));
  return hash.digest("hex");
}

/** Changes when an install would change node_modules, and not when only a script or a version text did. */
export function installFingerprint() {
  const hash = createHash("sha256").update(readFileSync(join(ROOT, "package-lock.json")));
  for (const folder of [".", ...packageFolders(), "tests", "bench"]) {
    const file = join(ROOT, folder, "package.json");
    if (!existsSync(file)) continue;
    const manifest = JSON.parse(readFileSync(file, "utf8"));
    hash.update(JSON.stringify([folder, ...INSTALL_FIELDS.map((field) => manifest[field] ?? null)]));
  }
  return hash.digest("hex");
}

/** Changes with everything the build reads: sources without tests, compiler settings, the build itself. */
export function buildFingerprint() {
  const paths = packageFolders().flatMap((folder) => [
    join(folder, "package.json"),
    join(folder, "tsconfig.json"),
    ...filesUnder(join(folder, "src")),
  ]);
  const inputs = [...paths, ...BUILD_FILES].filter(
    (path) => !UNBUILT.test(path) && existsSync(join(ROOT, path)),
  );
  return hashFiles(inputs.sort());
}

export function isInstalled() {
  return existsSync(join(BIN, process.platform === "win32" ? "node.cmd" : "node"));
}

/** True when every package's entry, and the CLI's bundle, is there. */
export function isBuilt() {
  return packageFolders().every((folder) =>
    ["index", "main"].every(
      (entry) =>
        !existsSync(join(ROOT, folder, "src", `${entry}.ts`)) ||
        existsSync(join(ROOT, folder, "dist", `${entry}.js`)),
    ),
  );
}
