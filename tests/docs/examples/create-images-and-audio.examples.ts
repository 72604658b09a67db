// #region image
import { MEDIA_RULES } from "@klingkit/spec";
import { createKling, credentialsFromEnvironment } from "klingkit";
import { download, loadImage } from "klingkit/node";

const kling = createKling(credentialsFromEnvironment(process.env));
const files = { allowedOrigins: [kling.baseUrl] }; // an emulator serves its files itself

const created = await kling.images.generate({
  prompt: "a red fox in fresh snow",
  aspect_ratio: "16:9",
  n: 2,
});
const fox = await kling.tasks.wait(created);
for (const { index, url } of fox.images) {
  if (url !== undefined) await download({ url }, `fox-${fox.taskId}-${index}.png`, files);
}
// #endregion

// #region edit
const { value: still } = await loadImage("lake.png", MEDIA_RULES.legacyImage);
const night = await kling.images.generate({ prompt: "the same place at night", image: still });
// #endregion

// #region references
const painted = await kling.images.omni({
  prompt: "<<<image_1>>> as a watercolour",
  image_list: [{ image: still }],
});
// #endregion

// #region expand
const wide = await kling.images.expand({
  image: still,
  prompt: "a snowy forest",
  up_expansion_ratio: 0,
  down_expansion_ratio: 0,
  left_expansion_ratio: 0.5, // half of its width on each side
  right_expansion_ratio: 0.5,
});
// #endregion

// #region speech
const { task: speech } = await kling.audio.speak({
  text: "The fox is back, and it brought a friend.",
  voice_id: "oversea_male1",
  voice_language: "en",
});
const url = speech.audios[0]?.mp3Url;
if (url !== undefined) await download({ url }, `speech-${speech.taskId}.mp3`, files);
// #endregion

// #region effect
const steps = await kling.audio.generate({ prompt: "steps in snow, a soft wind", duration: 5 });
const { audios } = await kling.tasks.wait(steps);
console.log(audios[0]?.mp3Url, audios[0]?.wavUrl);
// #endregion

// #region voice
const cloned = await kling.voices.create({
  voice_name: "Ana",
  voice_url: "https://example.com/ana.mp3", // 5 to 30 seconds of one clean voice
});
const { voices } = await kling.tasks.wait(cloned);
console.log(voices[0]?.id);
// #endregion

for (const one of [night, painted, wide]) await kling.tasks.wait(one);
