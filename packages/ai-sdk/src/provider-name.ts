/** The name that errors and traces have for this provider's video models. */
export const PROVIDER_NAME = "klingkit.video";

/** The same for models of `createKlingAI`, as `@ai-sdk/klingai` names them. */
export const DROP_IN_NAME = "klingai.video";
