import { compile, selectRoutes } from "@klingkit/spec";

for (const route of selectRoutes({ capability: "text-to-video" })) {
  if (!route.operation) continue; // listed only
  const { path, issues, estimate } = compile({ prompt: "a fox in the snow", durationSeconds: 7 }, route);
  console.log(
    path,
    issues.map(({ message }) => message),
    estimate,
  );
}
