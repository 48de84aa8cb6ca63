/** Keeps the page's own files in the browser, so that it opens without a network; asked for by the gate. */

/** Registers the service worker and tells it what was loaded by now. Does nothing where there is none, or while developing. */
export function keepShell(): void {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  void navigator.serviceWorker
    .register("./sw.js")
    .then(() => navigator.serviceWorker.ready)
    .then(({ active }) => {
      const own = performance
        .getEntriesByType("resource")
        .map(({ name }) => name)
        .filter((url) => url.startsWith(new URL("./", location.href).href));
      active?.postMessage({ keep: own });
    })
    .catch(() => undefined); // such as in a private window: then it needs the network
}
