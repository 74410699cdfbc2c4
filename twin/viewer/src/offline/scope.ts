// What a service worker has that pages have not: TypeScript's DOM library leaves it out.

export interface WorkerEvent extends Event { waitUntil(work: Promise<unknown>): void }
export interface AskedEvent extends WorkerEvent {
  readonly request: Request;
  readonly clientId: string;
  readonly resultingClientId: string;
  readonly preloadResponse: Promise<Response | undefined>;
  respondWith(answer: Promise<Response>): void;
}
export interface ToldEvent extends WorkerEvent { readonly data: Told; readonly ports: readonly MessagePort[] }

/** What a page says to the worker, which answers through the port that came with it. */
export type Told = { do: "keep"; list: string; again: boolean } | { do: "list" } | { do: "forget" };

interface Page { postMessage(message: unknown): void }

interface WorkerScope {
  readonly registration: ServiceWorkerRegistration;
  readonly clients: { claim(): Promise<void>; get(id: string): Promise<Page | undefined> };
  readonly location: Location;
  /** Put before the script by the server (`twin/offline.py`). */
  readonly stationTwinOffline: { version: string; shell: string[]; most: number; largest: number };
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate", listener: (event: WorkerEvent) => void): void;
  addEventListener(type: "fetch", listener: (event: AskedEvent) => void): void;
  addEventListener(type: "message", listener: (event: ToldEvent) => void): void;
}

export const scope = self as unknown as WorkerScope;
