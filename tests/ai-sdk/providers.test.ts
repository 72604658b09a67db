import { inspect } from "node:util";
import {
  createKlingkit,
  type KlingkitProviderSettings,
  KlingkitVideoModel,
  klingai,
  klingkit,
  WORKFLOW_DESERIALIZE,
  WORKFLOW_SERIALIZE,
} from "@klingkit/ai-sdk";
import { openJobClient } from "@klingkit/engine";
import { MODELS } from "@klingkit/spec";
import { createProviderRegistry, customProvider, experimental_generateVideo as generateVideo } from "ai";
import { describe, expect, it } from "vitest";
import { caught } from "./support/caught.ts";
import { createVideoWorld } from "./support/video-world.ts";

const SECRETS = {
  apiKey: "api-key-kling-very-secret",
  headers: { "x-gateway": "header-secret" },
  store: "postgres://user:database-secret@db.example/jobs",
};

/** The environment of a step, for as long as a test runs. */
function withEnvironment(values: Readonly<Record<string, string>>) {
  const before = Object.entries(process.env);
  Object.assign(process.env, values);
  return {
    [Symbol.dispose]() {
      for (const name of Object.keys(values)) delete process.env[name];
      Object.assign(process.env, Object.fromEntries(before));
    },
  };
}

describe("a provider", () => {
  it.each([
    [
      { policy: { maxUnitPerDay: 3 } },
      "maxUnitPerDay is not an option of createKlingkit: policy. Did you mean maxUnitsPerDay? Nothing was sent.",
    ],
    [
      { polcy: { maxUnitsPerDay: 3 } },
      "polcy is not an option of createKlingkit. Did you mean policy? Nothing was sent.",
    ],
  ])("refuses misspelt settings %j: a limit would limit nothing", async (settings, message) => {
    await using world = await createVideoWorld();
    // As a caller without types passes them.
    const provider = await world.createProvider(settings as KlingkitProviderSettings);
    const call = generateVideo({ model: provider("kling-2.5-turbo"), prompt: "A fox", maxRetries: 0 });
    expect(await caught(world.drive(call))).toMatchObject({ code: "config_invalid", message });
    expect(world.journal().creates).toBe(0);
  });

  it("serves registries, custom providers and bare calls", async () => {
    await using world = await createVideoWorld();
    const own = await world.createProvider();
    const registry = createProviderRegistry({ klingkit: own });
    const custom = customProvider({ videoModels: { fast: own.video("kling-2.5-turbo") } });
    const models = [
      registry.videoModel("klingkit:kling-2.5-turbo"),
      custom.videoModel("fast"),
      own("kling-2.5-turbo"),
      own.videoModel("klingkit/kling-2.5-turbo"),
    ];
    for (const model of models) {
      const result = await world.drive(generateVideo({ model, prompt: "A fox", duration: 5 }));
      expect(result.uploadedVideos).toBe(1);
    }
    expect(world.journal()).toMatchObject({ creates: 4, billed: 4 });
  });

  it("has nothing but videos", () => {
    expect(() => klingkit.languageModel("kling-3.0")).toThrow("No such languageModel: kling-3.0");
  });

  it("reads nothing before the first call, and says then which key is missing", async () => {
    using _ = withEnvironment({});
    for (const name of Object.keys(process.env)) if (/^KLING/.test(name)) delete process.env[name];
    const model = createKlingkit().video("kling-3.0-turbo");
    const error = await caught(generateVideo({ model, prompt: "A fox" }));
    expect(error).toMatchObject({ code: "config_invalid", mayHaveCharged: "no", jobId: undefined });
    expect(error.message).toContain("KLING_API_KEY");
  });

  it("names its models as @ai-sdk/klingai does where it stands in for it", () => {
    expect([klingkit.video("kling-3.0").provider, klingai.video("kling-v3.0-t2v").provider]).toEqual([
      "klingkit.video",
      "klingai.video",
    ]);
  });
});

describe("the account of a call", () => {
  const OTHERS = { KLING_ACCOUNT: "studio", KLING_API_KEY: "api-key-kling-of-somebody-else" };

  async function accountOf(settings: (apiKey: string) => KlingkitProviderSettings, ownKey: boolean) {
    await using world = await createVideoWorld();
    using _ = withEnvironment(ownKey ? { ...OTHERS, KLING_API_KEY: world.apiKey } : OTHERS);
    const klingkit = await world.createProvider(settings(world.apiKey));
    const model = klingkit.video("kling-2.5-turbo");
    await world.drive(generateVideo({ model, prompt: "A fox", duration: 5 }));
    const [job] = await openJobClient(await world.openStore()).jobs();
    const copy = KlingkitVideoModel[WORKFLOW_SERIALIZE](model);
    return { account: job?.account, passed: copy.settings.account };
  }

  it("is not that of the environment, where the key is another one", async () => {
    const { account, passed } = await accountOf((apiKey) => ({ apiKey }), false);
    expect(account).toMatch(/^kling-emulator\.localhost [0-9a-f]+$/);
    expect(passed).toBe(account);
  });

  it("is that of the environment, where the key is", async () => {
    const named = { account: "studio", passed: "studio" };
    expect(await accountOf((apiKey) => ({ apiKey }), true)).toEqual(named);
  });

  it("is the one that is passed with the key", async () => {
    const given = await accountOf((apiKey) => ({ apiKey, account: "agency" }), false);
    expect(given).toEqual({ account: "agency", passed: "agency" });
  });

  it("has what its key bought before it had a name", async () => {
    await using world = await createVideoWorld();
    for (const settings of [{}, { account: "studio" }]) {
      const model = (await world.createProvider(settings)).video("kling-2.5-turbo");
      const providerOptions = { klingkit: { key: "order 4711" } };
      await world.drive(generateVideo({ model, prompt: "A fox", duration: 5, providerOptions }));
    }
    expect(world.journal()).toMatchObject({ creates: 1, billed: 1 });
  });
});

