import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const oldest = /OLDEST_NODE_MAJOR = (\d+)/.exec(readFileSync("scripts/setup.mjs", "utf8"))?.[1];

test.each(["README.md", "CONTRIBUTING.md", "docs/start/quickstart.md"])(
  "%s names the oldest Node that the set-up accepts",
  (page) => {
    const [, named] = /You need git, npm, and Node (\d+) or newer/.exec(readFileSync(page, "utf8")) ?? [];
    expect(named).toBe(oldest);
  },
);
