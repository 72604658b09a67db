import { ceilingOf } from "@klingkit/spec";
import { createKling, credentialsFromEnvironment, SpendingError } from "klingkit";

const kling = createKling({
  ...credentialsFromEnvironment(process.env),
  maxUnits: 5, // for all creates of this client together
  guard: ({ estimate }) => {
    const units = ceilingOf(estimate)?.units;
    return units !== undefined && units <= 4 ? undefined : "one video may cost 4 units at most";
  },
});

await kling.videos.create({ prompt: "a fox in the snow", durationSeconds: 5 });
try {
  await kling.videos.create({ prompt: "a fox in the snow", durationSeconds: 5 });
} catch (error) {
  if (!SpendingError.isInstance(error)) throw error;
  console.log(error.refusedBy, error.message); // nothing was sent
}
