import { expect, it } from "vitest";
import { loadOptional } from "./load-optional.ts";

it("says what to install where the package is missing", async () => {
  const absent = "klingkit-package-that-is-absent";
  const missing = Object.assign(new Error(`Cannot find package '${absent}'`), {
    code: "ERR_MODULE_NOT_FOUND",
  });
  await expect(loadOptional("pg-boss", () => Promise.reject(missing))).rejects.toMatchObject({
    code: "store_driver_missing",
    message: expect.stringMatching(
      /pg-boss is not installed\. Nothing was sent\. Run `npm install pg pg-boss`/,
    ),
    cause: missing,
  });
});

it("passes on what the package gives, and what breaks inside it", async () => {
  expect(await loadOptional("pg", () => Promise.resolve("driver"))).toBe("driver");
  const broken = new SyntaxError("half a file");
  await expect(loadOptional("pg", () => Promise.reject(broken))).rejects.toBe(broken);
});
