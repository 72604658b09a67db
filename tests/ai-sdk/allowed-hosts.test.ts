import {
  createKlingkit,
  type KlingkitProviderSettings,
  KlingkitVideoModel,
  WORKFLOW_SERIALIZE,
} from "@klingkit/ai-sdk";
import { experimental_generateVideo as generateVideo } from "ai";
import { afterEach, describe, expect, it, vi } from "vitest";
import { caught } from "./support/caught.ts";
import { createVideoWorld } from "./support/video-world.ts";

const HOST = "10.0.0.7:8787";
const ORIGIN = `http://${HOST}`;
const FOX = { prompt: "A fox in the snow", duration: 5 } as const;

/** A service whose results are at a private address, with the provider's own collector. */
async function createFarWorld() {
  // The key goes there over plain http, too.
  vi.stubEnv("KLING_ALLOW_HTTP", "1");
  const world = await createVideoWorld({ emulator: { publicUrl: ORIGIN } });
  return {
    ...world,
    async videoModel(settings: KlingkitProviderSettings = {}) {
      const { engine = {}, ...rest } = await world.settingsOf();
      const { collector: _, ...own } = engine;
      const provider = createKlingkit({ ...rest, ...settings, engine: own });
      return { provider, model: provider.video("kling-2.5-turbo") };
    },
  };
}

describe("a video at a host that is not public", () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it("is refused with what allows it, and downloaded then without buying again", async () => {
    await using world = await createFarWorld();
    const { model } = await world.videoModel();
    const error = await caught(world.drive(generateVideo({ model, ...FOX })));
    expect(error).toMatchObject({ code: "blocked", mayHaveCharged: "yes" });
    expect(error.message).toContain(`pass \`allowedOrigins: ["${ORIGIN}"]\` to createKlingkit`);
    const { provider } = await world.videoModel({ allowedOrigins: [ORIGIN] });
    const { videos } = await world.drive(provider.resumeVideo({ jobId: error.jobId ?? "" }));
    expect(videos).toHaveLength(1);
    expect(world.journal()).toMatchObject({ creates: 1, billed: 1, delivered: 1 });
  });

  it.each(["KLING_ALLOW_HOSTS of the environment", "a setting in its place"])(
    "is allowed by %s",
    async (by) => {
      await using world = await createFarWorld();
      const isSetting = by.startsWith("a setting");
      vi.stubEnv("KLING_ALLOW_HOSTS", isSetting ? "other.example" : `other.example, ${HOST}`);
      const { model } = await world.videoModel(isSetting ? { allowedOrigins: [`${ORIGIN}/`] } : {});
      expect((await world.drive(generateVideo({ model, ...FOX }))).uploadedVideos).toBe(1);
    },
  );

  it.each([
    [{ allowedOrigins: [`${ORIGIN}/videos`] }, "", "An entry of allowedOrigins is not a host"],
    [{ allowedOrigins: ["http://me:secret@10.0.0.7"] }, "", "An entry of allowedOrigins is not a host"],
    [{}, "10.0.0.7/videos", "An entry of KLING_ALLOW_HOSTS is not a host"],
  ])("is not allowed by %j and %j, which buys nothing", async (settings, list, words) => {
    await using world = await createFarWorld();
    vi.stubEnv("KLING_ALLOW_HOSTS", list);
    const { model } = await world.videoModel(settings);
    const error = await caught(world.drive(generateVideo({ model, ...FOX })));
    expect(error).toMatchObject({ code: "config_invalid", mayHaveCharged: "no" });
    expect(error.message).toContain(words);
    expect(error.message).not.toContain("secret");
    expect(world.journal()).toMatchObject({ creates: 0 });
    vi.unstubAllEnvs();
  });

  it("stays allowed in the next step of a workflow", () => {
    const { video } = createKlingkit({ apiKey: "api-key-kling-1", allowedOrigins: [`${ORIGIN}/`] });
    const { settings } = KlingkitVideoModel[WORKFLOW_SERIALIZE](video("kling-2.5-turbo"));
    expect(settings.allowedOrigins).toEqual([ORIGIN]);
  });
});
