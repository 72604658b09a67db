import { describe, expect, it } from "vitest";
import { findSchemaIssues, type Schema } from "../../schema/schema.ts";
import { CREATES, READS } from "./index.ts";
import { inputSchemaOf } from "./input-schema.ts";

function input(id: string) {
  const operation = READS.find((entry) => entry.id === id);
  if (!operation) throw new Error(`no read ${id}`);
  return inputSchemaOf(operation);
}
const passes = (schema: Schema | undefined, value: unknown) =>
  schema && findSchemaIssues(schema, value).length === 0;

describe.each(["text2video", "image2video", "omni-video", "motion-control"])("list of %s", (product) => {
  const query = input(`v1/${product}/list`);
  it.each([
    [{}, true],
    [{ pageNum: 1, pageSize: 1 }, true],
    [{ pageNum: 1000, pageSize: 500 }, true],
    [{ pageNum: 0 }, false],
    [{ pageNum: 1001 }, false],
    [{ pageSize: 0 }, false],
    [{ pageSize: 501 }, false],
    [{ pageSize: "ten" }, false],
    [{ page_size: 10 }, false],
  ])("query %j: %s", (value, isFine) => expect(passes(query, value)).toBe(isFine));
});

describe("scan of all tasks", () => {
  const body = input("tasks/scan");
  it.each([
    [{}, true],
    [{ start_time: 1, end_time: "2" }, true],
    [{ cursor: "abc" }, true],
    [{ limit: 1 }, true],
    [{ limit: 500 }, true],
    [{ limit: 0 }, false],
    [{ limit: 501 }, false],
    [{ filters: [{ key: "status", values: ["succeeded", "failed", "submitted", "processing"] }] }, true],
    [{ filters: [{ key: "status", values: ["succeed"] }] }, false],
    [{ filters: [{ key: "product_type", values: ["video", "image", "try_on"] }] }, true],
    [{ filters: [{ key: "product_type", values: ["try-on"] }] }, false],
    [{ filters: [{ key: "model", values: [] }] }, false],
  ])("body %j: %s", (value, isFine) => expect(passes(body, value)).toBe(isFine));
});

describe("account costs", () => {
  const query = input("account/costs");
  it.each([
    [{ start_time: 1, end_time: 2 }, true],
    [{ start_time: "1", end_time: "2", resource_pack_name: "pack" }, true],
    [{ start_time: 1 }, false],
    [{ end_time: 2 }, false],
  ])("query %j: %s", (value, isFine) => expect(passes(query, value)).toBe(isFine));
});

describe.each(["account/billing/package", "account/billing/balance"])("ledger %s", (id) => {
  const body = input(id);
  const period = { start_time: 1, end_time: 2 };
  it.each([
    [period, true],
    [{ cursor: "abc" }, true],
    [{ ...period, limit: 1 }, true],
    [{ ...period, limit: 500 }, true],
    [{ ...period, limit: 0 }, false],
    [{ ...period, limit: 501 }, false],
    [{ ...period, filters: [{ key: "api_key_name", values: ["ci"] }] }, true],
    [{ ...period, filters: [{ key: "task_id", values: [] }] }, false],
  ])("body %j: %s", (value, isFine) => expect(passes(body, value)).toBe(isFine));
});

it.each([
  ["video", true],
  ["image", true],
  ["try-on", true],
  ["try_on", false],
])("filters the unit ledger by product type %s: %s", (value, isFine) =>
  expect(
    passes(input("account/billing/package"), { filters: [{ key: "product_type", values: [value] }] }),
  ).toBe(isFine),
);

it("reads tasks of one product where the create put them", () => {
  for (const { action, product = "", path } of READS) {
    const create = CREATES.find((one) => one.family === "legacy" && one.product === product);
    // Official entries of a library are made by nobody.
    const folder = create?.path ?? `/v1/${product}`;
    if (action === "get") expect(path).toBe(`${folder}/{id}`);
    if (action === "list") expect(path).toBe(folder);
  }
});
