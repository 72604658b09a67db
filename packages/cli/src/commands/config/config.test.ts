import { chmod, mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, createBench } from "../../testing/kling-bench.ts";

const SECRET = "api-key-kling-abcdefghijkl-xyz";
let bench: Bench;
let file: string;

beforeEach(async () => {
  bench = await createBench();
  file = join(bench.folder, ".config", "klingkit", "config.json");
});
afterEach(() => bench.close());

test("keeps a key in a file and folder that only the owner can read", async () => {
  const { json } = await bench.run(["config", "set", "api_key", SECRET]);
  expect(json).toEqual({ success: true, key: "api_key", value: "api***xyz", profile: "default", file });
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await stat(join(file, ".."))).mode & 0o777).toBe(0o700);
});

test("closes a folder that was open to others", async () => {
  await mkdir(join(file, ".."), { recursive: true });
  await chmod(join(file, ".."), 0o755);
  await bench.run("config set region cn");
  expect((await stat(join(file, ".."))).mode & 0o777).toBe(0o700);
});

test("masks keys in list and get, all of a short one, and shows one only when asked", async () => {
  await bench.run(["config", "set", "api_key", SECRET]);
  await bench.run("config set secret_key 12345678");
  await bench.run("config set region cn");
  expect((await bench.run("config list")).json["values"]).toEqual({
    api_key: "api***xyz",
    secret_key: "***",
    region: "cn",
  });
  expect((await bench.run("config get api_key")).json["value"]).toBe("api***xyz");
  expect((await bench.run("config get api_key --reveal")).json["value"]).toBe(SECRET);
});

test("reads a value from standard input, so that it stays out of the shell's history", async () => {
  await bench.run("config set api_key", { stdin: `${SECRET}\n` });
  expect(await readFile(file, "utf8")).toContain(`"${SECRET}"`);
});

test("removes a value", async () => {
  await bench.run("config set region cn");
  expect((await bench.run("config unset region")).json).toMatchObject({ was_set: true });
  expect((await bench.run("config get region")).error).toMatchObject({
    code: "not_set",
    message: expect.stringContaining("`kling config set region VALUE`"),
  });
});

test("says where the file is", async () => {
  expect((await bench.run("config path")).json).toEqual({ success: true, path: file });
  const elsewhere = { XDG_CONFIG_HOME: "/xdg" };
  expect((await bench.run("config path", { env: elsewhere })).json["path"]).toBe("/xdg/klingkit/config.json");
});

test("flag beats environment, environment beats file, and profiles are apart", async () => {
  await bench.run("config set base_url http://127.0.0.2:1");
  await bench.run("config set base_url http://127.0.0.3:1 --profile work");
  const unset = { KLING_BASE_URL: undefined };
  const asked = async (flags: string, env = {}) => {
    const { json, error } = await bench.run(`doctor ${flags}`, { env });
    return json["base_url"] ?? error["base_url"];
  };
  expect(await asked("", unset)).toBe("http://127.0.0.2:1");
  expect(await asked("--profile work", unset)).toBe("http://127.0.0.3:1");
  expect(await asked("", { ...unset, KLING_PROFILE: "work" })).toBe("http://127.0.0.3:1");
  expect(await asked("")).toBe("http://127.0.0.1:9");
  expect(await asked("--base-url http://127.0.0.4:1")).toBe("http://127.0.0.4:1");
  expect(await asked("--region cn", unset)).toBe("https://api-beijing.klingai.com");
});

test.each([
  ["config set no_such_key 1", "invalid_key"],
  ["config get no_such_key", "invalid_key"],
  ["config set region mars", "invalid_region"],
  ["config set base_url nowhere", "invalid_base_url"],
  ["config set api_key", "missing_value"],
  ["config set region cn --profile ../x", "invalid_profile"],
])("refuses `kling %s` as %s", async (line, code) => {
  const { exitCode, error } = await bench.run(line);
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 2, code });
});

test("says load_error for a broken file without quoting it, and keeps the file", async () => {
  await mkdir(join(file, ".."), { recursive: true });
  await writeFile(file, `{"profiles": ${SECRET}`);
  const { exitCode, error, stderr } = await bench.run("config set region cn");
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 1, code: "load_error" });
  expect(stderr).not.toContain(SECRET);
  expect(await readFile(file, "utf8")).toContain(SECRET);
});

test("says save_error when the file cannot be written", async () => {
  await writeFile(join(bench.folder, ".config"), "a file where a folder should be");
  const { exitCode, error } = await bench.run("config set region cn");
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 1, code: "save_error" });
});

test("sets, reads and removes values of the profile of the environment, and leaves the default one alone", async () => {
  const env = { KLING_PROFILE: "trial" };
  await bench.run("config set region global");
  expect((await bench.run("config set region cn", { env })).json).toMatchObject({ profile: "trial" });
  expect((await bench.run("config get region", { env })).json["value"]).toBe("cn");
  expect((await bench.run("config get region")).json["value"]).toBe("global");
  expect((await bench.run("config get region --profile default", { env })).json["value"]).toBe("global");
  expect((await bench.run("config unset region", { env })).json).toMatchObject({ was_set: true });
  expect((await bench.run("config get region")).json["value"]).toBe("global");
});

test("refuses a profile of the environment that does not exist, and takes a blank one for none", async () => {
  const typo = await bench.run("account costs", { env: { KLING_PROFILE: "typo" } });
  expect(typo.error).toMatchObject({
    code: "invalid_profile",
    message: expect.stringContaining("KLING_PROFILE"),
  });
  await bench.run("config set region cn");
  const blank = await bench.run("doctor", { env: { KLING_PROFILE: " ", KLING_BASE_URL: undefined } });
  expect(blank.json["base_url"]).toBe("https://api-beijing.klingai.com");
});

test("a region of the environment beats the URL in the file, which would be the service of another region", async () => {
  await bench.run("config set base_url https://api-singapore.klingai.com");
  const { json } = await bench.run("doctor", { env: { KLING_REGION: "cn", KLING_BASE_URL: undefined } });
  expect(json["base_url"]).toBe("https://api-beijing.klingai.com");
});

test.each([
  "http://user:secret-word@127.0.0.1:9",
  "http://127.0.0.1:9?a=1",
  "http://127.0.0.1:9#a",
  "ftp://a",
])("neither keeps nor uses %s as the service's URL", async (url) => {
  const kept = await bench.run(["config", "set", "base_url", url]);
  const used = await bench.run("video list", { env: { KLING_BASE_URL: url } });
  for (const { exitCode, error, stderr } of [kept, used]) {
    expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 2, code: "invalid_base_url" });
    expect(stderr).not.toContain("secret-word");
  }
});
