// The worker of the whole site, at /sw.js: keeps what may be read without network, and answers from it.
import { answer, sent, shell } from "./answering";
import { provision } from "./provisioning";
import { isUntouched } from "./rules";
import { scope, type Told } from "./scope";
import { forget, SHELL, shelf, sweep } from "./shelf";

scope.addEventListener("install", (event) => event.waitUntil(install()));
scope.addEventListener("activate", (event) => event.waitUntil(activate()));

/** One missing file is no reason to have none of the others. */
async function install(): Promise<void> {
  const cache = await caches.open(SHELL);
  const lanes = [...scope.stationTwinOffline.shell];
  const lane = async () => {
    for (let file = lanes.shift(); file; file = lanes.shift()) await cache.add(new Request(file, { cache: "no-cache" })).catch(() => undefined);
  };
  await Promise.all([lane(), lane(), lane(), lane()]);
  await scope.skipWaiting();
}

async function activate(): Promise<void> {
  await sweep();
  await scope.registration.navigationPreload?.enable();
  await scope.clients.claim();
}

scope.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== scope.location.origin || isUntouched(pathname)) return;
  if (request.method === "POST" && request.mode === "navigate") event.respondWith(sent(event));
  if (request.method !== "GET" || request.headers.has("range")) return;
  const same = pathname.startsWith("/static/") || pathname === "/app.webmanifest";
  event.respondWith(same ? shell(request) : answer(event));
});

scope.addEventListener("message", (event) => {
  const port = event.ports[0];
  event.waitUntil(
    heard(event.data, (done, all) => port?.postMessage({ done, all })).then(
      (said) => port?.postMessage({ said }),
      () => port?.postMessage({ failed: true }),
    ),
  );
});

async function heard(told: Told, tell: (done: number, all: number) => void): Promise<unknown> {
  if (told.do === "keep") return provision(told.list, told.again, tell);
  if (told.do === "forget") return forget();
  const hers = await shelf();
  return { entries: hers?.list() ?? [], summaries: [...(hers?.summaries.values() ?? [])] };
}
