import { createKling, credentialsFromEnvironment, KlingError, KlingInvalidRequestError } from "klingkit";

const kling = createKling(credentialsFromEnvironment(process.env));

try {
  await kling.videos.create({ prompt: "a fox in the snow", durationSeconds: 60 }, { model: "kling-3.0" });
} catch (error) {
  if (!KlingError.isInstance(error)) throw error;
  console.log(error.code, error.isRetryable, error.mayHaveCharged);
  if (KlingInvalidRequestError.isInstance(error)) console.log(error.message); // names each field and what would pass
}
