import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { NO_PURPOSE, REPORT_NAME } from "../../packages/cli/src/session/report-name.ts";

const GUIDE = readFileSync(new URL("../../docs/guides/review-results.md", import.meta.url), "utf8");

test.each([
  REPORT_NAME.run("BATCH"),
  REPORT_NAME.file("FILE"),
  REPORT_NAME.purpose("PURPOSE"),
  REPORT_NAME.client("PURPOSE"),
  REPORT_NAME.client(NO_PURPOSE),
])("the guide names the file %s, which is written without --output", (name) => {
  expect(GUIDE).toContain(`\`${name}\``);
});
