import { describe, expect, it } from "vitest";
import { appraise, checkCreate } from "../../check/check.ts";
import { serviceMessage } from "../../service-message.ts";
import { findCreate } from "../index.ts";

const U = "https://example.com/a.png";
const V = "https://example.com/a.mp4";

function operation(id: string) {
  const found = findCreate(id);
  if (!found) throw new Error(`no operation ${id}`);
  return found;
}
const said = (id: string, body: unknown) =>
  checkCreate(operation(id), body, { as: "service", serviceMessage }).issues.map(
    ({ serviceMessage: sentence }) => sentence,
  );

const text = (type: string, words: string) => ({ type, text: words });
const media = (type: string, url: string) => ({ type, url });
const many = (count: number, item: object) => Array.from({ length: count }, () => item);

const GOODS = "solutions/e-commerce/goods_studio";
const goods = {
  contents: [media("ref_image", U), text("goods_title", "Umbrella")],
  settings: { resolution: "720p", aspect_ratio: "1:1", duration: 60 },
};
const AGENT = "solutions/talking_agent";
const script = text("speech_script", "Hello");
const agent = { contents: [text("avatar_id", "avatar_anna_female"), script] };
const own = { contents: [media("avatar_image", U), script], settings: { voice_id: "female_warm_rich" } };
const selling = { ...agent, contents: [...agent.contents, media("ref_image", U), text("goods_title", "x")] };
const APPAREL = "solutions/e-commerce/clothing_dupe";
const apparel = {
  contents: [text("product_info", "Shirt"), media("source_video", V), media("product_image", U)],
};
const DRAMA = "solutions/drama_subtitle";
const drama = { contents: [media("source_video", V)] };
const term = (source: string, target = "x") => ({ type: "glossary", source, target });
const TRY_ON = "solutions/virtual_try_on";
const tryOn = { contents: [media("product_image", U), media("person_image", U)] };

const plus = (body: { readonly contents: readonly object[] }, ...items: readonly object[]) => ({
  ...body,
  contents: [...body.contents, ...items],
});

