/** Counters of one operation since the client was made. */
export interface OperationMetrics {
  readonly requests: number;
  readonly successes: number;
  readonly failures: number;
  /** Body bytes received. */
  readonly bytesReceived: number;
  readonly latencyMsTotal: number;
  readonly latencyMsMax: number;
}

export interface RequestMeasure {
  readonly isSuccess: boolean;
  readonly bytesReceived: number;
  readonly latencyMs: number;
}

export interface Metrics {
  record(operationId: string, measure: RequestMeasure): void;
  snapshot(): Readonly<Record<string, OperationMetrics>>;
}

const NOTHING: OperationMetrics = {
  requests: 0,
  successes: 0,
  failures: 0,
  bytesReceived: 0,
  latencyMsTotal: 0,
  latencyMsMax: 0,
};

/** Counts requests, bytes, latency and success per operation. */
export function createMetrics(): Metrics {
  const byOperation = new Map<string, OperationMetrics>();
  return {
    record(operationId, { isSuccess, bytesReceived, latencyMs }) {
      const before = byOperation.get(operationId) ?? NOTHING;
      byOperation.set(operationId, {
        requests: before.requests + 1,
        successes: before.successes + Number(isSuccess),
        failures: before.failures + Number(!isSuccess),
        bytesReceived: before.bytesReceived + bytesReceived,
        latencyMsTotal: before.latencyMsTotal + latencyMs,
        latencyMsMax: Math.max(before.latencyMsMax, latencyMs),
      });
    },
    snapshot: () => Object.fromEntries(byOperation),
  };
}
