import { expect, it } from "vitest";
import { SPEECH_VOICES, suggestSpeechVoice } from "./speech-voices.ts";

it.each([
  ["oversea_male9", "oversea_male1"],
  ["Anchor", "oversea_male1"],
  ["commercial lady", "commercial_lady_en_f-v1"],
  ["阳光男生", "ai_kaiya"],
  ["829824295735410756", undefined],
])("the voice nearest to %s is %s", (text, id) => {
  expect(suggestSpeechVoice(text)?.id).toBe(id);
});

it("finds each voice by its own id, though a name of another may be as near", () => {
  for (const { id } of SPEECH_VOICES) expect(suggestSpeechVoice(id)?.id).toBe(id);
});