/** Sentences as the pages have them; `[]` passes. */
const ROWS: readonly (readonly [string, object, readonly string[]])[] = [
  [TRY_ON, tryOn, []],
  [TRY_ON, { contents: [tryOn.contents[1]] }, ["Product image is missing. Please upload a product image."]],
  [TRY_ON, { contents: [tryOn.contents[0]] }, ["Person image is missing. Please upload a person image."]],
  [TRY_ON, plus(tryOn, media("product_image", U)), ["Only one product_image item is allowed in contents."]],
  [
    TRY_ON,
    { contents: [media("product_image", "x.png"), tryOn.contents[1]] },
    ["Unsupported product image. Please check the image format, size and dimensions."],
  ],
  [GOODS, goods, []],
  [GOODS, plus(goods, ...many(4, media("ref_image", U))), []],
  [
    GOODS,
    plus(goods, ...many(5, media("ref_image", U))),
    ["At most 5 ref_image items are allowed in contents."],
  ],
  [
    GOODS,
    { ...goods, contents: [goods.contents[1]] },
    ["Product image is missing. Please upload a product image."],
  ],
  [
    GOODS,
    { ...goods, contents: [goods.contents[0]] },
    ["Product title is missing. Please provide a product title."],
  ],
  [GOODS, plus(goods, text("goods_title", "x")), ["Only one goods_title item is allowed in contents."]],
  [
    GOODS,
    { ...goods, contents: [goods.contents[0], text("goods_title", "🦊".repeat(201))] },
    ["goods_title exceeds the 200-character limit."],
  ],
  [GOODS, plus(goods, text("goods_description", "🦊".repeat(2000))), []],
  [
    GOODS,
    plus(goods, text("goods_description", "🦊".repeat(2001))),
    ["goods_description exceeds the 2000-character limit."],
  ],
  [
    GOODS,
    plus(goods, ...many(2, text("goods_description", "x"))),
    ["Only one goods_description item is allowed in contents."],
  ],
  [
    GOODS,
    { ...goods, settings: { resolution: "4k", aspect_ratio: "4:3", duration: 20 } },
    [
      "Unsupported resolution. Only 720p and 1080p are supported.",
      "aspect_ratio only supports 9:16, 1:1 and 16:9.",
      "Unsupported duration. Only 15, 30 and 60 seconds are supported.",
    ],
  ],
  [
    GOODS,
    { ...goods, contents: [media("ref_image", "nonsense"), goods.contents[1]] },
    ["Unsupported product image. Please check the image format, size and dimensions."],
  ],
  [GOODS, { contents: goods.contents }, ["Unsupported resolution. Only 720p and 1080p are supported."]],
  [AGENT, agent, []],
  [AGENT, own, []],
  [AGENT, selling, []],
  [
    AGENT,
    plus(agent, media("avatar_image", U)),
    ["Exactly one avatar source is required: provide avatar_image (with voiceId) or avatar_id, not both."],
  ],
  [
    AGENT,
    { contents: [script] },
    ["Exactly one avatar source is required: provide avatar_image (with voiceId) or avatar_id, not both."],
  ],
  [AGENT, { contents: own.contents }, ["voiceId is required when uploading an avatar_image."]],
  [AGENT, { contents: [agent.contents[0]] }, ["speech_script is required for single-person videos."]],
  [
    AGENT,
    plus(agent, text("goods_title", "x")),
    ["Product image is missing. Please upload at least one product image."],
  ],
  [AGENT, plus(agent, media("ref_image", U)), ["goods_title is required when product content is provided."]],
  [AGENT, { ...agent, settings: { speech_rate: 1.2 } }, []],
  [AGENT, { ...agent, settings: { speechRate: 1.1 } }, ["speechRate only supports 0.8, 1.0 and 1.2."]],
  [
    AGENT,
    { ...selling, settings: { speechRate: 1 } },
    ["Speech rate adjustment not supported in Video Commerce."],
  ],
  [AGENT, { ...agent, settings: { aspectRatio: "1:1" } }, ["aspect_ratio only supports 9:16 and 16:9."]],
  [
    AGENT,
    { ...agent, settings: { resolution: "480p" } },
    ["Unsupported resolution. Only 720p and 1080p are supported."],
  ],
  [
    AGENT,
    { ...own, contents: [media("avatar_image", "x"), script] },
    ["Unsupported image. Please check the image format, size and dimensions."],
  ],
  [APPAREL, apparel, []],
  [
    APPAREL,
    { contents: [apparel.contents[0], apparel.contents[2]] },
    ["Reference video is missing. Please upload a reference video."],
  ],
  [
    APPAREL,
    { contents: apparel.contents.slice(0, 2) },
    ["Product image is missing. Please upload a product image."],
  ],
  [
    APPAREL,
    { contents: apparel.contents.slice(1) },
    ["Product description is missing. Please provide a product description."],
  ],
  [APPAREL, plus(apparel, ...many(2, media("bgm", V))), ["Only one bgm item is allowed in contents."]],
  [
    APPAREL,
    plus(apparel, { type: "bgm", url: "" }),
    [
      "bgm is provided but url is empty. Please provide a BGM file URL or remove bgm to use the system default BGM.",
    ],
  ],
  [
    APPAREL,
    plus(apparel, { type: "voice", voice_id: "female_warm_rich" }),
    ["Invalid voice_id. Please select a valid voice from the voice library."],
  ],
  [
    APPAREL,
    plus(apparel, ...many(2, { type: "voice", voice_id: "calm_sales_man" })),
    ["Only one voice item is allowed in contents."],
  ],
  [
    APPAREL,
    { ...apparel, settings: { resolution: "2k" } },
    ["Unsupported resolution. Only 720P and 1080P are supported."],
  ],
  [
    APPAREL,
    { ...apparel, settings: { aspect_ratio: "5:4" } },
    ["aspect_ratio only supports 9:16, 2:3, 3:4, 1:1, 4:3, 3:2, 16:9 and 21:9."],
  ],
  [DRAMA, drama, []],
  [DRAMA, { contents: [term("a")] }, ["Source video is missing. Please provide a source video URL."]],
  [DRAMA, plus(drama, media("source_video", V)), ["Only one source_video item is allowed in contents."]],
  [
    DRAMA,
    { contents: [media("source_video", "")] },
    ["source_video is missing. Please provide exactly one source_video."],
  ],
  [
    DRAMA,
    { contents: [media("source_video", "ep01.mp4")] },
    ["source_video is missing. Please provide exactly one source_video."],
  ],
  [DRAMA, plus(drama, ...many(200, term("a"))), []],
  [DRAMA, plus(drama, ...many(201, term("a"))), ["Glossary exceeds the limit of 200 entries."]],
  [DRAMA, plus(drama, term(` ${"宋".repeat(100)} `)), []],
  [
    DRAMA,
    plus(drama, term("宋".repeat(101))),
    ["Each glossary entry must be non-empty and no longer than 100 characters."],
  ],
  [
    DRAMA,
    plus(drama, term("a", " ")),
    ["Each glossary entry must be non-empty and no longer than 100 characters."],
  ],
  [DRAMA, { ...drama, settings: { target_cps: 10, margin_v: 4096, font_size: 512 } }, []],
  [DRAMA, { ...drama, settings: { target_cps: 20, margin_v: 1, font_size: null } }, []],
  [
    DRAMA,
    { ...drama, settings: { target_cps: 9 } },
    ["target_cps out of range. Please provide a value between 10 and 20."],
  ],
  [
    DRAMA,
    { ...drama, settings: { target_cps: 21, margin_v: 4097, font_size: 513 } },
    [
      "target_cps out of range. Please provide a value between 10 and 20.",
      "margin_v out of range. Please provide a value between 1 and 4096.",
      "font_size out of range. Please provide a value between 1 and 512.",
    ],
  ],
  [
    DRAMA,
    { ...drama, settings: { margin_v: 0 } },
    ["margin_v, font_size and target_cps must be positive integers."],
  ],
  [
    DRAMA,
    { ...drama, settings: { font_size: 1.5 } },
    ["margin_v, font_size and target_cps must be positive integers."],
  ],
];

