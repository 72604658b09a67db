// The second service: an entry of its own, so that a bundle for one service carries nothing of the other.

export type { EraId } from "@klingkit/spec/higgsfield";
// Client
export { createHiggsfield, type Higgsfield } from "./higgsfield/create-higgsfield.ts";
export type { HiggsfieldCreateOptions } from "./higgsfield/create-request.ts";
export type { HiggsfieldCredentialOptions } from "./higgsfield/credentials.ts";
export { higgsfieldFromEnvironment } from "./higgsfield/credentials-from-environment.ts";
export type { ServiceEstimate } from "./higgsfield/estimate.ts";
export type { HiggsfieldOptions } from "./higgsfield/higgsfield-core.ts";
export type { HiggsfieldModel, ModelsQuery, ModelsResource } from "./higgsfield/models.ts";
export type { HiggsfieldParams } from "./higgsfield/params.gen.ts";
// Requests
export { parseHiggsfieldRequest } from "./higgsfield/parse-request.ts";
export type { CancelOutcome, RequestRef, RequestsResource } from "./higgsfield/requests.ts";
export type { Uploaded, UploadInput } from "./higgsfield/upload.ts";
// Webhooks
export {
  readHiggsfieldWebhook,
  type VerifiedHiggsfieldWebhook,
  verifyHiggsfieldWebhook,
} from "./higgsfield/webhook.ts";
