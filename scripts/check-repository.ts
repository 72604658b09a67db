// Rules about the repository as a whole that no linter knows.
import { execFileSync } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { findMissingPlatformPackages, readLockPackages } from "./lock-platforms.ts";
import { findFileProblems } from "./repository/large-files.ts";
import { findSourceProblems, readSourceIds, SOURCES_PAGE } from "./repository/sources.ts";

const LINE_LIMIT = 400;
const CODE = /\.(ts|tsx|mts|js|mjs)$/;
const GENERATED = /\.gen\.ts$/;
const TEST = /\.test(-d)?\.ts$|^tests\//;
const OUTPUT_FOLDERS = ["node_modules", "dist", ".git"];
/** This file and its test name what they forbid. */
const SELF = /^scripts\/check-repository(\.test)?\.ts$/;

type Rule = {
  readonly files: (path: string) => boolean;
  readonly pattern: RegExp;
  readonly message: string;
};

const TEXT_RULES: readonly Rule[] = [
  {
    files: () => true,
    pattern: /(?<![\w.:/}-])\/(?:work|root|tmp|home|Users)\/[\w.-]+/,
    message: "names a path of one machine",
  },
  {
    files: () => true,
    pattern:
      /\bregistry\.(?:npmjs|yarnpkg|npmmirror)\b|https?:\/\/[\w.-]*(?:registry|artifactory|nexus|verdaccio|mirror)[\w-]*\./i,
    message: "names a package registry",
  },
  {
    files: (path) => path.endsWith("package-lock.json"),
    pattern: /"resolved": "https?:/,
    message:
      "holds download addresses; keep omit-lockfile-registry-resolved in .npmrc and run npm install again",
  },
  {
    files: (path) => TEST.test(path),
    pattern: /\b(?:describe|it|test|bench)(?:\.\w+)*\.only\b/,
    message: "runs only some of its tests",
  },
  {
    files: (path) => CODE.test(path),
    pattern: /\b(?:TODO|FIXME|XXX)\b(?!\(\S*\d+\))/,
    message: "has an open end without an issue; write TODO(issue-number)",
  },
];

/** Lines of one file that break a rule, as `path:line: message`. */
export function findTextProblems(path: string, text: string): string[] {
  const rules = TEXT_RULES.filter(({ files }) => files(path));
  const lines = text.split("\n");
  const problems = lines.flatMap((line, index) =>
    rules
      .filter(({ pattern }) => pattern.test(line))
      .map(({ message }) => `${path}:${index + 1}: ${message}`),
  );
  const isLong =
    CODE.test(path) && !TEST.test(path) && !GENERATED.test(path) && lines.length - 1 > LINE_LIMIT;
  return isLong
    ? [...problems, `${path}: ${lines.length - 1} lines; split it below ${LINE_LIMIT}`]
    : problems;
}

/** Packages that `npm ci` would miss on another platform, or with another registry. */
function findLockProblems(): string[] {
  return findMissingPlatformPackages(readLockPackages()).map(
    ({ name }) => `package-lock.json: ${name} has no entry; run npm run lock`,
  );
}

/** Tracked files; where git does not answer (an archive, another user's clone) every file that is not output. */
function listFiles(): string[] {
  try {
    const output = execFileSync("git", ["ls-files", "-z"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    return output.split("\0").filter(Boolean);
  } catch {
    const entries = globSync("**/*", {
      withFileTypes: true,
      exclude: ({ name }) => OUTPUT_FOLDERS.includes(name),
    });
    return entries
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => relative(".", join(parentPath, name)));
  }
}

function findProblems(): string[] {
  const sourceIds = readSourceIds(readFileSync(SOURCES_PAGE, "utf8"));
  const paths = listFiles().filter((path) => !SELF.test(path) && existsSync(path));
  const problems = paths.flatMap((path) => {
    const bytes = readFileSync(path);
    const text = bytes.toString("utf8");
    return [
      ...findFileProblems(path, bytes),
      ...findTextProblems(path, text),
      ...findSourceProblems(path, text, sourceIds),
    ];
  });
  return [...problems, ...findLockProblems()];
}

if (import.meta.main) {
  process.chdir(fileURLToPath(new URL("..", import.meta.url)));
  const problems = findProblems();
  for (const problem of problems) console.log(problem);
  if (problems.length > 0) process.exitCode = 1;
}
