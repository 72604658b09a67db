import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { createProcessOutput } from "./process-output.ts";

test("takes back what was done to the terminal, and not undone yet, when the process ends early", () => {
  const stream = new PassThrough();
  const output = createProcessOutput(
    () => stream,
    () => undefined,
  );
  output.write("hide", { undo: "show" });
  output.write("progress", { undo: "clear" });
  output.write("more progress", { undo: "clear" });
  output.write("show");
  stream.read();
  output.undoAll();
  output.undoAll();
  expect(String(stream.read())).toBe("clear");
});
