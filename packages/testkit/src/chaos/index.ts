export { type Audit, findViolations } from "./audit.ts";
export { CHAIN_JOBS, chainRequests } from "./chain-requests.ts";
export { mostInFlight } from "./in-flight.ts";
export {
  type Chaos,
  type ChaosOptions,
  LOSSY,
  openChaos,
  type Wave,
  type WaveOutcome,
} from "./open-chaos.ts";
