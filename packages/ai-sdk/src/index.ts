/** The name that errors, traces and metadata have for this provider's video models. */
export const PROVIDER_NAME = "klingkit.video";
