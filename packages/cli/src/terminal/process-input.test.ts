import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { createProcessInput } from "./process-input.ts";

const never = new AbortController().signal;

function openInput() {
  const stream = Object.assign(new PassThrough(), { isTTY: true });
  return { stream, input: createProcessInput(() => stream) };
}

test("reads one line", async () => {
  const { stream, input } = openInput();
  const line = input.readLine(never);
  stream.write("yes\n");
  expect(await line).toBe("yes");
});

test("takes the end of the input for an empty line", async () => {
  const { stream, input } = openInput();
  const line = input.readLine(never);
  stream.end();
  expect(await line).toBe("");
});

test("takes a last line that has no end", async () => {
  const { stream, input } = openInput();
  const line = input.readLine(never);
  stream.end("yes");
  expect(await line).toBe("yes");
});

test("stops to wait for a line when the signal aborts", async () => {
  const { input } = openInput();
  await expect(input.readLine(AbortSignal.timeout(1))).rejects.toThrow();
});

test("waits for nothing when the signal aborted before", async () => {
  const { input } = openInput();
  await expect(input.readAll(AbortSignal.abort(new Error("Ctrl-C")))).rejects.toThrow("Ctrl-C");
});
