import { suggest } from "../../suggest.ts";

/** Languages that speech voices speak. @source DOC 2026-10 */
export const SPEECH_LANGUAGES = ["zh", "en"] as const;

type SpeechLanguage = (typeof SPEECH_LANGUAGES)[number];

/** A voice of text to speech and lip sync. Ids of the voice library do not work there, and these do not work elsewhere. */
export interface SpeechVoice {
  readonly id: string;
  readonly languages: readonly SpeechLanguage[];
  /** Name in the service's guide, by language. */
  readonly names: Readonly<Partial<Record<SpeechLanguage, string>>>;
}

const NAMES: Readonly<Record<string, Readonly<Partial<Record<SpeechLanguage, string>>>>> = {
  girlfriend_4_speech02: { en: "Melody" },
  genshin_vindi2: { en: "Sunny", zh: "阳光少年" },
  zhinen_xuesheng: { en: "Sage", zh: "懂事小弟" },
  AOT: { en: "Ace" },
  ai_shatang: { en: "Blossom", zh: "青春少女" },
  genshin_klee2: { en: "Peppy", zh: "温柔小妹" },
  genshin_kirara: { en: "Dove", zh: "元气少女" },
  ai_kaiya: { en: "Shine", zh: "阳光男生" },
  oversea_male1: { en: "Anchor" },
  ai_chenjiahao_712: { en: "Lyric", zh: "文艺小哥" },
  "chat1_female_new-3": { en: "Tender", zh: "温柔姐姐" },
  "chat_0407_5-1": { en: "Siren" },
  "cartoon-boy-07": { en: "Zippy", zh: "活泼男童" },
  uk_boy1: { en: "Bud" },
  "cartoon-girl-01": { en: "Sprite", zh: "俏皮女童" },
  PeppaPig_platform: { en: "Candy" },
  ai_huangzhong_712: { en: "Beacon" },
  ai_huangyaoshi_712: { en: "Rock", zh: "稳重老爸" },
  ai_laoguowang_712: { en: "Titan", zh: "严肃上司" },
  chengshu_jiejie: { en: "Grace", zh: "优雅贵妇" },
  you_pingjing: { en: "Helen", zh: "温柔妈妈" },
  calm_story1: { en: "Lore" },
  uk_man2: { en: "Crag" },
  laopopo_speech02: { en: "Prattle", zh: "唠叨奶奶" },
  heainainai_speech02: { en: "Hearth", zh: "和蔼奶奶" },
  "reader_en_m-v1": { en: "The Reader" },
  "commercial_lady_en_f-v1": { en: "Commercial Lady" },
  tiyuxi_xuedi: { zh: "运动少年" },
  tiexin_nanyou: { zh: "幽默小哥" },
  girlfriend_1_speech02: { zh: "甜美邻家" },
  girlfriend_2_speech02: { zh: "职场女青" },
  zhuxi_speech02: { zh: "慈祥爷爷" },
  uk_oldman3: { zh: "唠叨爷爷" },
  dongbeilaotie_speech02: { zh: "东北老铁" },
  chongqingxiaohuo_speech02: { zh: "重庆小伙" },
  chuanmeizi_speech02: { zh: "四川妹子" },
  chaoshandashu_speech02: { zh: "潮汕大叔" },
  ai_taiwan_man2_speech02: { zh: "台湾男生" },
  xianzhanggui_speech02: { zh: "西安掌柜" },
  tianjinjiejie_speech02: { zh: "天津姐姐" },
  "diyinnansang_DB_CN_M_04-v2": { zh: "新闻播报男" },
  "yizhipiannan-v1": { zh: "译制片男" },
  "guanxiaofang-v2": { zh: "元气少女" },
  "tianmeixuemei-v1": { zh: "撒娇女友" },
  "daopianyansang-v1": { zh: "刀片烟嗓" },
  "mengwa-v1": { zh: "乖巧正太" },
};

/** @source MIRROR, SDK 2026: two copies of the official guide, one of which warns that a few may be invalid */
export const SPEECH_VOICES: readonly SpeechVoice[] = /* @__PURE__ */ Object.entries(NAMES).map(
  ([id, names]) => ({
    id,
    names,
    languages: SPEECH_LANGUAGES.filter((language) => names[language] !== undefined),
  }),
);

/** A voice by its id. */
export const findSpeechVoice = (id: string): SpeechVoice | undefined =>
  SPEECH_VOICES.find((voice) => voice.id === id);

/** The voice that was most likely meant, by its id or by its name in the guide; undefined where none is near. */
export function suggestSpeechVoice(text: string): SpeechVoice | undefined {
  const voices = new Map(
    SPEECH_VOICES.flatMap((voice) => [...Object.values(voice.names), voice.id].map((name) => [name, voice])),
  );
  const near = suggest(text, [...voices.keys()]);
  return near === undefined ? undefined : voices.get(near);
}
