// What `bin/kling.js` and the bundle start from.
export { main } from "./run-command-line.ts";
export { runProcess } from "./run-process.ts";
