import { createKling, credentialsFromEnvironment, KlingkitError } from "klingkit";

const kling = createKling(credentialsFromEnvironment(process.env));
try {
  const { task } = await kling.audio.speak({
    text: "The fox is back.",
    voice_id: "oversea_male1",
    voice_language: "en",
  });
  console.log(task.status, task.audios[0]?.mp3Url);
} catch (error) {
  if (!KlingkitError.isInstance(error) || error.mayHaveCharged === "no") throw error;
  console.log(error.message); // it cannot be looked up: decide yourself whether to pay again
}
