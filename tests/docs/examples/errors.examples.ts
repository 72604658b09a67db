import { createKling, credentialsFromEnvironment, InvalidRequestError, KlingkitError } from "klingkit";

const kling = createKling(credentialsFromEnvironment(process.env));

try {
  await kling.videos.create({ prompt: "a fox in the snow", durationSeconds: 60 }, { model: "kling-3.0" });
} catch (error) {
  if (!KlingkitError.isInstance(error)) throw error;
  console.log(error.code, error.isRetryable, error.mayHaveCharged);
  if (InvalidRequestError.isInstance(error)) console.log(error.message); // names each field and what would pass
}
