// From a page to the worker and back.
import type { Told } from "./scope";

export interface Progress { done: number; all: number }

const PREFIX = "station-twin-";

/** False where the browser refuses: everything works as before, with a network. */
export async function register(worker: string): Promise<boolean> {
  try {
    await navigator.serviceWorker.register(worker, { scope: "/", updateViaCache: "none" });
    await navigator.serviceWorker.ready;
    return true;
  } catch {
    return false;
  }
}

/** The site turned it off: nothing of it stays on the device. */
export async function unregister(): Promise<void> {
  const registrations = await navigator.serviceWorker.getRegistrations();
  await Promise.all(registrations.map((registration) => registration.unregister()));
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
  await Promise.all(names.map((name) => caches.delete(name)));
}

/** Rejects when the worker could not do it. */
export async function ask<T>(told: Told, progress: (progress: Progress) => void = () => undefined): Promise<T> {
  const worker = (await navigator.serviceWorker.ready).active!;
  const { port1, port2 } = new MessageChannel();
  return new Promise((done, failed) => {
    port1.onmessage = ({ data }: MessageEvent<Progress | { said: T } | { failed: true }>) => {
      if ("said" in data) done(data.said);
      else if ("failed" in data) failed(new Error("the worker could not"));
      else progress(data);
    };
    worker.postMessage(told, [port2]);
  });
}
