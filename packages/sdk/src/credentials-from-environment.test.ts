import { expect, test } from "vitest";
import { credentialsFromEnvironment } from "./credentials-from-environment.ts";

test("reads every variable, trimmed", () => {
  const environment = {
    KLING_API_KEY: " key ",
    KLING_ACCESS_KEY: "ak",
    KLING_SECRET_KEY: "sk",
    KLING_REGION: "CN",
    KLING_BASE_URL: "http://127.0.0.1:4000",
  };
  expect(credentialsFromEnvironment(environment)).toStrictEqual({
    apiKey: "key",
    accessKey: "ak",
    secretKey: "sk",
    region: "cn",
    baseUrl: "http://127.0.0.1:4000",
  });
});

test("falls back to the KLINGAI names, also from blank ones, and leaves out what is absent", () => {
  const environment = {
    KLING_API_KEY: "  ",
    KLINGAI_API_KEY: "key",
    KLINGAI_ACCESS_KEY: "ak",
    KLINGAI_SECRET_KEY: "",
  };
  expect(credentialsFromEnvironment(environment)).toStrictEqual({ apiKey: "key", accessKey: "ak" });
});

test("refuses a region that does not exist", () => {
  expect(() => credentialsFromEnvironment({ KLING_REGION: "mars" })).toThrow(
    /KLING_REGION: 'mars' is not supported\. Use global or cn\./,
  );
});
