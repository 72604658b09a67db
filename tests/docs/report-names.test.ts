import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { NO_PURPOSE, REPORT_NAMES, reportName } from "../../packages/cli/src/report/report-names.ts";

const GUIDE = readFileSync(new URL("../../docs/guides/review-results.md", import.meta.url), "utf8");

test.each([...Object.values(REPORT_NAMES), reportName("client", NO_PURPOSE)])(
  "the guide names the file %s, which is written without --output",
  (name) => {
    expect(GUIDE).toContain(`\`${name}\``);
  },
);