describe("what the pages of the solutions say", () => {
  it.each(ROWS.map(([id, body, sentences]) => ({ id, sentences, body })))(
    "$id: $sentences",
    ({ id, body, sentences }) => expect(said(id, body)).toEqual(sentences),
  );
});

/** Most items of a type, and most characters of its text, from the tables of the pages. */
const LIMITS: readonly (readonly [string, string, number, number | undefined])[] = [
  [AGENT, "ref_image", 5, undefined],
  [AGENT, "goods_title", 1, 500],
  [AGENT, "goods_price", 1, 256],
  [AGENT, "goods_target_audience", 20, 200],
  [AGENT, "goods_selling_point", 20, 500],
  [AGENT, "speech_script", 1, 2000],
  [AGENT, "avatar_id", 1, 128],
  [GOODS, "ref_image", 5, undefined],
  [GOODS, "goods_title", 1, 200],
  [GOODS, "goods_description", 1, 2000],
  [APPAREL, "product_info", 1, 2500],
  [APPAREL, "product_image", 5, undefined],
  [APPAREL, "model_image", 5, undefined],
];
const BODIES: Readonly<Record<string, { readonly contents: readonly { readonly type: string }[] }>> = {
  [AGENT]: selling,
  [GOODS]: goods,
  [APPAREL]: apparel,
};

function withItems(id: string, items: readonly { readonly type: string }[]): object {
  const body = BODIES[id] ?? { contents: [] };
  const [{ type } = { type: "" }] = items;
  return { ...body, contents: [...body.contents.filter((item) => item.type !== type), ...items] };
}

it.each(LIMITS)(
  "%s takes so many items of the type %s, %d, and not one more",
  (id, type, most, characters) => {
    const item = characters === undefined ? media(type, U) : text(type, "x");
    expect(
      said(
        id,
        withItems(
          id,
          Array.from({ length: most }, () => item),
        ),
      ),
    ).toEqual([]);
    expect(
      said(
        id,
        withItems(
          id,
          Array.from({ length: most + 1 }, () => item),
        ),
      ),
    ).toHaveLength(1);
  },
);

const TEXT_LIMITS = LIMITS.flatMap(([id, type, , characters]) =>
  characters === undefined ? [] : [[id, type, characters] as const],
);

it.each(TEXT_LIMITS)(
  "%s takes a text of the type %s of %d characters, and not one more",
  (id, type, most) => {
    expect(said(id, withItems(id, [text(type, "🦊".repeat(most))]))).toEqual([]);
    expect(said(id, withItems(id, [text(type, "🦊".repeat(most + 1))]))).toHaveLength(1);
  },
);

describe("what solutions bring", () => {
  it.each([
    [TRY_ON, tryOn, ["image"], "image"],
    [AGENT, agent, ["video"], "video"],
    [GOODS, goods, ["video"], "video"],
    [APPAREL, apparel, ["image", "image", "video"], "video"],
    [DRAMA, drama, ["video", "subtitle", "subtitle"], "video"],
  ])("%s holds one slot and costs what nobody publishes", (id, body, kinds, pool) => {
    const { outcome, estimate } = appraise(operation(id), body) ?? {};
    expect(outcome).toMatchObject({ slots: 1, pool });
    expect(outcome?.results.map(({ kind }) => kind)).toEqual(kinds);
    expect(estimate).toMatchObject({ isKnown: false });
    expect(estimate).not.toHaveProperty("ceiling");
  });

  it("warns of an avatar or a voice that the catalogue lacks", () => {
    const given = { ...own, settings: { voice_id: "calm_sales_man" } };
    expect(checkCreate(operation(AGENT), given)).toMatchObject({
      issues: [],
      warnings: [{ rule: "voice-unknown" }],
    });
    expect(checkCreate(operation(AGENT), { contents: [text("avatar_id", "me"), script] })).toMatchObject({
      issues: [],
      warnings: [{ rule: "avatar-unknown" }],
    });
  });
});
