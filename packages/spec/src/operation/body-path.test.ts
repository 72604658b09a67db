import { expect, it } from "vitest";
import { valueAt, withValueAt } from "./body-path.ts";

it("reads nested fields, and nothing where an object on the way is missing", () => {
  expect(valueAt({ options: { id: "a" } }, "options.id")).toBe("a");
  expect(valueAt({ options: "text" }, "options.id")).toBeUndefined();
  expect(valueAt({}, "constructor")).toBeUndefined();
});

it("sets a nested field beside its neighbours, and changes no given object", () => {
  const body = { options: { mark: true } };
  expect(withValueAt(body, "options.id", "a")).toEqual({ options: { mark: true, id: "a" } });
  expect(withValueAt({}, "options.id", "a")).toEqual({ options: { id: "a" } });
  expect(body).toEqual({ options: { mark: true } });
});

it("takes a field out where the value is undefined, and makes no object for that", () => {
  expect(withValueAt({ options: { id: "a", mark: true } }, "options.id", undefined)).toEqual({
    options: { mark: true },
  });
  expect(withValueAt({ prompt: "a" }, "options.id", undefined)).toEqual({ prompt: "a" });
});
