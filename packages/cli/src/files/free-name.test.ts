import { expect, test } from "vitest";
import { slugOf } from "./free-name.ts";

test.each([
  ["Für Bäume im Schnee", "fur-baume-im-schnee"],
  ["../../etc/passwd", "etc-passwd"],
  ["雪の中の狐", "video"],
])("makes %s the file name %s", (prompt, slug) => {
  expect(slugOf(prompt)).toBe(slug);
});
