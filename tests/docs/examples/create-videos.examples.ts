// #region text
import { MEDIA_RULES } from "@klingkit/spec";
import { createKling, credentialsFromEnvironment } from "klingkit";
import { downloadVideo, loadImage } from "klingkit/node";

const kling = createKling(credentialsFromEnvironment(process.env));

const fox = await kling.videos.create(
  { prompt: "a red fox in fresh snow", durationSeconds: 7, aspectRatio: "9:16", resolution: "1080p" },
  { model: "kling-v3" },
);
await downloadVideo(kling, fox, `fox-${fox.taskId}.mp4`); // waits until the task has ended
// #endregion

// #region first-frame
const { value: still } = await loadImage("lake.png", MEDIA_RULES.standardImage);
const lake = await kling.videos.create(
  { prompt: "mist lifts from the lake", firstFrame: still },
  { model: "kling-v3" },
);
// #endregion

// #region last-frame
const dusk = await kling.videos.create(
  { prompt: "day turns into night", firstFrame: still, lastFrame: still },
  { model: "kling-v3" },
);
// #endregion

// #region references
const postcard = await kling.videos.create({
  prompt: "@lake as a postcard on a wooden table",
  references: [{ image: still, name: "lake" }],
  aspectRatio: "16:9",
});
// #endregion

// #region elements
const elementId = "846100000000000001"; // kling element list shows those of your account
const mia = await kling.videos.create({
  prompt: "@mia walks in the rain",
  elements: [{ elementId, name: "mia" }],
  aspectRatio: "16:9",
});
// #endregion

// #region motion
const dance = await kling.videos.create({
  prompt: "a dancer on an empty stage",
  motion: { image: still, videoUrl: "https://example.com/dance.mp4", orientation: "image" },
});
// #endregion

// #region audio
const pier = await kling.videos.create(
  { prompt: "waves break on a pier, gulls call", audio: "native" },
  { model: "kling-v3" },
);
// #endregion

await kling.tasks.wait(lake); // frees a slot
// #region shots
const chase = await kling.videos.create(
  {
    shots: [
      { prompt: "a fox looks up", durationSeconds: 3 },
      { prompt: "it runs away", durationSeconds: 2 },
    ],
    durationSeconds: 5,
  },
  { model: "kling-v3" },
);
// #endregion

// #region edit
const night = await kling.videos.create({
  prompt: "turn the day into night",
  video: { url: "https://example.com/street.mp4", use: "base" },
});
// #endregion

console.log([lake, dusk, postcard, mia, dance, pier, chase, night].length, "tasks");
