import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Bench, createBench } from "../testing/kling-bench.ts";

/** Stores as programs of each version wrote them, whose plans lack fields that later ones have. */
const STORES = new URL("../../../engine/src/store/migrations/testing/", import.meta.url);
const VERSIONS = readdirSync(STORES).flatMap((name) => /^sqlite-version-(\d+)\.sql$/.exec(name)?.[1] ?? []);
const JOB = "jold000001";

let bench: Bench;
beforeEach(async () => {
  bench = await createBench();
});
afterEach(() => bench.close());

function writeOldStore(version: string): void {
  const old = new DatabaseSync(join(bench.folder, "old.sqlite"));
  old.exec(readFileSync(new URL(`sqlite-version-${version}.sql`, STORES), "utf8"));
  old.close();
}

describe.each(VERSIONS.toSorted((one, other) => Number(one) - Number(other)))(
  "a store of version %s",
  (version) => {
    it("is shown by every command that reads jobs, for programs and for people", async () => {
      writeOldStore(version);
      const commands = [
        ["jobs", JOB],
        [`jobs show ${JOB}`, JOB],
        ["report -o report.html", "report.html"],
        ["ledger", JOB],
        ["budget", "1.5"],
        ["events list", ""],
        ["approvals", "ada"],
      ];
      for (const [line = "", words = ""] of commands) {
        for (const isTty of [false, true]) {
          const { exitCode, stdout, stderr } = await bench.run(`${line} --store old.sqlite`, { isTty });
          expect({ line, isTty, exitCode, stderr, stdout }).toMatchObject({
            exitCode: 0,
            stdout: expect.stringContaining(words),
          });
        }
      }
      expect(readFileSync(join(bench.folder, "report.html"), "utf8")).toContain(JOB);
    });
  },
);
