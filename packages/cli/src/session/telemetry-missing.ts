export const NOT_INSTALLED =
  "An OpenTelemetry SDK is registered, and kling reports nothing to it: the package @opentelemetry/api is not installed beside kling. Run `npm install @opentelemetry/api`, with --global if klingkit is installed globally.\n";
