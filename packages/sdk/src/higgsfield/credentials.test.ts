import { describe, expect, test } from "vitest";
import { createHiggsfield } from "./create-higgsfield.ts";
import { higgsfieldFromEnvironment } from "./credentials-from-environment.ts";

describe("credentials of Higgsfield", () => {
  test.each([
    [{ HF_CREDENTIALS: "a:b", HF_KEY: "c:d" }, { credentials: "a:b" }],
    [{ HF_KEY: " c:d ", HF_API_KEY: "x", HF_API_SECRET: "y" }, { credentials: "c:d" }],
    [
      { HIGGSFIELD_API_KEY_ID: "a", HIGGSFIELD_API_KEY_SECRET: "b" },
      { keyId: "a", keySecret: "b" },
    ],
    [
      { HF_API_KEY: "a", HF_API_SECRET: "b" },
      { keyId: "a", keySecret: "b" },
    ],
    [
      { HF_API_KEY_ID: "a", HF_API_KEY_SECRET: "b" },
      { keyId: "a", keySecret: "b" },
    ],
    [
      { HIGGSFIELD_API_KEY_ID: "half", HF_API_KEY: "a", HF_API_SECRET: "b", HF_CREDENTIALS: " " },
      { keyId: "a", keySecret: "b" },
    ],
    [{ HF_API_KEY: "half" }, { keyId: "half" }],
    [{ HIGGSFIELD_BASE_URL: "http://127.0.0.1:1" }, { baseUrl: "http://127.0.0.1:1" }],
    [{}, {}],
  ])("%j gives %j", (environment, expected) =>
    expect(higgsfieldFromEnvironment(environment)).toEqual(expected),
  );

  test.each([
    [{ credentials: "no-colon" }, "credentials"],
    [{ credentials: "a:b:c" }, "credentials"],
    [{ credentials: "a:" }, "credentials"],
    [{ keyId: "a" }, "keySecret"],
    [{ keySecret: "a" }, "keyId"],
    [{ keyId: "a b", keySecret: "c" }, "keyId"],
    [{ era: "d" as "c" }, "era"],
    [{ auth: "bearer" as "headers" }, "auth"],
    [{ baseUrl: "ftp://x" }, "baseUrl"],
    [{ apiKey: "x" } as object, "apiKey"],
  ])("refuses %j", (options, option) =>
    expect(() => createHiggsfield(options)).toThrow(
      expect.objectContaining({ code: "KLINGKIT_CONFIG", option }),
    ),
  );

  test("asks for credentials only when they are needed", async () => {
    const fetch = () => Promise.reject(new Error("nothing may be sent"));
    const higgsfield = createHiggsfield({ fetch });
    await expect(higgsfield.requests.status("1")).rejects.toMatchObject({
      code: "KLINGKIT_CONFIG",
      option: "credentials",
      service: "higgsfield",
    });
  });
});
