import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PUBLIC_PACKAGES } from "../../scripts/check/packages.ts";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

type PublicPackage = (typeof PUBLIC_PACKAGES)[number];

export type CommandResult = { readonly exitCode: number; readonly stdout: string; readonly stderr: string };

/** From npm's cache where it can; without a network the registry is given up at once instead of after minutes. */
export const INSTALL_OPTIONS = [
  "--prefer-offline",
  "--fetch-retries=0",
  "--fetch-timeout=20000",
  "--no-audit",
  "--no-fund",
  "--ignore-scripts",
];
/** Ten times what the slowest takes on a quiet machine. */
const COMMAND_LIMIT_MS = 500_000;
/** What `npm run` tells its scripts about the checkout, and what would make a nested npm work there instead. */
const CHECKOUT_VARIABLES =
  /^(npm_(config_local_prefix|config_workspaces?|config_prefix|package_|lifecycle_|command|execpath)|INIT_CWD$|NODE_OPTIONS$|VITEST)/i;

export function run(command: string, args: readonly string[], cwd: string): Promise<CommandResult> {
  const variables = Object.entries(process.env).filter(([name]) => !CHECKOUT_VARIABLES.test(name));
  const options = {
    cwd,
    env: Object.fromEntries(variables),
    timeout: COMMAND_LIMIT_MS,
    maxBuffer: 16 * 1024 * 1024,
  };
  return new Promise((settle) => {
    execFile(command, args, options, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
      settle({ exitCode, stdout, stderr: error === null ? stderr : `${stderr}\n${error.message}` });
    });
  });
}

interface Tarball {
  /** Name of the file. */
  readonly name: string;
  /** What is in it, from the root of the checkout. */
  readonly paths: readonly string[];
}

/** Packs a package as `npm publish` would, into `folder`. */
async function pack({ folder: source }: PublicPackage, folder: string): Promise<Tarball> {
  const args = ["pack", "--json", "--ignore-scripts", "--pack-destination", folder];
  const { exitCode, stdout, stderr } = await run("npm", args, join(ROOT, source));
  if (exitCode !== 0) throw new Error(`npm pack of ${source} failed: ${stderr}`);
  const tarball = /"filename":\s*"([^"]+)"/.exec(stdout)?.[1];
  if (tarball === undefined) throw new Error(`npm pack of ${source} named no file: ${stdout}`);
  if (!stdout.includes('"dist/index.js"')) throw new Error(`${source} is not built: run npm run build first`);
  const paths = [...stdout.matchAll(/"path":\s*"([^"]+)"/g)].map(([, path = ""]) => `${source}/${path}`);
  return { name: tarball.replace(/^@/, "").replace("/", "-"), paths };
}

export type Consumer = {
  readonly folder: string;
  readonly install: CommandResult;
  /** Every file that is packed, from the root of the checkout. */
  readonly packedPaths: readonly string[];
  readonly close: () => Promise<void>;
};

/** An empty project outside the checkout into which the packed packages were installed. */
export async function createConsumer(): Promise<Consumer> {
  const folder = await mkdtemp(join(tmpdir(), "klingkit-consumer-"));
  const tarballs = await Promise.all(PUBLIC_PACKAGES.map((publicPackage) => pack(publicPackage, folder)));
  const dependencies = PUBLIC_PACKAGES.map(({ name }, index) => [name, `file:./${tarballs[index]?.name}`]);
  const manifest = {
    name: "consumer",
    private: true,
    type: "module",
    dependencies: Object.fromEntries(dependencies),
  };
  await writeFile(join(folder, "package.json"), JSON.stringify(manifest));
  const install = await run("npm", ["install", ...INSTALL_OPTIONS], folder);
  const packedPaths = tarballs.flatMap(({ paths }) => paths);
  return { folder, install, packedPaths, close: () => rm(folder, { recursive: true, force: true }) };
}

/** True when npm could not reach a registry: then nothing can be said about the packages. */
export function isRegistryUnreachable({ exitCode, stderr }: CommandResult): boolean {
  return (
    exitCode !== 0 && /\b(ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ENOTCACHED)\b/.test(stderr)
  );
}

/** Names of the commands that a package installs. */
export async function readCommands(publicPackage: PublicPackage): Promise<string[]> {
  const text = await readFile(join(ROOT, publicPackage.folder, "package.json"), "utf8");
  const manifest: unknown = JSON.parse(text);
  if (typeof manifest !== "object" || manifest === null || !("bin" in manifest)) return [];
  return Object.keys(manifest.bin ?? {});
}
