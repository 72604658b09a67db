// What commands do, in one module: parsing loads none of it, and a command that runs reads one file, not a dozen.
export { runCosts } from "./account/costs-run.ts";
export {
  runConfigGet,
  runConfigList,
  runConfigPath,
  runConfigSet,
  runConfigUnset,
} from "./config/config-run.ts";
export { runDemo } from "./demo/demo-run.ts";
export { runDoctor } from "./doctor/doctor-run.ts";
export { runEmulator } from "./emulator/emulator-run.ts";
export { runModels } from "./models/models-run.ts";
export { runRoutes } from "./routes/routes-run.ts";
export { runCreateFromImage } from "./video/create-from-image-run.ts";
export { runCreateFromText } from "./video/create-from-text-run.ts";
export { runCreateMotionControl } from "./video/create-motion-control-run.ts";
export { runVideoCreate } from "./video/create-run.ts";
export { runDownload } from "./video/download-run.ts";
export { runList } from "./video/list-run.ts";
export { runStatus } from "./video/status-run.ts";
