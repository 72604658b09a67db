import { checkCreate, textToVideo30 } from "@klingkit/spec";

const body = { prompt: "a fox in the snow", settings: { duration: 16, resolution: "1080p" } };
const { issues, warnings } = checkCreate(textToVideo30, body);
console.log(issues, warnings);
