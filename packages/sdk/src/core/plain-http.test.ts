import { expect, test } from "vitest";
import { createKling } from "../create-kling.ts";
import { credentialsFromEnvironment } from "../credentials-from-environment.ts";
import { createHiggsfield } from "../higgsfield/create-higgsfield.ts";
import { higgsfieldFromEnvironment } from "../higgsfield/credentials-from-environment.ts";
import { createKlingReads } from "../reads.ts";
import { API_KEY } from "../testing/service-double.ts";
import { createKlingTextToVideo } from "../text-to-video.ts";

const OTHER_MACHINES = [
  "http://192.0.2.2:4010",
  "http://10.0.0.7",
  "http://emulator:4010",
  "http://api.example.com/kling",
  "http://localhost.example.com",
  "http://127.0.0.1.example.com",
];
const SAFE = [
  "https://gateway.example.com",
  "https://192.0.2.2",
  "http://127.0.0.1:4010",
  "http://127.8.0.1",
  "http://[::1]:4010",
  "http://localhost:4010/",
  "http://kling-emulator.localhost",
];

const refuseNetwork = () => Promise.reject(new TypeError("fetch failed"));

const CLIENTS = [
  (options: object) => createKling({ apiKey: API_KEY, fetch: refuseNetwork, ...options }),
  (options: object) => createKlingReads({ apiKey: API_KEY, fetch: refuseNetwork, ...options }),
  (options: object) => createKlingTextToVideo({ apiKey: API_KEY, fetch: refuseNetwork, ...options }),
  (options: object) => createHiggsfield({ credentials: "id:secret", fetch: refuseNetwork, ...options }),
];

test.each(OTHER_MACHINES)("no client takes %s: the key could be read on the way", (baseUrl) => {
  for (const make of CLIENTS)
    expect(() => make({ baseUrl })).toThrow(
      expect.objectContaining({
        code: "KLINGKIT_CONFIG",
        option: "baseUrl",
        message: `baseUrl ${baseUrl} would carry your key to another machine unencrypted. Use https, or set allowsHttp (KLING_ALLOW_HTTP=1) if you trust the network in between. Nothing was sent.`,
      }),
    );
});

test.each(OTHER_MACHINES)("%s is taken where the caller allows it", (baseUrl) => {
  for (const make of CLIENTS) expect(() => make({ baseUrl, allowsHttp: true })).not.toThrow();
});

test.each(SAFE)("%s needs no permission", (baseUrl) => {
  for (const make of CLIENTS) expect(() => make({ baseUrl })).not.toThrow();
});

test("the environment allows it with KLING_ALLOW_HTTP=1 only", () => {
  const baseUrl = "http://emulator:4010";
  const kling = { KLING_API_KEY: API_KEY, KLING_BASE_URL: baseUrl };
  const higgsfield = { HF_KEY: "id:secret", HIGGSFIELD_BASE_URL: baseUrl };
  for (const allowed of [undefined, "", "0", "true"]) {
    const environment = { ...kling, ...higgsfield, KLING_ALLOW_HTTP: allowed };
    expect(() => createKling(credentialsFromEnvironment(environment))).toThrow("unencrypted");
    expect(() => createHiggsfield(higgsfieldFromEnvironment(environment))).toThrow("unencrypted");
  }
  const environment = { ...kling, ...higgsfield, KLING_ALLOW_HTTP: " 1 " };
  expect(createKling(credentialsFromEnvironment(environment)).baseUrl).toBe(baseUrl);
  expect(createHiggsfield(higgsfieldFromEnvironment(environment)).baseUrl).toBe(baseUrl);
});
