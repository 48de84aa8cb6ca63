// Keeps the page's own files for when there is no network: built files never change under their names and come from the cache;
// the page and its configuration come from the network while there is one. Nothing of a chain or an indexer is ever kept.
const CACHE = "cdpo-1";
const KEPT = /\/assets\/[^/]+$/;
// What is kept is the same for every asker, whatever a server says of headers that it varies by.
const ANYHOW = { ignoreSearch: true, ignoreVary: true };
const FRESH = /\/(index\.html|config\.json|icon\.svg|manifest\.json)?$/;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll(["./", "./config.json", "./icon.svg", "./manifest.json"]))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("message", (event) => {
  const urls = (event.data?.keep ?? []).filter((url) => KEPT.test(new URL(url).pathname));
  event.waitUntil?.(
    caches.open(CACHE).then((cache) =>
      Promise.all(
        urls.map(async (url) => {
          if ((await cache.match(url, ANYHOW)) === undefined) await cache.add(url).catch(() => undefined);
        }),
      ),
    ),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (KEPT.test(url.pathname)) event.respondWith(keptFirst(request));
  else if (FRESH.test(url.pathname)) event.respondWith(freshFirst(request));
});

async function keptFirst(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request, ANYHOW);
  if (kept !== undefined) return kept;
  const response = await fetch(request);
  if (response.ok) await cache.put(request, response.clone());
  return response;
}

async function freshFirst(request) {
  const cache = await caches.open(CACHE);
  try {
    const response = await fetch(request);
    if (response.ok) await cache.put(request, response.clone());
    return response;
  } catch (thrown) {
    const kept = await cache.match(request, ANYHOW);
    if (kept !== undefined) return kept;
    throw thrown;
  }
}