describe("a model in a workflow", () => {
  const serialized = (settings: Parameters<typeof createKlingkit>[0]) =>
    KlingkitVideoModel[WORKFLOW_SERIALIZE](createKlingkit(settings).video("kling-3.0-turbo"));

  it("is found by the symbols of the Workflow SDK", () => {
    expect(WORKFLOW_SERIALIZE).toBe(Symbol.for("workflow-serialize"));
    expect(WORKFLOW_DESERIALIZE).toBe(Symbol.for("workflow-deserialize"));
  });

  it("writes no key where a model is logged", () => {
    const model = createKlingkit({ ...SECRETS }).video("kling-3.0-turbo");
    expect(JSON.stringify(model)).not.toMatch(/secret/);
    expect(inspect(model, { depth: 9 })).not.toMatch(/secret/);
  });

  it("passes steps without secrets", () => {
    const text = JSON.stringify(serialized({ ...SECRETS, outputDir: "videos", deliver: "url" }));
    expect(text).not.toMatch(/secret/);
    const model = KlingkitVideoModel[WORKFLOW_DESERIALIZE](JSON.parse(text));
    expect(model).toBeInstanceOf(KlingkitVideoModel);
    expect(model).toMatchObject({ modelId: "kling-3.0-turbo", specificationVersion: "v4" });
    expect(model.core().settings).toEqual({
      account: expect.stringMatching(/^api-singapore\.klingai\.com [0-9a-f]+$/),
      outputDir: "videos",
      deliver: "url",
    });
  });

  it.each([
    ["key", { KLING_API_KEY: "api-key-kling-another" }, "its key is not set"],
    [
      "store",
      { KLING_API_KEY: SECRETS.apiKey, KLING_STORE: "jobs.sqlite" },
      "its postgres store is not named",
    ],
  ])("refuses a step with another %s, where it would buy again", async (_, environment, words) => {
    using _env = withEnvironment(environment);
    const model = KlingkitVideoModel[WORKFLOW_DESERIALIZE](serialized(SECRETS));
    const error = await caught(model.doGenerate({ prompt: "A fox", n: 1, providerOptions: {} } as never));
    expect(error).toMatchObject({ code: "config_invalid", mayHaveCharged: "no" });
    expect(error.message).toContain(words);
  });
});

describe("the catalogue", () => {
  it("has every model that the service takes, under each of its names", () => {
    const living = MODELS.filter(({ retiredOn, capabilities }) => !retiredOn && capabilities.length > 0);
    const names = living.flatMap(({ standardName, legacyName }) =>
      [standardName, legacyName].filter((name) => name !== null),
    );
    expect(Object.keys(klingkit.catalogue).toSorted()).toEqual(names.toSorted());
  });

  it("tells what a model can do, in words where it depends", () => {
    expect(klingkit.catalogue["kling-3.0-turbo"]?.capabilities.video).toEqual({
      inputs: {
        text: true,
        image: true,
        firstFrame: true,
        lastFrame: false,
        referenceImage: false,
        referenceVideo: false,
      },
      generateAudio: { condition: "always on" },
      aspectRatio: { condition: "16:9, 9:16, 1:1" },
      resolution: { condition: "720p, 1080p" },
      duration: { condition: "3 to 15 seconds" },
      fps: false,
      seed: false,
      maxVideosPerCall: 1000,
    });
    expect(klingkit.catalogue["kling-3.0-omni"]?.capabilities.video?.inputs).toMatchObject({
      text: true,
      referenceImage: true,
      referenceVideo: true,
    });
  });
});

describe("providerOptions.klingkit", () => {
  it.each([
    ["maxUnit", "Did you mean maxUnits?"],
    ["duraton", "Use key, purpose"],
    ["negativePromt", "Did you mean negativePrompt?"],
    ["image", "Did you mean firstFrame?"],
    ["service", "is no option of a video"],
  ])("refuses the unknown option %s by name", async (name, words) => {
    await using world = await createVideoWorld();
    const model = (await world.createProvider()).video("kling-2.5-turbo");
    const options = { klingkit: { [name]: "x" } };
    const error = await caught(generateVideo({ model, prompt: "A fox", providerOptions: options }));
    expect(error).toMatchObject({ code: "request_invalid", mayHaveCharged: "no" });
    expect(error.message).toContain(`providerOptions.klingkit.${name} `);
    expect(error.message).toContain(words);
    expect(world.faults.requests).toEqual([]);
  });

  it("names the value that was meant", async () => {
    await using world = await createVideoWorld();
    const model = (await world.createProvider()).video("kling-2.5-turbo");
    const options = { klingkit: { resolution: "1080P" } };
    const error = await caught(generateVideo({ model, prompt: "A fox", providerOptions: options }));
    expect(error.message).toContain("Did you mean 1080p?");
  });
});
