/**
 * Settles with the promise, or rejects with the signal's reason as soon as the signal is aborted: for work that may
 * lose the signal it was given. What the work does afterwards is ignored.
 */
export function raceSignal<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    const leave = () => signal.removeEventListener("abort", onAbort);
    signal.addEventListener("abort", onAbort, { once: true });
    if (signal.aborted) onAbort();
    work.then(resolve, reject).then(leave, leave);
  });
}
