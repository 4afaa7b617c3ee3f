/** The service's time, for ages: clocks of desks differ from it. */
let ahead = 0;
const listeners = new Set<() => void>();
let timer = 0;

/** Now, in milliseconds since 1970, by the service's clock to the second. */
export function now(): number {
  return Date.now() + ahead;
}

/** Takes the time from the Date header of an answer, unless it is the same to within two seconds. */
export function setServerTime(header: string | null): void {
  const told = header ? Date.parse(header) : NaN;
  if (Number.isFinite(told)) {
    const difference = told + 500 - Date.now();
    ahead = Math.abs(difference) < 2_000 ? 0 : difference;
  }
}

/** Calls once a second, while the page is seen, until the returned function is called. */
export function everySecond(act: () => void): () => void {
  listeners.add(act);
  if (!timer) {
    timer = window.setInterval(() => {
      if (!document.hidden) {
        listeners.forEach((listener) => listener());
      }
    }, 1_000);
  }
  return () => {
    listeners.delete(act);
    if (listeners.size === 0) {
      window.clearInterval(timer);
      timer = 0;
    }
  };
}
