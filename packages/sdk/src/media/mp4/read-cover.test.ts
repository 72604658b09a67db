import { expect, it } from "vitest";
import { createMemorySource } from "./byte-source.ts";
import { coverOf } from "./read-cover.ts";

const box = (type: string, ...content: Buffer[]): Buffer => {
  const body = Buffer.concat(content);
  const head = Buffer.alloc(4);
  head.writeUInt32BE(body.length + 8);
  return Buffer.concat([head, Buffer.from(type, "latin1"), body]);
};
const zeros = (count: number) => Buffer.alloc(count);
const JPEG = Buffer.from("ffd8ffe0aabbccffd9", "hex");

const movieWith = (...content: Buffer[]) =>
  createMemorySource(
    Buffer.concat([
      box("ftyp", Buffer.from("isom"), zeros(8)),
      box("moov", box("mvhd", zeros(100)), ...content),
    ]),
  );
const metadata = (...items: Buffer[]) =>
  box("udta", box("meta", zeros(4), box("hdlr", zeros(25)), box("ilst", ...items)));

it("reads the cover of a file whose metadata hold other things, too", async () => {
  const name = box("©nam", box("data", zeros(8), Buffer.from("fox")));
  const source = movieWith(metadata(name, box("covr", box("data", zeros(8), JPEG))));
  expect(await coverOf(source)).toEqual(Uint8Array.from(JPEG));
});

it.each([
  ["has no metadata", movieWith()],
  ["has no cover", movieWith(metadata())],
  ["has an empty cover", movieWith(metadata(box("covr", box("data", zeros(8)))))],
  ["has a cover that is cut", movieWith(metadata(box("covr", zeros(3))))],
  ["is no MP4", createMemorySource(Buffer.from("<!DOCTYPE html>"))],
])("finds none in a file that %s", async (_what, source) => {
  expect(await coverOf(source)).toBeUndefined();
});
